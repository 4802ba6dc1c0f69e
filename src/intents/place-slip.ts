import { distance } from 'fastest-levenshtein';
import { fold } from './fold.js';

/** Lengths of the folded key. A town is less often meant than a district, so it has to be longer to be guessed. */
const SHORTEST = 6;
const SHORTEST_TOWN = 7;
const LONGEST = 24;
/** From this length on no everyday word is one letter away. */
const ANY_LETTER = 8;
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Everyday words one slip away from a name; they are never corrected to it. */
const EVERYDAY = new Set(
  'hardly harder mature camper partially mohammad mohammed vagrancy'.split(' ').map(fold),
);

export interface NearKey {
  key: string;
  town: boolean;
}

/** Keys of one-word names by first letter and length: a slip keeps the first and changes the other by at most one. */
export class SlipBook {
  private readonly shelves = new Map<string, NearKey[]>();

  add(key: string, town: boolean): void {
    if (key.includes(' ') || key.length < SHORTEST) return;
    const shelf = `${key[0]}${key.length}`;
    this.shelves.set(shelf, [...(this.shelves.get(shelf) ?? []), { key, town }]);
  }

  /** The names a key may be a slip of. */
  near(key: string): string[] {
    if (key.length < SHORTEST || key.length > LONGEST || EVERYDAY.has(key)) return [];
    return [key.length - 1, key.length, key.length + 1]
      .flatMap((length) => this.shelves.get(`${key[0]}${length}`) ?? [])
      .filter((one) => !one.town || Math.min(key.length, one.key.length) >= SHORTEST_TOWN)
      .filter((one) => distance(key, one.key) === 1 && isLikely(key, one))
      .map((one) => one.key);
  }
}

/** A short word with another consonant is another word (vacancy, Varanasi), unless the keys lie side by side. */
function isLikely(typed: string, { key, town }: NearKey): boolean {
  if (typed.length !== key.length || (typed.length >= ANY_LETTER && !town)) return true;
  const at = [...typed].findIndex((letter, index) => letter !== key[index]);
  const [wrong, right] = [typed[at] ?? '', key[at] ?? ''];
  if (isVowel(wrong) && isVowel(right)) return true;
  return (
    !town &&
    ROWS.some(
      (row) =>
        Math.abs(row.indexOf(wrong) - row.indexOf(right)) === 1 && row.includes(wrong) && row.includes(right),
    )
  );
}

function isVowel(letter: string): boolean {
  return 'aeiou'.includes(letter);
}
