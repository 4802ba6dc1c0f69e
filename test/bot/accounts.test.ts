import { describe, expect, it } from 'vitest';
import type { XAccount } from '../../src/bot/account-ports.js';
import { parkRevoked, verifyHandles, welcomeBack } from '../../src/bot/accounts.js';
import { addressee } from '../../src/bot/address.js';
import { upkeep } from '../../src/bot/upkeep.js';
import { DAY, MINUTE } from '../../src/lib/instant.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk, xPost } from './desk.js';

function shows(desk: TestDesk, more: Partial<XAccount> & { id: string; name: string }): void {
  desk.accounts.shown.set(more.id, {
    protected: false,
    verified: 'government',
    followers: 1,
    lastPostAt: null,
    ...more,
  });
}

async function deskWithBoth(): Promise<TestDesk> {
  const desk = await makeDesk();
  shows(desk, { id: ENERGY.xUserId, name: ENERGY.handle });
  shows(desk, { id: HOME.xUserId, name: HOME.handle });
  return desk;
}

const both = [ENERGY, HOME];
const open = async (desk: TestDesk) => (await desk.store.alarms()).map(({ code, detail }) => [code, detail]);

describe('looking at the handles', () => {
  it('takes one request when all are called as the directory says, and two when one is not', async () => {
    const desk = await deskWithBoth();
    await verifyHandles(desk, both);
    expect(desk.accounts.asked).toEqual([['900', '901']]);
    shows(desk, { id: '900', name: 'up_power' });
    await verifyHandles(desk, both);
    expect(desk.accounts.asked.slice(1)).toEqual([['900', '901'], ['sw_energy']]);
  });

  it('raises an alarm once, tells it anew when it changes, and clears it when it is over', async () => {
    const desk = await deskWithBoth();
    shows(desk, { id: '900', name: 'up_power' });
    await verifyHandles(desk, both);
    await verifyHandles(desk, both);
    expect(await open(desk)).toEqual([['X-010', '@sw_energy is @up_power now (id 900)']]);
    shows(desk, { id: '900', name: 'up_light' });
    await verifyHandles(desk, both);
    expect(await open(desk)).toEqual([['X-010', '@sw_energy is @up_light now (id 900)']]);
    desk.accounts.shown.set('900', 'suspended');
    await verifyHandles(desk, both);
    expect(await open(desk)).toEqual([['X-012', '@sw_energy: X has suspended it']]);
    expect(await desk.store.account('900')).toMatchObject({ condition: 'suspended', name: 'up_light' });
    shows(desk, { id: '900', name: 'sw_energy' });
    await verifyHandles(desk, both);
    expect(await open(desk)).toEqual([]);
    expect(await desk.store.account('900')).toMatchObject({ condition: 'active', name: 'sw_energy' });
  });

  it('touches nothing of a handle X did not speak of', async () => {
    const desk = await makeDesk();
    await verifyHandles(desk, both);
    expect(await desk.store.accounts()).toEqual(new Map());
    expect(await open(desk)).toEqual([]);
  });

  it('tries the token of one that was parked, and parks no other', async () => {
    const desk = await deskWithBoth();
    for (const id of ['900', '901']) await parkRevoked(desk.store, id, '401 Unauthorized', NOW);
    expect((await open(desk)).map(([code]) => code)).toEqual(['X-008', 'X-008']);
    desk.accounts.owners.set('900', { id: '900', readOnly: false });
    desk.accounts.owners.set('901', 'refused');
    await verifyHandles(desk, both);
    expect((await desk.store.account('900'))?.condition).toBe('active');
    expect((await desk.store.account('901'))?.condition).toBe('revoked');
    expect((await desk.store.alarms()).map(({ subject }) => subject)).toEqual(['901']);
  });

  it.each([
    ['of another account', { id: '901', readOnly: false }],
    ['that is not there', null],
  ] as const)('does not take back a handle for a token %s', async (_name, owner) => {
    const desk = await deskWithBoth();
    await parkRevoked(desk.store, '900', '401', NOW);
    if (owner !== null) desk.accounts.owners.set('900', owner);
    await verifyHandles(desk, both);
    expect((await desk.store.account('900'))?.condition).toBe('revoked');
  });

  it.each([
    ['paused', ['X-008']],
    ['removed', []],
  ] as const)('a dead token does not undo that a handle was %s', async (condition, codes) => {
    const desk = await makeDesk();
    await desk.store.saveAccount('900', { condition, reason: 'by the operator' }, NOW);
    await parkRevoked(desk.store, '900', '401', NOW);
    expect((await desk.store.account('900'))?.condition).toBe(condition);
    expect((await open(desk)).map(([code]) => code)).toEqual(codes);
  });

  it('a new grant ends what a dead token began, and nothing else', async () => {
    const desk = await makeDesk();
    await desk.store.saveAccount('900', { condition: 'paused', reason: 'by the operator' }, NOW);
    await parkRevoked(desk.store, '901', '401', NOW);
    for (const id of ['900', '901']) await welcomeBack(desk.store, id, NOW);
    expect((await desk.store.account('900'))?.condition).toBe('paused');
    expect((await desk.store.account('901'))?.condition).toBe('active');
    expect(await open(desk)).toEqual([]);
  });
});

describe('upkeep', () => {
  it('looks at once at those nobody looked at, then once a day', async () => {
    const desk = await deskWithBoth();
    await upkeep(desk);
    expect(desk.accounts.asked).toHaveLength(1);
    desk.clock.at = NOW + DAY - MINUTE / 2;
    expect(await upkeep(desk)).toBe(MINUTE / 2);
    expect(desk.accounts.asked).toHaveLength(1);
    desk.clock.at = NOW + DAY;
    await upkeep(desk);
    expect(desk.accounts.asked).toHaveLength(2);
  });

  it('asks only for those that are due, and never for removed ones', async () => {
    const desk = await deskWithBoth();
    await desk.store.saveAccount('900', { condition: 'removed' }, NOW);
    await upkeep(desk);
    expect(desk.accounts.asked).toEqual([['901']]);
    await desk.store.saveAccount('900', { condition: 'active', checkedAt: null }, NOW);
    await upkeep(desk);
    expect(desk.accounts.asked).toEqual([['901'], ['900']]);
  });

  it('has a renamed handle watched and addressed by its new name, and by its id', async () => {
    const desk = await deskWithBoth();
    shows(desk, { id: '900', name: 'up_power' });
    await upkeep(desk);
    expect(desk.handles.watched.map(({ handle }) => handle)).toEqual(['up_power', 'sw_home']);
    const naming = (handle: string, id?: string) =>
      addressee(
        xPost('1', { mentions: [{ handle, explicit: true, ...(id === undefined ? {} : { id }) }] }),
        desk.handles,
      )?.handle.xUserId ?? null;
    expect(naming('up_power')).toBe('900');
    // Written before it was renamed: X knows whom the author meant.
    expect(naming('sw_energy', '900')).toBe('900');
    // Whoever has the old name now is somebody else.
    expect(naming('sw_energy', '4711')).toBeNull();
    expect(naming('sw_energy')).toBeNull();
  });

  it('does not take what names a stranger for ours, when the stranger took the name of a lost account', async () => {
    const desk = await deskWithBoth();
    desk.accounts.shown.delete('900');
    desk.accounts.shown.set('900', 'not_found');
    shows(desk, { id: '4711', name: 'sw_energy' });
    await upkeep(desk);
    expect(await desk.store.account('900')).toMatchObject({ condition: 'taken' });
    const post = xPost('1', { mentions: [{ handle: 'sw_energy', explicit: true }] });
    expect(addressee(post, desk.handles)).toBeNull();
  });

  it('watches a removed handle no more, and still does not answer what it writes', async () => {
    const desk = await deskWithBoth();
    await desk.store.saveAccount('900', { condition: 'removed' }, NOW);
    await upkeep(desk);
    expect(desk.handles.watched.map(({ handle }) => handle)).toEqual(['sw_home']);
    expect(addressee(xPost('1'), desk.handles)).toBeNull();
    const byIt = xPost('2', { authorId: '900', mentions: [{ handle: 'sw_home', explicit: true }] });
    expect(addressee(byIt, desk.handles)).toBeNull();
    expect(addressee(xPost('3', { mentions: [], inReplyToUserId: '900' }), desk.handles)).toBeNull();
  });
});
