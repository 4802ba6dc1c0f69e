import { isWorking } from './evolve.js';
import { levelAbove } from './ladder.js';
import type { CasePolicy, CaseState, Decision, Draft, PostFacts } from './types.js';

/** The department's own rule for automatic acknowledgements. Danger is always answered unless they are switched off. */
export function mayAcknowledge(facts: PostFacts): boolean {
  switch (facts.handle.ack) {
    case 'always':
      return true;
    case 'off':
      return false;
    case 'when_inactive':
      return facts.handle.inactive || facts.meaning.emergency;
  }
}

/** X lets an account answer only whoever summoned it; a bare reply to ours may not count as a summon. */
export function mayReplyTo({ post }: PostFacts, policy: CasePolicy): boolean {
  return post.summons || (policy.summon === 'implicit' && post.repliesToOurs);
}

/** A reply to this very post: only when X and the policy allow one. */
export function answer(
  facts: PostFacts,
  policy: CasePolicy,
  kind: string,
  target: CaseState | null,
  more: Draft['params'] = {},
): Draft[] {
  const { post, handle, meaning } = facts;
  if (!mayReplyTo(facts, policy)) return [];
  return draft(policy, {
    key: `${kind}:${post.id}`,
    kind,
    caseCode: target?.code ?? null,
    handleId: handle.id,
    to: post.id,
    toAuthor: post.authorId,
    language: meaning.language,
    params: target === null ? more : { ...caseParams(target), ...ladderParams(policy, target), ...more },
    priority: 2,
  });
}

export function draft(policy: CasePolicy, message: Draft): Draft[] {
  return policy.messages[message.kind] === false ? [] : [message];
}

export function caseParams(target: CaseState): Draft['params'] {
  return {
    code: target.code,
    department: target.department,
    district: target.district,
    service: target.service,
    stage: target.stage,
    level: target.level,
    dueAt: target.dueAt,
    openedAt: target.openedAt,
  };
}

export function ladderParams(policy: CasePolicy, target: CaseState): Draft['params'] {
  return { nextLevel: isWorking(target.stage) ? levelAbove(policy, target.level) : null };
}

/** Only noted: nothing happens, and nobody is told. */
export function record(disposition: string, caseCode: string | null = null): Decision {
  return { disposition, caseCode, events: [], drafts: [], notices: [] };
}
