import type { NumberKind } from './types.js';

/** A digit as people in India type it: ASCII, Devanagari or full-width. */
const D = '[0-9०-९０-９]';
const EDGE_BEFORE = `(?<![\\p{L}\\p{M}\\p{N}])`;
const EDGE_AFTER = `(?![\\p{L}\\p{M}\\p{N}])`;
const GAP = '[ \\u00a0.\\-–]?';

const bounded = (body: string): RegExp => new RegExp(`${EDGE_BEFORE}${body}${EDGE_AFTER}`, 'gu');

/** One shape of what must not be shown as it is. Every repetition has a bound, so that each costs linear time. */
export interface NumberShape {
  pattern: RegExp;
  /** What a reader sees instead. Null: it may stay, it is only told apart here. */
  mask: string | null;
  /** What an officer is told stands in the post. Null: nothing. */
  kind: NumberKind | null;
}

/** In this order: the longer and more exact shapes first, what is left of long numbers last. */
export const NUMBER_SHAPES: readonly NumberShape[] = [
  {
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu,
    mask: '[email]',
    kind: null,
  },
  // A payment address looks like an e-mail without a dot; a mention has nothing before its @.
  {
    pattern: /(?<![\p{L}\p{N}._-])[A-Za-z0-9._-]{2,64}@[A-Za-z]{2,32}(?![\p{L}\p{N}_])/gu,
    mask: '[upi]',
    kind: null,
  },
  {
    pattern: bounded('[A-Za-z]{2}[ -]?[0-9०-९]{1,2}[ -]?[A-Za-z]{1,3}[ -]?[0-9०-९]{4}'),
    mask: '[vehicle]',
    kind: 'vehicle',
  },
  { pattern: bounded('[A-Za-z]{5}[0-9]{4}[A-Za-z]'), mask: '[pan]', kind: null },
  { pattern: bounded('[A-Za-z]{4}0[A-Za-z0-9]{6}'), mask: '[ifsc]', kind: null },
  // GRV-2026-00123, UPGRV/E/2026/001234: another desk's number says nothing of the person.
  {
    pattern: bounded('[A-Za-z]{2,10}(?:[-/][A-Za-z]{1,6}){0,3}[-/][0-9]{2,12}(?:[-/][0-9]{3,12}){1,3}'),
    mask: null,
    kind: 'reference',
  },
  {
    pattern: bounded(`(?:[+＋]?(?:91|९१)${GAP}|[0०])?[6-9६-९６-９](?:${GAP}${D}){9}`),
    mask: '[phone]',
    kind: 'phone',
  },
  { pattern: bounded(`(?:${D}{4}${GAP}){2}${D}{4}`), mask: '[aadhaar]', kind: 'aadhaar' },
  // Printed halves of an Aadhaar and what people hide by hand are short; bank and consumer numbers are not.
  { pattern: bounded(`${D}{9,20}`), mask: '[account]', kind: 'unknown' },
  { pattern: bounded(`${D}{3,6}(?:[ -]${D}{3,6}){2,4}`), mask: '[account]', kind: 'unknown' },
  { pattern: bounded(`[0०]${D}{2,4}[ -]${D}{6,8}`), mask: '[phone]', kind: 'phone' },
];
