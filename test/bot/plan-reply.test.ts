import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountCondition } from '../../src/bot/account-store.js';
import {
  type Answerer,
  type Author,
  planReply,
  type ReplyPlan,
  type ReplyRules,
  type Target,
} from '../../src/bot/plan-reply.js';
import { HOUR, MINUTE } from '../../src/lib/instant.js';

const NOW = Date.UTC(2026, 10, 24, 6);
const CONDITIONS: AccountCondition[] = [
  'active',
  'paused',
  'removed',
  'revoked',
  'suspended',
  'protected',
  'limited',
  'taken',
];

const target = (more: Partial<Target> = {}): Target => ({
  authorId: 'citizen',
  gone: false,
  named: true,
  repliesToOurs: false,
  answers: 0,
  ...more,
});
const author = (more: Partial<Author> = {}): Author => ({
  ours: false,
  automated: false,
  stopped: false,
  officer: false,
  answersToday: 0,
  ...more,
});
const answerer = (more: Partial<Answerer> = {}): Answerer => ({
  handleId: '900',
  condition: 'active',
  until: null,
  hasToken: true,
  verified: true,
  postsToday: 0,
  postsLately: 0,
  summon: 'explicit',
  ...more,
});
const rules = (more: Partial<ReplyRules> = {}): ReplyRules => ({
  plan: 'self-serve',
  perAuthorADay: 5,
  accountLimits: { verified: 2_400, unverified: 200 },
  budgetHeldUntil: null,
  ...more,
});

interface Given {
  emergency?: boolean;
  target?: Partial<Target>;
  author?: Partial<Author>;
  handle?: Partial<Answerer>;
  nodal?: Answerer | null;
  rules?: Partial<ReplyRules>;
}
const plan = (given: Given = {}): ReplyPlan =>
  planReply(
    given.emergency ?? false,
    target(given.target),
    author(given.author),
    answerer(given.handle),
    given.nodal ?? null,
    rules(given.rules),
    NOW,
  );
const NODAL = answerer({ handleId: '990' });

describe('a post that names the handle', () => {
  it('is answered by that handle', () => {
    expect(plan()).toEqual({ kind: 'reply', as: '900', implicit: false });
  });

  it('is never answered twice', () => {
    expect(plan({ target: { answers: 1 } })).toEqual({ kind: 'never', reason: 'already_answered' });
  });

  it.each([
    ['gone', { target: { gone: true } }],
    ['own_account', { author: { ours: true } }],
    ['automated', { author: { automated: true } }],
    ['stopped', { author: { stopped: true }, emergency: true }],
  ] as const)('is never answered when %s', (reason, given) => {
    expect(plan(given)).toEqual({ kind: 'never', reason });
  });
});

describe('a summon', () => {
  const reply = { named: false, repliesToOurs: true };

  it('is not a bare reply to ours, unless this handle goes by the wider rule', () => {
    expect(plan({ target: reply })).toEqual({ kind: 'never', reason: 'not_summoned' });
    expect(plan({ target: reply, handle: { summon: 'implicit' } })).toEqual({
      kind: 'reply',
      as: '900',
      implicit: true,
    });
  });

  it('is never made by a post that neither names nor replies, whatever the rule', () => {
    const silent = { named: false, repliesToOurs: false };
    expect(plan({ target: silent, handle: { summon: 'implicit' } })).toEqual({
      kind: 'never',
      reason: 'not_summoned',
    });
  });
});

describe('an account that cannot speak', () => {
  it.each(CONDITIONS.filter((condition) => condition !== 'active'))(
    '(%s) lets its messages wait',
    (condition) => {
      expect(plan({ handle: { condition } })).toEqual({
        kind: 'wait',
        reason: 'needs_authorisation',
        detail: condition,
        until: null,
      });
    },
  );

  it('without a token lets them wait too', () => {
    expect(plan({ handle: { hasToken: false } })).toMatchObject({ kind: 'wait', detail: 'no token' });
  });

  it('speaks again when the time it was held for is over', () => {
    const held = { condition: 'limited', until: NOW + HOUR } as const;
    expect(plan({ handle: held })).toMatchObject({ kind: 'wait', until: NOW + HOUR });
    expect(plan({ handle: { ...held, until: NOW } })).toMatchObject({ kind: 'reply' });
  });

  it('is stood in for by the nodal account under the Enterprise contract, and only there', () => {
    const dead = { condition: 'revoked' } as const;
    expect(plan({ handle: dead, nodal: NODAL, rules: { plan: 'enterprise' } })).toEqual({
      kind: 'reply',
      as: '990',
      implicit: false,
    });
    expect(plan({ handle: dead, nodal: NODAL })).toMatchObject({ kind: 'wait' });
    const both = {
      handle: dead,
      nodal: { ...NODAL, hasToken: false },
      rules: { plan: 'enterprise' },
    } as const;
    expect(plan(both)).toMatchObject({ kind: 'wait', detail: 'revoked' });
  });
});

describe("an account's own limit", () => {
  it('is the smaller one as long as nobody saw it verified', () => {
    for (const verified of [false, null]) {
      expect(plan({ handle: { verified, postsToday: 200 } })).toMatchObject({ reason: 'account_limit' });
      expect(plan({ handle: { verified, postsToday: 199 } })).toMatchObject({ kind: 'reply' });
    }
    expect(plan({ handle: { postsToday: 2_399 } })).toMatchObject({ kind: 'reply' });
    expect(plan({ handle: { postsToday: 2_400 } })).toMatchObject({ reason: 'account_limit' });
  });

  it('comes in slices of half an hour', () => {
    expect(plan({ handle: { postsLately: 49 } })).toMatchObject({ kind: 'reply' });
    expect(plan({ handle: { postsLately: 50 } })).toEqual({
      kind: 'wait',
      reason: 'account_limit',
      detail: '50 posts in half an hour',
      until: NOW + 5 * MINUTE,
    });
  });
});

describe('an author', () => {
  it('gets so many answers a day and no more; in danger, as many again', () => {
    expect(plan({ author: { answersToday: 4 } })).toMatchObject({ kind: 'reply' });
    expect(plan({ author: { answersToday: 5 } })).toEqual({ kind: 'never', reason: 'author_cap' });
    expect(plan({ author: { answersToday: 9 }, emergency: true })).toMatchObject({ kind: 'reply' });
    expect(plan({ author: { answersToday: 10 }, emergency: true })).toMatchObject({ reason: 'author_cap' });
  });

  it('who is an officer is held up by no cap', () => {
    expect(plan({ author: { answersToday: 500, officer: true } })).toMatchObject({ kind: 'reply' });
  });
});

describe('the daily ceiling', () => {
  it('holds acknowledgements until the day is over, and emergencies never', () => {
    const spent = { budgetHeldUntil: NOW + HOUR };
    expect(plan({ rules: spent })).toMatchObject({ kind: 'wait', reason: 'budget', until: NOW + HOUR });
    expect(plan({ rules: spent, emergency: true })).toMatchObject({ kind: 'reply' });
    expect(plan({ rules: { budgetHeldUntil: NOW } })).toMatchObject({ kind: 'reply' });
  });
});

describe('whatever is known', () => {
  const given = fc.record({
    emergency: fc.boolean(),
    target: fc.record({
      authorId: fc.constant('citizen'),
      gone: fc.boolean(),
      named: fc.boolean(),
      repliesToOurs: fc.boolean(),
      answers: fc.nat(2),
    }),
    author: fc.record({
      ours: fc.boolean(),
      automated: fc.boolean(),
      stopped: fc.boolean(),
      officer: fc.boolean(),
      answersToday: fc.nat(12),
    }),
    handle: fc.record({
      condition: fc.constantFrom(...CONDITIONS),
      until: fc.option(fc.integer({ min: NOW - HOUR, max: NOW + HOUR }), { nil: null }),
      hasToken: fc.boolean(),
      verified: fc.option(fc.boolean(), { nil: null }),
      postsToday: fc.nat(2_500),
      postsLately: fc.nat(60),
      summon: fc.constantFrom('explicit' as const, 'implicit' as const),
    }),
    nodal: fc.option(fc.constant(NODAL), { nil: null }),
    rules: fc.record({
      plan: fc.constantFrom('self-serve' as const, 'enterprise' as const),
      budgetHeldUntil: fc.option(fc.integer({ min: NOW - HOUR, max: NOW + HOUR }), { nil: null }),
    }),
  });

  it('nothing goes out that X, the law of the desk or the author forbids', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const decided = plan(facts);
        if (decided.kind !== 'reply') return;
        expect(facts.target.gone || facts.target.answers > 0).toBe(false);
        expect(facts.author.ours || facts.author.automated || facts.author.stopped).toBe(false);
        if (facts.rules.plan === 'self-serve') {
          expect(decided.as).toBe('900');
          expect(facts.target.named || facts.handle.summon === 'implicit').toBe(true);
        }
        if (decided.as === '900') {
          expect(facts.handle.hasToken).toBe(true);
          expect(facts.handle.postsToday).toBeLessThan(facts.handle.verified === true ? 2_400 : 200);
        }
      }),
    );
  });

  it('what waits waits for a later moment, or for somebody', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const decided = plan(facts);
        if (decided.kind === 'wait' && decided.until !== null) expect(decided.until).toBeGreaterThan(NOW);
      }),
    );
  });
});
