import type { XPost } from '../bot/ports.js';
import { instantOfId } from '../lib/snowflake.js';

/** Asked for with today's names; X's newer specification renames tweet_* to post_*, so both are read. */
export const POST_FIELDS =
  'author_id,created_at,conversation_id,in_reply_to_user_id,referenced_tweets,entities,note_tweet,display_text_range,edit_history_tweet_ids,attachments';

interface RawEntities {
  mentions?: { username?: string; id?: string }[];
}
interface RawNote {
  text?: string;
  entities?: RawEntities;
}
/** A post as X sends it, old and new names side by side. */
export interface RawPost {
  id: string;
  text?: string;
  author_id?: string;
  created_at?: string;
  conversation_id?: string;
  in_reply_to_user_id?: string;
  referenced_tweets?: { type: string; id: string }[];
  referenced_posts?: { type: string; id: string }[];
  edit_history_tweet_ids?: string[];
  edit_history_post_ids?: string[];
  entities?: RawEntities;
  note_tweet?: RawNote;
  note_post?: RawNote;
  display_text_range?: [number, number];
  attachments?: { media_keys?: string[] };
}

const HANDLE = /(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_])/g;
const REPLY_PREFIX = /^(?:\s*@[A-Za-z0-9_]{1,15})+\s*/;

/** A post as every room above knows it. */
export function toPost(raw: RawPost): XPost {
  const note = raw.note_tweet ?? raw.note_post;
  const text = unescapeEntities(note?.text ?? raw.text ?? '');
  const references = raw.referenced_tweets ?? raw.referenced_posts ?? [];
  const repliedTo = references.find((reference) => reference.type === 'replied_to')?.id ?? null;
  const retweeted = references.find((reference) => reference.type === 'retweeted')?.id;
  const ownText = withoutPrefix(text, raw.display_text_range?.[0], repliedTo !== null);
  const explicit = handlesIn(ownText);
  const ids = new Map<string, string | undefined>();
  for (const { username, id } of (note?.entities ?? raw.entities)?.mentions ?? [])
    if (username !== undefined) ids.set(username.toLowerCase(), id);
  const all = [...new Set([...explicit, ...handlesIn(text), ...ids.keys()])];
  const createdAt = raw.created_at === undefined ? Number.NaN : Date.parse(raw.created_at);
  return {
    id: raw.id,
    rootId: (raw.edit_history_tweet_ids ?? raw.edit_history_post_ids)?.[0] ?? raw.id,
    authorId: raw.author_id ?? '',
    text,
    ownText,
    createdAt: Number.isNaN(createdAt) ? instantOfId(raw.id) : createdAt,
    conversationId: raw.conversation_id ?? raw.id,
    inReplyToPostId: repliedTo,
    inReplyToUserId: raw.in_reply_to_user_id ?? null,
    isRetweet: retweeted !== undefined,
    quotedPostId: references.find((reference) => reference.type === 'quoted')?.id ?? null,
    ...(retweeted === undefined ? {} : { retweetedPostId: retweeted }),
    mentions: all.map((handle) => {
      const id = ids.get(handle);
      return { handle, explicit: explicit.includes(handle), ...(id === undefined ? {} : { id }) };
    }),
    hasMedia: (raw.attachments?.media_keys?.length ?? 0) > 0,
  };
}

/** X puts the handles of the conversation before a reply; they are not the author's words. Offsets count code points. */
function withoutPrefix(text: string, start: number | undefined, isReply: boolean): string {
  if (start !== undefined) return [...text].slice(start).join('');
  return isReply ? text.replace(REPLY_PREFIX, '') : text;
}

function handlesIn(text: string): string[] {
  return [...text.matchAll(HANDLE)].map((match) => (match[1] ?? '').toLowerCase());
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
