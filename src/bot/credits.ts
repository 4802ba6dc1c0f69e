import { type Instant, MINUTE } from '../lib/instant.js';
import type { Endpoint, XAnswer, XCall } from './ports.js';

/** The money at X is used up: nothing is sent before `until`, then one call tries. */
export interface SpentCredits {
  until: Instant;
  /** That one call is on its way. */
  trying: boolean;
}

/** null: as far as we know there is money. */
export type Credits = SpentCredits | null;

/** How long everything waits before one call tries again. */
const PAUSE = 15 * MINUTE;
/** A call that tries has its answer long before, or will have none. */
const TRIAL = MINUTE;

/** Calls that cost money: only what becomes of these tells whether there is any. */
const PAID: ReadonlySet<Endpoint> = new Set([
  'search',
  'mentions',
  'stream',
  'timeline',
  'posts',
  'users',
  'users_by_name',
  'me',
  'create',
]);

/** May this call go now, and what is known once it has gone? */
export function askCredits(
  credits: Credits,
  call: XCall,
  now: Instant,
): { heldUntil: Instant | null; credits: Credits } {
  if (credits === null) return { heldUntil: null, credits };
  if (now < credits.until) return { heldUntil: credits.until, credits };
  if (!PAID.has(call.endpoint)) return { heldUntil: null, credits };
  return { heldUntil: null, credits: { until: now + TRIAL, trying: true } };
}

/**
 * What is known after an answer. A success counts only when a call was let through to try: an earlier one may have
 * been on its way when the money ran out.
 */
export function learnCredits(credits: Credits, call: XCall, answer: XAnswer, now: Instant): Credits {
  if (answer.outOfCredits === true) return { until: now + PAUSE, trying: false };
  const succeeded = answer.status !== null && answer.status < 300 && PAID.has(call.endpoint);
  return credits?.trying === true && succeeded ? null : credits;
}
