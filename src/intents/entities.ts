import { readDates, takeDates } from './entities-dates.js';
import { readAmounts } from './entities-money.js';
import { takeNumbers } from './entities-numbers.js';
import { readSpan } from './entities-spans.js';
import { piecesOfText } from './entities-words.js';
import { scriptOf } from './language.js';
import type { Token } from './tokens.js';
import type { Entities } from './types.js';

/** An officer reads a line, not a list; nobody honest names more. */
const MOST = 5;

/**
 * What an officer would otherwise have to look for in the post. Numbers that lead to a person are never kept whole.
 * Takes the normalised text; each reader sees only what those before it left, so that nothing is told twice.
 */
export function readEntities(normalised: string, tokens: readonly Token[], hasMedia: boolean): Entities {
  const written = takeDates(normalised);
  const { numbers, rest } = takeNumbers(written.rest);
  const pieces = piecesOfText(rest);
  return {
    since: readSpan(pieces),
    dates: few([...written.dates, ...readDates(pieces)]),
    numbers: few(numbers),
    amounts: few(readAmounts(pieces)),
    script: scriptOf(tokens),
    media: hasMedia,
  };
}

/** Each once, in the order of the text. */
function few<T extends object>(all: readonly T[]): T[] {
  const once = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...once.values()].slice(0, MOST);
}
