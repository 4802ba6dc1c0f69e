import type { CaseState, Decision } from '../cases/types.js';
import { type Instant, MINUTE } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import type { Desk } from './desk.js';
import type { Notice } from './ports.js';

/** Fills in whom the decision's notices are for: the officers of that level who hold a valid grant. */
export function addressNotices(
  desk: Pick<Desk, 'directory'>,
  decision: Decision,
  expected: CaseState | null,
  now: Instant,
): Notice[] {
  const opened = decision.events.find((event) => event.type === 'opened');
  const corrected = decision.events.find((event) => event.type === 'corrected');
  const owner = opened ?? corrected?.after ?? expected;
  const department = owner?.department ?? null;
  const district = owner?.district ?? null;
  return decision.notices.map(({ kind, caseCode, level }) => ({
    kind,
    caseCode,
    level,
    department,
    district,
    at: now,
    officers: desk.directory.officers
      .filter((officer) => officer.department === department && officer.level === level)
      .filter((officer) => officer.district === null || officer.district === district)
      .filter(
        (officer) => officer.validFrom <= now && (officer.validUntil === null || now < officer.validUntil),
      )
      .map((officer) => officer.xUserId),
  }));
}

/** Hands every waiting notice to every notifier; one that fails keeps the notice for later. */
export async function sendNotices(desk: Desk): Promise<void> {
  const now = desk.clock.now();
  for (const { id, notice, attempts } of await desk.store.pendingNotices(now, 50)) {
    try {
      for (const notifier of desk.notifiers) await notifier.notify(notice, String(id));
      await desk.store.noticeDone(id, now);
    } catch (error) {
      desk.log.warn(
        { notice: id, code: notice.caseCode, error: describe(error) },
        'a notice could not be delivered',
      );
      await desk.store.noticeFailed(id, now + Math.min(60, 2 ** attempts) * MINUTE);
    }
  }
}
