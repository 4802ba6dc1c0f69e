import type { Bill } from './bill.js';
import type { Query } from './query.js';
import { renderPost, TWEET_FIELDS } from './render-post.js';
import { renderUser, USER_FIELDS } from './render-user.js';
import type { Page } from './search.js';
import type { StoredPost } from './types.js';
import type { World } from './world.js';

/** Who reads, and what it is put on. */
export interface Reader {
  world: World;
  bill: Bill;
  /** The user whose token it is; absent for the app's own. */
  viewerId?: string;
}

/** The parameters that say what to tell of each post. */
export const SHAPE = ['tweet.fields', 'expansions', 'user.fields'] as const;

export interface Shape {
  post: ReadonlySet<string>;
  user: ReadonlySet<string>;
  authors: boolean;
}

/** Of X's expansions the sandbox has authors. */
export function readShape(query: Query): Shape {
  return {
    post: query.fields('tweet.fields', TWEET_FIELDS),
    user: query.fields('user.fields', USER_FIELDS),
    authors: query.fields('expansions', ['author_id']).size > 0,
  };
}

/** `data` and `includes`, each only if there is something in it. Whatever is in them is put on the bill. */
export function tellPosts({ world, bill }: Reader, posts: readonly StoredPost[], shape: Shape): object {
  bill.read(
    'post_read',
    posts.map(({ id }) => id),
  );
  const ids = shape.authors ? [...new Set(posts.map(({ authorId }) => authorId))] : [];
  bill.read('user_read', ids);
  const users = ids
    .flatMap((id) => world.account(id) ?? [])
    .map((user) => renderUser(world, user, shape.user));
  // The expansion brings the field it expands.
  const asked = shape.authors ? new Set([...shape.post, 'author_id']) : shape.post;
  return {
    ...(posts.length > 0 && { data: posts.map((post) => renderPost(world, post, asked)) }),
    ...(users.length > 0 && { includes: { users } }),
  };
}

export function tellPage(reader: Reader, { posts, nextToken }: Page, shape: Shape): object {
  const [newest, oldest] = [posts[0], posts.at(-1)];
  if (newest === undefined || oldest === undefined) return { meta: { result_count: 0 } };
  const ends = { newest_id: newest.id, oldest_id: oldest.id, result_count: posts.length };
  const meta = { ...ends, ...(nextToken !== null && { next_token: nextToken }) };
  return { ...tellPosts(reader, posts, shape), meta };
}
