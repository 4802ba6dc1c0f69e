import { fold } from './fold.js';

/** `Lakhimpur-Kheri` as the words a post would bring. */
export function wordsOf(spelling: string): string[] {
  return (
    spelling
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** The folded key of several words. */
export function keyOf(words: readonly string[]): string {
  return words.map(fold).join(' ');
}

/** Under which key a spelling is found again from its kin: the same sound in the same script. */
export function kinKey(text: string, key: string): string {
  return `${/[\u0900-\u097f]/.test(text) ? 'd' : 'l'} ${key}`;
}

/** Folded keys of words written with blanks between them. */
export function keySet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/).map(fold));
}
