import { macroF1 } from '../intents/measure.js';
import { countLetters, normalise } from '../intents/normalise.js';
import { LANGUAGES } from '../intents/types.js';
import { intentsOf } from './judgements.js';
import { measured, share } from './shares.js';
import type { Answer, Measured, Share } from './types.js';

/** The intents of some of the texts. */
export interface Slice {
  by: 'language' | 'script' | 'length';
  name: string;
  macroF1: Measured;
  right: Share;
  found: Share;
  falseAlarms: Share;
}

/** A post counts as mixed when the lesser script has at least this share of the letters. */
const MIXED = 0.2;

/** The script of a text without its handles and addresses. */
export function scriptOf(text: string): 'Devanagari' | 'Latin' | 'mixed' | 'none' {
  const { latin, devanagari } = countLetters(normalise(text).replace(/@\w+/g, ' '));
  const letters = latin + devanagari;
  if (letters === 0) return 'none';
  if (Math.min(latin, devanagari) / letters >= MIXED) return 'mixed';
  return devanagari > latin ? 'Devanagari' : 'Latin';
}

/** Length in characters, as a class. */
export function lengthOf(text: string): string {
  const { length } = [...text];
  return length < 40 ? 'under 40' : length <= 140 ? '40 to 140' : length <= 280 ? '141 to 280' : 'over 280';
}

/** The intents by language, script and length; classes without a text are left out. */
export function slicesOf(answers: readonly Answer[]): Slice[] {
  const families: [Slice['by'], readonly string[], (answer: Answer) => string][] = [
    ['language', LANGUAGES, ({ row }) => row.lang],
    ['script', ['Devanagari', 'Latin', 'mixed', 'none'], ({ row }) => scriptOf(row.text)],
    ['length', ['under 40', '40 to 140', '141 to 280', 'over 280'], ({ row }) => lengthOf(row.text)],
  ];
  return families.flatMap(([by, names, nameOf]) =>
    names
      .map((name) => ({ name, some: answers.filter((answer) => nameOf(answer) === name) }))
      .filter(({ some }) => some.length > 0)
      .map(({ name, some }) => slice(by, name, some)),
  );
}

function slice(by: Slice['by'], name: string, some: readonly Answer[]): Slice {
  const rings = ({ meaning }: Answer): boolean => meaning.emergency;
  return {
    by,
    name,
    macroF1: measured(some, (drawn) => macroF1(intentsOf(drawn))),
    right: share(some, ({ row, meaning }) => row.intent === meaning.intent),
    found: share(
      some.filter(({ row }) => row.intent === 'emergency'),
      rings,
    ),
    falseAlarms: share(
      some.filter(({ row }) => row.intent !== 'emergency'),
      rings,
    ),
  };
}
