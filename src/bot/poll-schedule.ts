import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../lib/instant.js';
import type { PollSchedule, WindowBudget } from './poll-source.js';
import type { WatchedHandle } from './ports.js';

export interface NeedOptions {
  /** Nobody waits longer than this, if X's limit allows. */
  idleMs: number;
  /** Is another source the first to bring mentions? Then each is asked for once in `idleMs`, whatever it brings. */
  safetyNet: boolean;
}

/** Beside another source: each about once an hour. */
export const HOURLY: NeedOptions = { idleMs: HOUR, safetyNet: true };
/** The only source: as often as X allows. */
export const ALONE: NeedOptions = { idleMs: 15 * MINUTE, safetyNet: false };

/** What X allows before it has told: its published number. Only a start. */
export const ASSUMED_LIMIT = 450;
/** X counts in windows that long. Only the pace depends on it; the end of a window is whatever X says. */
const WINDOW = 15 * MINUTE;
/** The rest is left for second pages. */
const SHARE = 0.9;
/** Of that, what may go out at once; what comes back in a window is the other part: together they stay under the limit. */
const BURST = 0.25;
/** No handle is asked for more often. */
const FASTEST = 15 * SECOND;
/** What a handle brought counts for about so long. */
const MEMORY = 30 * MINUTE;
/** Nobody is so quiet that it is forgotten: as if each brought one mention a day more. */
const QUIET = 1 / DAY;
/** A group that could not be read is tried again after this. */
const RETRY = MINUTE;
/** Posts on a page: more of them took further requests. */
const PAGE = 100;

interface Known {
  group: WatchedHandle[];
  /** The interval counts from here. */
  from: Instant;
  readAt: Instant | null;
  /** Mentions per millisecond. */
  rate: number;
  /** Milliseconds between two readings, as things stand. */
  interval: number;
}

/**
 * Asks for hot handles often and for quiet ones seldom, within what X allows. The pace goes with the square root of what
 * a handle lately brought: of all ways to spend a number of requests this one makes the mentions wait least. Half of the
 * requests at most go to keeping everybody under `idleMs`.
 */
export function byNeed({ idleMs, safetyNet }: NeedOptions): PollSchedule {
  const known = new Map<string, Known>();
  let all: Known[] = [];
  let limit = ASSUMED_LIMIT;
  let tokens = limit * SHARE * BURST;
  let filledAt: Instant | null = null;
  let closedUntil: Instant | null = null;

  /** Requests per millisecond. */
  const pace = () => (limit * SHARE * (1 - BURST)) / WINDOW;

  function refill(now: Instant, budget: WindowBudget | null): void {
    if (budget !== null && budget.limit !== limit) {
      tokens *= budget.limit / limit;
      limit = budget.limit;
    }
    const passed = filledAt === null ? 0 : Math.max(0, now - filledAt);
    tokens = Math.min(limit * SHARE * BURST, tokens + passed * pace());
    filledAt = now;
  }

  /** How often each is wanted, with what is known of all. */
  function plan(groups: readonly WatchedHandle[][], now: Instant, factor: number): void {
    const fresh: Known[] = [];
    all = groups.map((group) => {
      const key = keyOf(group);
      const one = known.get(key) ?? { group, from: now, readAt: null, rate: 0, interval: idleMs };
      if (!known.has(key)) fresh.push(one);
      // Its handles may have other names by now.
      one.group = group;
      known.set(key, one);
      return one;
    });
    const floor = Math.min(1 / idleMs, pace() / (safetyNet ? 1 : 2) / all.length);
    const spare = safetyNet ? 0 : pace() - floor * all.length;
    const sum = all.reduce((total, one) => total + weight(one), 0);
    for (const one of all) {
      one.interval = factor * Math.max(FASTEST, 1 / (floor + (spare * weight(one)) / sum));
      // A clock that was set back would else keep it from being read until that time comes again.
      one.from = Math.min(one.from, now);
    }
    // The first reading is wanted now; beside another source it is spread over the time, there is no hurry.
    for (const [at, one] of fresh.entries())
      one.from -= one.interval * (safetyNet ? (at + 1) / fresh.length : 1);
  }

  return {
    due(groups, now, { budget, factor }) {
      refill(now, budget);
      plan(groups, now, factor);
      const open = budget !== null && now < budget.resetAt;
      closedUntil = open && budget.remaining < 1 ? budget.resetAt : null;
      const most = Math.max(0, Math.floor(open ? Math.min(tokens, budget.remaining) : tokens));
      const overdue = (one: Known) => (now - one.from) / one.interval;
      const due = all
        .filter((one) => overdue(one) >= 1)
        .sort((a, b) => overdue(b) - overdue(a))
        .slice(0, most);
      tokens -= due.length;
      return due.map(({ group }) => group);
    },

    read(group, added, now) {
      const one = known.get(keyOf(group));
      if (one === undefined) return;
      if (added === null) {
        one.from = now - Math.max(0, one.interval - RETRY);
        return;
      }
      // The first reading may reach back far: it counts as if it took the whole time.
      const passed = one.readAt === null ? HOUR : Math.max(SECOND, now - one.readAt);
      one.rate += (1 - Math.exp(-passed / MEMORY)) * (added / passed - one.rate);
      one.from = now;
      one.readAt = now;
      tokens -= Math.floor(added / PAGE);
    },

    nextAt(now) {
      if (closedUntil !== null) return closedUntil;
      const first = all.reduce((earliest, one) => Math.min(earliest, one.from + one.interval), now + idleMs);
      const affordable = tokens >= 1 ? now : now + (1 - tokens) / pace();
      return Math.ceil(Math.max(first, affordable, now + SECOND / 4));
    },
  };
}

function weight({ rate }: Known): number {
  return Math.sqrt(rate + QUIET);
}

function keyOf(group: readonly WatchedHandle[]): string {
  return group.map(({ xUserId }) => xUserId).join(' ');
}
