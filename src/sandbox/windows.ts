import type { Clock, Instant } from '../lib/instant.js';

/** What someone has used of a limit, until it begins anew. */
export interface Window {
  used: number;
  resetAt: Instant;
  /** A call in it was refused: whoever calls again before `resetAt` was told not to. */
  told: boolean;
}

/** Counting windows by key, each beginning with its first call. */
export class Windows {
  readonly #open = new Map<string, Window>();
  readonly #clock: Clock;
  readonly #length: number;

  constructor(clock: Clock, length: number) {
    this.#clock = clock;
    this.#length = length;
  }

  /** The window this key is in now. */
  at(key: string): Window {
    const now = this.#clock.now();
    let window = this.#open.get(key);
    if (window === undefined || window.resetAt <= now) {
      window = { used: 0, resetAt: now + this.#length, told: false };
      this.#open.set(key, window);
    }
    return window;
  }
}

/** Whole seconds, rounded up: whoever waits for it must not come too early. */
export function resetSeconds(resetAt: Instant): string {
  return String(Math.ceil(resetAt / 1_000));
}
