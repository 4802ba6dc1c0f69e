import { type Instant, iso } from '../lib/instant.js';
import { instantOfId } from '../lib/snowflake.js';
import type { Account } from './types.js';
import { isFindable } from './visibility.js';
import type { World } from './world.js';

/** Every name X takes in `user.fields`. */
export const USER_FIELDS = [
  ...[
    'affiliation',
    'connection_status',
    'created_at',
    'description',
    'entities',
    'id',
    'is_identity_verified',
  ],
  ...['location', 'most_recent_tweet_id', 'name', 'parody', 'pinned_tweet_id', 'profile_banner_url'],
  ...['profile_image_url', 'protected', 'public_metrics', 'receives_your_dm', 'subscription'],
  ...[
    'subscription_type',
    'url',
    'username',
    'verified',
    'verified_followers_count',
    'verified_type',
    'withheld',
  ],
];

/** When accounts were made whose ids are of the future, as invented ones are. */
const LONG_AGO: Instant = Date.UTC(2012, 0, 1);

/** An account in X's own shape: the defaults, and of the rest what is asked for. */
export function renderUser(world: World, user: Account, asked: ReadonlySet<string>): object {
  const madeAt = instantOfId(user.id);
  const optional: Record<string, () => unknown> = {
    // X documents no field for the label of automated accounts: it stands where labels of accounts stand.
    affiliation: () => (user.automated ? { description: 'Automated' } : undefined),
    created_at: () => iso(madeAt <= world.clock.now() ? madeAt : LONG_AGO),
    description: () => user.about,
    most_recent_tweet_id: () => newestOf(world, user.id),
    protected: () => user.protected,
    public_metrics: () => metricsOf(world, user),
    verified: () => user.verifiedType !== 'none',
    verified_type: () => user.verifiedType,
  };
  const wanted = Object.entries(optional)
    .filter(([name]) => asked.has(name))
    .map(([name, tell]) => [name, tell()] as const)
    .filter(([, value]) => value !== undefined);
  return { id: user.id, name: user.name, username: user.handle, ...Object.fromEntries(wanted) };
}

function newestOf(world: World, authorId: string): string | undefined {
  for (const { post } of world.timeline.newestFirst({ authorId })) {
    if (isFindable(world, post) && !world.isHidden(post)) return post.id;
  }
  return undefined;
}

function metricsOf(world: World, { id, followers }: Account): object {
  let posts = 0;
  for (const { post } of world.timeline.newestFirst({ authorId: id })) {
    if (world.exists(post) && world.fates.deletedAt(post.id) === undefined && post.editOf === undefined)
      posts += 1;
  }
  const nothing = { following_count: 0, listed_count: 0, like_count: 0, media_count: 0 };
  return { followers_count: followers, tweet_count: posts, ...nothing };
}
