/** A moment in time: whole milliseconds since 1970-01-01T00:00:00Z. Every `…At` field is one of these. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Tells the time. Pure rooms never hold one: they are handed `now`. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };

/** ISO 8601 in UTC, for logs, JSON and the store's readers. */
export function iso(at: Instant): string {
  return new Date(at).toISOString();
}
