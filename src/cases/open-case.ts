import type { Instant } from '../lib/instant.js';
import { firstDue, levelAbove } from './ladder.js';
import { draft, mayAcknowledge, mayReplyTo } from './messages.js';
import type { CasePolicy, Decision, PostFacts } from './types.js';

/** A new case, and what its citizen is told. */
export function openCase(facts: PostFacts, policy: CasePolicy, now: Instant): Decision {
  const { meaning, post, handle, newCode: code } = facts;
  const department = meaning.department ?? handle.department;
  const triage = meaning.needsHuman && !meaning.emergency;
  const dueAt = firstDue(policy, facts.serviceHours, now);
  const outside = triage || meaning.emergency ? null : meaning.outside;
  const owner = outside === null ? department : handle.department;
  const participants = facts.participants.filter((named) => named !== owner);
  const opened = {
    type: 'opened',
    at: now,
    authorId: post.authorId,
    postId: post.id,
    conversationId: post.conversationId,
    handleId: handle.id,
    addressed: handle.department,
    department: owner,
    district: meaning.district,
    service: meaning.service,
    language: meaning.language,
    intent: meaning.intent,
    emergency: meaning.emergency,
    triage,
    dueAt,
    ...(participants.length === 0 ? {} : { participants }),
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
          toAuthor: post.authorId,
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
