import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccountNews } from '../../src/bot/account-news.js';
import type { AccountNews } from '../../src/bot/webhook-ports.js';
import { MINUTE } from '../../src/lib/instant.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk } from './desk.js';

let desk: TestDesk;
let news: AccountNews;
beforeEach(async () => {
  desk = await makeDesk();
  news = createAccountNews({ ...desk, handles: [ENERGY, HOME] });
});
afterEach(() => desk.store.close());

const grant = (at = NOW) =>
  desk.store.saveCredentials(
    [ENERGY, HOME].map(({ handle, xUserId }) => ({ handle, xUserId, kind: 'oauth2' as const, sealed: 'x' })),
    at,
  );
const states = async () => (await desk.store.credentials()).map(({ handle, state }) => `${handle} ${state}`);
const alarms = async () =>
  (await desk.store.alarms()).map(({ code, subject, detail }) => [code, subject, detail]);

describe('a consent that is withdrawn', () => {
  it('parks that handle alone, and its token is used no more', async () => {
    await grant();
    await news.revoked(ENERGY.xUserId, NOW + MINUTE);
    expect(await states()).toEqual(['sw_energy revoked', 'sw_home active']);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ condition: 'revoked' });
    expect(await desk.store.account(HOME.xUserId)).toBeNull();
    expect(await alarms()).toEqual([['X-008', ENERGY.xUserId, '@sw_energy has withdrawn its consent']]);
    await news.revoked(ENERGY.xUserId, NOW + MINUTE);
    expect(await alarms()).toHaveLength(1);
  });

  it('is old news when the handle has agreed anew since', async () => {
    await grant();
    await news.revoked(ENERGY.xUserId, NOW - 1);
    expect(await states()).toEqual(['sw_energy active', 'sw_home active']);
    expect(await alarms()).toEqual([]);
    await news.revoked(ENERGY.xUserId, null);
    expect(await states()).toContain('sw_energy revoked');
  });

  it('is told of a handle whose token is kept elsewhere, too', async () => {
    await news.revoked(ENERGY.xUserId, NOW);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ condition: 'revoked' });
  });
});

describe('a new name', () => {
  it('is remembered in small letters, and raises one alarm that says which', async () => {
    for (const name of ['SW_Power', 'SW_Power', 'sw_light']) await news.renamed(ENERGY.xUserId, name);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ name: 'sw_light', condition: 'active' });
    expect(await alarms()).toEqual([['X-010', ENERGY.xUserId, '@sw_energy is @sw_light now (id 900)']]);
  });

  it('makes the account be looked at anew: somebody else may have the old one', async () => {
    await desk.store.saveAccount(ENERGY.xUserId, { checkedAt: NOW, condition: 'paused' }, NOW);
    await news.renamed(ENERGY.xUserId, 'sw_power');
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ checkedAt: null, condition: 'paused' });
  });

  it('that is the written one again ends the alarm', async () => {
    await news.renamed(ENERGY.xUserId, 'sw_power');
    await news.renamed(ENERGY.xUserId, 'SW_Energy');
    expect(await alarms()).toEqual([]);
  });
});

it('of an account that is none of ours nothing is kept', async () => {
  await news.revoked('77', null);
  await news.renamed('77', 'somebody');
  expect(await desk.store.accounts()).toEqual(new Map());
  expect(await alarms()).toEqual([]);
});
