import { DAY, HOUR, type Instant } from '../lib/instant.js';
import { mayAct } from './authority.js';
import { decideCorrection } from './correct.js';
import { evolve, isWorking } from './evolve.js';
import { dueAtLevel, firstDue, levelAbove } from './ladder.js';
import type { CasePolicy, CaseState, Decision, Draft, PostFacts } from './types.js';

/**
 * Decides what one post leads to. Pure: everything it may know is in `facts`. What is read late (after an outage)
 * counts like any other post, but is not answered by a machine any more: a person reads it.
 */
export function decidePost(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const decision = decideTimely(facts, policy, now);
  if (now - facts.post.createdAt <= policy.maxAgeHours * HOUR) return decision;
  const code = decision.caseCode;
  const opens = decision.events.some((event) => event.type === 'opened');
  const unread = opens && code !== null && !decision.notices.some(({ kind }) => kind === 'triage');
  return {
    ...decision,
    drafts: decision.drafts.filter(({ to }) => to !== facts.post.id),
    notices: unread ? [...decision.notices, { kind: 'triage', caseCode: code, level: 1 }] : decision.notices,
  };
}

/** Order matters: a command, then an answer to us, then a word in an open conversation, then a new matter. */
function decideTimely(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { command } = facts.meaning;
  if (command !== null && facts.post.isQuote) return record('refused_quoted_command', facts.named?.code);
  if (command?.kind === 'close') return decideClose(facts, policy, now);
  if (command?.kind === 'status') {
    return decideStatus(facts, policy, typedCode(facts) ? facts.named : facts.newest);
  }
  if (command?.kind === 'wrong') return decideWrong(facts, policy, now);
  return decideReply(facts, policy, now) ?? decideNew(facts, policy, now);
}

/** "The machine misread this." As much authority as closing needs: it moves cases, and it teaches. */
function decideWrong(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { named: target, proposed, grants, post } = facts;
  if (target === null)
    return { ...record('wrong_code_unknown'), drafts: answer(facts, policy, 'code_unknown', null) };
  if (!mayAct(grants, target)) {
    return {
      ...record('refused_not_authorised', target.code),
      drafts: answer(facts, policy, 'officer_refused', target),
    };
  }
  const decision = decideCorrection(target, proposed ?? { unknown: [] }, post.authorId, now);
  if (decision.events.length === 0) return decision;
  const corrected = decision.events.reduce((state, event) => evolve(state, target.code, event), target);
  return { ...decision, drafts: answer(facts, policy, 'officer_corrected', corrected) };
}

function decideClose(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { named: target, meaning } = facts;
  if (target === null)
    return { ...record('close_code_unknown'), drafts: answer(facts, policy, 'code_unknown', null) };
  if (!mayAct(facts.grants, target)) {
    return {
      ...record('refused_not_authorised', target.code),
      drafts: answer(facts, policy, 'officer_refused', target),
    };
  }
  if (!hasWords(meaning.command?.note ?? '')) {
    return {
      ...record('refused_no_words', target.code),
      drafts: answer(facts, policy, 'officer_needs_words', target),
    };
  }
  if (!isWorking(target.stage)) {
    return {
      ...record('close_no_change', target.code),
      drafts: answer(facts, policy, 'officer_no_change', target),
    };
  }
  const dueAt = now + policy.silenceDays * DAY;
  return {
    disposition: 'claimed',
    caseCode: target.code,
    events: [
      {
        type: 'claimed',
        at: now,
        officerId: facts.post.authorId,
        postId: facts.post.id,
        note: meaning.command?.note ?? '',
        dueAt,
      },
    ],
    drafts: [
      ...draft(policy, {
        key: `claimed:${target.code}:${target.version}`,
        kind: 'claimed',
        caseCode: target.code,
        handleId: target.handleId,
        to: target.latestPostId,
        language: target.language,
        params: { ...caseParams(target), dueAt },
        priority: 2,
      }),
      ...answer(facts, policy, 'officer_done', target),
    ],
    notices: [],
  };
}

/** "What has become of it?" Stage and dates only, so anyone may ask. */
function decideStatus(facts: PostFacts, policy: CasePolicy, target: CaseState | null): Decision {
  if (target !== null)
    return { ...record('status_told', target.code), drafts: answer(facts, policy, 'status', target) };
  const asked = typedCode(facts) ? 'code_unknown' : 'status_unknown';
  return { ...record(asked), drafts: answer(facts, policy, asked, null) };
}

/** Was a code given with the command, right or mistyped? Codes without a digit are rare; a bare `#status` asks for one's own case. */
function typedCode({ meaning: { command } }: PostFacts): boolean {
  return command !== null && (command.code !== null || /\p{Nd}/u.test(command.note));
}

/** A post in a conversation we already have a case for; null: it is a new matter. */
function decideReply(facts: PostFacts, policy: CasePolicy, now: Instant): Decision | null {
  const { thread, post, meaning } = facts;
  if (thread === null) return null;
  if (post.authorId !== thread.authorId) return decideOthersReply(facts, thread, now);
  if (post.repliesToOurs && meaning.verdict !== null && awaitsVerdict(thread)) {
    return meaning.verdict === 'yes'
      ? confirm(facts, policy, thread, now)
      : dispute(facts, policy, thread, now);
  }
  if (meaning.intent === 'status') return decideStatus(facts, policy, facts.named ?? thread);
  if (thread.district === null && meaning.district !== null) {
    const located = { type: 'located', at: now, district: meaning.district, postId: post.id } as const;
    return { ...record('located', thread.code), events: [located] };
  }
  return { ...record('added', thread.code), events: [{ type: 'added', at: now, postId: post.id }] };
}

/** Stages in which the citizen's yes or no decides. Silence counted as such can still be corrected by a late word. */
function awaitsVerdict(thread: CaseState): boolean {
  return thread.stage === 'claimed' || thread.stage === 'unconfirmed';
}

/** Somebody else speaks in the citizen's conversation: an officer of the case starts work; others are only noted. */
function decideOthersReply(facts: PostFacts, thread: CaseState, now: Instant): Decision | null {
  if (facts.grants.length === 0) return facts.post.summons ? null : record('bystander', thread.code);
  if (!mayAct(facts.grants, thread) || !isWorking(thread.stage) || thread.stage === 'in_progress') {
    return record('officer_spoke', thread.code);
  }
  const { id, authorId } = facts.post;
  return {
    ...record('in_progress', thread.code),
    events: [{ type: 'in_progress', at: now, officerId: authorId, postId: id }],
  };
}

function confirm(facts: PostFacts, policy: CasePolicy, thread: CaseState, now: Instant): Decision {
  return {
    ...record('confirmed', thread.code),
    events: [{ type: 'confirmed', at: now, postId: facts.post.id }],
    drafts: answer(facts, policy, 'confirmed', thread),
  };
}

/** "No, it is not done": open again, one level up, with that level's own time. */
function dispute(facts: PostFacts, policy: CasePolicy, thread: CaseState, now: Instant): Decision {
  const level = levelAbove(policy, thread.level) ?? thread.level;
  const dueAt = dueAtLevel(policy, level, now);
  const reopened: CaseState = { ...thread, level, dueAt };
  return {
    ...record('disputed', thread.code),
    events: [{ type: 'disputed', at: now, postId: facts.post.id, level, dueAt }],
    drafts: answer(facts, policy, 'disputed', reopened, ladderParams(policy, reopened)),
    notices: [{ kind: 'disputed', caseCode: thread.code, level }],
  };
}

/** A post outside any conversation of ours. It counts only when the author named the handle. */
function decideNew(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { meaning, post } = facts;
  if (!post.summons && !post.repliesToOurs) return record('not_addressed');
  if (facts.grants.length > 0) return record('officer_spoke');
  if (meaning.emergency) return open(facts, policy, now);
  // Nobody who may have asked for help is dropped by an unsure machine: a person reads it, and there is a code.
  if (meaning.needsHuman) return open(facts, policy, now);
  switch (policy.intents[meaning.intent]) {
    case 'case':
    case 'answer':
      return open(facts, policy, now);
    case 'stage':
      return decideStatus(facts, policy, facts.named ?? facts.newest);
    case 'record':
      return record(`recorded_${meaning.intent}`);
  }
}

function open(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { meaning, post, handle, newCode: code } = facts;
  const department = meaning.department ?? handle.department;
  const triage = meaning.needsHuman && !meaning.emergency;
  const dueAt = firstDue(policy, facts.serviceHours, now);
  const outside = triage || meaning.emergency ? null : meaning.outside;
  const opened = {
    type: 'opened',
    at: now,
    authorId: post.authorId,
    postId: post.id,
    conversationId: post.conversationId,
    handleId: handle.id,
    addressed: handle.department,
    department: outside === null ? department : handle.department,
    district: meaning.district,
    service: meaning.service,
    language: meaning.language,
    intent: meaning.intent,
    emergency: meaning.emergency,
    triage,
    dueAt,
  } as const;
  const kind = openingMessage(facts, policy, outside, triage);
  const params = {
    code,
    department: opened.department,
    district: opened.district,
    service: opened.service,
    dueAt,
    level: 1,
    nextLevel: levelAbove(policy, 1),
    ...(kind === 'ack_emergency' ? { helpline: policy.helplines[meaning.danger ?? 'general'] } : {}),
    ...(kind === 'answer' && facts.answer !== null ? { answer: facts.answer } : {}),
    ...(kind === 'outside' ? { outside } : {}),
  };
  const answered = mayAcknowledge(facts) && mayReplyTo(facts, policy);
  return {
    disposition: outside === null ? 'case_opened' : 'outside',
    caseCode: code,
    events: outside === null ? [opened] : [opened, { type: 'rejected', at: now, reason: 'outside', outside }],
    drafts: answered
      ? draft(policy, {
          key: `ack:${post.id}`,
          kind,
          caseCode: code,
          handleId: handle.id,
          to: post.id,
          language: meaning.language,
          params,
          priority: meaning.emergency ? 0 : 1,
        })
      : [],
    notices: [
      ...(meaning.emergency ? [{ kind: 'emergency', caseCode: code, level: 1 } as const] : []),
      ...(triage ? [{ kind: 'triage', caseCode: code, level: 1 } as const] : []),
    ],
  };
}

function openingMessage(
  facts: PostFacts,
  policy: CasePolicy,
  outside: string | null,
  triage: boolean,
): string {
  const { meaning } = facts;
  if (meaning.emergency) return 'ack_emergency';
  if (triage) return 'triage';
  if (outside !== null) return 'outside';
  if (policy.intents[meaning.intent] === 'answer') return facts.answer === null ? 'ack_query' : 'answer';
  return 'ack';
}

/** The department's own rule for automatic acknowledgements. Danger is always answered unless they are switched off. */
function mayAcknowledge(facts: PostFacts): boolean {
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
function mayReplyTo({ post }: PostFacts, policy: CasePolicy): boolean {
  return post.summons || (policy.summon === 'implicit' && post.repliesToOurs);
}

/** A reply to this very post: only when X and the policy allow one. */
function answer(
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
    language: meaning.language,
    params: target === null ? more : { ...caseParams(target), ...ladderParams(policy, target), ...more },
    priority: 2,
  });
}

function draft(policy: CasePolicy, message: Draft): Draft[] {
  return policy.messages[message.kind] === false ? [] : [message];
}

function caseParams(target: CaseState): Draft['params'] {
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

function ladderParams(policy: CasePolicy, target: CaseState): Draft['params'] {
  return { nextLevel: isWorking(target.stage) ? levelAbove(policy, target.level) : null };
}

/** Something was done: at least two letters of any script. A bare "#close CODE" says nothing to the citizen. */
function hasWords(note: string): boolean {
  return (note.match(/\p{L}/gu)?.length ?? 0) >= 2;
}

function record(disposition: string, caseCode: string | null = null): Decision {
  return { disposition, caseCode, events: [], drafts: [], notices: [] };
}
