import { z } from 'zod';
import { type Fault, SunwaiError } from '../lib/errors.js';
import { type Row, readTable, short, type TableSpec } from './csv.js';
import { text } from './tables.js';

/** What X's pages say of limits. */
export const LIMIT_NAMES = [
  'search',
  'mentions',
  'timeline',
  'users',
  'stream',
  'create',
  'post_reads',
  'stream_rules',
  'subscriptions',
  'query_characters',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/**
 * A limit as X documents it, for planning before X was ever asked. The running desk obeys what X says in its headers
 * and nothing else.
 */
export interface DocumentedLimit {
  plan: 'self-serve' | 'enterprise';
  what: LimitName;
  /** Counted for the whole app, or for each handle. */
  scope: 'app' | 'handle';
  limit: number;
  /** 0: not by time, there may never be more at once. */
  windowMinutes: number;
  source: string;
}

const says = (what: string) => (issue: { input?: unknown }) =>
  `"${short(String(issue.input ?? ''))}" ${what}`;
const number = (pattern: RegExp, what: string) =>
  z
    .string()
    .regex(pattern, { error: says(what) })
    .transform(Number);

const LIMITS: TableSpec<DocumentedLimit> = {
  file: 'limits.csv',
  columns: ['plan', 'what', 'scope', 'limit', 'window_minutes', 'source'],
  needsRows: true,
  schema: z
    .object({
      plan: z.enum(['self-serve', 'enterprise'], { error: says('is none of: self-serve, enterprise') }),
      what: z.enum(LIMIT_NAMES, { error: says(`is none of: ${LIMIT_NAMES.join(', ')}`) }),
      scope: z.enum(['app', 'handle'], { error: says('is none of: app, handle') }),
      limit: number(/^[1-9]\d{0,11}$/, 'is not a whole number above 0'),
      window_minutes: number(/^\d{1,6}$/, 'is not a whole number of minutes'),
      source: text,
    })
    .transform(({ window_minutes, ...row }) => ({ ...row, windowMinutes: window_minutes })),
};

/** Reads the documented limits. Throws SunwaiError with every fault: file:line and field, or a limit that stands twice. */
export function loadLimits(path: string): DocumentedLimit[] {
  const faults: Fault[] = [];
  const rows = readTable(path, LIMITS, faults);
  faults.push(...twice(rows));
  if (faults.length > 0) throw new SunwaiError(faults);
  return rows.map(({ value }) => value);
}

function twice(rows: readonly Row<DocumentedLimit>[]): Fault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, value }): Fault[] => {
    const key = `${value.plan} ${value.what} per ${value.scope}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, line);
      return [];
    }
    return [
      { code: 'DIR-004', where: `limits.csv:${line} what`, detail: `${key} stands in line ${known} too` },
    ];
  });
}
