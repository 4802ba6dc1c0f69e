import { fold } from './fold.js';
import { normalise, withoutInvisible } from './normalise.js';

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
  /@[A-Za-z0-9_]{2,}|#[\p{L}\p{M}\p{N}_]+|\p{L}(?:\.\p{L})+(?![\p{L}\p{M}])|[\p{L}\p{M}]+|\p{N}+|\p{Extended_Pictographic}|[,;:()[\]{}/|.।॥!?…"“”\n]/gu;
/** `SaveGorakhpur_UP` → Save, Gorakhpur, UP. */
const TAG_PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
/** Agra's → Agra. */
const OWNED = /(?<=\p{L})['’]s(?!\p{L})/giu;
/** Keyboard forms inside names of places. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['ngr', 'nagar'],
  ['ngar', 'nagar'],
  ['nagr', 'nagar'],
]);
const STOP = /^(?:[.।॥!?…|]|\p{Extended_Pictographic})/u;

/** A raw post in the form both its words and its numbers are read from. */
export function placeText(text: string): string {
  // Before anything is composed or cut: a hidden character must not change what is read.
  return normalise(withoutInvisible(text).replace(OWNED, ''));
}

/** The words of such a text, each with what separates it from the one before. The dots of `G.B. Nagar` separate nothing. */
export function placeWords(normalised: string): PlaceWord[] {
  const words: PlaceWord[] = [];
  let gap: Gap = 2;
  for (const match of normalised.matchAll(PIECE)) {
    const [piece] = match;
    const before = words.at(-1);
    if (/^[\p{L}\p{M}]/u.test(piece)) words.push(word('word', piece.replaceAll('.', ''), gap));
    else if (piece.startsWith('#')) {
      for (const [part] of piece.matchAll(TAG_PART)) {
        words.push(word(/^\p{N}/u.test(part) ? 'other' : 'tag', part, gap));
        gap = 0;
      }
    } else if (piece.startsWith('@'))
      words.push({ kind: 'handle', text: piece.slice(1).toLowerCase(), key: '', gap });
    else if (/^\p{N}/u.test(piece)) words.push({ kind: 'other', text: piece, key: '', gap });
    else {
      gap = Math.max(gap, gapOf(piece, before)) as Gap;
      continue;
    }
    gap = 0;
  }
  return words;
}

function gapOf(mark: string, before: PlaceWord | undefined): Gap {
  if (mark === '.' && before?.kind === 'word' && before.text.length <= 2) return 0;
  return STOP.test(mark) ? 2 : 1;
}

function word(kind: 'word' | 'tag' | 'other', piece: string, gap: Gap): PlaceWord {
  const written = piece.toLowerCase();
  const text = SHORT.get(written) ?? written;
  return { kind, text, key: kind === 'other' ? '' : fold(text), gap };
}
