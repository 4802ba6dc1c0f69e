import { normalise } from './normalise.js';

export type TokenKind = 'word' | 'number' | 'emoji' | 'mark' | 'handle';

/** One piece of a post that can carry meaning. */
export interface Token {
  kind: TokenKind;
  /** Lower-case; a number is itself, a handle has no `@`. */
  text: string;
}

const PIECE =
  /@[A-Za-z0-9_]{2,}|#[\p{L}\p{M}\p{N}_]+|[\p{L}\p{M}]+|\p{N}+|\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\?+|!+|\.{3,}|…/gu;
/** `GoodRoadsUP2024` → Good, Roads, UP, 2024; Devanagari has no case and stays whole. */
const TAG_PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;

/** The tokens of a post. Negation, questions and telling emoji are kept; nothing is a stop-word. */
export function tokensOf(text: string): Token[] {
  return tokensOfNormalised(normalise(text));
}

/** The same for a text that went through `normalise` already. */
export function tokensOfNormalised(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    const first = piece.charAt(0);
    if (first === '@') tokens.push({ kind: 'handle', text: piece.slice(1).toLowerCase() });
    else if (first === '#') for (const [part] of piece.matchAll(TAG_PART)) tokens.push(plain(part));
    else if (first === '?' || first === '!')
      tokens.push({ kind: 'mark', text: piece.length > 1 ? first + first : first });
    else if (first === '.' || first === '…') tokens.push({ kind: 'mark', text: '...' });
    else if (/^[\p{L}\p{M}\p{N}]/u.test(piece)) tokens.push(plain(piece));
    else tokens.push({ kind: 'emoji', text: piece });
  }
  return tokens;
}

function plain(piece: string): Token {
  if (/^\p{N}/u.test(piece)) return { kind: 'number', text: piece };
  return { kind: 'word', text: piece.toLowerCase().replace(/(.)\1{2,}/gu, '$1$1') };
}
