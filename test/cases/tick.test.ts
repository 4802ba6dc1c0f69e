import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/cases/evolve.js';
import { decideTick } from '../../src/cases/tick.js';
import type { CaseState } from '../../src/cases/types.js';
import { DAY, HOUR } from '../../src/lib/instant.js';
import { CODE, NOW, opened, policy } from './given.js';

describe('the clock', () => {
  it('does nothing before the deadline', () => {
    const state = opened();
    expect(decideTick(state, policy, (state.dueAt ?? 0) - 1).events).toEqual([]);
  });

  it("moves an untouched case up one level with that level's own time, and tells the people there", () => {
    const state = opened();
    const due = state.dueAt ?? 0;
    const decision = decideTick(state, policy, due);
    expect(decision.events).toEqual([{ type: 'escalated', at: due, level: 2, dueAt: due + 100 * HOUR }]);
    expect(decision.notices).toEqual([{ kind: 'escalated', caseCode: CODE, level: 2 }]);
  });

  it('says once that the top let its time pass, then stays quiet', () => {
    const top = opened({ level: 3, dueAt: NOW });
    const decision = decideTick(top, policy, NOW);
    expect(decision.events).toMatchObject([{ type: 'overdue' }]);
    const after = decision.events.reduce<CaseState | null>((state, event) => evolve(state, CODE, event), top);
    expect(after?.dueAt).toBeNull();
  });

  it('counts silence after a claim as silence, not as consent', () => {
    const claimed = opened({ stage: 'claimed', dueAt: NOW });
    expect(decideTick(claimed, policy, NOW).events).toEqual([{ type: 'unconfirmed', at: NOW }]);
  });

  it('climbs the whole ladder once, whatever the times of the sweeps, and never twice for one deadline', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 * DAY }), { minLength: 1, maxLength: 40 }),
        (pauses) => {
          let state: CaseState = opened();
          let now = NOW;
          const seen: string[] = [];
          for (const pause of pauses) {
            now += pause;
            for (let again = 0; again < 2; again += 1) {
              for (const event of decideTick(state, policy, now).events) {
                seen.push(event.type === 'escalated' ? `L${event.level}` : event.type);
                state = evolve(state, CODE, event);
              }
            }
          }
          expect(['L2', 'L3', 'overdue'].slice(0, seen.length)).toEqual(seen);
        },
      ),
    );
  });
});
