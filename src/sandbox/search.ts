import { createHash } from 'node:crypto';
import { DAY, iso } from '../lib/instant.js';
import { compareIds, idAt, maxId } from '../lib/snowflake.js';
import { invalid } from './problems.js';
import type { Query } from './query.js';
import type { StoredPost } from './types.js';
import type { World } from './world.js';

const MOST_CHARACTERS = 512;
const WINDOW = 7 * DAY;

/** One page of posts, newest first. */
export interface Page {
  posts: StoredPost[];
  nextToken: string | null;
}

interface Wanted {
  /** Lower case; one of them must be named. */
  handles: ReadonlySet<string>;
  retweets: boolean;
}

/** Recent search: the posts of the last seven days that name one of the handles of the query. */
export function search(world: World, query: Query): Page {
  const text = query.required('query');
  const wanted = parseQuery(text);
  const sinceId = query.id('since_id');
  const startTime = query.time('start_time');
  const most = query.count('max_results', 10, 100, 10);
  const seal = sealOf(text, sinceId);
  const beforeId = readToken(query.text('next_token'), seal);

  const oldest = world.clock.now() - WINDOW;
  if (sinceId !== undefined && compareIds(sinceId, idAt(oldest)) < 0) {
    const hint = `Please use a 'since_id' that is larger than ${idAt(oldest)}`;
    throw invalid(
      { since_id: [sinceId] },
      `'since_id' must be a tweet id created after [${iso(oldest)}]. ${hint}`,
    );
  }
  if (startTime !== undefined && startTime < oldest) {
    const message = `Invalid 'start_time':'${iso(startTime)}'. 'start_time' must be on or after ${iso(oldest)}`;
    throw invalid({ start_time: [iso(startTime)] }, message);
  }
  // Just below the first id of the moment: posts of that very millisecond belong to it.
  const floor = maxId(below(idAt(oldest)), sinceId ?? below(idAt(startTime ?? oldest)));

  const posts: StoredPost[] = [];
  for (const { post, handles } of world.timeline.newestFirst({ beforeId })) {
    if (compareIds(post.id, floor) <= 0) break;
    if (post.retweetOf !== null && !wanted.retweets) continue;
    if (handles.size === 0 || ![...handles].some((handle) => wanted.handles.has(handle))) continue;
    const last = posts.at(-1);
    // One more than the page holds: only now is it certain that there is another page.
    if (posts.length === most && last !== undefined) return { posts, nextToken: makeToken(last.id, seal) };
    posts.push(post);
  }
  return { posts, nextToken: null };
}

/** `(@a OR @b) -is:retweet` or `@a -is:retweet`; the last part may be missing. */
export function parseQuery(text: string): Wanted {
  if (text.length > MOST_CHARACTERS) {
    throw invalid(
      { query: [text] },
      `query length must be at most ${MOST_CHARACTERS} characters, is ${text.length}`,
    );
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

/** A token goes only with the query and the since_id it was given for. */
function sealOf(query: string, sinceId: string | undefined): string {
  return createHash('sha1')
    .update(`${sinceId ?? ''} ${query}`)
    .digest('base64url')
    .slice(0, 12);
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

function below(id: string): string {
  return (BigInt(id) - 1n).toString();
}
