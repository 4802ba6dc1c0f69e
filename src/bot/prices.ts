import type { Price, PriceItem } from '../directory/price-list.js';
import { DAY, type Instant, iso } from '../lib/instant.js';

/** X's day of account: it begins at midnight UTC. */
export function accountDay(at: Instant): string {
  return iso(at).slice(0, 10);
}

/** When that day is over. */
export function endOfAccountDay(at: Instant): Instant {
  return at - (((at % DAY) + DAY) % DAY) + DAY;
}

/**
 * What one piece of `item` costs on that day, in millionths of a dollar: the newest row that has begun. On a day
 * before the first row that one holds, so that nothing ever looks free.
 */
export function priceOn(prices: readonly Price[], item: PriceItem, day: string): number {
  const rows = prices.filter((row) => row.item === item).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const held = rows.filter(({ validFrom }) => validFrom <= day).at(-1) ?? rows[0];
  if (held === undefined) throw new Error(`no price of ${item}`);
  return held.micros;
}

/** Millionths of a dollar as people read them; less than a cent is not hidden. */
export function dollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(micros !== 0 && Math.abs(micros) < 10_000 ? 4 : 2)}`;
}
