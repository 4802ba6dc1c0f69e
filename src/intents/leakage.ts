import type { Fault } from '../lib/errors.js';
import { nearDuplicates } from './near-duplicates.js';
import type { TrainingRow } from './train.js';

/** A row and where it stands, as `file:line`. */
export interface PlacedRow {
  where: string;
  row: TrainingRow;
}

/** At most this share of all rows may be filled-in templates. */
const MOST_TEMPLATES = 0.15;

/**
 * What the test part shares with the training part, and must not: a text in another coat, a hand, a template. A model
 * that has seen any of them is measured on what it remembers.
 */
export function leaksBetween(training: readonly PlacedRow[], test: readonly PlacedRow[]): Fault[] {
  const texts = (rows: readonly PlacedRow[]): string[] => rows.map(({ row }) => row.text);
  const twins = nearDuplicates(texts(training), texts(test)).map(({ left, right, likeness }) => ({
    where: test[right]?.where ?? '',
    detail: `text: ${Math.round(likeness * 100)} % like the one in ${training[left]?.where ?? ''}`,
  }));
  return [
    ...twins,
    ...shared(training, test, 'group', ({ group }) => group),
    ...shared(training, test, 'template', ({ template }) => template),
  ].map((fault) => ({ code: 'TRN-002' as const, ...fault }));
}

/** Values on both sides, each told once with the first row of either side. */
function shared(
  training: readonly PlacedRow[],
  test: readonly PlacedRow[],
  field: string,
  take: (row: TrainingRow) => string | null | undefined,
): { where: string; detail: string }[] {
  const [seen, told] = [firstPlaces(training, take), firstPlaces(test, take)];
  return [...told].flatMap(([value, where]) => {
    const there = seen.get(value);
    return there === undefined ? [] : [{ where, detail: `${field}: ${value} is also in ${there}` }];
  });
}

function firstPlaces(
  rows: readonly PlacedRow[],
  take: (row: TrainingRow) => string | null | undefined,
): Map<string, string> {
  const first = new Map<string, string>();
  for (const { row, where } of rows) {
    const value = take(row) ?? null;
    if (value !== null && !first.has(value)) first.set(value, where);
  }
  return first;
}

/** A fault when more than the allowed share of all rows was made by filling slots. */
export function tooManyTemplates(rows: readonly PlacedRow[], where: string): Fault[] {
  const filled = rows.filter(({ row }) => (row.template ?? null) !== null).length;
  if (filled <= rows.length * MOST_TEMPLATES) return [];
  const detail = `template: ${filled} of ${rows.length} rows have one, at most ${MOST_TEMPLATES * 100} % may`;
  return [{ code: 'TRN-003', where, detail }];
}
