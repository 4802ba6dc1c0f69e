import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import type { Fault } from '../lib/errors.js';
import { readText } from './text.js';

/** A row that passed its schema, with the line where it begins. */
export interface Row<T> {
  line: number;
  value: T;
}

export interface TableSpec<T> {
  file: string;
  /** The first columns, in this order. More may follow; a schema may read those by name. */
  columns: readonly string[];
  schema: z.ZodType<T>;
  /** The file may be missing. @default false */
  optional?: boolean;
  /** A header alone is not enough. @default false */
  needsRows?: boolean;
}

interface ParsedRow {
  record: string[];
  raw: string;
  /** The line where the row ends. */
  info: { lines: number };
}

interface RawRow {
  line: number;
  cells: string[];
}

/**
 * Reads one table. Broken rows go to `faults` and are left out; the others are returned. `claimed` gets the first
 * field of every row, broken or not, so that one broken row does not make faults of all rows that point at it.
 */
export function readTable<T>(
  path: string,
  spec: TableSpec<T>,
  faults: Fault[],
  claimed = new Set<string>(),
): Row<T>[] {
  const text = readText(path, spec.file, faults);
  if (text === null) return [];
  const [header, ...rows] = splitRows(text, spec.file, faults);
  if (header === undefined || !headerFits(header, spec, faults)) return [];
  const good: Row<T>[] = [];
  for (const row of rows) {
    claimed.add(row.cells[0] ?? '');
    if (row.cells.length !== header.cells.length) {
      const detail = `${row.cells.length} columns, but the header has ${header.cells.length}`;
      faults.push({ code: 'DIR-002', where: `${spec.file}:${row.line} row`, detail });
      continue;
    }
    const record = Object.fromEntries(header.cells.map((name, at) => [name, row.cells[at] ?? '']));
    const result = spec.schema.safeParse(record);
    if (result.success) {
      good.push({ line: row.line, value: result.data });
      continue;
    }
    for (const issue of result.error.issues) {
      const where = `${spec.file}:${row.line} ${String(issue.path[0] ?? 'row')}`;
      faults.push({ code: 'DIR-002', where, detail: issue.message });
    }
  }
  if (spec.needsRows && rows.length === 0) {
    faults.push({ code: 'DIR-002', where: `${spec.file}:1 row`, detail: 'there is a header but no row' });
  }
  return good;
}

function headerFits(header: RawRow, spec: TableSpec<unknown>, faults: Fault[]): boolean {
  const where = `${spec.file}:${header.line} header`;
  const wrong = spec.columns.findIndex((name, at) => header.cells[at] !== name);
  if (wrong !== -1) {
    const found = header.cells[wrong] ?? '';
    const detail = `column ${wrong + 1} must be "${spec.columns[wrong]}", not "${short(found)}"`;
    faults.push({ code: 'DIR-002', where, detail });
    return false;
  }
  const twice = header.cells.find((name, at) => name !== '' && header.cells.indexOf(name) !== at);
  if (twice === undefined) return true;
  faults.push({ code: 'DIR-002', where, detail: `the column "${short(twice)}" stands twice` });
  return false;
}

function splitRows(text: string, file: string, faults: Fault[]): RawRow[] {
  const { stray, open } = findBadQuotes(text);
  const fault = (line: number, detail: string) =>
    faults.push({ code: 'DIR-002', where: `${file}:${line} row`, detail });
  for (const line of stray.keys())
    fault(line, 'a quotation mark inside a field: double it, and quote the whole field');
  if (open !== null) {
    fault(open, 'a quotation mark is opened but never closed');
    return [];
  }
  // Rows with a stray quote are emptied: the parser would give up the rest of the file for them.
  const lines = text.split('\n');
  for (const [from, to] of stray) lines.fill('', from - 1, to);
  const options = { relax_column_count: true, skip_empty_lines: true, trim: true, raw: true, info: true };
  const parsed = parse(lines.join('\n'), options) as unknown as ParsedRow[];
  return parsed
    .map(({ record, raw, info }) => ({ line: info.lines - newlines(raw.trim()), cells: record }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/**
 * A spreadsheet never leaves a quote open or astray; a text editor does, and then the rest of the file becomes one
 * field. Gives the lines from where such a quote begins to where it ends, which the parser cannot say.
 */
function findBadQuotes(text: string): { stray: Map<number, number>; open: number | null } {
  const stray = new Map<number, number>();
  let open: number | null = null;
  let line = 1;
  let atFieldStart = true;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"' && open !== null) {
      if (text[at + 1] === '"') at++;
      else {
        if (!/^ *(,|\n|$)/.test(text.slice(at + 1, at + 100).split('\n', 1)[0] ?? '')) stray.set(open, line);
        open = null;
      }
    } else if (letter === '"' && atFieldStart) open = line;
    if (letter === '\n') line++;
    if (open === null) atFieldStart = letter === ',' || letter === '\n' || (atFieldStart && letter === ' ');
  }
  return { stray, open };
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

/** Enough of a wrong value to recognise it, never a whole paragraph. */
export function short(value: string): string {
  return value.length > 40 ? `${value.slice(0, 39)}…` : value;
}
