import { DAY, type Instant, MINUTE } from '../lib/instant.js';
import { verifyHandles } from './accounts.js';
import { createHandleBook } from './address.js';
import type { Desk } from './desk.js';

/** How old what is known of an account may be. X charges for each account once a UTC day. */
const VERIFY_EVERY = DAY;
/** What the operator changes at the terminal is seen after so long. */
const LONGEST_PAUSE = MINUTE;

/**
 * Keeps what is known of the handles true: looks at those nobody looked at for a day, and calls each by the name it has
 * today. Returns how many milliseconds later it is wanted again.
 */
export async function upkeep(desk: Desk): Promise<number> {
  await renameHandles(desk);
  const known = await desk.store.accounts();
  const now = desk.clock.now();
  const lookAt = (id: string): Instant =>
    (known.get(id)?.checkedAt ?? Number.NEGATIVE_INFINITY) + VERIFY_EVERY;
  const written = desk.handles.written.filter(({ xUserId }) => known.get(xUserId)?.condition !== 'removed');
  const due = written.filter(({ xUserId }) => lookAt(xUserId) <= now);
  if (due.length === 0) {
    const next = Math.min(...written.map(({ xUserId }) => lookAt(xUserId)));
    return Math.max(1, Math.min(LONGEST_PAUSE, next - now));
  }
  const looked = await verifyHandles(desk, due);
  const faulty = looked.filter(({ alarms }) => alarms.length > 0).length;
  desk.log.info({ handles: looked.length, faulty }, 'looked at the accounts on X');
  await renameHandles(desk);
  return LONGEST_PAUSE;
}

/** A restart knows at once what was found out before it. */
export async function renameHandles(desk: Pick<Desk, 'store' | 'handles'>): Promise<void> {
  desk.handles = createHandleBook(desk.handles.written, await desk.store.accounts());
}
