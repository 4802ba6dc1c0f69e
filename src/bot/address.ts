import type { AccountRow } from './account-store.js';
import type { WatchedHandle, XPost } from './ports.js';

export interface Addressed {
  handle: WatchedHandle;
  /** The author named the handle in the post's own words. */
  summons: boolean;
}

/** The handles of the directory as they are called today. Made anew when that changes. */
export interface HandleBook {
  /** Those to be watched: all but the removed ones. */
  watched: readonly WatchedHandle[];
  byName: ReadonlyMap<string, WatchedHandle>;
  /** All of them: what they write is never a citizen's. */
  byId: ReadonlyMap<string, WatchedHandle>;
  /** As the directory writes them. */
  written: readonly WatchedHandle[];
}

/** `accounts`: what is known of them by id; one that X shows under another name goes by that one. */
export function createHandleBook(
  written: readonly WatchedHandle[],
  accounts: ReadonlyMap<string, Pick<AccountRow, 'condition' | 'name'>> = new Map(),
): HandleBook {
  const all = written.map((handle) => {
    const name = accounts.get(handle.xUserId)?.name ?? null;
    return name === null || name === handle.handle.toLowerCase() ? handle : { ...handle, handle: name };
  });
  const conditionOf = ({ xUserId }: WatchedHandle) => accounts.get(xUserId)?.condition;
  const watched = all.filter((handle) => conditionOf(handle) !== 'removed');
  // Under its written name a stranger may be found by now.
  const named = watched.filter((handle) => conditionOf(handle) !== 'taken' || !written.includes(handle));
  return {
    watched,
    byName: new Map(named.map((handle) => [handle.handle.toLowerCase(), handle])),
    byId: new Map(all.map((handle) => [handle.xUserId, handle])),
    written,
  };
}

/**
 * Which of our handles a post is for, or null when it is none of our business: retweets, and whatever
 * departments themselves post. The first handle named in the author's own words answers; else the one
 * replied to; else one that X put into the reply prefix.
 */
export function addressee(post: XPost, book: HandleBook): Addressed | null {
  if (post.isRetweet || book.byId.has(post.authorId)) return null;
  const named = namedIn(post, book);
  const summoned = named.find((candidate) => candidate.summons);
  if (summoned !== undefined) return summoned;
  const repliedTo = post.inReplyToUserId === null ? undefined : book.byId.get(post.inReplyToUserId);
  if (repliedTo !== undefined && book.watched.includes(repliedTo))
    return { handle: repliedTo, summons: false };
  return named[0] ?? null;
}

/** Those of our handles that a post names, in its order. */
export function namedIn(post: Pick<XPost, 'mentions'>, book: HandleBook): Addressed[] {
  return post.mentions.flatMap(({ handle, explicit, id }) => {
    const found = id === undefined ? book.byName.get(handle.toLowerCase()) : book.byId.get(id);
    return found === undefined || !book.watched.includes(found) ? [] : [{ handle: found, summons: explicit }];
  });
}
