import { mentionsIn } from './mentions.js';
import type { Draft, StoredPost } from './types.js';
import type { World } from './world.js';

/** X adds no more participants than this. */
const MOST = 50;

/**
 * The handles X puts before a reply: the author replied to, then everyone that post named (its own prefix too), but
 * never the one who replies, nobody twice and nobody who does not exist. With a blank at its end, or empty.
 */
export function prefixFor(world: World, draft: Draft, target: StoredPost): string {
  const named = mentionsIn(target.prefix + target.text).flatMap(
    ({ handle }) => world.identityOf(handle)?.id ?? [],
  );
  const leftOut = new Set(draft.withoutInPrefix ?? []);
  const others = named.filter((id) => !leftOut.has(id));
  const participants = new Set([target.authorId, ...others]);
  participants.delete(draft.authorId);
  return [...participants]
    .slice(0, MOST)
    .map((id) => `@${world.handleOf(id)} `)
    .join('');
}
