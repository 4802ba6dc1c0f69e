import { cuesOf } from './cues.js';
import { fold } from './fold.js';
import type { Token } from './tokens.js';
import { topicsOf } from './topics.js';

/** The families of features. Each is a multinomial of its own with its own weight; the order is part of the file format. */
export const FAMILIES = ['w', 'b', 'f', 'g', 'c', 'x', 'h', 't'] as const;
export type Family = (typeof FAMILIES)[number];

/** A feature and the tokens (first and last, inclusive) it came from, so that a score can be explained in words. */
export interface Feature {
  /** `family:text`. The prefix keeps `112` and `constructor` from being special anywhere. */
  name: string;
  family: number;
  from: number;
  to: number;
}

/** Numbers that name a service; every other number only says "a number stands here". */
const TELLING = new Set(
  '100 101 102 108 112 139 181 1076 1090 1098 1912 1915 1930 1962 14420 14555 14567'.split(' '),
);

/** Raw words (w), pairs (b), folded words (f), folded pairs (g), pieces of folded words (c), cues (x), handles (h), topics (t). */
export function featuresOf(tokens: readonly Token[]): Feature[] {
  const seen = new Set<string>();
  const features: Feature[] = [];
  const add = (letter: Family, text: string, from: number, to = from): void => {
    const name = `${letter}:${text}`;
    if (seen.has(name)) return;
    seen.add(name);
    features.push({ name, family: FAMILIES.indexOf(letter), from, to });
  };
  const folded = tokens.map(keyOf);
  let previous = -1;
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'handle') {
      addHandle(token.text, at, add);
      continue;
    }
    const raw = rawOf(token);
    const key = folded[at] ?? '';
    add('w', raw, at);
    if (token.kind === 'word') {
      add('f', key, at);
      addPieces(key, at, add);
    }
    if (previous >= 0) {
      add('b', `${rawOf(tokens[previous] as Token)} ${raw}`, previous, at);
      add('g', `${folded[previous] ?? ''} ${key}`, previous, at);
    }
    previous = at;
  }
  for (const { name, at } of cuesOf(tokens, folded)) add('x', name, at);
  for (const { name, at } of topicsOf(folded)) add('t', name, at);
  return features;
}

function rawOf(token: Token): string {
  return token.kind === 'number' && !TELLING.has(token.text) ? '0' : token.text;
}

/** The folded form a token is looked up by; numbers and marks stand for themselves. */
export function keyOf(token: Token): string {
  return token.kind === 'word' ? fold(token.text) : rawOf(token);
}

/** Longest word that is cut into pieces: nobody's word is longer, and a 25,000-letter one must not cost more. */
const LONGEST = 40;

function addPieces(key: string, at: number, add: (letter: Family, text: string, from: number) => void): void {
  const word = `^${key.slice(0, LONGEST)}$`;
  for (let size = 3; size <= 5; size += 1) {
    for (let start = 0; start + size <= word.length; start += 1)
      add('c', word.slice(start, start + size), at);
  }
}

/** A handle says which office is spoken to, and its parts are seldom cut by capitals: pieces of four do. */
function addHandle(
  handle: string,
  at: number,
  add: (letter: Family, text: string, from: number) => void,
): void {
  add('h', `@${handle}`, at);
  for (let start = 0; start + 4 <= handle.length; start += 1) add('h', handle.slice(start, start + 4), at);
}
