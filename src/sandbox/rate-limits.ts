import { type Clock, type Instant, MINUTE } from '../lib/instant.js';
import { type Endpoint, type LimitTable, ROOMY } from './limit-tables.js';
import { resetSeconds, Windows } from './windows.js';

const WINDOW = 15 * MINUTE;

export type RateHeaders = Record<string, string>;

/** What is left of a caller's window at one endpoint. */
export interface Allowance {
  allowed: boolean;
  headers: RateHeaders;
  /** Refused, and the caller knew: it was refused in this very window before. */
  insideKnown: boolean;
}

/** Counts calls of each caller at each endpoint in windows of 15 minutes on the sandbox's clock. */
export class RateLimits {
  readonly #windows: Windows;
  readonly #limits: LimitTable;

  constructor(clock: Clock, limits: LimitTable = ROOMY) {
    this.#windows = new Windows(clock, WINDOW);
    this.#limits = limits;
  }

  /** Counts one call by `app`, or by the user with this id. */
  take(caller: string, endpoint: Endpoint): Allowance {
    const limit = this.limitOf(caller, endpoint);
    if (limit === null) return { allowed: true, headers: {}, insideKnown: false };
    const window = this.#windows.at(`${endpoint} ${caller}`);
    const allowed = window.used < limit;
    const insideKnown = !allowed && window.told;
    if (allowed) window.used += 1;
    else window.told = true;
    return { allowed, headers: rateHeaders(limit, limit - window.used, window.resetAt), insideKnown };
  }

  limitOf(caller: string, endpoint: Endpoint): number | null {
    const limit = this.#limits[endpoint] ?? null;
    if (limit === null || typeof limit === 'number') return limit;
    return caller === 'app' ? limit.app : limit.user;
  }
}

export function rateHeaders(limit: number, remaining: number, resetAt: Instant): RateHeaders {
  return {
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': resetSeconds(resetAt),
  };
}
