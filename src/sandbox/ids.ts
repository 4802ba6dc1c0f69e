import type { Clock, Instant } from '../lib/instant.js';
import { compareIds, idAt } from '../lib/snowflake.js';

/** Hands out ids that are as old as what they are for. */
export class Ids {
  readonly #clock: Clock;
  readonly #isTaken: (id: string) => boolean;
  #last = '0';

  constructor(clock: Clock, isTaken: (id: string) => boolean) {
    this.#clock = clock;
    this.#isTaken = isTaken;
  }

  /** Ids of now come after this one. */
  seen(id: string): void {
    if (compareIds(id, this.#last) > 0) this.#last = id;
  }

  /** An id of now. They strictly increase, also when the machine's clock is set back. */
  next(): string {
    const now = idAt(this.#clock.now());
    this.#last = this.#free(compareIds(now, this.#last) > 0 ? now : following(this.#last));
    return this.#last;
  }

  /** An id of another time, that is not among `taken` either. */
  at(at: Instant, taken: ReadonlySet<string> = new Set()): string {
    return this.#free(idAt(at), taken);
  }

  #free(from: string, taken: ReadonlySet<string> = new Set()): string {
    let id = from;
    while (taken.has(id) || this.#isTaken(id)) id = following(id);
    return id;
  }
}

function following(id: string): string {
  return (BigInt(id) + 1n).toString();
}
