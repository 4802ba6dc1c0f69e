import type { Instant } from './instant.js';

/** X's ids count milliseconds from this moment in their upper bits (2010-11-04T01:42:54.657Z). */
const EPOCH = 1_288_834_974_657n;

/** Compares two numeric ids of any length. Never through Number: ids have up to 19 digits. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The greater of two ids. */
export function maxId(a: string, b: string): string {
  return compareIds(a, b) >= 0 ? a : b;
}

/** The smallest id a post made at `at` can have: "everything since `at`" as a `since_id`. */
export function idAt(at: Instant, low = 0): string {
  return (((BigInt(Math.floor(at)) - EPOCH) << 22n) + BigInt(low)).toString();
}

/** When the post with this id was made. */
export function instantOfId(id: string): Instant {
  return Number((BigInt(id) >> 22n) + EPOCH);
}
