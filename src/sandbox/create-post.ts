import { DAY } from '../lib/instant.js';
import { hasLink, LIMIT, weightedLength } from '../lib/weighted-length.js';
import { isOverAccountLimit } from './account-limit.js';
import type { BillKind } from './price-list.js';
import { forbidden, invalid } from './problems.js';
import { type Account, type Draft, REPLY_SETTINGS, type ReplySettings, type StoredPost } from './types.js';
import { hindranceOf } from './visibility.js';
import type { World } from './world.js';

const DUPLICATE = 'You are not allowed to create a Tweet with duplicate content.';
const NOT_SUMMONED =
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.';
const GONE = 'You attempted to reply to a Tweet that is deleted or not visible to you.';
const RESTRICTED = 'The original Tweet author restricted who can reply to this Tweet.';
const OVER_DAILY_LIMIT = 'User is over daily status update limit.';
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
  reply_settings: (value) => REPLY_SETTINGS.some((one) => one === value),
  made_with_ai: isBoolean,
};
const REPLY: Record<string, Check> = {
  in_reply_to_tweet_id: isId,
  exclude_reply_user_ids: (value) => Array.isArray(value) && value.every(isId),
};

export interface CreateOptions {
  /** Does what X lets any account post in a day hold? */
  accountLimit: boolean;
  /** How much later than it is made the post is found. */
  lateBy: number;
}

/** `POST /2/tweets`, stored. Throws what X would answer instead. */
export function createPost(
  world: World,
  author: Account,
  body: unknown,
  { accountLimit, lateBy }: CreateOptions,
): StoredPost {
  const draft = readBody(body, author.id);
  if (weightedLength(draft.text) > LIMIT) throw forbidden(TOO_LONG, 'tooLong');
  if (saidRecently(world, draft)) throw forbidden(DUPLICATE, 'duplicate');
  if (draft.replyTo != null) requireReplyable(world, author, draft.replyTo);
  if (accountLimit && isOverAccountLimit(world, author, draft.replyTo != null)) {
    throw forbidden(OVER_DAILY_LIMIT, 'accountLimit');
  }
  const [post] = world.post([{ ...draft, lateBy }]);
  if (post === undefined) throw new Error('a post was made and is not there');
  return post;
}

/** What a post that was made costs. */
export function priceOf(world: World, post: StoredPost): BillKind {
  if (hasLink(post.text)) return 'post_create_with_url';
  const target = post.replyTo === null ? undefined : world.timeline.get(post.replyTo);
  // Whoever answers themselves was not summoned.
  return target === undefined || target.authorId === post.authorId ? 'post_create' : 'post_create_summoned';
}

/** Throws unless X lets this account answer that post. It is judged as its newest version stands. */
function requireReplyable(world: World, account: Account, postId: string): void {
  const target = world.timeline.get(world.fates.newest(postId));
  if (target === undefined || hindranceOf(world, target, account.id) !== null) {
    throw forbidden(GONE, 'goneTarget');
  }
  if (!isSummoned(world, account, target)) throw forbidden(NOT_SUMMONED, 'notSummoned');
  // Whoever began a conversation says who may answer anywhere in it.
  const root = world.timeline.get(world.fates.newest(target.conversationId)) ?? target;
  for (const { replySettings, authorId, text, createdAt } of new Set([root, target])) {
    if (replySettings === undefined || authorId === account.id) continue;
    if (!world.namedIn(text, createdAt).has(account.id)) throw forbidden(RESTRICTED, 'replyRestricted');
  }
}

/** Did the author of `target` turn to this account: in words of their own, by a quote, or by being it? */
export function isSummoned(world: World, account: Account, target: StoredPost): boolean {
  if (target.authorId === account.id) return true;
  // The reply prefix is X's doing, not the author's: it summons nobody.
  if (world.namedIn(target.text, target.createdAt).has(account.id)) return true;
  return target.quote !== null && world.timeline.get(target.quote)?.authorId === account.id;
}

function saidRecently(world: World, { authorId, text }: Draft): boolean {
  const oldest = world.clock.now() - DAY;
  for (const { post } of world.timeline.newestFirst({ authorId })) {
    if (post.createdAt <= oldest) return false;
    if (!world.exists(post)) continue;
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
    replySettings: (fields.reply_settings as ReplySettings | undefined) ?? 'everyone',
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
