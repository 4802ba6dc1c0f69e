import { DAY, HOUR, type Instant } from '../lib/instant.js';
import type { HourCount } from './watch-store.js';

/** So far back is looked for what is normal. */
export const LOOK_BACK = 14 * DAY;
/** With less of a past nothing is known to be normal. */
const LEAST_PAST = 7 * DAY;
/**
 * So many mentions must be missing. Were they independent of each other, none at all would come by chance once in
 * 160,000 times; they are not, so the median of the days stands for what an hour brings, and whole hours are counted.
 */
const MISSED = 12;

const HOURS_A_DAY = DAY / HOUR;

export interface Silence {
  handleId: string;
  /** The hour after its last mention. */
  since: Instant;
  /** How many should have come since then. */
  expected: number;
}

/**
 * Handles that normally get many mentions and now get none. What an hour should bring is the median of the same hour on
 * the days before, so that nights, and one day when everybody was angry, prove nothing.
 */
export function silentHandles(counts: readonly HourCount[], now: Instant): Silence[] {
  const byHandle = new Map<string, Map<number, number>>();
  for (const { handleId, hour, count } of counts) {
    const perHour = byHandle.get(handleId) ?? new Map<number, number>();
    byHandle.set(handleId, perHour.set(hour, count));
  }
  const thisHour = Math.floor(now / HOUR);
  return [...byHandle].flatMap(([handleId, perHour]) => {
    const hours = [...perHour.keys()].filter((hour) => hour <= thisHour);
    const first = Math.min(...hours);
    const last = Math.max(...hours);
    let expected = 0;
    // The hour that is not over yet may still bring them.
    for (let hour = last + 1; hour < thisHour; hour += 1) expected += usual(perHour, hour, first);
    const known = (last + 1 - first) * HOUR >= LEAST_PAST;
    return known && expected >= MISSED ? [{ handleId, since: (last + 1) * HOUR, expected }] : [];
  });
}

/** The median of that hour of the day over the days before it. */
function usual(perHour: ReadonlyMap<number, number>, hour: number, first: number): number {
  const days: number[] = [];
  for (let before = hour - HOURS_A_DAY; before >= first; before -= HOURS_A_DAY)
    days.push(perHour.get(before) ?? 0);
  days.sort((a, b) => a - b);
  const middle = Math.floor(days.length / 2);
  return days.length % 2 === 1 ? (days[middle] ?? 0) : ((days[middle - 1] ?? 0) + (days[middle] ?? 0)) / 2;
}
