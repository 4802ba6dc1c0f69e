import { namesOf } from '../../src/intents/features.js';
import type { Token } from '../../src/intents/tokens.js';

/** What a classifier is taught: the names of a text's features, and its label. */
export interface Document {
  names: string[];
  label: string;
}

/** The words of a post by name, `w:…`: the only features stock natural is measured on. */
export function wordsOf(tokens: readonly Token[]): string[] {
  return namesOf(tokens).filter((name) => name.startsWith('w:'));
}

/** Classes and words a document of the growth measurement has: as many as a post. */
const CLASSES = 8;
const LENGTH = 19;

/**
 * Documents over a vocabulary of exactly `words` words, the same every time. Every word is dealt out once; the rest is
 * drawn, half of it from the part of the vocabulary its class leans to, and frequent words more often than rare ones.
 */
export function syntheticDocuments(words: number, documents: number, seed = 7): Document[] {
  if (documents * LENGTH < words) throw new RangeError('too few documents to hold every word');
  const draw = drawer(seed);
  const dealt = shuffled(words, draw);
  const share = Math.ceil(words / documents);
  return Array.from({ length: documents }, (_, at) => {
    const label = at % CLASSES;
    const held = new Set(dealt.slice(at * share, (at + 1) * share));
    while (held.size < LENGTH) {
      const place = Math.floor(draw() ** 2 * words);
      held.add(draw() < 0.5 ? place : place - (place % CLASSES) + label);
    }
    return {
      names: [...held].filter((word) => word < words).map((word) => `w:${word.toString(36)}`),
      label: `${label}`,
    };
  });
}

function shuffled(length: number, draw: () => number): number[] {
  const values = Array.from({ length }, (_, at) => at);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    [values[at], values[other]] = [values[other] as number, values[at] as number];
  }
  return values;
}

/** Numbers from 0 to below 1 (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}
