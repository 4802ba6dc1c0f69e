import { DAY, MINUTE } from '../lib/instant.js';
import type { Account } from './types.js';
import type { World } from './world.js';

const SLICE = 30 * MINUTE;
const SLICES = DAY / SLICE;

const VERIFIED = 2_400;
const UNVERIFIED = { replies: 200, originals: 50 };

/**
 * Has this account posted as much as X lets any account post, by whatever means? A day's worth (UTC) and its share
 * of each half hour, rounded up; for an unverified account replies and other posts apart.
 */
export function isOverAccountLimit(world: World, account: Account, isReply: boolean): boolean {
  const verified = account.verifiedType !== 'none';
  const most = verified ? VERIFIED : isReply ? UNVERIFIED.replies : UNVERIFIED.originals;
  const now = world.clock.now();
  const [dayBegan, sliceBegan] = [now - (now % DAY), now - (now % SLICE)];
  let today = 0;
  let inSlice = 0;
  for (const { post } of world.timeline.newestFirst({ authorId: account.id })) {
    if (post.createdAt < dayBegan) break;
    if (!world.exists(post) || post.editOf !== undefined) continue;
    if (!verified && (post.replyTo !== null) !== isReply) continue;
    today += 1;
    if (post.createdAt >= sliceBegan) inSlice += 1;
  }
  return today >= most || inSlice >= Math.ceil(most / SLICES);
}
