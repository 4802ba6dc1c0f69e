import { DAY } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import type { Desk } from './desk.js';

/** Looks when people last posted from the handles that are acknowledged for only while inactive. */
export async function refreshActivity(desk: Desk, olderThanMs: number): Promise<void> {
  // The first thing that a day's ceiling stops: what is known grows old, nobody waits for it.
  if (!desk.spending.readsLeague()) return;
  for (const handle of desk.handles.byId.values()) {
    if (desk.directory.departments.get(handle.department)?.ack !== 'when_inactive') continue;
    const now = desk.clock.now();
    const known = await desk.store.activity(handle.xUserId);
    if (known !== null && now - known.checkedAt < olderThanMs) continue;
    try {
      const ours = await desk.store.sentPostIds(
        handle.xUserId,
        now - 2 * desk.directory.policy.inactiveDays * DAY,
      );
      await desk.store.saveActivity(
        handle.xUserId,
        await desk.poster.lastHumanPostAt(handle.xUserId, ours),
        now,
      );
    } catch (error) {
      desk.log.warn(
        { handle: handle.handle, error: describe(error) },
        "the handle's activity could not be read",
      );
    }
  }
}
