import type { Clock } from '../lib/instant.js';
import { StandingFaults } from './standing-faults.js';

/**
 * What can go wrong with `POST /2/tweets`. Those with `after` (and `cut_body`) strike when the post is
 * stored.
 */
export const FAULT_KINDS = [
  'error500',
  'reset_before',
  'reset_after',
  'timeout_after',
  'error500_after',
  'rate429',
  'cut_body',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Faults that wait for a call, in the order they were asked for. Not in the ledger: a restart ends them. */
export class Faults {
  readonly standing: StandingFaults;
  #waiting: { kind: FaultKind; count: number }[] = [];

  constructor(clock: Clock) {
    this.standing = new StandingFaults(clock);
  }

  /** Does nothing under /2 answer now? A stream that is open ends by itself. */
  isDown(): 'none' | '503' | 'reset' {
    return this.standing.outage();
  }

  /** Ends everything that waits or stands. */
  clear(): void {
    this.#waiting = [];
    this.standing.clear();
  }

  /**
   * The next `count` calls (after those that already wait) meet `kind`. 0 takes back what waits of that
   * kind.
   */
  plan(kind: FaultKind, count: number): void {
    if (count > 0) this.#waiting.push({ kind, count });
    else this.#waiting = this.#waiting.filter((fault) => fault.kind !== kind);
  }

  /** The fault the call that just came meets, if any. */
  next(): FaultKind | undefined {
    const fault = this.#waiting[0];
    if (fault === undefined) return undefined;
    fault.count -= 1;
    if (fault.count === 0) this.#waiting.shift();
    return fault.kind;
  }

  waiting(): { kind: FaultKind; count: number }[] {
    return this.#waiting.map((fault) => ({ ...fault }));
  }
}
