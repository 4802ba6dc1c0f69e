import { z } from 'zod';
import { type Fault, SunwaiError } from '../lib/errors.js';
import { type Row, readTable, short, type TableSpec } from './csv.js';
import { isDay, text } from './tables.js';

/** Everything X has a price for that a desk could ever buy. */
export const PRICE_ITEMS = [
  'post_read',
  'owned_post_read',
  'user_read',
  'dm_read',
  'post_create',
  'post_create_summoned',
  'post_create_with_url',
  'dm_create',
  'post_delete',
  'hide_reply',
  'media_metadata',
  'counts',
] as const;
export type PriceItem = (typeof PRICE_ITEMS)[number];

/** What one piece of an item costs from a day on, until a later row of the same item begins. */
export interface Price {
  /** YYYY-MM-DD, the first day; days of account are UTC. */
  validFrom: string;
  item: PriceItem;
  /** Millionths of a US dollar. */
  micros: number;
  /** What is counted: things returned, or requests made. */
  unit: 'resource' | 'request';
  source: string;
}

const says = (what: string) => (issue: { input?: unknown }) =>
  `"${short(String(issue.input ?? ''))}" ${what}`;

const PRICES: TableSpec<Price> = {
  file: 'prices.csv',
  columns: ['valid_from', 'item', 'micros', 'unit', 'source'],
  needsRows: true,
  schema: z
    .object({
      valid_from: z.string().refine(isDay, { error: says('is not a day like 2026-01-31') }),
      item: z.enum(PRICE_ITEMS, { error: says(`is none of: ${PRICE_ITEMS.join(', ')}`) }),
      micros: z
        .string()
        .regex(/^\d{1,12}$/, { error: says('is not a whole number of millionths of a dollar') })
        .transform(Number),
      unit: z.enum(['resource', 'request'], { error: says('is none of: resource, request') }),
      source: text,
    })
    .transform(({ valid_from, ...row }) => ({ ...row, validFrom: valid_from })),
};

/** Reads X's price list. Throws SunwaiError with every fault: file:line and field, an item twice, an item missing. */
export function loadPrices(path: string): Price[] {
  const faults: Fault[] = [];
  const rows = readTable(path, PRICES, faults);
  faults.push(...twice(rows));
  if (faults.length === 0) faults.push(...missing(rows));
  if (faults.length > 0) throw new SunwaiError(faults);
  return rows.map(({ value }) => value);
}

function twice(rows: readonly Row<Price>[]): Fault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, value }): Fault[] => {
    const key = `${value.item} from ${value.validFrom}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, line);
      return [];
    }
    return [
      { code: 'DIR-004', where: `prices.csv:${line} item`, detail: `${key} stands in line ${known} too` },
    ];
  });
}

/** An item without a price would look free. */
function missing(rows: readonly Row<Price>[]): Fault[] {
  const priced = new Set(rows.map(({ value }) => value.item));
  return PRICE_ITEMS.filter((item) => !priced.has(item)).map((item) => ({
    code: 'DIR-002',
    where: 'prices.csv:1 item',
    detail: `no row gives the price of ${item}`,
  }));
}
