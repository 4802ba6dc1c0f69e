import type { Clock, Instant } from '../lib/instant.js';
import { SECOND } from '../lib/instant.js';
import { seeded } from '../lib/random.js';
import type { Post } from './types.js';

/** What can be wrong with an answer to a GET that says 200. */
export const READ_FAULTS = [
  'empty_body',
  'cut_json',
  'partial_errors',
  'out_of_order',
  'repeat_page',
] as const;
export type ReadFault = (typeof READ_FAULTS)[number];

const FAILURES = [500, 502, 503, 504];

/** `endpoint`: `GET /2/tweets`; null: any. `share`: of how many calls, 0 to 1, drawn from `seed`. */
export type StandingFault =
  | { kind: 'html5xx' | ReadFault; share: number; seed: number; endpoint: string | null }
  | { kind: 'storm429'; endpoint: string; until: Instant }
  | { kind: 'outage'; until: Instant; how: '503' | 'reset' }
  | { kind: 'late_posts'; share: number; seed: number; seconds: number; via: Post['via'] | null };

interface Standing {
  fault: StandingFault;
  draw: () => number;
  /** Callers a storm has refused already. */
  told: Set<string>;
}

/** Faults that last until their time is over or they are cleared. Not in the ledger: a restart ends them. */
export class StandingFaults {
  #all: Standing[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the place of one of the same kind at the same endpoint; of no share or no time, it only ends that. */
  add(fault: StandingFault): void {
    const place = placeOf(fault);
    this.#all = this.#all.filter((one) => placeOf(one.fault) !== place);
    const draw = 'seed' in fault ? seeded(fault.seed) : () => 0;
    if (!('share' in fault) || fault.share > 0) this.#all.push({ fault, draw, told: new Set() });
  }

  clear(): void {
    this.#all = [];
  }

  list(): StandingFault[] {
    return this.#current().map(({ fault }) => ({ ...fault }));
  }

  /** Does nothing answer now, and in what way? */
  outage(): 'none' | '503' | 'reset' {
    for (const { fault } of this.#current()) if (fault.kind === 'outage') return fault.how;
    return 'none';
  }

  /** Until when this endpoint is closed; `known`: this caller was told so before. */
  storm(endpoint: string, caller: string): { until: Instant; known: boolean } | null {
    for (const { fault, told } of this.#current()) {
      if (fault.kind !== 'storm429' || fault.endpoint !== endpoint) continue;
      const known = told.has(caller);
      told.add(caller);
      return { until: fault.until, known };
    }
    return null;
  }

  /** The status this call fails with, and a number to decide the rest by. */
  failure(endpoint: string): { status: number; coin: number } | null {
    for (const { fault, draw } of this.#current()) {
      if (fault.kind !== 'html5xx' || !isAt(fault.endpoint, endpoint)) continue;
      if (draw() < fault.share)
        return { status: FAILURES[Math.floor(draw() * FAILURES.length)] ?? 500, coin: draw() };
    }
    return null;
  }

  /** What is wrong with this answer, and the chance it is made with. */
  spoiling(endpoint: string): { kind: ReadFault; draw: () => number } | null {
    for (const { fault, draw } of this.#current()) {
      const kind = READ_FAULTS.find((one) => one === fault.kind);
      if (kind === undefined || !('endpoint' in fault) || !('share' in fault)) continue;
      if (isAt(fault.endpoint, endpoint) && draw() < fault.share) return { kind, draw };
    }
    return null;
  }

  /** How many milliseconds later than it is made a new post is found. */
  lateBy(via: Post['via']): number {
    for (const { fault, draw } of this.#current()) {
      if (fault.kind !== 'late_posts' || (fault.via !== null && fault.via !== via)) continue;
      if (draw() < fault.share) return fault.seconds * SECOND;
    }
    return 0;
  }

  #current(): Standing[] {
    const now = this.#clock.now();
    this.#all = this.#all.filter(({ fault }) => !('until' in fault) || fault.until > now);
    return this.#all;
  }
}

function isAt(wanted: string | null, endpoint: string): boolean {
  return wanted === null || wanted === endpoint;
}

function placeOf(fault: StandingFault): string {
  return `${fault.kind} ${('endpoint' in fault && fault.endpoint) || ''}`;
}
