import { type Clock, type Instant, MINUTE } from '../lib/instant.js';

const WINDOW = 15 * MINUTE;

/**
 * X's figures are for paying guests; these let a desk of some hundred handles look every second. The counting is real.
 */
export const LIMITS = {
  search: 90_000,
  timeline: 90_000,
  posts: 90_000,
  users: 90_000,
  me: 9_000,
  create: 9_000,
} as const;

export type Endpoint = keyof typeof LIMITS;
export type RateHeaders = Record<`x-rate-limit-${'limit' | 'remaining' | 'reset'}`, string>;

/** What is left of a caller's window at one endpoint. */
export interface Allowance {
  allowed: boolean;
  headers: RateHeaders;
}

/** Counts calls of each caller at each endpoint in windows of 15 minutes on the sandbox's clock. */
export class RateLimits {
  readonly #windows = new Map<string, { used: number; resetAt: Instant }>();
  readonly #clock: Clock;
  readonly #limits: Record<Endpoint, number>;

  constructor(clock: Clock, limits: Record<Endpoint, number> = LIMITS) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Counts one call. */
  take(caller: string, endpoint: Endpoint): Allowance {
    const now = this.#clock.now();
    const limit = this.#limits[endpoint];
    const key = `${endpoint} ${caller}`;
    let window = this.#windows.get(key);
    if (window === undefined || window.resetAt <= now) {
      window = { used: 0, resetAt: now + WINDOW };
      this.#windows.set(key, window);
    }
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    return { allowed, headers: rateHeaders(limit, limit - window.used, window.resetAt) };
  }
}

export function rateHeaders(limit: number, remaining: number, resetAt: Instant): RateHeaders {
  return {
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    // Whole seconds, rounded up: whoever waits for it must not come too early.
    'x-rate-limit-reset': String(Math.ceil(resetAt / 1_000)),
  };
}
