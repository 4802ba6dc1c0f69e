import type { Clock, Instant } from '../lib/instant.js';

/** A timer waits no longer than this at once. */
const LONGEST = 2_147_483_647;

interface Due<T> {
  at: Instant;
  /** Of two for the same moment the first goes first. */
  order: number;
  what: T;
}

/** Hands things over when their time has come, in the order of their times, on a clock that can be moved. */
export class Schedule<T> {
  readonly #clock: Clock;
  readonly #hand: (what: T) => void;
  /** The next one is the last. */
  readonly #waiting: Due<T>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #added = 0;
  #sorted = true;

  constructor(clock: Clock, hand: (what: T) => void) {
    this.#clock = clock;
    this.#hand = hand;
  }

  /** Takes effect with the next `release`. */
  add(at: Instant, what: T): void {
    this.#waiting.push({ at, order: this.#added++, what });
    this.#sorted = false;
  }

  /** Hands over what is due and waits for the next. */
  release(): void {
    if (!this.#sorted) this.#waiting.sort((a, b) => b.at - a.at || b.order - a.order);
    this.#sorted = true;
    clearTimeout(this.#timer);
    for (;;) {
      const next = this.#waiting.at(-1);
      if (next === undefined) return;
      const left = next.at - this.#clock.now();
      if (left > 0) {
        this.#timer = setTimeout(() => this.release(), Math.min(left, LONGEST)).unref();
        return;
      }
      this.#waiting.pop();
      this.#hand(next.what);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }
}
