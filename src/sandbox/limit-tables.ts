/** Everything that is counted for itself. */
export type Endpoint =
  | 'search'
  | 'mentions'
  | 'timeline'
  | 'posts'
  | 'counts'
  | 'usage'
  | 'users'
  | 'usersById'
  | 'me'
  | 'create'
  | 'stream'
  | 'rulesRead'
  | 'rulesWrite'
  | 'activityStream'
  | 'subscriptions'
  | 'webhooks'
  | 'webhooksReplay'
  | 'connections';

/** Calls in 15 minutes; null: this kind of credential is not counted there. */
export interface Limit {
  /** With the app's own token. */
  app: number | null;
  /** With each user's token. */
  user: number | null;
}

/** A plain number holds for both. */
export type LimitTable = Partial<Record<Endpoint, number | Limit>>;

/** These let a desk of some hundred handles look every second. The counting is real. */
export const ROOMY = {
  search: 90_000,
  mentions: 90_000,
  timeline: 90_000,
  posts: 90_000,
  counts: 90_000,
  usage: 9_000,
  users: 90_000,
  usersById: 90_000,
  me: 9_000,
  create: 9_000,
  stream: 9_000,
  rulesRead: 9_000,
  rulesWrite: 9_000,
  activityStream: 9_000,
  subscriptions: 9_000,
  webhooks: 9_000,
  webhooksReplay: 9_000,
  connections: 9_000,
} as const satisfies Record<Endpoint, number>;

/** What X allows paying guests (pay per use), as of 2026-11. */
export const X_TABLE = {
  search: { app: 450, user: 300 },
  mentions: { app: 450, user: 300 },
  timeline: { app: 10_000, user: 900 },
  posts: { app: 3_500, user: 5_000 },
  counts: { app: 300, user: null },
  usage: { app: 50, user: null },
  users: { app: 300, user: 900 },
  usersById: { app: 300, user: 900 },
  me: { app: null, user: 75 },
  create: { app: null, user: 100 },
  stream: { app: 50, user: null },
  rulesRead: { app: 450, user: null },
  rulesWrite: { app: 100, user: null },
  activityStream: { app: 450, user: null },
  subscriptions: { app: 500, user: 500 },
  webhooks: { app: 450, user: null },
  webhooksReplay: { app: 100, user: null },
  connections: { app: 25, user: 25 },
} as const satisfies Record<Endpoint, Limit>;

/** Posts made in 24 hours: by all users of the app together, and by each of them. */
export const X_DAY = { app: 10_000, user: 2_400 };
