import { type Instant, MINUTE } from '../lib/instant.js';
import { type Overlap, type ReadingTools, readGroups } from './intake.js';
import type { MentionReader, Sink, Source, SourceName, WatchedHandle } from './ports.js';

/** What X allows of one kind of request, as far as it has told. After `resetAt` only the limit still counts. */
export interface WindowBudget {
  limit: number;
  remaining: number;
  resetAt: Instant;
}

/** What a schedule has to go by. */
export interface PollMeans {
  /** null: X has not told its limit yet. */
  budget: WindowBudget | null;
  /** All pauses are so many times longer: money is short. */
  factor: number;
}

/** Says which groups are read when. Remembers in memory only: after a restart everything is due. */
export interface PollSchedule {
  due(groups: WatchedHandle[][], now: Instant, means: PollMeans): WatchedHandle[][];
  /** What reading this group at `now` brought; null: it could not be read. */
  read(group: readonly WatchedHandle[], added: number | null, now: Instant): void;
  /** When the next group is due. */
  nextAt(now: Instant): Instant;
}

export interface PollOptions extends ReadingTools {
  overlapMs: number;
  /** @default nothing is known of any limit */
  budget?: () => Promise<WindowBudget | null>;
  /** @default 1 */
  factor?: () => number;
}

/** Single answers of X go wrong every day; a group that cannot be read for so long is in trouble. */
const LONG_UNREAD = 5 * MINUTE;

/** A source that asks: a reader, and a schedule for it. */
export function createPollSource(
  name: SourceName,
  reader: MentionReader,
  schedule: PollSchedule,
  { overlapMs, budget = async () => null, factor = () => 1, ...tools }: PollOptions,
): Source {
  const overlap: Overlap = { ms: overlapMs, readAt: new Map() };
  /** Since when each group is asked for in vain, by its first handle. */
  const unread = new Map<string, Instant>();

  function note(group: readonly WatchedHandle[], added: number | null, now: Instant): void {
    const first = group[0]?.handle ?? '';
    if (added !== null) unread.delete(first);
    else if (!unread.has(first)) unread.set(first, now);
    schedule.read(group, added, now);
  }

  return {
    name,
    async turn(sink: Sink) {
      const now = tools.clock.now();
      const groups = reader.groups(sink.handles());
      const due = schedule.due(groups, now, { budget: await budget(), factor: factor() });
      for (const first of unread.keys())
        if (!groups.some((group) => group[0]?.handle === first)) unread.delete(first);
      try {
        const added = await readGroups(sink, reader, due, overlap, tools);
        for (const [at, group] of due.entries()) note(group, added[at] ?? null, now);
      } catch (error) {
        // Nothing could be read: that too is asked again at its next time, not at once.
        for (const group of due) note(group, null, now);
        throw error;
      }
      return schedule.nextAt(tools.clock.now());
    },
    trouble() {
      const now = tools.clock.now();
      const long = [...unread].filter(([, since]) => now - since >= LONG_UNREAD).map(([first]) => first);
      return long.length === 0 ? null : `not read: the groups of @${long.join(', @')}`;
    },
    stop: async () => {},
  };
}

/** Everything, every so many milliseconds. */
export function everyRound(periodMs: number): PollSchedule {
  let last: Instant | null = null;
  let wait = periodMs;
  return {
    due(groups, now, { factor }) {
      wait = periodMs * factor;
      // A clock that was set back would else keep it from looking until that time comes again.
      const isDue = last === null || now < last || now - last >= wait;
      if (isDue) last = now;
      return isDue ? groups : [];
    },
    read() {},
    nextAt: (now) => (last ?? now) + wait,
  };
}
