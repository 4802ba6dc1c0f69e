import type { PlacedRow } from '../intents/leakage.js';
import type { TrainingRow } from '../intents/train.js';
import { INTENTS, LANGUAGES } from '../intents/types.js';
import { lengthOf, scriptOf } from './slices.js';
import { table } from './words.js';

const BEGIN = '<!-- counts: written by npm run eval -->';
const END = '<!-- end of counts -->';

interface Parts {
  training: readonly PlacedRow[];
  test: readonly PlacedRow[];
}

/** The datasheet with its counts as they are now; the words around them stay. Throws when the marks are gone. */
export function withCounts(datasheet: string, parts: Parts): string {
  const [from, to] = [datasheet.indexOf(BEGIN), datasheet.indexOf(END)];
  if (from < 0 || to < from) throw new RangeError(`the datasheet has no "${BEGIN}" before "${END}"`);
  return `${datasheet.slice(0, from)}${BEGIN}\n\n${countsOf(parts)}\n\n${datasheet.slice(to)}`;
}

function countsOf({ training, test }: Parts): string {
  const sides = [training, test].map((part) => part.map(({ row }) => row));
  const count = (passes: (row: TrainingRow) => boolean): string[] =>
    sides.map((rows) => String(rows.filter(passes).length));
  const head = (name: string): string[] => [name, 'training', 'test'];
  const hands = sides.map((rows) => String(new Set(rows.map(({ group }) => group)).size));
  const values = (take: (row: TrainingRow) => string): string[][] =>
    [...new Set(sides.flat().map(take))]
      .sort()
      .map((value) => [value, ...count((row) => take(row) === value)]);
  const byClass = INTENTS.flatMap((intent) =>
    LANGUAGES.map((lang) => [
      `${intent}, ${lang}`,
      ...count((row) => row.intent === intent && row.lang === lang),
    ]),
  );
  return [
    table(head('all'), [
      ['texts', ...count(() => true)],
      ['hands', ...hands],
      ['filled-in templates', ...count(({ template }) => (template ?? null) !== null)],
      ['look like danger and are none', ...count(({ lookalike }) => lookalike === true)],
    ]),
    table(head('class and language'), byClass),
    table(
      head('script'),
      values(({ text }) => scriptOf(text)),
    ),
    table(
      head('length in characters'),
      ['under 40', '40 to 140', '141 to 280', 'over 280'].map((name) => [
        name,
        ...count(({ text }) => lengthOf(text) === name),
      ]),
    ),
    table(
      head('service'),
      values(({ service }) => service ?? '(none)'),
    ),
    table(
      head('district'),
      values(({ district }) => district ?? '(none)'),
    ),
  ].join('\n\n');
}
