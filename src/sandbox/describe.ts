import type { Instant } from '../lib/instant.js';
import type { Account, Identity } from './types.js';
import type { World } from './world.js';

/** An account with all that is known of it now. */
export function describe(world: World, identity: Identity): Account {
  return {
    ...identity,
    ...world.names.standing(identity),
    dormant: world.isDormant(identity.id),
    lastPostAt: lastPostAt(world, identity.id),
  };
}

function lastPostAt(world: World, authorId: string): Instant | null {
  for (const { post } of world.timeline.newestFirst({ authorId })) {
    const isThere = world.exists(post) && world.fates.deletedAt(post.id) === undefined;
    if (isThere && post.via === 'page' && !world.isHidden(post)) return post.createdAt;
  }
  return null;
}
