import type { XPost } from '../bot/ports.js';
import type { Meaning } from '../intents/types.js';

/** What stands in an inbox row of the post itself; of an echo only that it was there. */
export function bodyColumns(post: XPost, isEcho = false) {
  return {
    post_id: post.id,
    // The post that this one passes on.
    about_id: post.retweetedPostId ?? post.quotedPostId,
    author_id: isEcho ? '' : post.authorId,
    body: JSON.stringify(isEcho ? emptied(post) : post),
    ...(isEcho ? { check_at: null } : {}),
  };
}

/** The shell of a post: no word of it, and nobody in it. */
export function emptied(post: XPost): XPost {
  return {
    ...post,
    authorId: '',
    text: '',
    ownText: '',
    inReplyToUserId: null,
    mentions: [],
    hasMedia: false,
  };
}

/** What a post meant, without anything that was written in it. */
export function labelsOf({ entities: _, ...meaning }: Meaning): Omit<Meaning, 'entities'> {
  return { ...meaning, why: [], command: null };
}

/** The version that waits beside the one that was decided. */
export function newestOf(edit: string | null): XPost | null {
  return edit === null ? null : (JSON.parse(edit) as XPost);
}
