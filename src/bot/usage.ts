import { type Clock, DAY, HOUR } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import type { UsageReader } from './ports.js';
import { accountDay } from './prices.js';
import type { AlarmStore, SpendRow, SpendStore } from './spend-store.js';

/** X needs a while to add up a day. */
const SETTLED = HOUR;
/** Two counts may differ by so much: X says that charging a thing once a day is no promise. */
const TOLERANCE = 0.02;

/** Is X's count so far from ours that somebody should look? */
export function differs(ours: number, theirs: number): boolean {
  return Math.abs(ours - theirs) > TOLERANCE * theirs;
}

/** Posts we counted as read on that day; null: nothing was written down the day before, so the day may not be whole. */
export function countedOn(rows: readonly SpendRow[], day: string, dayBefore: string): number | null {
  if (!rows.some((row) => row.day === dayBefore)) return null;
  return rows
    .filter((row) => row.day === day && row.item === 'post_read')
    .reduce((sum, { count }) => sum + count, 0);
}

export interface UsageTools {
  store: SpendStore & AlarmStore;
  usage: UsageReader;
  clock: Clock;
  log: Log;
}

/**
 * Compares the last whole day with X's own count, once a day; call it as often as you like. It costs nothing, so what
 * was compared is not remembered over a restart. A day X cannot tell is tried again an hour later.
 */
export function createUsageCheck({ store, usage, clock, log }: UsageTools): () => Promise<void> {
  let compared = '';
  let notBefore = 0;
  return async () => {
    const now = clock.now();
    const day = accountDay(now - SETTLED - DAY);
    if (day === compared || now < notBefore) return;
    notBefore = now + HOUR;
    try {
      const dayBefore = accountDay(now - SETTLED - 2 * DAY);
      const ours = countedOn(await store.spend(dayBefore), day, dayBefore);
      // X leaves a day out that it has not added up yet.
      const theirs = ours === null ? null : (await usage.postsRead(3)).get(day);
      if (theirs === undefined) return;
      compared = day;
      if (ours === null || theirs === null) return;
      if (!differs(ours, theirs)) {
        await store.clearAlarm('PAY-002', 'app', now);
        return;
      }
      const detail = `${day}: X counts ${theirs} posts, we ${ours}`;
      await store.raiseAlarm('PAY-002', 'app', detail, now);
      log.error({ day, ours, theirs }, `PAY-002 ${detail}`);
    } catch (error) {
      log.warn({ day, error: describe(error) }, "X's own count could not be read");
    }
  };
}
