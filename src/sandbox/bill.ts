import type { Clock } from '../lib/instant.js';
import { iso } from '../lib/instant.js';
import { type BillKind, PRICES, type ReadKind } from './price-list.js';

type Line = { count: number; micros: number };
type Lines = Partial<Record<BillKind, Line>>;

/** What X would charge, by UTC day and kind. Only what was answered with success is ever entered. */
export class Bill {
  readonly #clock: Clock;
  #days = new Map<string, Lines>();
  /** Posts of each day that were charged; a new beginning of the bill does not touch them. */
  readonly #usage = new Map<string, number>();
  /** What was read today: the same resource is charged once a UTC day. */
  #today = { day: '', seen: new Set<string>() };
  #reads: Record<ReadKind, { returned: number; distinct: Set<string> }> = noReads();
  #remaining: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resources that an answer, a stream or an event held. */
  read(kind: ReadKind, ids: Iterable<string>): void {
    const day = this.#day();
    if (this.#today.day !== day) this.#today = { day, seen: new Set() };
    let fresh = 0;
    for (const id of ids) {
      this.#reads[kind].returned += 1;
      this.#reads[kind].distinct.add(id);
      const key = `${kind} ${id}`;
      if (this.#today.seen.has(key)) continue;
      this.#today.seen.add(key);
      fresh += 1;
    }
    if (kind === 'post_read') this.#usage.set(day, (this.#usage.get(day) ?? 0) + fresh);
    if (fresh > 0) this.charge(kind, fresh);
  }

  charge(kind: BillKind, count = 1): void {
    const day = this.#day();
    const lines = this.#days.get(day) ?? {};
    this.#days.set(day, lines);
    const micros = count * PRICES.micros[kind];
    const line = lines[kind] ?? { count: 0, micros: 0 };
    lines[kind] = { count: line.count + count, micros: line.micros + micros };
    if (this.#remaining !== null) this.#remaining -= micros;
  }

  /** Money left for this app; null: no end of it. */
  set remaining(micros: number | null) {
    this.#remaining = micros;
  }

  get remaining(): number | null {
    return this.#remaining;
  }

  /** Nothing that costs money is answered any more. */
  get exhausted(): boolean {
    return this.#remaining !== null && this.#remaining <= 0;
  }

  /** Posts charged on a UTC day (`2026-11-25`). */
  postsOn(day: string): number {
    return this.#usage.get(day) ?? 0;
  }

  /** Begins anew; what was read today stays read, and the money left stays left. */
  reset(): void {
    this.#days = new Map();
    this.#reads = noReads();
  }

  show(): { bill: object; reads: object } {
    const days = [...this.#days].map(([day, kinds]) => ({ day, totalMicros: total(kinds), kinds }));
    const kinds: Lines = {};
    for (const [kind, { count, micros }] of days.flatMap((one) => Object.entries(one.kinds))) {
      const line = kinds[kind as BillKind] ?? { count: 0, micros: 0 };
      kinds[kind as BillKind] = { count: line.count + count, micros: line.micros + micros };
    }
    const shown = ({ returned, distinct }: { returned: number; distinct: Set<string> }) => ({
      returned,
      distinct: distinct.size,
    });
    return {
      bill: { totalMicros: total(kinds), remainingMicros: this.#remaining, prices: PRICES, kinds, days },
      reads: { posts: shown(this.#reads.post_read), users: shown(this.#reads.user_read) },
    };
  }

  #day(): string {
    return iso(this.#clock.now()).slice(0, 10);
  }
}

function noReads(): Record<ReadKind, { returned: number; distinct: Set<string> }> {
  const none = () => ({ returned: 0, distinct: new Set<string>() });
  return { post_read: none(), user_read: none() };
}

function total(lines: Lines): number {
  return Object.values(lines).reduce((sum, { micros }) => sum + micros, 0);
}
