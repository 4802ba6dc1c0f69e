import type { CasePolicy, Echoed, PostFacts } from './types.js';

/**
 * Does a quote of a complaint speak of something of its own? Only when it calls us and the machine is sure of what it
 * says: another service or another place than the case has. Where only other quotes of the same post are known, it may
 * be anybody's post (a department's own, say): then whatever is not the very same matter is one of its own.
 */
export function isOtherMatter(
  { post, meaning }: PostFacts,
  { case: known, what }: Echoed,
  policy: CasePolicy,
): boolean {
  if (!post.summons) return false;
  if (meaning.intent === 'emergency' && !known.emergency) return true;
  if (meaning.needsHuman || !isMatter(policy.intents[meaning.intent])) return false;
  const places = [meaning.district, known.district] as const;
  const services = [meaning.service, known.service] as const;
  if (what === 'quote') return !(isSame(services) && isSame(places));
  return differ(services) || differ(places);
}

/** Is it something that somebody must see to, or at least answer? */
export function isMatter(outcome: CasePolicy['intents'][keyof CasePolicy['intents']]): boolean {
  return outcome === 'case' || outcome === 'answer';
}

type Pair = readonly [string | null, string | null];

function differ([one, other]: Pair): boolean {
  return one !== null && other !== null && one !== other;
}

function isSame([one, other]: Pair): boolean {
  return one !== null && one === other;
}
