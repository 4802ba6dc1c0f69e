import { describe, expect, it } from 'vitest';
import { decideCorrection } from '../../src/cases/correct.js';
import { decidePost } from '../../src/cases/decide.js';
import { evolve } from '../../src/cases/evolve.js';
import type { CaseState, Decision, Grant, Proposed } from '../../src/cases/types.js';
import { CODE, ENERGY_LUCKNOW, facts, meaning, NOW, opened, policy } from './given.js';

const target = opened({ stage: 'acknowledged', version: 2 });
const STREET_LIGHT = { code: 'STREET_LIGHT', department: 'URBAN' };

function wrong(
  proposed: Omit<Proposed, 'unknown'>,
  more: Parameters<typeof facts>[0] = {},
  unknown: string[] = [],
) {
  const command = { kind: 'wrong', code: CODE, note: '' } as const;
  return decidePost(
    facts({
      post: { authorId: '31', id: '700' },
      meaning: meaning({ intent: 'other', command }),
      ...more,
      more: { grants: [ENERGY_LUCKNOW], named: target, proposed: { ...proposed, unknown }, ...more.more },
    }),
    policy,
    NOW,
  );
}

/** The case after the decision. */
const become = (decision: Decision, before: CaseState = target) =>
  decision.events.reduce<CaseState>((state, event) => evolve(state, CODE, event), before);

describe('#wrong by an officer of the case', () => {
  it('corrects the service, brings its department along, and tells the new owner; clock and level stay', () => {
    const decision = wrong({ service: STREET_LIGHT });
    expect(decision).toMatchObject({
      disposition: 'corrected',
      caseCode: CODE,
      events: [
        {
          type: 'corrected',
          by: '31',
          before: { intent: 'grievance', service: 'POWER_OUTAGE', department: 'ENERGY', district: 'LUCKNOW' },
          after: { intent: 'grievance', service: 'STREET_LIGHT', department: 'URBAN', district: 'LUCKNOW' },
        },
        { type: 'transferred', from: 'ENERGY', to: 'URBAN' },
      ],
      notices: [{ kind: 'transferred', caseCode: CODE, level: 1 }],
      lesson: {
        by: '31',
        before: { intent: 'grievance', service: 'POWER_OUTAGE' },
        after: { intent: null, service: 'STREET_LIGHT' },
      },
    });
    expect(become(decision)).toMatchObject({
      stage: 'transferred',
      department: 'URBAN',
      service: 'STREET_LIGHT',
      dueAt: target.dueAt,
      level: target.level,
      latestPostId: target.latestPostId,
    });
  });

  it('tells the officer, and nobody else, where the case is now', () => {
    const { drafts } = wrong({ service: STREET_LIGHT });
    expect(drafts).toMatchObject([
      {
        kind: 'officer_corrected',
        to: '700',
        params: {
          code: CODE,
          department: 'URBAN',
          district: 'LUCKNOW',
          stage: 'transferred',
          dueAt: target.dueAt,
        },
      },
    ]);
  });

  it('tells nobody where X or the policy does not let us answer', () => {
    const unsummoned = { authorId: '31', id: '700', summons: false };
    expect(wrong({ service: STREET_LIGHT }, { post: unsummoned }).drafts).toEqual([]);
  });

  it('moves it to another district without a new stage, and teaches nothing by that', () => {
    const decision = wrong({ district: 'AGRA' });
    expect(decision.events).toHaveLength(1);
    expect(decision.notices).toMatchObject([{ kind: 'transferred' }]);
    expect(decision).not.toHaveProperty('lesson');
    expect(become(decision)).toMatchObject({ stage: 'acknowledged', district: 'AGRA', dueAt: target.dueAt });
  });

  it('a department alone leaves the service behind, which is not its own, and teaches nothing', () => {
    const decision = wrong({ department: 'HOME' });
    expect(decision).not.toHaveProperty('lesson');
    expect(become(decision)).toMatchObject({ department: 'HOME', service: null });
  });

  it('a door outside the state teaches; the case keeps its owner until somebody closes it', () => {
    const decision = wrong({ service: { code: 'OUT_RAILWAYS', department: null } });
    expect(decision.lesson?.after).toEqual({ intent: null, service: 'OUT_RAILWAYS' });
    expect(become(decision)).toMatchObject({ stage: 'acknowledged', department: 'ENERGY', service: null });
  });

  it('danger that was not seen is called at once, and a false alarm is one no more', () => {
    const alarmed = wrong({ intent: 'emergency' });
    expect(alarmed.notices).toMatchObject([{ kind: 'emergency' }]);
    expect(become(alarmed)).toMatchObject({ intent: 'emergency', emergency: true });
    const named = opened({ intent: 'emergency', emergency: true });
    const calmed = wrong({ intent: 'grievance' }, { more: { named } });
    expect(calmed.notices).toEqual([]);
    expect(become(calmed, named)).toMatchObject({ intent: 'grievance', emergency: false });
  });

  it('a case that waits for a person: to say it was right is news, and it waits no more', () => {
    const named = opened({ triage: true });
    const decision = wrong({ intent: 'grievance' }, { more: { named } });
    expect(decision.lesson?.after).toEqual({ intent: 'grievance', service: null });
    expect(become(decision, named)).toMatchObject({ triage: false, stage: 'open' });
  });

  it('a closed case is corrected for the record: it stays closed, and nobody is called', () => {
    const named = opened({ stage: 'confirmed', dueAt: null });
    const decision = wrong({ service: STREET_LIGHT }, { more: { named } });
    expect(decision.events.map(({ type }) => type)).toEqual(['corrected']);
    expect(decision.notices).toEqual([]);
    expect(become(decision, named)).toMatchObject({ stage: 'confirmed', dueAt: null, department: 'URBAN' });
  });
});

describe('#wrong changes nothing and teaches nothing', () => {
  const nothing = { events: [], notices: [] };
  const grant = (more: Partial<Grant>): Grant[] => [{ ...ENERGY_LUCKNOW, ...more }];

  it.each([
    ['a citizen', []],
    ['an officer of another district', grant({ district: 'KANPURNAGAR' })],
    ['an officer of another department', grant({ department: 'HOME' })],
    ['an officer of the department it should go to', grant({ department: 'URBAN', district: null })],
  ])('from %s', (_who, grants) => {
    const decision = wrong({ service: STREET_LIGHT }, { more: { grants } });
    expect(decision).toMatchObject({ disposition: 'refused_not_authorised', caseCode: CODE, ...nothing });
    expect(decision.drafts).toMatchObject([{ kind: 'officer_refused', to: '700' }]);
    expect(decision).not.toHaveProperty('lesson');
  });

  it('with a code nobody knows, and says so', () => {
    const decision = wrong({ service: STREET_LIGHT }, { more: { named: null } });
    expect(decision).toMatchObject({ disposition: 'wrong_code_unknown', caseCode: null, ...nothing });
    expect(decision.drafts).toMatchObject([{ kind: 'code_unknown' }]);
  });

  it.each([
    [
      'a word the directory does not know, beside a good one',
      { intent: 'query' },
      ['service'],
      'wrong_value_unknown',
    ],
    [
      'a service and a department that is not its own',
      { service: STREET_LIGHT, department: 'ENERGY' },
      [],
      'wrong_values_disagree',
    ],
    ['what is already so', { intent: 'grievance', district: 'LUCKNOW' }, [], 'wrong_nothing_to_correct'],
    ['nothing', {}, [], 'wrong_nothing_to_correct'],
  ] as const)('with %s', (_what, proposed, unknown, disposition) => {
    expect(wrong(proposed, {}, [...unknown])).toEqual({
      disposition,
      caseCode: CODE,
      drafts: [],
      ...nothing,
    });
  });

  it('quoted', () => {
    const quoted = wrong({ service: STREET_LIGHT }, { post: { authorId: '31', isQuote: true } });
    expect(quoted).toMatchObject({ disposition: 'refused_quoted_command', ...nothing });
  });
});

it('the triage desk decides the same, in its own name', () => {
  const proposed = { service: STREET_LIGHT, unknown: [] };
  const [officer, desk] = [wrong({ service: STREET_LIGHT }), decideCorrection(target, proposed, 'desk', NOW)];
  expect(desk.events[0]).toMatchObject({ by: 'desk' });
  expect(become(desk)).toEqual(become(officer));
});
