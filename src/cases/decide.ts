import { DAY, HOUR, type Instant } from '../lib/instant.js';
import { mayAct } from './authority.js';
import { decideCorrection } from './correct.js';
import { isOtherMatter } from './echo.js';
import { evolve, isWorking } from './evolve.js';
import { isNewMatter, isOver, joinCase } from './further.js';
import { dueAtLevel, levelAbove } from './ladder.js';
import { answer, caseParams, draft, ladderParams, mayReplyTo, record } from './messages.js';
import { openCase } from './open-case.js';
import type { CasePolicy, CaseState, Decision, Draft, Echoed, PostFacts } from './types.js';

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

/**
 * Order matters: a command, then an answer to us, then a word in an open conversation, then what is only passed on, then
 * a new matter.
 */
function decideTimely(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { command } = facts.meaning;
  if (facts.post.isRetweet) return echo(facts.echoed);
  if (command !== null && facts.post.isQuote) return record('refused_quoted_command', facts.named?.code);
  if (command?.kind === 'close') return decideClose(facts, policy, now);
  if (command?.kind === 'status') {
    return decideStatus(facts, policy, typedCode(facts) ? facts.named : facts.newest);
  }
  if (command?.kind === 'wrong') return decideWrong(facts, policy, now);
  if (facts.post.repliesToOurs && facts.meaning.stop) {
    return { ...record('stopped', facts.thread?.code), stopAuthor: facts.post.authorId };
  }
  return decideEcho(facts, policy, now) ?? decideReply(facts, policy, now) ?? decideNew(facts, policy, now);
}

/**
 * A quote of a complaint, or of our word about it, is counted and leads to nothing more; quoting one's own is a further
 * post in the case. null: it is no quote of ours, or it speaks of a matter of its own.
 */
function decideEcho(facts: PostFacts, policy: CasePolicy, now: Instant): Decision | null {
  const { echoed, thread, post } = facts;
  if (echoed === null || thread?.authorId === post.authorId || isOtherMatter(facts, echoed, policy))
    return null;
  if (post.authorId === echoed.case.authorId) {
    const replied = { ...post, repliesToOurs: echoed.what === 'ours' };
    return decideReply({ ...facts, post: replied, thread: echoed.case }, policy, now);
  }
  return facts.grants.length > 0 ? record('officer_spoke', echoed.case.code) : echo(echoed);
}

function echo(echoed: Echoed | null): Decision {
  return echoed === null ? record('not_addressed') : record('echo', echoed.case.code);
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
  // Closed from elsewhere before: the question, if nobody has heard it yet, comes under this post instead.
  if (target.stage === 'claimed' && target.dueAt !== null && standsInThread(facts, policy, target)) {
    return { ...record('asked_here', target.code), drafts: askCitizen(facts, policy, target, target.dueAt) };
  }
  if (!isWorking(target.stage)) {
    return {
      ...record('close_no_change', target.code),
      drafts: answer(facts, policy, 'officer_no_change', target),
    };
  }
  const dueAt = now + policy.silenceDays * DAY;
  const question = askCitizen(facts, policy, target, dueAt);
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
    // One automatic answer per post: in the citizen's thread the question tells the officer too.
    drafts: question.some(({ to }) => to === facts.post.id)
      ? question
      : [...question, ...answer(facts, policy, 'officer_done', target)],
    notices: [],
  };
}

/**
 * "Is it done?" Under the officer's post when that stands in the citizen's thread and called us: X allows a post one
 * automatic answer, and the citizen's own has had it. Else under the citizen's newest.
 */
function askCitizen(facts: PostFacts, policy: CasePolicy, target: CaseState, dueAt: Instant): Draft[] {
  const { post, handle } = facts;
  return draft(policy, {
    // The same question of the same claim, wherever it is put: it is asked once.
    key: `claimed:${target.code}:${dueAt}`,
    kind: 'claimed',
    caseCode: target.code,
    ...(standsInThread(facts, policy, target)
      ? { handleId: handle.id, to: post.id, toAuthor: post.authorId }
      : { handleId: target.handleId, to: target.latestPostId, toAuthor: target.authorId }),
    language: target.language,
    params: { ...caseParams(target), dueAt },
    priority: 2,
  });
}

/** The post stands in the citizen's conversation, and an answer under it is lawful. */
function standsInThread(facts: PostFacts, policy: CasePolicy, target: CaseState): boolean {
  return facts.post.conversationId === target.conversationId && mayReplyTo(facts, policy);
}

/** "What has become of it?" Stage and dates only, so anyone may ask. */
function decideStatus(facts: PostFacts, policy: CasePolicy, target: CaseState | null): Decision {
  if (target !== null)
    return { ...record('status_told', target.code), drafts: answer(facts, policy, 'status', target) };
  const asked = typedCode(facts) ? 'code_unknown' : 'status_unknown';
  return { ...record(asked), drafts: answer(facts, policy, asked, null, { askedAt: facts.post.createdAt }) };
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
  if (isOver(thread) && isNewMatter(facts, policy)) return null;
  return joinCase(facts, policy, thread, now);
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
  if (meaning.emergency) return openCase(facts, policy, now);
  // Nobody who may have asked for help is dropped by an unsure machine: a person reads it, and there is a code.
  if (meaning.needsHuman) return openCase(facts, policy, now);
  switch (policy.intents[meaning.intent]) {
    case 'case':
    case 'answer':
      return openCase(facts, policy, now);
    case 'stage':
      return decideStatus(facts, policy, facts.named ?? facts.newest);
    case 'record':
      return record(`recorded_${meaning.intent}`);
  }
}

/** Something was done: at least two letters of any script. A bare "#close CODE" says nothing to the citizen. */
function hasWords(note: string): boolean {
  return (note.match(/\p{L}/gu)?.length ?? 0) >= 2;
}
