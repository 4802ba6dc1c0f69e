import { DAY } from '../lib/instant.js';
import { LIMIT, weightedLength } from '../lib/weighted-length.js';
import { handlesIn } from './mentions.js';
import { forbidden, invalid } from './problems.js';
import type { Account, Draft, StoredPost } from './types.js';
import type { World } from './world.js';

const DUPLICATE = 'You are not allowed to create a Tweet with duplicate content.';
const NOT_SUMMONED =
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.';
const GONE = 'You attempted to reply to a Tweet that is deleted or not visible to you.';
const TOO_LONG = 'Your Tweet text is too long.';
const ID = /^\d{1,19}$/;

type Fields = Record<string, unknown>;
type Check = (value: unknown) => boolean;

const isId: Check = (value) => typeof value === 'string' && ID.test(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields the sandbox has a use for. X knows more; here they are as unknown as an invented one. */
const BODY: Record<string, Check> = {
  text: (value) => typeof value === 'string' && value.trim() !== '',
  reply: isObject,
  reply_settings: (value) =>
    ['everyone', 'following', 'mentionedUsers', 'subscribers', 'verified'].includes(String(value)),
  made_with_ai: isBoolean,
};
const REPLY: Record<string, Check> = {
  in_reply_to_tweet_id: isId,
  exclude_reply_user_ids: (value) => Array.isArray(value) && value.every(isId),
};

/** `POST /2/tweets`, stored. Throws what X would answer instead. */
export function createPost(world: World, author: Account, body: unknown): StoredPost {
  const draft = readBody(body, author.id);
  if (weightedLength(draft.text) > LIMIT) throw forbidden(TOO_LONG);
  if (saidRecently(world, draft)) throw forbidden(DUPLICATE);
  if (draft.replyTo != null) {
    const target = world.timeline.get(draft.replyTo);
    if (target === undefined) throw forbidden(GONE);
    if (!isSummoned(world, author, target)) throw forbidden(NOT_SUMMONED);
  }
  const [post] = world.post([draft]);
  if (post === undefined) throw new Error('a post was made and is not there');
  return post;
}

/** Did the author of `target` turn to this account: in words of their own, by a quote, or by being it? */
export function isSummoned(world: World, account: Account, target: StoredPost): boolean {
  if (target.authorId === account.id) return true;
  // The reply prefix is X's doing, not the author's: it summons nobody.
  if (handlesIn(target.text).has(account.handle.toLowerCase())) return true;
  return target.quote !== null && world.timeline.get(target.quote)?.authorId === account.id;
}

function saidRecently(world: World, { authorId, text }: Draft): boolean {
  const oldest = world.clock.now() - DAY;
  for (const { post } of world.timeline.newestFirst({ authorId })) {
    if (post.createdAt <= oldest) return false;
    if (plain(post.text) === plain(text)) return true;
  }
  return false;
}

function plain(text: string): string {
  return text.normalize('NFC').trim();
}

function readBody(body: unknown, authorId: string): Draft {
  const fields = checked(body, BODY, '$');
  if (fields.text === undefined) throw invalid({}, '$.text: is missing but it is required');
  const reply = fields.reply === undefined ? {} : checked(fields.reply, REPLY, '$.reply');
  if (fields.reply !== undefined && reply.in_reply_to_tweet_id === undefined) {
    throw invalid({}, '$.reply.in_reply_to_tweet_id: is missing but it is required');
  }
  return {
    authorId,
    text: fields.text as string,
    via: 'api',
    replyTo: (reply.in_reply_to_tweet_id as string | undefined) ?? null,
    withoutInPrefix: (reply.exclude_reply_user_ids as string[] | undefined) ?? [],
  };
}

function checked(value: unknown, schema: Record<string, Check>, path: string): Fields {
  if (!isObject(value)) throw invalid({}, `${path}: an object is expected`);
  for (const [name, field] of Object.entries(value as Fields)) {
    const check = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (check === undefined) {
      const rule = 'is not defined in the schema and the schema does not allow additional properties';
      throw invalid({}, `${path}.${name}: ${rule}`);
    }
    if (!check(field)) throw invalid({}, `${path}.${name}: [${String(field).slice(0, 60)}] is not valid`);
  }
  return value as Fields;
}
