import type { Instant } from '../lib/instant.js';
import { isMatter } from './echo.js';
import { answer, mayAcknowledge, record } from './messages.js';
import type { CasePolicy, CaseState, Decision, Draft, PostFacts } from './types.js';

/** A further post of the citizen joins the case, and makes its place or a danger known that was not known before. */
export function joinCase(facts: PostFacts, policy: CasePolicy, thread: CaseState, now: Instant): Decision {
  const { post, meaning } = facts;
  const danger = meaning.emergency && !thread.emergency;
  const more = { at: now, postId: post.id, ...(danger ? { danger } : {}) };
  const district = thread.district === null ? meaning.district : null;
  const event =
    district === null ? { type: 'added' as const, ...more } : { type: 'located' as const, district, ...more };
  return {
    ...record(event.type, thread.code),
    events: [event],
    drafts: mayAcknowledge(facts) ? answerFurther(facts, policy, thread, danger) : [],
    notices: danger ? [{ kind: 'emergency', caseCode: thread.code, level: thread.level }] : [],
  };
}

/** The citizen has had an acknowledgement: more is said only when there is danger, or to a question we can answer. */
function answerFurther(facts: PostFacts, policy: CasePolicy, thread: CaseState, danger: boolean): Draft[] {
  const { post, meaning } = facts;
  if (danger) {
    const helpline = policy.helplines[meaning.danger ?? 'general'];
    return answer(facts, policy, 'ack_emergency', thread, { helpline }).map((one) => ({
      ...one,
      priority: 0,
    }));
  }
  const asks = post.summons && !meaning.needsHuman && policy.intents[meaning.intent] === 'answer';
  return asks && facts.answer !== null
    ? answer(facts, policy, 'answer', thread, { answer: facts.answer })
    : [];
}

/** Nobody will work on it any more, whatever is said in its conversation. */
export function isOver({ stage }: CaseState): boolean {
  return stage === 'confirmed' || stage === 'rejected';
}

/** Does the post call us, in words that open a case anywhere else? */
export function isNewMatter({ post, meaning }: PostFacts, policy: CasePolicy): boolean {
  if (!post.summons) return false;
  return meaning.emergency || (!meaning.needsHuman && isMatter(policy.intents[meaning.intent]));
}
