import { compareIds } from '../lib/snowflake.js';
import { HANDLE } from './mentions.js';
import { invalid, notFound } from './problems.js';
import { Query } from './query.js';
import { renderPost, TWEET_FIELDS } from './render-post.js';
import { type Page, search } from './search.js';
import type { Identity, StoredPost } from './types.js';
import type { World } from './world.js';

const USER_FIELDS = [
  ...['affiliation', 'created_at', 'description', 'entities', 'id', 'location', 'name', 'pinned_tweet_id'],
  ...[
    'profile_image_url',
    'protected',
    'public_metrics',
    'url',
    'username',
    'verified',
    'verified_type',
    'withheld',
  ],
];
/** X shows no more of anyone's posts than this. */
const TIMELINE_DEPTH = 3_200;

/** `GET /2/tweets/search/recent` */
export function searchRecent(world: World, url: string): object {
  const known = ['query', 'since_id', 'start_time', 'next_token', 'max_results', 'tweet.fields'];
  const query = new Query(url, known);
  return pageAnswer(world, search(world, query), query);
}

/** `GET /2/users/:id/tweets` */
export function userTimeline(world: World, url: string, authorId: string): object {
  const query = new Query(url, ['since_id', 'max_results', 'pagination_token', 'tweet.fields']);
  const sinceId = query.id('since_id') ?? '0';
  const most = query.count('max_results', 5, 100, 10);
  const token = query.text('pagination_token');
  if (token !== undefined && !/^t\d{1,19}$/.test(token)) {
    throw invalid({ pagination_token: [token] }, 'Invalid `pagination_token`');
  }
  if (!/^\d{1,19}$/.test(authorId))
    throw invalid({ id: [authorId] }, 'The `id` path parameter is not a valid id');
  if (world.account(authorId) === undefined) return { errors: [notFound('user', 'id', authorId)] };

  const page: Page = { posts: [], nextToken: null };
  let depth = 0;
  for (const { post } of world.timeline.newestFirst({ authorId })) {
    depth += 1;
    if (depth > TIMELINE_DEPTH || compareIds(post.id, sinceId) <= 0) break;
    if (world.isHidden(post) || (token !== undefined && compareIds(post.id, token.slice(1)) >= 0)) continue;
    if (page.posts.length === most) {
      page.nextToken = `t${page.posts.at(-1)?.id ?? ''}`;
      break;
    }
    page.posts.push(post);
  }
  return pageAnswer(world, page, query);
}

/** `GET /2/tweets?ids=`: 200 with those found; the others are in `errors`. */
export function postsById(world: World, url: string): object {
  const query = new Query(url, ['ids', 'tweet.fields']);
  const asked = query.fields('tweet.fields', TWEET_FIELDS);
  return found(query.ids('ids', 100), (id) => {
    const post = world.timeline.get(id);
    return post === undefined ? notFound('tweet', 'ids', id) : { data: renderPost(world, post, asked) };
  });
}

/** `GET /2/users/by?usernames=` */
export function usersByName(world: World, url: string): object {
  const query = new Query(url, ['usernames', 'user.fields']);
  const asked = query.fields('user.fields', USER_FIELDS);
  return found(query.list('usernames', 100, HANDLE), (name) => {
    const user = world.identityOf(name);
    return user === undefined ? notFound('user', 'usernames', name) : { data: renderUser(user, asked) };
  });
}

/** `GET /2/users/me` */
export function me(world: World, url: string, userId: string): object {
  const asked = new Query(url, ['user.fields']).fields('user.fields', USER_FIELDS);
  const user = world.account(userId);
  return user === undefined
    ? { errors: [notFound('user', 'id', userId)] }
    : { data: renderUser(user, asked) };
}

function renderUser(user: Identity, asked: ReadonlySet<string>): object {
  const optional = { description: user.about, protected: false, verified: user.kind === 'department' };
  const wanted = Object.entries(optional).filter(([name]) => asked.has(name));
  return { id: user.id, name: user.name, username: user.handle, ...Object.fromEntries(wanted) };
}

/** X leaves `data` and `errors` out when there is nothing in them. */
function found(keys: readonly string[], look: (key: string) => object): object {
  const looked = [...new Set(keys)].map(look);
  const data = looked.flatMap((one) => ('data' in one ? [one.data] : []));
  const errors = looked.filter((one) => !('data' in one));
  return { ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) };
}

function pageAnswer(world: World, { posts, nextToken }: Page, query: Query): object {
  const asked = query.fields('tweet.fields', TWEET_FIELDS);
  const first: StoredPost | undefined = posts[0];
  if (first === undefined) return { meta: { result_count: 0 } };
  return {
    data: posts.map((post) => renderPost(world, post, asked)),
    meta: {
      newest_id: first.id,
      oldest_id: posts.at(-1)?.id,
      result_count: posts.length,
      ...(nextToken !== null && { next_token: nextToken }),
    },
  };
}
