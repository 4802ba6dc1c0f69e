import type { StoredPost } from './types.js';
import type { World } from './world.js';

/** Why someone cannot see a post. */
export type Hindrance = 'unborn' | 'deleted' | 'withheld' | 'suspended' | 'protected';

/** What stands between a post and whoever looks; `viewerId` absent: the app, a stranger to everyone. */
export function hindranceOf(world: World, post: StoredPost, viewerId?: string): Hindrance | null {
  if (!world.exists(post)) return 'unborn';
  if (world.fates.deletedAt(post.id) !== undefined) return 'deleted';
  if (world.fates.isWithheld(post.id)) return 'withheld';
  const standing = world.standing(post.authorId);
  if (standing?.suspended) return 'suspended';
  // Nobody here follows anyone: only the author sees protected posts.
  if (standing?.protected && viewerId !== post.authorId) return 'protected';
  return null;
}

/** Do search, mentions and the like show it now? Of an edited post they show only the newest version. */
export function isFindable(world: World, post: StoredPost, viewerId?: string): boolean {
  if ((post.indexedAt ?? 0) > world.clock.now() || world.fates.newest(post.id) !== post.id) return false;
  return hindranceOf(world, post, viewerId) === null;
}
