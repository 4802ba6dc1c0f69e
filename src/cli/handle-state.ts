import type { Command } from 'commander';
import type { AccountCondition } from '../bot/account-store.js';
import { welcomeBack } from '../bot/accounts.js';
import { ACCOUNT_ALARMS } from '../bot/judge-account.js';
import type { WatchedHandle } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import { SunwaiError } from '../lib/errors.js';
import { systemClock } from '../lib/instant.js';
import { findHandle } from './find-handle.js';
import { say } from './output.js';
import { withStore } from './with-store.js';

/** What the people of the desk decide about a handle. The running desk sees it within a minute. */
export function handleStateCommands(handle: Command): void {
  verb(
    handle,
    'pause',
    'Let a handle answer nobody until it is resumed. Its cases are opened and its messages wait.',
    pause,
  );
  verb(
    handle,
    'resume',
    'Let a handle answer again that was paused, removed, limited or found revoked.',
    resume,
  );
  verb(
    handle,
    'remove',
    'Delete the token of a handle and watch it no more. Its cases stay; `handle resume` undoes it.',
    remove,
  );
}

/** What the handle is afterwards, in a sentence. */
type Act = (store: Store, handle: WatchedHandle, now: number) => Promise<string>;

function verb(program: Command, name: string, description: string, act: Act): void {
  program
    .command(`${name} <handle>`)
    .description(description)
    .option('--json', 'as JSON')
    .addHelpText('after', `\nExample:\n  $ npx sunwai handle ${name} @sw_energy\n`)
    .action(async (typed: string, { json }: { json?: true }) => {
      const handle = findHandle(typed);
      const { said, condition } = await withStore(async (store) => ({
        said: await act(store, handle, systemClock.now()),
        condition: (await store.account(handle.xUserId))?.condition ?? 'active',
      }));
      say(json, { handle: handle.handle, x_user_id: handle.xUserId, condition }, `@${handle.handle} ${said}`);
    });
}

async function pause(store: Store, { xUserId }: WatchedHandle, now: number): Promise<string> {
  await set(store, xUserId, 'paused', 'by the operator', now);
  return 'is paused: its messages wait';
}

/** Ended by whoever says so; the rest is X's to end. */
const RESUMABLE: readonly AccountCondition[] = ['active', 'paused', 'removed', 'revoked', 'limited'];

async function resume(store: Store, { handle, xUserId }: WatchedHandle, now: number): Promise<string> {
  const account = await store.account(xUserId);
  if (account !== null && !RESUMABLE.includes(account.condition)) {
    throw new SunwaiError({ code: 'HDL-004', where: `@${handle}`, detail: account.reason });
  }
  await welcomeBack(store, xUserId, now);
  // Whether X agrees is looked at soon: nobody knows what happened meanwhile.
  await store.saveAccount(
    xUserId,
    { condition: 'active', reason: '', since: now, until: null, checkedAt: null },
    now,
  );
  const token = await store.credential(xUserId);
  return token?.state === 'active'
    ? 'answers again'
    : 'may answer again, but has no token (`sunwai handle connect`)';
}

async function remove(store: Store, { xUserId }: WatchedHandle, now: number): Promise<string> {
  await set(store, xUserId, 'removed', 'by the operator', now);
  for (const code of ['X-008', ...ACCOUNT_ALARMS]) await store.clearAlarm(code, xUserId, now);
  const had = await store.removeCredential(xUserId);
  return `is removed${had ? ' and its token deleted' : ''}: it is watched no more`;
}

function set(store: Store, xUserId: string, condition: AccountCondition, reason: string, now: number) {
  return store.saveAccount(xUserId, { condition, reason, since: now, until: null }, now);
}
