import type { Clock, Instant } from '../lib/instant.js';
import type { World } from './world.js';

/** What a well-behaved client never does. */
export const VIOLATIONS = [
  'inside429',
  'notSummoned',
  'duplicate',
  'tooLong',
  'invalid',
  'goneTarget',
  'replyRestricted',
  'accountLimit',
] as const;

export type Violation = (typeof VIOLATIONS)[number];

/** As many are shown one by one. */
const SHOWN = 200;

/** Counts what came in under /2, for whoever has to judge a client. Not in the ledger: a restart begins anew. */
export class Report {
  readonly #clock: Clock;
  #since: Instant = 0;
  #requests = new Map<string, Map<string, number>>();
  #violations = noViolations();
  #recent: { at: Instant; kind: Violation; endpoint: string; caller: string }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `endpoint`: `GET /2/tweets`; `cut`: the connection ended without a whole answer. */
  request(endpoint: string, status: number | 'cut'): void {
    const counts = this.#requests.get(endpoint) ?? new Map<string, number>();
    this.#requests.set(endpoint, counts);
    counts.set(String(status), (counts.get(String(status)) ?? 0) + 1);
  }

  violation(kind: Violation, endpoint: string, caller: string): void {
    this.#violations[kind] += 1;
    this.#recent.push({ at: this.#clock.now(), kind, endpoint, caller });
    if (this.#recent.length > SHOWN) this.#recent.shift();
  }

  reset(): Instant {
    this.#since = this.#clock.now();
    this.#requests = new Map();
    this.#violations = noViolations();
    this.#recent = [];
    return this.#since;
  }

  show(world: World) {
    return {
      since: this.#since,
      now: this.#clock.now(),
      requests: Object.fromEntries(
        [...this.#requests].sort().map(([endpoint, counts]) => [endpoint, Object.fromEntries(counts)]),
      ),
      violations: { ...this.#violations },
      recentViolations: [...this.#recent],
      replies: repliesSince(world, this.#since),
    };
  }
}

/** How often programs answered each post, whatever version of it they answered. */
function repliesSince(world: World, since: Instant): Record<string, number> {
  const replies: Record<string, number> = {};
  for (const { post } of world.timeline.newestFirst()) {
    if (post.createdAt < since) break;
    if (post.via !== 'api' || post.replyTo === null) continue;
    const first = world.fates.first(post.replyTo);
    replies[first] = (replies[first] ?? 0) + 1;
  }
  return replies;
}

function noViolations(): Record<Violation, number> {
  return Object.fromEntries(VIOLATIONS.map((kind) => [kind, 0])) as Record<Violation, number>;
}
