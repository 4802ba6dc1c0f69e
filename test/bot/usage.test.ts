import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { UsageReader } from '../../src/bot/ports.js';
import type { Store } from '../../src/bot/store.js';
import { createUsageCheck, differs } from '../../src/bot/usage.js';
import { DAY, HOUR } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { openStore } from '../../src/store/sqlite-store.js';

const MIDNIGHT = Date.UTC(2026, 10, 25);

let store: Store;
let now: number;
let asked: number;
/** What X says; an error: it says nothing. */
let told: Record<string, number> | Error;
let check: () => Promise<void>;

beforeEach(async () => {
  store = openStore('sqlite::memory:');
  await store.migrate();
  now = MIDNIGHT + 2 * HOUR;
  asked = 0;
  told = {};
  const usage: UsageReader = {
    async postsRead() {
      asked += 1;
      if (told instanceof Error) throw told;
      return new Map(Object.entries(told));
    },
  };
  check = createUsageCheck({ store, usage, clock: { now: () => now }, log: silentLog });
});

const spend = (day: string, count: number, item = 'post_read', handleId = '') =>
  store.addSpend({ day, handleId, item, count, micros: count * 5_000 });
const alarms = async () => (await store.alarms()).map(({ code, detail }) => `${code} ${detail}`);

/** Two whole days in the books; what we counted on the second. */
async function counted(count: number): Promise<void> {
  await spend('2026-11-23', 5);
  await spend('2026-11-24', count);
}

describe("X's own count", () => {
  it.each([
    [1_000, 1_020, false],
    [1_000, 1_021, true],
    [1_020, 1_000, false],
    [1_021, 1_000, true],
    [0, 0, false],
    [0, 1, true],
    [1, 0, true],
  ])('we %i, X %i: an alarm is %s', (ours, theirs, alarm) => {
    expect(differs(ours, theirs)).toBe(alarm);
  });

  it('never differs from itself', () => {
    fc.assert(fc.property(fc.nat(), (count) => !differs(count, count)));
  });

  it('is compared with the last whole day: all handles, posts only', async () => {
    await counted(600);
    await spend('2026-11-24', 400, 'post_read', '900');
    await spend('2026-11-24', 777, 'user_read');
    await spend('2026-11-25', 50);
    told = { '2026-11-24': 1_000, '2026-11-25': 9_999 };
    await check();
    expect([asked, await alarms()]).toEqual([1, []]);
  });

  it('that is more than two per cent away raises an alarm, which ends when a day fits', async () => {
    await counted(1_000);
    told = { '2026-11-24': 1_500 };
    await check();
    expect(await alarms()).toEqual(['PAY-002 2026-11-24: X counts 1500 posts, we 1000']);
    await spend('2026-11-25', 10);
    told = { '2026-11-25': 10 };
    now += DAY;
    await check();
    expect(await alarms()).toEqual([]);
  });

  it('is asked for once a day', async () => {
    await counted(10);
    told = { '2026-11-24': 10 };
    for (let hour = 0; hour < 12; hour += 1) {
      await check();
      now += HOUR;
    }
    expect(asked).toBe(1);
  });

  it('is not asked for before X has added up the day', async () => {
    await counted(10);
    now = MIDNIGHT + HOUR / 2;
    told = { '2026-11-23': 5, '2026-11-24': 3 };
    await check();
    // The day before that was the first one in the books: it may not have been whole.
    expect([asked, await alarms()]).toEqual([0, []]);
  });

  it('means nothing on the first day of the books', async () => {
    await spend('2026-11-24', 10);
    told = { '2026-11-24': 900 };
    await check();
    expect([asked, await alarms()]).toEqual([0, []]);
  });

  it('that cannot be had is asked for again an hour later', async () => {
    await counted(10);
    told = new Error('nobody answers');
    await check();
    await check();
    expect(asked).toBe(1);
    now += HOUR;
    told = {};
    await check();
    now += HOUR;
    told = { '2026-11-24': 99 };
    await check();
    expect([asked, await alarms()]).toEqual([3, ['PAY-002 2026-11-24: X counts 99 posts, we 10']]);
  });
});
