import { normalise } from './normalise.js';
import { shapeOf } from './shape.js';

/** `shape` is no piece of the text but a fact about its layout (shape.ts); it stands after all others. */
export type TokenKind = 'word' | 'number' | 'emoji' | 'mark' | 'handle' | 'shape';

/** One piece of a post that can carry meaning. */
export interface Token {
  kind: TokenKind;
  /** Lower-case; a number is itself, a handle has no `@`. */
  text: string;
}

const PIECE =
  /@[A-Za-z0-9_]{2,}|#[\p{L}\p{M}\p{N}_]+|[\p{L}\p{M}]+|\p{N}+|\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\?+|!+/gu;
/** `GoodRoadsUP2024` → Good, Roads, UP, 2024; Devanagari has no case and stays whole. */
const TAG_PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;

/** The tokens of a post. Negation, questions and telling emoji are kept; nothing is a stop-word. */
export function tokensOf(text: string, normalised = normalise(text)): Token[] {
  const tokens = tokensOfNormalised(normalised);
  for (const fact of shapeOf(text)) tokens.push({ kind: 'shape', text: fact });
  return tokens;
}

/** The same without the facts about the layout, of a text that went through `normalise` already. */
export function tokensOfNormalised(text: string): Token[] {
  const tokens: Token[] = [];
  for (const piece of text.match(PIECE) ?? []) {
    const first = piece.charCodeAt(0);
    if (first === AT) tokens.push({ kind: 'handle', text: piece.slice(1).toLowerCase() });
    else if (first === HASH) for (const part of piece.match(TAG_PART) ?? []) tokens.push(plain(part));
    else if (first === QUESTION || first === BANG)
      tokens.push({ kind: 'mark', text: piece.length > 1 ? piece.slice(0, 1).repeat(2) : piece });
    else if (LETTER_OR_DIGIT.test(piece)) tokens.push(plain(piece));
    else tokens.push({ kind: 'emoji', text: piece });
  }
  return tokens;
}

const [AT, HASH, QUESTION, BANG] = [...'@#?!'].map((mark) => mark.charCodeAt(0));
const LETTER_OR_DIGIT = /^[\p{L}\p{M}\p{N}]/u;
const DIGIT = /^\p{N}/u;
/** Three or more of one letter are two: `pleaaase`. */
const DRAWN_OUT = /(.)\1{2,}/gu;

function plain(piece: string): Token {
  if (DIGIT.test(piece)) return { kind: 'number', text: piece };
  const lower = piece.toLowerCase();
  return { kind: 'word', text: isDrawnOut(lower) ? lower.replace(DRAWN_OUT, '$1$1') : lower };
}

/** Whether a unit comes thrice in a row: asked of every word, so without a regular expression. */
function isDrawnOut(word: string): boolean {
  for (let at = 2; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    if (unit === word.charCodeAt(at - 1) && unit === word.charCodeAt(at - 2)) return true;
  }
  return false;
}
