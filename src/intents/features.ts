import { cuesOf } from './cues.js';
import { fold } from './fold.js';
import type { Token } from './tokens.js';
import { topicsOf } from './topics.js';

/** The families of features. Each is a multinomial of its own with its own weight; the order is part of the file format. */
export const FAMILIES = ['w', 'b', 'f', 'g', 'c', 'x', 'h', 't', 's', 'e', 'p'] as const;
export type Family = (typeof FAMILIES)[number];

/** Numbers that name a service; every other number only says "a number stands here". */
const TELLING = new Set(
  '100 101 102 108 112 139 181 1076 1090 1098 1912 1915 1930 1962 14420 14555 14567'.split(' '),
);

/** Takes features one by one: a text, two texts with a blank between, or the pieces of a folded word. */
export interface Sink {
  text(family: Family, at: number, text: string): void;
  pair(family: Family, at: number, to: number, left: string, right: string): void;
  pieces(at: number, key: string): void;
}

/** The features of a post by name, `family:text`, each once: what natural counts. The prefix keeps `112` and `constructor` from being special anywhere. */
export function namesOf(tokens: readonly Token[]): string[] {
  const names = new Set<string>();
  walk(tokens, {
    text: (family, _at, text) => names.add(`${family}:${text}`),
    pair: (family, _from, _to, left, right) => names.add(`${family}:${left} ${right}`),
    pieces: (_at, key) => {
      for (const piece of piecesOf(key)) names.add(`c:${piece}`);
    },
  });
  return [...names];
}

/**
 * Tells the features of a post one by one: raw words (w), pairs (b), folded words (f), folded pairs (g), folded pairs
 * with one word between (s), how it begins and ends (e), pieces of folded words (c), cues (x), handles (h), topics (t),
 * and its layout (p).
 */
export function walk(tokens: readonly Token[], sink: Sink): void {
  const keys = tokens.map(keyOf);
  const spoken: number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'handle') addHandle(token.text, at, sink);
    else if (token.kind === 'shape') sink.text('p', at, token.text);
    else spoken.push(at);
  }
  for (const [nth, at] of spoken.entries()) {
    const [token, raw, key] = [tokens[at] as Token, rawOf(tokens[at] as Token), keys[at] ?? ''];
    sink.text('w', at, raw);
    if (token.kind === 'word') {
      sink.text('f', at, key);
      sink.pieces(at, key);
    }
    const [previous, before] = [spoken[nth - 1], spoken[nth - 2]];
    if (previous === undefined) continue;
    sink.pair('b', previous, at, rawOf(tokens[previous] as Token), raw);
    sink.pair('g', previous, at, keys[previous] ?? '', key);
    if (before !== undefined) sink.pair('s', before, at, keys[before] ?? '', key);
  }
  addEdges(spoken, keys, sink);
  for (const { name, at } of cuesOf(tokens, keys)) sink.text('x', at, name);
  for (const { name, at } of topicsOf(keys)) sink.text('t', at, name);
}

/** The first and the last word, alone and with their neighbour. */
function addEdges(spoken: readonly number[], keys: readonly string[], sink: Sink): void {
  const [first, last] = [spoken[0], spoken.at(-1)];
  if (first === undefined || last === undefined) return;
  const [second, beforeLast] = [spoken[1], spoken.at(-2)];
  sink.pair('e', first, first, '<', keys[first] ?? '');
  sink.pair('e', last, last, '>', keys[last] ?? '');
  if (second === undefined || beforeLast === undefined) return;
  sink.pair('e', first, second, `< ${keys[first] ?? ''}`, keys[second] ?? '');
  sink.pair('e', beforeLast, last, `> ${keys[beforeLast] ?? ''}`, keys[last] ?? '');
}

function rawOf(token: Token): string {
  return token.kind === 'number' && !TELLING.has(token.text) ? '0' : token.text;
}

/** The folded form a token is looked up by; numbers and marks stand for themselves. */
export function keyOf(token: Token): string {
  if (token.kind === 'shape') return '';
  return token.kind === 'word' ? fold(token.text) : rawOf(token);
}

/** Longest word that is cut into pieces: nobody's word is longer, and a 25,000-letter one must not cost more. */
export const LONGEST = 40;

/** Every run of three to five letters of a folded word, its edges marked. */
export function piecesOf(key: string): string[] {
  const word = `^${key.slice(0, LONGEST)}$`;
  const pieces: string[] = [];
  for (let size = 3; size <= 5; size += 1)
    for (let start = 0; start + size <= word.length; start += 1) pieces.push(word.slice(start, start + size));
  return pieces;
}

/** A handle says which office is spoken to, and its parts are seldom cut by capitals: pieces of four do. */
function addHandle(handle: string, at: number, sink: Sink): void {
  sink.text('h', at, `@${handle}`);
  for (let start = 0; start + 4 <= handle.length; start += 1)
    sink.text('h', at, handle.slice(start, start + 4));
}
