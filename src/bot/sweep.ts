import { decideTick } from '../cases/tick.js';
import type { Desk } from './desk.js';
import { addressNotices, sendNotices } from './notices.js';

/** Acts on every case whose deadline has passed. Running it twice, or late, changes nothing but the time it happens. */
export async function sweep(desk: Desk): Promise<number> {
  let acted = 0;
  const now = desk.clock.now();
  for (const due of await desk.store.dueCases(now, 500)) {
    const decision = decideTick(due, desk.policy, now);
    if (decision.events.length === 0) continue;
    const saved = await desk.store.commitTick(due, decision, addressNotices(desk, decision, due, now), now);
    if (!saved) continue;
    acted += 1;
    desk.log.info({ code: due.code, disposition: decision.disposition }, 'the clock acted');
    desk.changed({ kind: 'case', code: due.code });
  }
  await sendNotices(desk);
  return acted;
}
