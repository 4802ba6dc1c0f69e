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

interface Entry<T> {
  phrase: Phrase;
  value: T;
}

/** Phrases by their first word, so that looking for hundreds of them costs one or two look-ups a token. */
export class PhraseBook<T> {
  private readonly exact = new Map<string, Entry<T>[]>();
  /** Phrases whose first word is only a beginning, by its first two letters. */
  private readonly open = new Map<string, Entry<T>[]>();

  /** `gap` words may stand between two words of a phrase. */
  constructor(private readonly gap: number) {}

  add(list: string, value: T): this {
    for (const phrase of phrases(list)) {
      const first = phrase[0] ?? '';
      if (!first.endsWith('*')) push(this.exact, first, { phrase, value });
      else if (first.length > 2) push(this.open, first.slice(0, 2), { phrase, value });
      else throw new RangeError(`a beginning needs two letters: ${first}`);
    }
    return this;
  }

  /** Every phrase that stands in the keys, with the place of its first and last word. */
  find(keys: readonly string[]): { value: T; from: number; to: number }[] {
    const found: { value: T; from: number; to: number }[] = [];
    const begin = ({ phrase, value }: Entry<T>, from: number): void => {
      const to = this.endOf(phrase, keys, from);
      if (to !== null) found.push({ value, from, to });
    };
    for (const [from, key] of keys.entries()) {
      for (const entry of this.exact.get(key) ?? []) begin(entry, from);
      for (const entry of this.open.get(key.slice(0, 2)) ?? [])
        if (matches(entry.phrase[0] ?? '', key)) begin(entry, from);
    }
    return found;
  }

  private endOf(phrase: Phrase, keys: readonly string[], from: number): number | null {
    let at = from;
    for (let word = 1; word < phrase.length; word += 1) {
      const wanted = phrase[word] ?? '';
      let next = at + 1;
      while (next <= at + 1 + this.gap && !matches(wanted, keys[next])) next += 1;
      if (next > at + 1 + this.gap) return null;
      at = next;
    }
    return at;
  }
}

function push<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [entry]);
  else known.push(entry);
}

function matches(wanted: string, key: string | undefined): boolean {
  if (key === undefined) return false;
  return wanted.endsWith('*') ? key.startsWith(wanted.slice(0, -1)) : key === wanted;
}
