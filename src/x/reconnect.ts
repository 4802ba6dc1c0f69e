import { MINUTE, SECOND } from '../lib/instant.js';

/**
 * Why there is no stream. `ended`: it was open, and X or the line broke it off; `network`: X was not reached; `http`: X
 * answered no; `limited`: X answered 429.
 */
export type Failure = 'ended' | 'network' | 'http' | 'limited';

/** How often each happened since the stream last held. */
export type Failures = Readonly<Record<Failure, number>>;

export const NO_FAILURES: Failures = { ended: 0, network: 0, http: 0, limited: 0 };

/** A connection that lived so long has held: whatever comes after is the first of its kind. */
export const STEADY = MINUTE;

/** The longest wait after a 429: X's window is a quarter of an hour. */
const LONGEST_LIMITED = 16 * MINUTE;

/**
 * X's own schedule: at once after the first break; 250 ms more each time up to 16 s when X is not reached; 5 s doubling
 * to 320 s when it answers no, and when it breaks off again before the stream has held; a minute doubling after 429.
 */
export function backOff(failures: Failures, failure: Failure): { waitMs: number; failures: Failures } {
  const count = failures[failure] + 1;
  return { waitMs: waitAfter(failure, count), failures: { ...failures, [failure]: count } };
}

function waitAfter(failure: Failure, count: number): number {
  if (failure === 'ended') return count === 1 ? 0 : waitAfter('http', count - 1);
  if (failure === 'network') return Math.min(16 * SECOND, 250 * count);
  if (failure === 'http') return Math.min(320 * SECOND, 5 * SECOND * 2 ** (count - 1));
  return Math.min(LONGEST_LIMITED, MINUTE * 2 ** (count - 1));
}
