import { HOUR, type Instant } from '../lib/instant.js';
import type { CasePolicy } from './types.js';

/** First deadline: the service's own limit, or the policy's default. */
export function firstDue(policy: CasePolicy, serviceHours: number | null, openedAt: Instant): Instant {
  return openedAt + (serviceHours ?? policy.defaultHours) * HOUR;
}

/** The level above, or null at the top. */
export function levelAbove(policy: CasePolicy, level: number): number | null {
  const next = policy.ladder.find((rung) => rung.level === level + 1);
  return next === undefined ? null : next.level;
}

/** Deadline of a level that starts at `from`. Levels the ladder does not know have none. */
export function dueAtLevel(policy: CasePolicy, level: number, from: Instant): Instant | null {
  const rung = policy.ladder.find((candidate) => candidate.level === level);
  return rung === undefined ? null : from + rung.hours * HOUR;
}
