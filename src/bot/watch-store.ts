import type { Instant } from '../lib/instant.js';

/** How many posts one handle was named in during one hour. */
export interface HourCount {
  handleId: string;
  /** Hours since 1970. */
  hour: number;
  count: number;
  /** When the last of them came in; a post read late was written long before. */
  lastReceivedAt: Instant;
}

/** What the store tells of the mentions that came in. */
export interface WatchStore {
  /** Of all posts written since then, by the hour they were written in. Hours without a post are missing. */
  mentionCounts(from: Instant): Promise<HourCount[]>;
}
