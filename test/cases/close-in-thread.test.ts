import { describe, expect, it } from 'vitest';
import { decidePost } from '../../src/cases/decide.js';
import { DAY } from '../../src/lib/instant.js';
import { CODE, close, ENERGY_LUCKNOW, facts, meaning, NOW, opened, policy } from './given.js';

/** An officer's `#close` about this case, standing in that conversation. */
const closing = (conversationId: string, post: object = {}) =>
  facts({
    post: { id: '700', authorId: '31', conversationId, ...post },
    meaning: close(),
    more: { grants: [ENERGY_LUCKNOW], named: opened({ stage: 'acknowledged' }) },
  });
const messages = (given: ReturnType<typeof facts>, own = policy) =>
  decidePost(given, own, NOW).drafts.map(({ kind, to, toAuthor }) => [kind, to, toAuthor]);

describe('the question whether it is done', () => {
  it("goes under the officer's post when that stands in the citizen's thread, and is the only answer there", () => {
    expect(messages(closing('100'))).toEqual([['claimed', '700', '31']]);
  });

  it("goes under the citizen's newest post when the officer wrote elsewhere; the officer is told too", () => {
    expect(messages(closing('700'))).toEqual([
      ['claimed', '100', 'citizen'],
      ['officer_done', '700', '31'],
    ]);
  });

  it("goes under the citizen's post when the officer's own words call nobody", () => {
    expect(messages(closing('100', { summons: false }))).toEqual([['claimed', '100', 'citizen']]);
  });

  it('comes under a second #close in the thread when the first stood elsewhere, as the very same message', () => {
    const [asked] = decidePost(closing('700'), policy, NOW).drafts;
    const claimed = opened({ stage: 'claimed', dueAt: NOW + policy.silenceDays * DAY });
    const again = decidePost({ ...closing('100', { id: '701' }), named: claimed }, policy, NOW + 1000);
    expect(again).toMatchObject({ disposition: 'asked_here', events: [] });
    expect(again.drafts).toMatchObject([{ key: asked?.key, kind: 'claimed', to: '701' }]);
    const elsewhere = decidePost({ ...closing('701', { id: '701' }), named: claimed }, policy, NOW + 1000);
    expect(elsewhere.disposition).toBe('close_no_change');
  });

  it('can be switched off; the officer is told all the same', () => {
    const silent = { ...policy, messages: { claimed: false } };
    expect(messages(closing('100'), silent)).toEqual([['officer_done', '700', '31']]);
  });
});

describe('"stop" in a reply to us', () => {
  const stop = meaning({ intent: 'other', stop: true });
  const thread = opened({ stage: 'acknowledged' });

  it('ends automatic answers to that author, says nothing, and leaves the case as it is', () => {
    const decision = decidePost(
      facts({ post: { repliesToOurs: true, summons: false }, meaning: stop, more: { thread } }),
      policy,
      NOW,
    );
    expect(decision).toMatchObject({
      disposition: 'stopped',
      caseCode: CODE,
      stopAuthor: 'citizen',
      events: [],
      drafts: [],
    });
  });

  it('said to somebody else means nothing to us', () => {
    const decision = decidePost(facts({ meaning: stop, more: { thread } }), policy, NOW);
    expect(decision.stopAuthor).toBeUndefined();
  });

  it('is never a close of the case by an officer, nor a no by the citizen', () => {
    const claimed = opened({ stage: 'claimed' });
    const decision = decidePost(
      facts({
        post: { repliesToOurs: true },
        meaning: { ...stop, verdict: 'no' },
        more: { thread: claimed },
      }),
      policy,
      NOW,
    );
    expect(decision).toMatchObject({ disposition: 'stopped', events: [] });
  });
});
