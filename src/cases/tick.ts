import type { Instant } from '../lib/instant.js';
import { isWorking } from './evolve.js';
import { dueAtLevel, levelAbove } from './ladder.js';
import type { CasePolicy, CaseState, Decision } from './types.js';

const NOTHING: Decision = { disposition: 'not_due', caseCode: null, events: [], drafts: [], notices: [] };

/**
 * What the clock does to a case whose deadline has passed: up the ladder, or the end of waiting for the citizen.
 * A case found late (the bot was down) climbs one level a sweep; each new deadline counts from now, so that
 * no level loses its time.
 */
export function decideTick(target: CaseState, policy: CasePolicy, now: Instant): Decision {
  if (target.dueAt === null || target.dueAt > now) return NOTHING;
  if (target.stage === 'claimed') {
    return {
      ...NOTHING,
      disposition: 'unconfirmed',
      caseCode: target.code,
      events: [{ type: 'unconfirmed', at: now }],
    };
  }
  if (!isWorking(target.stage)) return NOTHING;
  const level = levelAbove(policy, target.level);
  if (level === null) {
    return {
      ...NOTHING,
      disposition: 'overdue',
      caseCode: target.code,
      events: [{ type: 'overdue', at: now, level: target.level }],
      notices: [{ kind: 'escalated', caseCode: target.code, level: target.level }],
    };
  }
  return {
    ...NOTHING,
    disposition: 'escalated',
    caseCode: target.code,
    events: [{ type: 'escalated', at: now, level, dueAt: dueAtLevel(policy, level, now) }],
    notices: [{ kind: 'escalated', caseCode: target.code, level }],
  };
}
