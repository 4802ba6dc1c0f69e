import { z } from 'zod';
import type { XPost } from '../bot/ports.js';
import type { Instant } from '../lib/instant.js';
import { type RawPost, toPost } from './to-post.js';

/** One event that X delivered. `eventId` is the same whenever X delivers it again. */
export type ActivityEvent = { eventId: string } & (
  | { kind: 'post'; userId: string; post: XPost }
  | { kind: 'revoked'; userId: string; at: Instant | null }
  | { kind: 'renamed'; userId: string; name: string }
  /** Nothing the desk asked for, or has a use for. */
  | { kind: 'other' }
);

const ID = z.string().regex(/^\d{1,19}$/);
const TEXT = z.string().optional();

const ENVELOPE = z.object({
  data: z.object({
    event_uuid: z.string().regex(/^[\w-]{1,64}$/),
    event_type: z.string(),
    filter: z.object({ user_id: ID.optional() }).optional(),
    payload: z.unknown().optional(),
  }),
});

const REFERENCES = z.array(z.object({ type: z.string(), id: ID })).optional();
const ENTITIES = z
  .object({ mentions: z.array(z.object({ username: TEXT, id: ID.optional() })).optional() })
  .optional();
const NOTE = z.object({ text: TEXT, entities: ENTITIES }).optional();
const HISTORY = z.array(ID).optional();

/** All that `toPost` reads, under both of X's namings. */
const POST = z.object({
  id: ID,
  text: TEXT,
  author_id: ID,
  created_at: TEXT,
  conversation_id: ID.optional(),
  in_reply_to_user_id: ID.optional(),
  in_reply_to_tweet_id: ID.optional(),
  in_reply_to_post_id: ID.optional(),
  referenced_tweets: REFERENCES,
  referenced_posts: REFERENCES,
  edit_history_tweet_ids: HISTORY,
  edit_history_post_ids: HISTORY,
  entities: ENTITIES,
  note_tweet: NOTE,
  note_post: NOTE,
  display_text_range: z.tuple([z.int(), z.int()]).optional(),
  attachments: z.object({ media_keys: z.array(z.string()).optional() }).optional(),
});

const REVOCATION = z.object({ user_id: ID, date_time: TEXT });
const RENAMING = z.object({ after: z.string().regex(/^@?[A-Za-z0-9_]{1,15}$/) });

/** What an event says; null: it is none, or not in a form we know. */
export function readEvent(body: Uint8Array): ActivityEvent | null {
  const envelope = ENVELOPE.safeParse(parseJson(body)).data?.data;
  if (envelope === undefined) return null;
  const { event_uuid: eventId, event_type: type, filter, payload } = envelope;
  const userId = filter?.user_id ?? null;
  if (type === 'post.mention.create' || type === 'post.reply.create') {
    const raw = POST.safeParse(payload).data;
    return raw === undefined || userId === null
      ? null
      : { eventId, kind: 'post', userId, post: toPost(asRaw(raw)) };
  }
  if (type === 'oauth.revoke') {
    const said = REVOCATION.safeParse(payload).data;
    return said === undefined
      ? null
      : { eventId, kind: 'revoked', userId: said.user_id, at: instantOf(said.date_time) };
  }
  if (type === 'profile.update.handle') {
    const said = RENAMING.safeParse(payload).data;
    return said === undefined || userId === null
      ? null
      : { eventId, kind: 'renamed', userId, name: said.after.replace('@', '') };
  }
  return { eventId, kind: 'other' };
}

/** Null says as little as nothing, and is left out. The error of a text that is no JSON quotes it: it goes nowhere. */
function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'), (_name, value: unknown) => value ?? undefined);
  } catch {
    return undefined;
  }
}

/** In an event X names the post replied to in a field of its own, and may leave the reference out. */
function asRaw(post: z.infer<typeof POST>): RawPost {
  const { in_reply_to_tweet_id, in_reply_to_post_id, ...rest } = post;
  const repliedTo = in_reply_to_tweet_id ?? in_reply_to_post_id;
  const references = rest.referenced_tweets ?? rest.referenced_posts ?? [];
  if (repliedTo === undefined || references.some(({ type }) => type === 'replied_to')) return rest as RawPost;
  return { ...rest, referenced_tweets: [...references, { type: 'replied_to', id: repliedTo }] } as RawPost;
}

function instantOf(time: string | undefined): Instant | null {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? null : at;
}
