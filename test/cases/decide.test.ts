import { describe, expect, it } from 'vitest';
import { decidePost } from '../../src/cases/decide.js';
import { replay } from '../../src/cases/evolve.js';
import { DAY, HOUR } from '../../src/lib/instant.js';
import { CODE, close, ENERGY_LUCKNOW, facts, meaning, NOW, opened, policy } from './given.js';

const decide = (given: Parameters<typeof facts>[0], over = {}) =>
  decidePost(facts(given), { ...policy, ...over }, NOW);
const kinds = (decision: ReturnType<typeof decide>) => decision.drafts.map((draft) => draft.kind);

describe('a new matter', () => {
  it('a grievance becomes a case with a deadline from its service, and one acknowledgement', () => {
    const decision = decide({});
    expect(decision).toMatchObject({ disposition: 'case_opened', caseCode: CODE });
    expect(replay(CODE, decision.events)).toMatchObject({
      stage: 'open',
      department: 'ENERGY',
      district: 'LUCKNOW',
      dueAt: NOW + 24 * HOUR,
      level: 1,
    });
    expect(decision.drafts).toMatchObject([
      { key: 'ack:500', kind: 'ack', to: '500', handleId: '900', params: { code: CODE, nextLevel: 2 } },
    ]);
  });

  it('a complaint at the wrong handle is passed on, never refused, and answered by the handle that was named', () => {
    const decision = decide({ handle: { id: '901', department: 'HOME' } });
    expect(replay(CODE, decision.events)).toMatchObject({ department: 'ENERGY', handleId: '901' });
    expect(decision.events[0]).toMatchObject({ addressed: 'HOME' });
  });

  it('danger: helpline of its kind, a human paged, first in the queue', () => {
    const decision = decide({ meaning: meaning({ intent: 'emergency', emergency: true, danger: 'fire' }) });
    expect(decision.drafts).toMatchObject([
      { kind: 'ack_emergency', priority: 0, params: { helpline: '101' } },
    ]);
    expect(decision.notices).toEqual([{ kind: 'emergency', caseCode: CODE, level: 1 }]);
  });

  it('unsure: a person reads it, and the citizen still gets a code', () => {
    const decision = decide({ meaning: meaning({ intent: 'other', needsHuman: true }) });
    expect(kinds(decision)).toEqual(['triage']);
    expect(replay(CODE, decision.events)).toMatchObject({ triage: true });
    expect(decision.notices).toMatchObject([{ kind: 'triage' }]);
  });

  it('a question: a ready answer when one fits, else a person will answer', () => {
    const question = meaning({ intent: 'query' });
    expect(kinds(decide({ meaning: question, more: { answer: 'income' } }))).toEqual(['answer']);
    expect(kinds(decide({ meaning: question }))).toEqual(['ack_query']);
  });

  it.each(['appreciation', 'abuse_spam', 'other'] as const)('%s is recorded without a reply', (intent) => {
    expect(decide({ meaning: meaning({ intent }) })).toMatchObject({
      disposition: `recorded_${intent}`,
      events: [],
      drafts: [],
    });
  });

  it("not the state's: the right door, a code, and no clock", () => {
    const decision = decide({ meaning: meaning({ outside: 'OUT_RAILWAYS', department: null }) });
    expect(kinds(decision)).toEqual(['outside']);
    expect(replay(CODE, decision.events)).toMatchObject({
      stage: 'rejected',
      outside: 'OUT_RAILWAYS',
      dueAt: null,
    });
  });

  it('a status question gets the newest case of its author, or is asked for the code', () => {
    const asking = meaning({ intent: 'status' });
    expect(decide({ meaning: asking, more: { newest: opened() } }).drafts).toMatchObject([
      { kind: 'status', params: { code: CODE, stage: 'open' } },
    ]);
    expect(kinds(decide({ meaning: asking }))).toEqual(['status_unknown']);
  });

  it("a bare #status tells the asker's own newest case; a mistyped code is named as such", () => {
    const asking = (note: string) =>
      meaning({ intent: 'status', command: { kind: 'status', code: null, note } });
    const newest = opened();
    expect(decide({ meaning: asking('please'), more: { newest } }).drafts).toMatchObject([
      { kind: 'status', params: { code: CODE } },
    ]);
    expect(kinds(decide({ meaning: asking('please') }))).toEqual(['status_unknown']);
    expect(kinds(decide({ meaning: asking('7KM2-PQ4Z'), more: { newest } }))).toEqual(['code_unknown']);
  });

  it('a post that does not name us is none of our business', () => {
    expect(decide({ post: { summons: false } })).toMatchObject({
      disposition: 'not_addressed',
      drafts: [],
      events: [],
    });
  });

  it('a grievance read too late is a case all the same, unanswered, and a person hears of it', () => {
    const late = decide({ post: { createdAt: NOW - 7 * HOUR } });
    expect(late).toMatchObject({
      disposition: 'case_opened',
      events: [{ type: 'opened' }],
      drafts: [],
      notices: [{ kind: 'triage', caseCode: CODE }],
    });
    expect(decide({ post: { createdAt: NOW - 6 * HOUR } }).drafts).toHaveLength(1);
  });

  it("an officer's close read too late still claims the case: the citizen is asked, the old post is not answered", () => {
    const target = opened({ stage: 'acknowledged' });
    const late = decide({
      post: { createdAt: NOW - 7 * HOUR, authorId: 'officer' },
      meaning: close(),
      more: { grants: [ENERGY_LUCKNOW], named: target },
    });
    expect(late).toMatchObject({
      events: [{ type: 'claimed' }],
      drafts: [{ kind: 'claimed', to: target.latestPostId }],
    });
  });

  it.each([
    ['off', true, 0],
    ['when_inactive', false, 0],
    ['when_inactive', true, 1],
    ['always', false, 1],
  ] as const)(
    'acknowledgement rule %s, inactive %s: %i message, and the case in any case',
    (ack, inactive, messages) => {
      const decision = decide({ handle: { ack, inactive } });
      expect(decision.drafts).toHaveLength(messages);
      expect(decision.events).toHaveLength(1);
    },
  );

  it('a message switched off in the policy is not sent', () => {
    expect(decide({}, { messages: { ack: false } }).drafts).toEqual([]);
  });
});

describe('#close', () => {
  const target = opened({ stage: 'acknowledged', version: 2 });
  const officer = {
    post: { authorId: 'officer', id: '700' },
    meaning: close(),
    more: { named: target, grants: [ENERGY_LUCKNOW] },
  };

  it("by the district's officer claims the case; the citizen is told and asked, the officer too", () => {
    const decision = decide(officer);
    expect(decision.events).toMatchObject([
      { type: 'claimed', officerId: 'officer', note: 'line repaired', dueAt: NOW + 7 * DAY },
    ]);
    expect(decision.drafts).toMatchObject([
      { kind: 'claimed', to: '100', handleId: '900' },
      { kind: 'officer_done', to: '700' },
    ]);
  });

  it.each([
    ['a citizen', []],
    ['another district', [{ department: 'ENERGY', district: 'KANPURNAGAR', level: 1 }]],
    ['another department', [{ department: 'HOME', district: 'LUCKNOW', level: 3 }]],
    ['another department, all districts', [{ department: 'HOME', district: null, level: 3 }]],
  ])('by %s changes nothing and is recorded', (_who, grants) => {
    const decision = decide({ ...officer, more: { named: target, grants } });
    expect(decision).toMatchObject({
      disposition: 'refused_not_authorised',
      caseCode: CODE,
      events: [],
      notices: [],
    });
    expect(kinds(decision)).toEqual(['officer_refused']);
  });

  it("by the department's head works in every district, and where the district is unknown", () => {
    const head = [{ department: 'ENERGY', district: null, level: 2 }];
    expect(
      decide({ ...officer, more: { named: { ...target, district: null }, grants: head } }).disposition,
    ).toBe('claimed');
    expect(
      decide({ ...officer, more: { named: { ...target, district: null }, grants: [ENERGY_LUCKNOW] } })
        .disposition,
    ).toBe('refused_not_authorised');
  });

  it('without words, quoted, with an unknown code, or on a claimed case: no effect', () => {
    expect(decide({ ...officer, meaning: close(' 123 👍 ') })).toMatchObject({
      disposition: 'refused_no_words',
      events: [],
    });
    expect(decide({ ...officer, post: { ...officer.post, isQuote: true } })).toMatchObject({
      disposition: 'refused_quoted_command',
      events: [],
      drafts: [],
    });
    expect(decide({ ...officer, more: { ...officer.more, named: null } })).toMatchObject({
      disposition: 'close_code_unknown',
      events: [],
    });
    expect(
      decide({ ...officer, more: { ...officer.more, named: { ...target, stage: 'claimed' } } }),
    ).toMatchObject({ disposition: 'close_no_change', events: [] });
  });
});

describe("the citizen's word", () => {
  const claimed = opened({ stage: 'claimed', version: 3, dueAt: NOW + 7 * DAY });
  const reply = (verdict: 'yes' | 'no', more = {}) => ({
    post: { id: '800', summons: false, repliesToOurs: true, ...more },
    meaning: meaning({ intent: 'other', verdict }),
    more: { thread: claimed },
  });

  it("yes confirms; no opens it again one level up with that level's time", () => {
    expect(decide(reply('yes')).events).toMatchObject([{ type: 'confirmed' }]);
    expect(decide(reply('no')).events).toMatchObject([
      { type: 'disputed', level: 2, dueAt: NOW + 100 * HOUR },
    ]);
    expect(decide(reply('no')).notices).toMatchObject([{ kind: 'disputed', level: 2 }]);
  });

  it('is understood always, but answered only when it summons us or the policy allows', () => {
    expect(decide(reply('no')).drafts).toEqual([]);
    expect(kinds(decide(reply('no', { summons: true })))).toEqual(['disputed']);
    expect(kinds(decide(reply('no'), { summon: 'implicit' }))).toEqual(['disputed']);
  });

  it('counts only from the citizen of the case, and only while something is claimed', () => {
    expect(decide(reply('yes', { authorId: 'stranger' })).events).toEqual([]);
    const open = { ...reply('yes'), more: { thread: opened() } };
    expect(decide(open).events).toMatchObject([{ type: 'added' }]);
  });

  it('naming the district later fills it in without touching the clock', () => {
    const thread = opened({ district: null });
    const decision = decide({
      post: { id: '801', summons: false, repliesToOurs: true },
      meaning: meaning({ intent: 'other', district: 'AGRA' }),
      more: { thread },
    });
    expect(decision.events).toEqual([{ type: 'located', at: NOW, district: 'AGRA', postId: '801' }]);
  });
});
