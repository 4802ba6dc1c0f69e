import { fold } from './fold.js';
import { normalise } from './normalise.js';

/** What stands between a word and the one before it: nothing but a blank or hyphen, a comma or bracket, a full stop. */
export type Gap = 0 | 1 | 2;

/** One word of a post as the place reader sees it. */
export interface PlaceWord {
  kind: 'word' | 'tag' | 'handle' | 'other';
  /** Lower-case; a handle without its `@`. */
  text: string;
  /** Folded key of a word or tag part, empty otherwise. */
  key: string;
  gap: Gap;
}

const PIECE =
  /@[A-Za-z0-9_]{2,}|#[\p{L}\p{M}\p{N}_]+|[\p{L}\p{M}]+|\p{N}+|\p{Extended_Pictographic}|[,;:()[\]{}/|.।॥!?…"“”\n]/gu;
/** `SaveGorakhpur_UP` → Save, Gorakhpur, UP. */
const TAG_PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
/** Agra's → Agra. */
const OWNED = /(?<=\p{L})['’]s(?!\p{L})/giu;
/** Keyboard forms inside names of places. */
const SHORT: Readonly<Record<string, string>> = { ngr: 'nagar', ngar: 'nagar' };
const STOP = /^[.।॥!?…|]/;

/** The words of a raw post, each with what separates it from the one before. A dot inside `G.B. Nagar` separates nothing. */
export function placeWords(text: string): PlaceWord[] {
  const normalised = normalise(text.replace(OWNED, ''));
  const words: PlaceWord[] = [];
  let gap: Gap = 2;
  for (const match of normalised.matchAll(PIECE)) {
    const [piece] = match;
    const before = words.at(-1);
    if (/^[\p{L}\p{M}]/u.test(piece)) words.push(word('word', piece, gap));
    else if (piece.startsWith('#')) {
      for (const [part] of piece.matchAll(TAG_PART)) {
        words.push(word(/^\p{N}/u.test(part) ? 'other' : 'tag', part, gap));
        gap = 0;
      }
    } else if (piece.startsWith('@'))
      words.push({ kind: 'handle', text: piece.slice(1).toLowerCase(), key: '', gap });
    else if (/^\p{N}/u.test(piece)) words.push({ kind: 'other', text: piece, key: '', gap });
    else {
      const abbreviated = piece === '.' && before?.kind === 'word' && before.text.length <= 2;
      const kind: Gap = abbreviated
        ? 0
        : STOP.test(piece) || /^\p{Extended_Pictographic}/u.test(piece)
          ? 2
          : 1;
      gap = Math.max(gap, kind) as Gap;
      continue;
    }
    gap = 0;
  }
  return words;
}

function word(kind: 'word' | 'tag' | 'other', piece: string, gap: Gap): PlaceWord {
  const written = piece.toLowerCase();
  const text = SHORT[written] ?? written;
  return { kind, text, key: kind === 'other' ? '' : fold(text), gap };
}
