import { type Instant, SECOND } from '../lib/instant.js';
import { BadRequest, FURTHEST, object, string } from './control-input.js';
import { EDIT_TIME, isEditable, MOST_EDITS } from './edits.js';
import { type Draft, REPLY_SETTINGS, type StoredPost } from './types.js';
import type { World } from './world.js';

/** The longest text a person may post. */
const LONGEST = 25_000;
const TIMING = ['at', 'lateSeconds', 'replySettings'] as const;

/** A post asked for by hand. Throws BadRequest. */
export function readDraft(world: World, input: unknown): Draft {
  const fields = object(input, [...['as', 'text', 'replyTo', 'retweetOf', 'quote'], ...TIMING]);
  const authorId = string(fields, 'as');
  if (world.account(authorId) === undefined) throw new BadRequest(`as: there is no account ${authorId}`);
  const [replyTo, retweetOf, quote] = [
    reference(world, fields, 'replyTo'),
    reference(world, fields, 'retweetOf'),
    reference(world, fields, 'quote'),
  ];
  if ([replyTo, retweetOf, quote].filter((id) => id !== null).length > 1 && retweetOf !== null) {
    throw new BadRequest('retweetOf: a repost is neither a reply nor a quote');
  }
  const text = retweetOf === null ? string(fields, 'text') : repost(world, retweetOf, fields.text);
  if (text.length > LONGEST) throw new BadRequest(`text: at most ${LONGEST} characters`);
  const draft: Draft = {
    authorId,
    text,
    via: 'page',
    replyTo,
    retweetOf,
    quote,
    ...readTiming(world, fields),
  };
  const ahead = [replyTo, retweetOf, quote].find(
    (id) => (instantIn(world, id) ?? 0) > (draft.at ?? world.clock.now()),
  );
  if (ahead !== undefined) throw new BadRequest(`at: post ${ahead} is not there by then`);
  return draft;
}

/** When a post shall be there, when it is found, and who may answer it. */
function readTiming(
  world: World,
  { at, lateSeconds, replySettings }: Record<string, unknown>,
): Partial<Draft> {
  const now = world.clock.now();
  if (
    at !== undefined &&
    !(Number.isSafeInteger(at) && (at as number) > now && (at as number) < now + FURTHEST)
  ) {
    throw new BadRequest('at: whole milliseconds since 1970, later than now on the clock of the sandbox');
  }
  if (lateSeconds !== undefined && !(Number.isInteger(lateSeconds) && (lateSeconds as number) >= 0)) {
    throw new BadRequest('lateSeconds: whole seconds, not below 0');
  }
  const settings = REPLY_SETTINGS.find((one) => one === replySettings);
  if (replySettings !== undefined && settings === undefined) {
    throw new BadRequest(`replySettings: one of ${REPLY_SETTINGS.join(', ')}`);
  }
  return {
    ...(at !== undefined && { at: at as number }),
    ...(lateSeconds !== undefined && { lateBy: (lateSeconds as number) * SECOND }),
    ...(settings !== undefined && { replySettings: settings }),
  };
}

export function readDrafts(world: World, input: unknown): Draft[] {
  const { posts } = object(input, ['posts']);
  if (!Array.isArray(posts)) throw new BadRequest('posts: a list is expected');
  return posts.map((post, index) => {
    try {
      return readDraft(world, post);
    } catch (error) {
      throw error instanceof BadRequest ? new BadRequest(`posts[${index}]: ${error.message}`) : error;
    }
  });
}

/** The new words of a post. Throws BadRequest where X has no button for it. */
export function readEdit(world: World, post: StoredPost, input: unknown): string {
  const text = string(object(input, ['text']), 'text');
  const versions = world.fates.versions(post.id);
  const first = world.timeline.get(versions[0] ?? post.id) ?? post;
  if (!isEditable(post)) throw new BadRequest('replies to others and reposts cannot be edited');
  if (!world.exists(post)) throw new BadRequest('the post is not there yet');
  if (world.fates.deletedAt(post.id) !== undefined) throw new BadRequest('the post is deleted');
  if (versions.length > MOST_EDITS) throw new BadRequest(`at most ${MOST_EDITS} edits`);
  if (world.clock.now() > first.createdAt + EDIT_TIME) throw new BadRequest('the time for edits is over');
  return text;
}

function reference(world: World, fields: Record<string, unknown>, name: string): string | null {
  if (fields[name] == null) return null;
  const id = string(fields, name);
  if (world.timeline.get(id) === undefined) throw new BadRequest(`${name}: there is no post ${id}`);
  return id;
}

function instantIn(world: World, id: string | null): Instant | undefined {
  return id === null ? undefined : world.timeline.get(id)?.createdAt;
}

/** A repost has no words of its own; X gives it these. */
function repost(world: World, id: string, text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '') return text;
  const post = world.timeline.get(id);
  return `RT @${world.handleOf(post?.authorId ?? '')}: ${post?.text ?? ''}`;
}
