import type { WatchedHandle, XPost } from './ports.js';

export interface Addressed {
  handle: WatchedHandle;
  /** The author named the handle in the post's own words. */
  summons: boolean;
}

/** Look-ups over the watched handles. */
export interface HandleBook {
  byName: ReadonlyMap<string, WatchedHandle>;
  byId: ReadonlyMap<string, WatchedHandle>;
}

export function createHandleBook(handles: readonly WatchedHandle[]): HandleBook {
  return {
    byName: new Map(handles.map((handle) => [handle.handle.toLowerCase(), handle])),
    byId: new Map(handles.map((handle) => [handle.xUserId, handle])),
  };
}

/**
 * Which of our handles a post is for, or null when it is none of our business: retweets, and whatever
 * departments themselves post. The first handle named in the author's own words answers; else the one
 * replied to; else one that X put into the reply prefix.
 */
export function addressee(post: XPost, book: HandleBook): Addressed | null {
  if (post.isRetweet || book.byId.has(post.authorId)) return null;
  const named = post.mentions.flatMap(({ handle, explicit }) => {
    const watched = book.byName.get(handle.toLowerCase());
    return watched === undefined ? [] : [{ handle: watched, summons: explicit }];
  });
  const summoned = named.find((candidate) => candidate.summons);
  if (summoned !== undefined) return summoned;
  const repliedTo = post.inReplyToUserId === null ? undefined : book.byId.get(post.inReplyToUserId);
  if (repliedTo !== undefined) return { handle: repliedTo, summons: false };
  return named[0] ?? null;
}
