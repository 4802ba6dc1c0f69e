import { describe } from '../lib/loop.js';
import type { AccountReader } from './account-ports.js';
import type { AccountRow } from './account-store.js';
import type { Desk } from './desk.js';
import { ACCOUNT_ALARMS, isUnderItsName, type Judgement, judgeAccount } from './judge-account.js';
import type { WatchedHandle } from './ports.js';
import type { Store } from './store.js';

/** What looking at handles needs. */
export type AccountTools = Pick<Desk, 'store' | 'clock' | 'log'> & { accounts: AccountReader };

/** One handle after a look. */
export interface Looked {
  handle: WatchedHandle;
  row: AccountRow | null;
  /** Empty: as it should be. */
  alarms: Judgement['alarms'];
}

/**
 * Looks at these handles on X: all of them in one request for each hundred, the names in a second one where an account
 * is not found under its own. Remembers what it saw, raises the alarms that hold and clears those that hold no more.
 */
export async function verifyHandles(
  tools: AccountTools,
  handles: readonly WatchedHandle[],
): Promise<Looked[]> {
  const { store, accounts, clock } = tools;
  const shown = await accounts.byId(handles.map(({ xUserId }) => xUserId));
  const astray = handles.filter((handle) => !isUnderItsName(handle, shown.get(handle.xUserId)));
  const holders =
    astray.length === 0 ? new Map() : await accounts.byName(astray.map(({ handle }) => handle.toLowerCase()));
  const looked: Looked[] = [];
  for (const handle of handles) {
    const now = clock.now();
    const known = await store.account(handle.xUserId);
    const holder = holders.get(handle.handle.toLowerCase());
    const judgement = judgeAccount(handle, shown.get(handle.xUserId), holder, known, now);
    if (judgement !== null) await remember(tools, handle, judgement);
    const row = await tryAgain(tools, handle);
    looked.push({ handle, row, alarms: judgement?.alarms ?? [] });
  }
  return looked;
}

async function remember(
  { store, clock, log }: AccountTools,
  handle: WatchedHandle,
  { change, alarms }: Judgement,
) {
  const now = clock.now();
  await store.saveAccount(handle.xUserId, change, now);
  const open = (await store.alarms()).filter(({ subject }) => subject === handle.xUserId);
  for (const code of ACCOUNT_ALARMS) {
    const holds = alarms.find((alarm) => alarm.code === code);
    const stood = open.find((alarm) => alarm.code === code);
    if (stood !== undefined && stood.detail !== holds?.detail)
      await store.clearAlarm(code, handle.xUserId, now);
    if (holds === undefined) continue;
    if (await store.raiseAlarm(code, handle.xUserId, holds.detail, now)) log.warn({ code }, holds.detail);
  }
}

/** A handle was parked because X refused its token: does X take it by now? That may have been X's own fault. */
async function tryAgain({ store, accounts, clock, log }: AccountTools, handle: WatchedHandle) {
  const row = await store.account(handle.xUserId);
  if (row?.condition !== 'revoked') return row;
  const owner = await accounts.ownerOf(handle.xUserId).catch((error: unknown) => {
    log.warn({ handle: handle.handle, error: describe(error) }, 'its token could not be tried');
    return null;
  });
  if (owner === null || owner === 'refused' || owner.id !== handle.xUserId) return row;
  await welcomeBack(store, handle.xUserId, clock.now());
  return store.account(handle.xUserId);
}

/** X takes a handle's token no more: that handle alone waits until somebody grants a new one. */
export async function parkRevoked(
  store: Pick<Store, 'account' | 'saveAccount' | 'raiseAlarm'>,
  handleId: string,
  detail: string,
  now: number,
  /** When it is worth trying again though nobody acted; null: never. */
  until: number | null = null,
): Promise<void> {
  const condition = (await store.account(handleId))?.condition;
  // Nobody needs a token of a handle that was taken out, and one that is paused stays so until it is resumed.
  if (condition === 'removed') return;
  await store.raiseAlarm('X-008', handleId, detail, now);
  if (condition === 'paused') return;
  const reason = 'X takes its token no more';
  await store.saveAccount(handleId, { condition: 'revoked', reason, since: now, until }, now);
}

/** The handle has a good token: what waited because it had none goes on. */
export async function welcomeBack(
  store: Pick<Store, 'account' | 'saveAccount' | 'clearAlarm'>,
  handleId: string,
  now: number,
): Promise<void> {
  await store.clearAlarm('X-008', handleId, now);
  if ((await store.account(handleId))?.condition !== 'revoked') return;
  await store.saveAccount(handleId, { condition: 'active', reason: '', since: now, until: null }, now);
}
