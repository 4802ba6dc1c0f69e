import { type Clock, DAY } from '../lib/instant.js';
import type { Allowance } from './rate-limits.js';
import { resetSeconds, Windows } from './windows.js';

/** The posts of 24 hours, of the whole app and of each of its users. */
export class DayLimits {
  readonly #windows: Windows;
  readonly #figures: { app: number; user: number } | null;

  /** `figures` null: there are none. */
  constructor(clock: Clock, figures: { app: number; user: number } | null) {
    this.#windows = new Windows(clock, DAY);
    this.#figures = figures;
  }

  /** May this user make one more post? */
  ask(userId: string): Allowance {
    if (this.#figures === null) return { allowed: true, headers: {}, insideKnown: false };
    const full = this.#both(userId, this.#figures).filter(({ window, limit }) => window.used >= limit);
    const insideKnown = full.some(({ window }) => window.told);
    for (const { window } of full) window.told = true;
    return { allowed: full.length === 0, headers: this.headers(userId), insideKnown };
  }

  /** Counts a post that was made. */
  count(userId: string): void {
    if (this.#figures === null) return;
    for (const { window } of this.#both(userId, this.#figures)) window.used += 1;
  }

  headers(userId: string): Record<string, string> {
    if (this.#figures === null) return {};
    const entries = this.#both(userId, this.#figures).flatMap(({ name, limit, window }) => [
      [`x-${name}-limit-24hour-limit`, String(limit)],
      [`x-${name}-limit-24hour-remaining`, String(Math.max(0, limit - window.used))],
      [`x-${name}-limit-24hour-reset`, resetSeconds(window.resetAt)],
    ]);
    return Object.fromEntries(entries);
  }

  #both(userId: string, { app, user }: { app: number; user: number }) {
    return [
      { name: 'app', limit: app, window: this.#windows.at('app') },
      { name: 'user', limit: user, window: this.#windows.at(`user ${userId}`) },
    ];
  }
}
