import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/bot/store.js';
import { DAY } from '../../src/lib/instant.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { NOW } from '../cases/given.js';

let store: Store;
beforeEach(async () => {
  store = openStore('sqlite::memory:');
  await store.migrate();
});
afterEach(() => store.close());

describe('events that X delivered', () => {
  it('are known again, by their whole name', async () => {
    await store.saveDelivery('-5', NOW, NOW - DAY);
    await store.saveDelivery('-5', NOW + 1, NOW - DAY);
    expect(await Promise.all(['-5', '5', '-', ''].map((id) => store.wasDelivered(id)))).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it('are forgotten when they are old, each by its own first time', async () => {
    await store.saveDelivery('old', NOW - DAY - 1, 0);
    await store.saveDelivery('young', NOW - DAY, 0);
    await store.saveDelivery('old', NOW, NOW - DAY);
    expect([await store.wasDelivered('old'), await store.wasDelivered('young')]).toEqual([false, true]);
  });
});
