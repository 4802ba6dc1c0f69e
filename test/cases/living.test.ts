import { describe, expect, it } from 'vitest';
import { decidePost } from '../../src/cases/decide.js';
import { decideEdit, type EditFacts } from '../../src/cases/edit.js';
import { evolve, replay } from '../../src/cases/evolve.js';
import type { CaseState, Decision, Echoed, Understood } from '../../src/cases/types.js';
import { HOUR } from '../../src/lib/instant.js';
import { CODE, close, ENERGY_LUCKNOW, facts, type Given, meaning, NOW, opened, policy } from './given.js';

const decide = (given: Given, over = {}) => decidePost(facts(given), { ...policy, ...over }, NOW);
const kinds = ({ drafts }: Decision) => drafts.map(({ kind }) => kind);
const become = (target: CaseState, { events }: Decision) =>
  events.reduce<CaseState>((state, event) => evolve(state, CODE, event), target);
const OTHER_WORDS = meaning({ intent: 'other', service: null, district: null });

describe('the citizen writes again in the same conversation', () => {
  const thread = opened();
  const again = (understood: Understood, more: Partial<Given> = {}, target = thread): Given => ({
    post: { id: '101', conversationId: '100', summons: true },
    meaning: understood,
    ...more,
    more: { thread: target, newest: target, ...more.more },
  });

  it.each(['grievance', 'other', 'appreciation', 'query'] as const)(
    '%s: it joins the case, and no answer goes out',
    (intent) => {
      const decision = decide(again(meaning({ intent })));
      expect(decision).toEqual({
        disposition: 'added',
        caseCode: CODE,
        events: [{ type: 'added', at: NOW, postId: '101' }],
        drafts: [],
        notices: [],
      });
      expect(become(thread, decision).latestPostId).toBe('101');
    },
  );

  it('a question with a ready answer is answered when it names the handle and the machine is sure', () => {
    const question = meaning({ intent: 'query' });
    const ready = { more: { answer: 'new-connection' } };
    const decision = decide(again(question, ready));
    expect(decision.events).toEqual([{ type: 'added', at: NOW, postId: '101' }]);
    expect(decision.drafts).toMatchObject([
      { kind: 'answer', to: '101', caseCode: CODE, params: { code: CODE, answer: 'new-connection' } },
    ]);
    const silent: Given[] = [
      again(question, { ...ready, post: { id: '101', conversationId: '100', summons: false } }),
      again({ ...question, needsHuman: true }, ready),
      again(meaning(), ready),
      again(question, { ...ready, handle: { ack: 'off' } }),
    ];
    for (const given of silent) {
      expect(decide(given)).toMatchObject({ disposition: 'added', drafts: [] });
    }
  });

  it('danger that was not known: the officers hear of it, and the helpline is told, once', () => {
    const danger = meaning({ intent: 'emergency', emergency: true, danger: 'fire' });
    const decision = decide(again(danger));
    expect(decision.notices).toEqual([{ kind: 'emergency', caseCode: CODE, level: 1 }]);
    expect(decision.drafts).toMatchObject([
      { kind: 'ack_emergency', to: '101', priority: 0, params: { code: CODE, helpline: '101' } },
    ]);
    const now = become(thread, decision);
    expect(now.emergency).toBe(true);
    expect(decide(again(danger, {}, now))).toMatchObject({ disposition: 'added', drafts: [], notices: [] });
  });

  it('danger and the missing place at once', () => {
    const nowhere = opened({ district: null });
    const danger = meaning({ intent: 'emergency', emergency: true, danger: 'fire', district: 'AGRA' });
    const decision = decide(again(danger, {}, nowhere));
    expect(become(nowhere, decision)).toMatchObject({ district: 'AGRA', emergency: true });
    expect(decision.notices).toHaveLength(1);
  });

  it.each(['confirmed', 'rejected'] as const)(
    'of a case that is %s: a new grievance that calls us is a new case, other words join',
    (stage) => {
      const over = opened({ stage, dueAt: null });
      const fresh = { newCode: '9KM2PQ4X' };
      expect(decide(again(meaning(), { more: fresh }, over))).toMatchObject({
        disposition: 'case_opened',
        caseCode: '9KM2PQ4X',
      });
      expect(decide(again(OTHER_WORDS, {}, over)).disposition).toBe('added');
      const unsure = meaning({ needsHuman: true });
      expect(decide(again(unsure, {}, over)).disposition).toBe('added');
      const uncalled = { post: { id: '101', conversationId: '100', summons: false } };
      expect(decide(again(meaning(), uncalled, over)).disposition).toBe('added');
    },
  );

  it('in a new conversation a new grievance is a new case, whatever else is open', () => {
    const decision = decide({ more: { newest: opened(), newCode: '9KM2PQ4X' } });
    expect(decision).toMatchObject({ disposition: 'case_opened', caseCode: '9KM2PQ4X' });
    expect(kinds(decision)).toEqual(['ack']);
  });
});

describe('a post that names several departments', () => {
  const several = { participants: ['HOME', 'URBAN'] };

  it('is one case with one acknowledgement, from the handle named first; the others take part', () => {
    const decision = decide({ more: several });
    expect(decision.events).toMatchObject([{ type: 'opened', department: 'ENERGY', ...several }]);
    expect(decision.drafts).toMatchObject([{ kind: 'ack', handleId: '900' }]);
    expect(replay(CODE, decision.events)).toMatchObject(several);
  });

  it('the owner of the matter takes no part beside itself', () => {
    const decision = decide({ meaning: meaning({ department: 'HOME' }), more: several });
    expect(replay(CODE, decision.events)).toMatchObject({ department: 'HOME', participants: ['URBAN'] });
  });

  it('without others, and in histories from before, nobody takes part', () => {
    expect(decide({}).events[0]).not.toHaveProperty('participants');
    expect(decide({ more: { participants: ['ENERGY'] } }).events[0]).not.toHaveProperty('participants');
    expect(opened()).not.toHaveProperty('participants');
  });
});

describe('a quote of a complaint', () => {
  const target = opened({ emergency: false });
  const quote = (understood: Understood, what: Echoed['what'] = 'post', post: Given['post'] = {}): Given => ({
    post: { id: '600', authorId: 'other', isQuote: true, ...post },
    meaning: understood,
    more: { echoed: { case: target, what }, newCode: '9KM2PQ4X' },
  });
  const ECHO: Decision = { disposition: 'echo', caseCode: CODE, events: [], drafts: [], notices: [] };

  it.each(['post', 'ours'] as const)(
    'with words about the same, or about nothing, is counted (%s)',
    (what) => {
      const same = [
        OTHER_WORDS,
        meaning(),
        meaning({ district: null }),
        meaning({ service: null, district: null }),
        meaning({ intent: 'status' }),
        meaning({ district: 'AGRA', needsHuman: true }),
        meaning({ intent: 'abuse_spam', district: 'AGRA' }),
      ];
      for (const understood of same) expect(decide(quote(understood, what))).toEqual(ECHO);
    },
  );

  it.each([
    ['another place', meaning({ district: 'AGRA' })],
    ['another service', meaning({ service: 'WATER_SUPPLY' })],
    ['danger that is new', meaning({ intent: 'emergency', emergency: true, needsHuman: true })],
  ])('that names us and speaks of %s is a case of its own', (_what, understood) => {
    const decision = decide(quote(understood));
    expect(decision).toMatchObject({ disposition: 'case_opened', caseCode: '9KM2PQ4X' });
    expect(decision.drafts).toHaveLength(1);
    expect(decide(quote(understood, 'post', { summons: false }))).toEqual(ECHO);
  });

  it('of a post that only other quotes are known of is counted when it says the very same, or nothing', () => {
    expect(decide(quote(meaning(), 'quote'))).toEqual(ECHO);
    expect(decide(quote(OTHER_WORDS, 'quote'))).toEqual(ECHO);
    for (const own of [meaning({ district: null }), meaning({ service: null })])
      expect(decide(quote(own, 'quote')).disposition).toBe('case_opened');
  });

  it('by its own author is a further post in the case; a no to our question counts', () => {
    const mine = { authorId: 'citizen' };
    expect(decide(quote(meaning(), 'post', mine))).toMatchObject({ disposition: 'added', drafts: [] });
    const claimed = { ...target, stage: 'claimed' as const };
    const no: Given = quote(meaning({ intent: 'other', verdict: 'no' }), 'ours', mine);
    expect(decide({ ...no, more: { echoed: { case: claimed, what: 'ours' } } })).toMatchObject({
      disposition: 'disputed',
      caseCode: CODE,
    });
  });

  it('by an officer is noted, and a command in it has no effect', () => {
    const officer = { ...quote(OTHER_WORDS), more: { ...quote(OTHER_WORDS).more, grants: [ENERGY_LUCKNOW] } };
    expect(decide(officer)).toMatchObject({ disposition: 'officer_spoke', caseCode: CODE, events: [] });
    expect(decide({ ...officer, meaning: close() })).toMatchObject({
      disposition: 'refused_quoted_command',
      events: [],
    });
  });

  it("in the quoter's own conversation joins the quoter's case", () => {
    const own = opened({ code: '8KM2PQ4X', authorId: 'other' });
    const given = quote(meaning());
    expect(decide({ ...given, more: { ...given.more, thread: own } })).toMatchObject({
      disposition: 'added',
      caseCode: '8KM2PQ4X',
    });
  });

  it('as a retweet is counted, whatever the words say and whoever it is', () => {
    for (const understood of [meaning({ district: 'AGRA' }), close(), meaning({ emergency: true })]) {
      const retweet = { authorId: 'citizen', isQuote: false, isRetweet: true, summons: false };
      expect(decide(quote(understood, 'post', retweet))).toEqual(ECHO);
    }
    const unknown = decide({ post: { isRetweet: true }, meaning: close() });
    expect(unknown).toMatchObject({ disposition: 'not_addressed', events: [], drafts: [] });
  });

  it('500 of them: no case, no answer', () => {
    const decisions = Array.from({ length: 500 }, (_, at) =>
      decide(quote(meaning(), 'post', { id: `${at}` })),
    );
    expect(new Set(decisions.map(({ disposition }) => disposition))).toEqual(new Set(['echo']));
    expect(decisions.flatMap(({ events, drafts, notices }) => [...events, ...drafts, ...notices])).toEqual(
      [],
    );
  });
});

describe('a new version of a post', () => {
  const target = opened({ stage: 'acknowledged', version: 2 });
  const edit = (understood: Understood, more: Partial<EditFacts['edit']> = {}, given: Given = {}) =>
    decideEdit(
      {
        ...facts({
          ...given,
          post: { id: '110', conversationId: '100', ...given.post },
          meaning: understood,
        }),
        edit: { was: '100', command: null, target, ...more },
      },
      policy,
      NOW,
    );

  it('is an event of its case, and never acknowledged again', () => {
    const decision = edit(meaning());
    expect(decision).toEqual({
      disposition: 'edited',
      caseCode: CODE,
      events: [{ type: 'edited', at: NOW, postId: '110', was: '100' }],
      drafts: [],
      notices: [],
    });
    expect(become(target, decision)).toMatchObject({
      latestPostId: '110',
      postId: '100',
      stage: 'acknowledged',
    });
  });

  it('of an older post, or of an officer, does not become what the citizen said last', () => {
    const later = { ...target, latestPostId: '105' };
    expect(become(later, edit(meaning(), { target: later })).latestPostId).toBe('105');
    expect(become(later, edit(meaning(), { target: later, was: '105' })).latestPostId).toBe('110');
    const officers = edit(
      close(),
      { was: '104', command: close().command },
      { post: { authorId: 'officer' } },
    );
    expect(become(target, officers).latestPostId).toBe('100');
  });

  it('makes danger and a missing place known', () => {
    const nowhere = { ...target, district: null };
    const danger = meaning({ intent: 'emergency', emergency: true, danger: 'fire', district: 'AGRA' });
    const decision = edit(danger, { target: nowhere });
    expect(become(nowhere, decision)).toMatchObject({
      emergency: true,
      district: 'AGRA',
      latestPostId: '110',
    });
    expect(decision.notices).toEqual([{ kind: 'emergency', caseCode: CODE, level: 1 }]);
    expect(decision.drafts).toEqual([]);
    const known = { ...nowhere, emergency: true };
    expect(edit(danger, { target: known }).notices).toEqual([]);
    // What an officer adds is not the citizen's word.
    const officers = edit(danger, { target: nowhere }, { post: { authorId: 'officer' } });
    expect(become(nowhere, officers)).toMatchObject({ emergency: false, district: null });
  });

  it('with a command that was not in it before is refused', () => {
    const officer: Given = {
      post: { authorId: 'officer' },
      more: { grants: [ENERGY_LUCKNOW], named: target },
    };
    const refused = { disposition: 'refused_edited_command', caseCode: CODE, drafts: [], notices: [] };
    expect(edit(close(), { target: null }, officer)).toEqual({ ...refused, events: [] });
    const other = { kind: 'close', code: '8KM2PQ4X', note: 'done' } as const;
    expect(edit(close(), { target: null, command: other }, officer)).toEqual({ ...refused, events: [] });
    // In a post of the case the change itself is an event, the command still nothing.
    expect(edit(close(), {}, officer)).toMatchObject({ ...refused, events: [{ type: 'edited' }] });
  });

  it('with the command it had before does not give it twice', () => {
    const officer: Given = {
      post: { authorId: 'officer' },
      more: { grants: [ENERGY_LUCKNOW], named: target },
    };
    const { command } = close('');
    expect(edit(close('now with words'), { target: null, command }, officer)).toMatchObject({
      disposition: 'edited',
      events: [],
      drafts: [],
    });
  });

  it('of a post that led to nothing may lead to a case, answered like any other', () => {
    const decision = edit(meaning(), { target: null });
    expect(decision).toMatchObject({
      disposition: 'case_opened',
      events: [{ type: 'opened', postId: '110' }],
    });
    expect(decision.drafts).toMatchObject([{ key: 'ack:110', to: '110' }]);
    expect(edit(OTHER_WORDS, { target: null })).toEqual({
      disposition: 'edited',
      caseCode: null,
      events: [],
      drafts: [],
      notices: [],
    });
    // A second answer to a question that was answered is none either.
    expect(
      edit(meaning({ intent: 'status' }), { target: null }, { more: { newest: target } }).drafts,
    ).toEqual([]);
  });
});

describe('a post that is gone', () => {
  it('changes nothing of its case but where the next answer goes', () => {
    const target = opened({ latestPostId: '105' });
    const gone = (postId: string) => evolve(target, CODE, { type: 'gone', at: NOW + HOUR, postId });
    const { latestPostId: _, ...kept } = target;
    expect(gone('105')).toEqual({ ...kept, latestPostId: '100', updatedAt: NOW + HOUR, version: 2 });
    expect(gone('100')).toMatchObject({ latestPostId: '105', authorId: 'citizen' });
  });
});
