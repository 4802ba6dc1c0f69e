import { instantOfId } from '../lib/snowflake.js';
import { prefixFor } from './reply-prefix.js';
import type { Draft, StoredPost } from './types.js';
import type { World } from './world.js';

/** A draft with everything X adds to it. The post is as old as its id. */
export function finishPost(world: World, draft: Draft, id: string): StoredPost {
  const target = draft.replyTo == null ? undefined : world.timeline.get(draft.replyTo);
  const { at, lateBy = 0, replySettings = 'everyone' } = draft;
  const createdAt = instantOfId(id);
  return {
    id,
    authorId: draft.authorId,
    text: draft.text,
    createdAt,
    conversationId: target?.conversationId ?? id,
    replyTo: draft.replyTo ?? null,
    retweetOf: draft.retweetOf ?? null,
    quote: draft.quote ?? null,
    via: draft.via,
    prefix: target === undefined ? '' : prefixFor(world, draft, target),
    ...(replySettings !== 'everyone' && { replySettings }),
    ...(at !== undefined && { scheduled: true as const }),
    ...(lateBy > 0 && { indexedAt: createdAt + lateBy }),
  };
}

/** A new version of a post. Its id is new, its place in the conversation is not. */
export function finishEdit(world: World, post: StoredPost, text: string, id: string): StoredPost {
  const { scheduled: _, indexedAt: __, ...rest } = post;
  return { ...rest, id, text, createdAt: instantOfId(id), editOf: world.fates.newest(post.id) };
}
