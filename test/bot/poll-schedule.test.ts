import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALONE, byNeed, HOURLY, type NeedOptions } from '../../src/bot/poll-schedule.js';
import type { WindowBudget } from '../../src/bot/poll-source.js';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';

const WINDOW = 15 * MINUTE;
const START = Date.UTC(2026, 10, 24, 6);

interface World {
  options: NeedOptions;
  handles: number;
  /** Mentions an hour of a handle at a moment since the start. */
  perHour: (handle: number, passed: number) => number;
  limit: number;
  /** Where in X's window the start lies. */
  offset?: number;
  /** Does X tell its limit? */
  tells?: boolean;
  hours: number;
  factor?: number;
}

interface Ran {
  /** Moments since the start at which each handle was read. */
  reads: number[][];
  /** Requests in each window, second pages too. */
  perWindow: Map<number, number>;
  /** Requests that X would have refused. */
  refused: number;
}

/** Lets a schedule run against an X that counts, with handles that bring so many mentions. */
function run({ options, handles, perHour, limit, offset = 0, tells = true, hours, factor = 1 }: World): Ran {
  const groups = Array.from({ length: handles }, (_, at): WatchedHandle[] => [
    { handle: `h${at}`, xUserId: String(at), department: 'D', district: null },
  ]);
  const schedule = byNeed(options);
  const reads: number[][] = groups.map(() => []);
  const carried = groups.map(() => 0);
  const perWindow = new Map<number, number>();
  let refused = 0;
  let told = false;
  let now = START;
  while (now < START + hours * HOUR) {
    const window = Math.floor((now + offset) / WINDOW);
    let used = perWindow.get(window) ?? 0;
    const budget: WindowBudget | null =
      tells && told ? { limit, remaining: limit - used, resetAt: (window + 1) * WINDOW - offset } : null;
    for (const group of schedule.due(groups, now, { budget, factor })) {
      const at = Number(group[0]?.xUserId);
      const list = reads[at] ?? [];
      const last = list.at(-1) ?? 0;
      const passed = now - START;
      const brought = (carried[at] ?? 0) + ((passed - last) / HOUR) * perHour(at, passed);
      carried[at] = brought % 1;
      used += 1 + Math.floor(brought / 100);
      if (used > limit) refused += 1;
      told = true;
      list.push(passed);
      schedule.read(group, Math.floor(brought), now);
    }
    perWindow.set(window, used);
    now = Math.max(now + 1, schedule.nextAt(now));
  }
  return { reads, perWindow, refused };
}

/** The longest pause between two readings of a handle, from the start on. */
function longestPause(reads: readonly number[], hours: number): number {
  const moments = [0, ...reads, hours * HOUR];
  return Math.max(...moments.slice(1).map((moment, at) => moment - (moments[at] ?? 0)));
}

const quiet = () => 0.05;
const mode = fc.constantFrom(ALONE, HOURLY);

describe('any number of handles', () => {
  const world = fc.record({
    options: mode,
    handles: fc.integer({ min: 1, max: 250 }),
    limit: fc.integer({ min: 20, max: 2_000 }),
    offset: fc.integer({ min: 0, max: WINDOW - 1 }),
    hot: fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 20 }),
  });

  it('never asks more than X allows, wherever its window begins', () => {
    fc.assert(
      fc.property(world, ({ hot, ...rest }) => {
        const perHour = (at: number) => hot[at] ?? 0.05;
        // Until X has told its limit a lower one than the published cannot be known.
        const limit = Math.max(rest.limit, 450);
        expect(run({ ...rest, limit, perHour, hours: 2 }).refused).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps within the published limit when X tells nothing', () => {
    fc.assert(
      fc.property(world, ({ hot, ...rest }) => {
        const perHour = (at: number) => hot[at] ?? 0.05;
        expect(run({ ...rest, limit: 450, tells: false, perHour, hours: 2 }).refused).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('asks nothing more in a window of which nothing is left', () => {
    const schedule = byNeed(ALONE);
    const groups = [[{ handle: 'h', xUserId: '1', department: 'D', district: null }]];
    const resetAt = START + 7 * MINUTE;
    const spent = { budget: { limit: 450, remaining: 0, resetAt }, factor: 1 };
    expect(schedule.due(groups, START, spent)).toEqual([]);
    expect(schedule.nextAt(START)).toBe(resetAt);
    expect(schedule.due(groups, resetAt, spent)).toEqual(groups);
  });

  it('never lets one starve, however hot the others are', () => {
    fc.assert(
      fc.property(world, ({ hot, ...rest }) => {
        const perHour = (at: number) => hot[at] ?? 0.05;
        const limit = Math.max(rest.limit, 450);
        const hours = 3;
        // One fair round is what an equal share of the requests takes; half of them may go to the hot ones.
        const fair = (rest.handles / (limit * 0.9 * 0.75)) * WINDOW * 2;
        const { reads } = run({ ...rest, limit, perHour, hours });
        const allowed = 1.1 * Math.max(rest.options.idleMs, fair) + 2 * MINUTE;
        for (const one of reads) expect(longestPause(one, hours)).toBeLessThanOrEqual(allowed);
      }),
      { numRuns: 25 },
    );
  });
});

describe('by need', () => {
  it('84 handles live within 450 requests, hot ones often and quiet ones seldom', () => {
    const perHour = (at: number) => (at < 5 ? 100 : 0.2);
    const { reads, perWindow, refused } = run({ options: ALONE, handles: 84, perHour, limit: 450, hours: 6 });
    expect(refused).toBe(0);
    expect(Math.max(...perWindow.values())).toBeLessThanOrEqual(450);
    const steady = reads.map((list) => list.filter((moment) => moment > 3 * HOUR).length / 3);
    const pauses = steady.map((anHour) => HOUR / anHour);
    for (const pause of pauses.slice(0, 5)) expect(pause).toBeLessThan(45 * SECOND);
    for (const pause of pauses.slice(5)) {
      expect(pause).toBeGreaterThan(4 * MINUTE);
      expect(pause).toBeLessThan(16 * MINUTE);
    }
  });

  it('a handle that wakes up is soon asked for often, and is left in peace again when it sleeps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 83 }), fc.integer({ min: 60, max: 600 }), (one, rate) => {
        const [wakes, sleeps] = [12 * HOUR, 15 * HOUR];
        const perHour = (at: number, passed: number) =>
          at === one && passed > wakes && passed < sleeps ? rate : 0.1;
        const { reads } = run({ options: ALONE, handles: 84, perHour, limit: 450, hours: 24 });
        const own = reads[one] ?? [];
        const between = (from: number, to: number) =>
          own.filter((moment) => moment > from && moment < to).length;
        // Within a quarter of an hour it is found, and half an hour later asked for every minute.
        expect(between(wakes, wakes + 16 * MINUTE)).toBeGreaterThan(0);
        expect(between(wakes + 45 * MINUTE, wakes + 75 * MINUTE)).toBeGreaterThanOrEqual(30);
        expect(between(20 * HOUR, 24 * HOUR)).toBeLessThan(100);
      }),
      { numRuns: 15 },
    );
  });

  it('does not forget to count the second pages', () => {
    const { refused } = run({ options: ALONE, handles: 84, perHour: () => 4_000, limit: 450, hours: 3 });
    expect(refused).toBe(0);
  });

  it('waits longer everywhere when money is short', () => {
    const world = { options: ALONE, handles: 84, perHour: quiet, limit: 450, hours: 4 };
    const total = ({ reads }: Ran) => reads.reduce((sum, list) => sum + list.length, 0);
    const ratio = total(run(world)) / total(run({ ...world, factor: 4 }));
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(5);
  });
});

describe('as a safety net', () => {
  it('asks for each about once an hour, spread over the hour, whatever it brings', () => {
    const perHour = (at: number) => (at < 5 ? 100 : 0.2);
    const { reads, perWindow } = run({ options: HOURLY, handles: 84, perHour, limit: 450, hours: 24 });
    for (const list of reads) {
      expect(list.length).toBeGreaterThanOrEqual(23);
      expect(list.length).toBeLessThanOrEqual(24);
    }
    expect(Math.max(...perWindow.values())).toBeLessThan(30);
  });
});

describe('a group that could not be read', () => {
  it('is tried again after a minute, not at once and not after its whole pause', () => {
    const schedule = byNeed(ALONE);
    const groups = [[{ handle: 'h', xUserId: '1', department: 'D', district: null }]];
    const means = { budget: null, factor: 1 };
    for (let at = START; at < START + DAY; at += HOUR) {
      const [due] = schedule.due(groups, at, means);
      if (due !== undefined) schedule.read(due, 0, at);
    }
    const now = START + DAY;
    const [due] = schedule.due(groups, now, means);
    schedule.read(due ?? [], null, now);
    expect(schedule.due(groups, now + SECOND, means)).toEqual([]);
    expect(schedule.due(groups, now + MINUTE, means)).toEqual(groups);
  });

  it('is read again although the clock was set back', () => {
    const schedule = byNeed(ALONE);
    const groups = [[{ handle: 'h', xUserId: '1', department: 'D', district: null }]];
    const means = { budget: null, factor: 1 };
    schedule.due(groups, START, means);
    schedule.read(groups[0] ?? [], 0, START);
    schedule.due(groups, START - DAY, means);
    expect(schedule.nextAt(START - DAY)).toBeLessThanOrEqual(START - DAY + ALONE.idleMs);
    expect(schedule.due(groups, START - DAY + ALONE.idleMs, means)).toEqual(groups);
  });
});
