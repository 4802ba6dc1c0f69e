import { createHash } from 'node:crypto';
import { DAY } from '../lib/instant.js';
import { compareIds } from '../lib/snowflake.js';
import { invalid } from './problems.js';
import type { Query } from './query.js';
import { lower, RANGE, type Range, readRange } from './range.js';
import type { StoredPost } from './types.js';
import { isFindable } from './visibility.js';
import type { World } from './world.js';

const MOST_CHARACTERS = 512;
/** Search and counts reach back so far. */
export const WINDOW = 7 * DAY;

/** One page of posts, newest first. */
export interface Page {
  posts: StoredPost[];
  nextToken: string | null;
}

/** What a query, or a rule of the stream, looks for. */
export interface Wanted {
  /** Lower case; one of them must be named. */
  handles: ReadonlySet<string>;
  retweets: boolean;
}

/** Recent search: the posts of the last seven days that name one of the handles of the query. */
export function search(world: World, query: Query): Page {
  const text = query.required('query');
  const wanted = parseQuery(text);
  const range = readRange(query, world.clock.now(), world.clock.now() - WINDOW);
  const most = query.count('max_results', 10, 100, 10);
  const seal = sealOf([text, ...RANGE.map((name) => query.text(name) ?? '')]);
  const beforeId = readToken(query.text('next_token'), seal);

  const posts: StoredPost[] = [];
  for (const post of matching(world, wanted, { ...range, below: lower(range.below, beforeId) })) {
    const last = posts.at(-1);
    // One more than the page holds: only now is it certain that there is another page.
    if (posts.length === most && last !== undefined) return { posts, nextToken: makeToken(last.id, seal) };
    posts.push(post);
  }
  return { posts, nextToken: null };
}

/** Every post in the range that is wanted and that anyone can find, newest first. */
export function* matching(world: World, wanted: Wanted, range: Range): Generator<StoredPost> {
  for (const { post, handles } of world.timeline.newestFirst({ beforeId: range.below })) {
    if (compareIds(post.id, range.above) <= 0) return;
    if (isWanted(post, handles, wanted) && isFindable(world, post)) yield post;
  }
}

/** `handles`: all that the post names, lower case. */
export function isWanted(post: StoredPost, handles: ReadonlySet<string>, wanted: Wanted): boolean {
  if (handles.size === 0 || (post.retweetOf !== null && !wanted.retweets)) return false;
  return [...handles].some((handle) => wanted.handles.has(handle));
}

/** `(@a OR @b) -is:retweet` or `@a -is:retweet`; the last part may be missing. */
export function parseQuery(text: string, most = MOST_CHARACTERS): Wanted {
  if (text.length > most) {
    throw invalid({ query: [text] }, `query length must be at most ${most} characters, is ${text.length}`);
  }
  const match = /^\s*(?:\(\s*(@\w{1,15}(?:\s+OR\s+@\w{1,15})*)\s*\)|(@\w{1,15}))(\s+-is:retweet)?\s*$/.exec(
    text,
  );
  if (match === null) {
    const form = '(@a OR @b) -is:retweet';
    throw invalid(
      { query: [text] },
      `There were errors processing your request: the sandbox reads only ${form}`,
    );
  }
  const names = (match[1] ?? match[2] ?? '').split(/\s+OR\s+/);
  return {
    handles: new Set(names.map((name) => name.slice(1).toLowerCase())),
    retweets: match[3] === undefined,
  };
}

/** A token goes only with the query and the range it was given for. */
function sealOf(asked: readonly string[]): string {
  return createHash('sha1').update(asked.join('\n')).digest('base64url').slice(0, 12);
}

function makeToken(lastId: string, seal: string): string {
  return Buffer.from(`${lastId} ${seal}`).toString('base64url');
}

function readToken(token: string | undefined, seal: string): string | undefined {
  if (token === undefined) return undefined;
  const [lastId = '', sealed] = Buffer.from(token, 'base64url').toString().split(' ');
  if (sealed === seal && /^\d{1,19}$/.test(lastId)) return lastId;
  throw invalid({ next_token: [token] }, 'Invalid `next_token`: it does not go with this query and since_id');
}
