import type { Endpoint } from '../bot/ports.js';

const ID = '[^/]+';

/** Which endpoint a request is for; the first that fits. X counts each of them for itself. */
const TABLE: readonly (readonly [method: string, path: RegExp, endpoint: Endpoint])[] = [
  ['GET', /^\/2\/tweets\/search\/recent$/, 'search'],
  ['GET', /^\/2\/tweets\/search\/stream$/, 'stream'],
  ['GET', /^\/2\/tweets\/search\/stream\/rules$/, 'stream_rules'],
  ['POST', /^\/2\/tweets\/search\/stream\/rules$/, 'stream_rules_write'],
  ['GET', /^\/2\/tweets$/, 'posts'],
  ['GET', /^\/2\/tweets\/\d+$/, 'posts'],
  ['POST', /^\/2\/tweets$/, 'create'],
  ['GET', /^\/2\/users\/me$/, 'me'],
  ['GET', /^\/2\/users\/by(\/|$)/, 'users_by_name'],
  ['GET', new RegExp(`^/2/users/${ID}/mentions$`), 'mentions'],
  ['GET', new RegExp(`^/2/users/${ID}/tweets$`), 'timeline'],
  ['GET', new RegExp(`^/2/users(/${ID})?$`), 'users'],
  ['GET', /^\/2\/usage\/tweets$/, 'usage'],
  ['', /^\/2\/activity(\/|$)/, 'activity'],
  ['', /^\/2\/webhooks(\/|$)/, 'webhooks'],
  ['POST', /^\/2\/oauth2\//, 'token'],
  ['POST', /^\/oauth\//, 'token'],
];

/** By method and path, without the query. */
export function endpointOf(method: string, path: string): Endpoint {
  const found = TABLE.find(
    ([wanted, pattern]) => (wanted === '' || wanted === method.toUpperCase()) && pattern.test(path),
  );
  return found?.[2] ?? 'other';
}

/** What the things under `data` of an answer are, where X charges for them. */
const DATA: Partial<Record<Endpoint, 'posts' | 'users'>> = {
  search: 'posts',
  mentions: 'posts',
  timeline: 'posts',
  posts: 'posts',
  users: 'users',
  users_by_name: 'users',
  me: 'users',
};

/** Ids of everything in an answer that X charges for: what was asked for, and what came with it. */
export function billedIds(endpoint: Endpoint, body: unknown): { postIds: string[]; userIds: string[] } {
  const { data, includes } = fields(body);
  const kind = DATA[endpoint];
  const { users, tweets, posts } = fields(includes);
  return {
    postIds: [...(kind === 'posts' ? idsOf(data) : []), ...idsOf(tweets), ...idsOf(posts)],
    userIds: [...(kind === 'users' ? idsOf(data) : []), ...idsOf(users)],
  };
}

/** One thing, or a list of them; whatever else is no thing. */
function idsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => fields(one).id).filter((id): id is string => typeof id === 'string');
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
