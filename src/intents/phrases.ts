import { fold } from './fold.js';

/** A phrase of folded words; a word ending in `*` stands for every word that begins so. */
export type Phrase = readonly string[];

/** Phrases written as people say them, separated by commas, folded so that both scripts and all spellings match. */
export function phrases(list: string): Phrase[] {
  return list
    .split(',')
    .map((phrase) => phrase.trim().split(/\s+/).map(foldPattern))
    .filter((phrase) => phrase[0] !== '');
}

function foldPattern(word: string): string {
  if (!word.endsWith('*')) return /^[\p{L}\p{M}]/u.test(word) ? fold(word) : word;
  return `${fold(word.slice(0, -1))}*`;
}

/** Phrases by their first word, so that looking for hundreds of them costs one look-up a token. */
export class PhraseBook<T> {
  private readonly exact = new Map<string, { phrase: Phrase; value: T }[]>();
  private readonly open: { stem: string; phrase: Phrase; value: T }[] = [];

  /** `gap` words may stand between two words of a phrase. */
  constructor(private readonly gap: number) {}

  add(list: string, value: T): this {
    for (const phrase of phrases(list)) {
      const first = phrase[0] ?? '';
      if (first.endsWith('*')) this.open.push({ stem: first.slice(0, -1), phrase, value });
      else this.exact.set(first, [...(this.exact.get(first) ?? []), { phrase, value }]);
    }
    return this;
  }

  /** Every phrase that stands in the keys, with the place of its first and last word. */
  find(keys: readonly string[]): { value: T; from: number; to: number }[] {
    const found: { value: T; from: number; to: number }[] = [];
    for (const [from, key] of keys.entries()) {
      const begun = [...(this.exact.get(key) ?? []), ...this.open.filter(({ stem }) => key.startsWith(stem))];
      for (const { phrase, value } of begun) {
        const to = this.endOf(phrase, keys, from);
        if (to !== null) found.push({ value, from, to });
      }
    }
    return found;
  }

  private endOf(phrase: Phrase, keys: readonly string[], from: number): number | null {
    let at = from;
    for (const wanted of phrase.slice(1)) {
      let next = at + 1;
      while (next <= at + 1 + this.gap && !matches(wanted, keys[next])) next += 1;
      if (next > at + 1 + this.gap) return null;
      at = next;
    }
    return at;
  }
}

function matches(wanted: string, key: string | undefined): boolean {
  if (key === undefined) return false;
  return wanted.endsWith('*') ? key.startsWith(wanted.slice(0, -1)) : key === wanted;
}
