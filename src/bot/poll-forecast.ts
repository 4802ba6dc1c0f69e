import { HOUR, type Instant, MINUTE } from '../lib/instant.js';
import type { PollSchedule } from './poll-source.js';
import type { WatchedHandle } from './ports.js';

/** What asking in a schedule's way comes to. */
export interface PollForecast {
  /** Requests in the busiest window. */
  requests: number;
  /** How long a mention waits to be read, in milliseconds: on average, and at worst. */
  meanWait: number;
  longestWait: number;
}

export interface PollLoad {
  groups: WatchedHandle[][];
  /** Mentions a millisecond, spread evenly over all handles. */
  rate: number;
  /** Requests X takes in a window, and how long that is; null: X puts no number on it. */
  limit: { requests: number; windowMs: number } | null;
}

/** Posts on a page: more of them take further requests. */
const PAGE = 100;
/** A window where X gives none, to count requests by. */
const WINDOW = 15 * MINUTE;
/** The first reading of everything is not what a day is like. */
const WARM_UP = HOUR;
const LENGTH = 3 * HOUR;
/** A schedule that never gets on must not keep us here. */
const TURNS = 100_000;

/**
 * Runs a schedule on a clock of its own, against mentions that come evenly, and looks what happens: the numbers are
 * those of the code that will run.
 */
export function forecastPolling(schedule: PollSchedule, { groups, rate, limit }: PollLoad): PollForecast {
  const handles = groups.reduce((sum, group) => sum + group.length, 0);
  const windowMs = limit?.windowMs ?? WINDOW;
  const readAt = new Map<WatchedHandle[], Instant>();
  const perWindow = new Map<number, number>();
  let waits = { weighted: 0, weight: 0, longest: 0 };

  let now: Instant = 0;
  for (let turn = 0; turn < TURNS && now < WARM_UP + LENGTH; turn += 1) {
    const window = Math.floor(now / windowMs);
    const used = perWindow.get(window) ?? 0;
    const budget =
      limit === null
        ? null
        : { limit: limit.requests, remaining: limit.requests - used, resetAt: (window + 1) * windowMs };
    let requests = used;
    for (const group of schedule.due(groups, now, { budget, factor: 1 })) {
      const passed = now - (readAt.get(group) ?? now);
      const posts = (passed * rate * group.length) / Math.max(1, handles);
      requests += Math.max(1, Math.ceil(posts / PAGE));
      schedule.read(group, posts, now);
      readAt.set(group, now);
      if (now < WARM_UP) continue;
      // A mention comes at any moment of the pause: half of it is what the average one waits.
      waits = {
        weighted: waits.weighted + (passed / 2) * passed * group.length,
        weight: waits.weight + passed * group.length,
        longest: Math.max(waits.longest, passed),
      };
    }
    perWindow.set(window, requests);
    now = Math.max(now + 1, schedule.nextAt(now));
  }
  const steady = [...perWindow].filter(([window]) => window * windowMs >= WARM_UP).map(([, count]) => count);
  return {
    requests: Math.max(0, ...steady),
    meanWait: waits.weight === 0 ? 0 : waits.weighted / waits.weight,
    longestWait: waits.longest,
  };
}
