import { compareIds } from '../lib/snowflake.js';
import { type Reader, readShape, SHAPE, tellPage, tellPosts } from './post-answers.js';
import { invalid, notAuthorized, notFound, suspendedUser } from './problems.js';
import { Query } from './query.js';
import { RANGE, type Range, readRange } from './range.js';
import { type Page, search } from './search.js';
import type { Entry } from './timeline.js';
import type { StoredPost } from './types.js';
import { hindranceOf, isFindable } from './visibility.js';
import type { World } from './world.js';

/** X shows no more of anyone's posts than this. */
const TIMELINE_DEPTH = 3_200;
/** And no more posts that name someone. */
const MENTIONS_DEPTH = 800;

/** `GET /2/tweets/search/recent` */
export function searchRecent(reader: Reader, url: string): object {
  const query = new Query(url, ['query', ...RANGE, 'next_token', 'max_results', ...SHAPE]);
  const shape = readShape(query);
  return tellPage(reader, search(reader.world, query), shape);
}

/** `GET /2/users/:id/tweets` */
export function userTimeline(reader: Reader, url: string, authorId: string): object {
  const { world } = reader;
  const own = world.timeline.newestFirst({ authorId });
  return timeline(reader, url, authorId, own, TIMELINE_DEPTH, (post) => !world.isHidden(post));
}

/** `GET /2/users/:id/mentions`: posts that name the account in their own words or in the reply prefix. */
export function userMentions(reader: Reader, url: string, userId: string): object {
  const { world } = reader;
  const naming = world.timeline.naming(world.names.handlesOf(userId));
  return timeline(reader, url, userId, naming, MENTIONS_DEPTH, (post) => {
    return post.retweetOf === null && world.mentionedIds(post).has(userId);
  });
}

/** `GET /2/tweets?ids=`: 200 with those found; the others are in `errors`. An old version's id finds the newest. */
export function postsById(reader: Reader, url: string): object {
  const query = new Query(url, ['ids', ...SHAPE]);
  const shape = readShape(query);
  const posts = new Map<string, StoredPost>();
  const errors = [...new Set(query.ids('ids', 100))].flatMap((id) => {
    const post = reader.world.timeline.get(reader.world.fates.newest(id));
    const hindrance = post === undefined ? 'deleted' : hindranceOf(reader.world, post, reader.viewerId);
    if (post !== undefined && hindrance === null) {
      posts.set(post.id, post);
      return [];
    }
    const gone = hindrance === 'deleted' || hindrance === 'unborn';
    return [gone ? notFound('tweet', 'ids', id) : notAuthorized('tweet', 'ids', id)];
  });
  return { ...tellPosts(reader, [...posts.values()], shape), ...(errors.length > 0 && { errors }) };
}

/** One page of what concerns one account; nothing below `depth` posts is reached. */
function timeline(
  reader: Reader,
  url: string,
  userId: string,
  entries: Iterable<Entry>,
  depth: number,
  belongs: (post: StoredPost) => boolean,
): object {
  const query = new Query(url, [...RANGE, 'max_results', 'pagination_token', ...SHAPE]);
  const range = readRange(query, reader.world.clock.now(), null);
  const most = query.count('max_results', 5, 100, 10);
  const token = query.text('pagination_token');
  if (token !== undefined && !/^t\d{1,19}$/.test(token)) {
    throw invalid({ pagination_token: [token] }, 'Invalid `pagination_token`');
  }
  const shape = readShape(query);
  if (!/^\d{1,19}$/.test(userId))
    throw invalid({ id: [userId] }, 'The `id` path parameter is not a valid id');
  const error = withoutTimeline(reader.world, userId, reader.viewerId);
  if (error !== null) return { errors: [error] };

  const belonging = within(entries, depth, (post) => {
    return isFindable(reader.world, post, reader.viewerId) && belongs(post);
  });
  return tellPage(reader, pageOf(belonging, range, token?.slice(1), most), shape);
}

/** The newest `depth` that belong, and one more without a post to say that there are more. */
function* within(
  entries: Iterable<Entry>,
  depth: number,
  belongs: (post: StoredPost) => boolean,
): Generator<StoredPost | null> {
  let found = 0;
  for (const { post } of entries) {
    if (!belongs(post)) continue;
    found += 1;
    yield found > depth ? null : post;
    if (found > depth) return;
  }
}

/** A page beyond the depth has nothing in it, but the one before it still points there. */
function pageOf(
  posts: Iterable<StoredPost | null>,
  range: Range,
  before: string | undefined,
  most: number,
): Page {
  const page: Page = { posts: [], nextToken: null };
  for (const post of posts) {
    if (post !== null && compareIds(post.id, range.above) <= 0) break;
    if (page.posts.length === most) {
      page.nextToken = `t${page.posts.at(-1)?.id ?? ''}`;
      break;
    }
    if (post === null) break;
    const above = [range.below, before].some((end) => end !== undefined && compareIds(post.id, end) >= 0);
    if (!above) page.posts.push(post);
  }
  return page;
}

function withoutTimeline(world: World, userId: string, viewerId: string | undefined): object | null {
  const account = world.account(userId);
  if (account === undefined) return notFound('user', 'id', userId);
  if (account.suspended) return suspendedUser('id', userId);
  return account.protected && viewerId !== userId ? notAuthorized('user', 'id', userId) : null;
}
