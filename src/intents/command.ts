import { maskPersonal } from './mask.js';
import type { PostCommand } from './types.js';

/** The words after `#` that are commands. Exactly these letters: a look-alike alphabet is not a command. */
const WORDS: Readonly<Record<string, PostCommand['kind']>> = {
  close: 'close',
  बंद: 'close',
  बन्द: 'close',
  status: 'status',
  स्थिति: 'status',
  wrong: 'wrong',
  गलत: 'wrong',
  // With the dot below, as careful writers type it; NFC keeps it as two characters.
  'ग\u093cलत': 'wrong',
};

const HASHTAG = /(?<![\p{L}\p{M}\p{N}_#&/])#([A-Za-z]{1,8}|[\u0900-\u0963]{1,8})(?![\p{L}\p{M}\p{N}_])/gu;
/** Runs of letters and digits; a code may be cut in up to this many by spaces and dashes. */
const PIECE = /[\p{L}\p{M}\p{N}]+/gu;
const MOST_PIECES = 4;
const LONGEST_CODE = 16;
/** `service=POWER_OUTAGE` of a `#wrong`: a name and one word, spaces around the sign allowed. */
const PAIR = /(?<![\p{L}\p{M}\p{N}_])([A-Za-z]{1,20})[ \t]*=[ \t]*([\p{L}\p{M}\p{N}_-]{1,40})/gu;
/** A note is kept with the case: long enough for any honest sentence. */
const LONGEST_NOTE = 500;

/**
 * The first command in a post, in any place and any case. The code is looked for right after it, then anywhere else.
 * `code` is null when no valid one stands in the post: the writer is then told so.
 */
export function findCommand(text: string, parseCode: (raw: string) => string | null): PostCommand | null {
  for (const match of text.matchAll(HASHTAG)) {
    const word = (match[1] ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase()).normalize('NFC');
    if (!Object.hasOwn(WORDS, word)) continue;
    const kind = WORDS[word];
    if (kind === undefined) continue;
    const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
    if (kind !== 'wrong') return { kind, ...readRest(before, after, parseCode) };
    // The pairs go first: a value of eight characters could pass for a code.
    const bare = [before, after].map((part) => part.replace(PAIR, ' '));
    const corrections = readPairs(`${before} ${after}`);
    return { kind, ...readRest(bare[0] ?? '', bare[1] ?? '', parseCode), corrections };
  }
  return null;
}

function readRest(before: string, after: string, parseCode: (raw: string) => string | null) {
  const later = findCode(after, parseCode);
  const earlier = later === null ? findCode(before, parseCode) : null;
  return {
    code: later?.code ?? earlier?.code ?? null,
    note: noteOf(without(before, earlier), without(after, later)),
  };
}

/** All `name=value` of a text. A name with two values keeps both, which then is no code anybody knows: nothing is guessed. */
function readPairs(text: string): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const [, typed = '', value = ''] of text.matchAll(PAIR)) {
    const name = typed.toLowerCase();
    const known = pairs.get(name);
    pairs.set(name, known === undefined || known === value ? value : `${known} ${value}`);
  }
  return Object.fromEntries(pairs);
}

interface Found {
  code: string;
  from: number;
  to: number;
}

/** The first place where up to four neighbouring pieces make a valid code; the longest reading wins. */
function findCode(text: string, parseCode: (raw: string) => string | null): Found | null {
  const pieces = [...text.matchAll(PIECE)];
  for (let at = 0; at < pieces.length; at += 1) {
    for (let count = 1; count <= MOST_PIECES; count += 1) {
      const [first, last] = [pieces[at], pieces[at + count - 1]];
      if (first === undefined || last === undefined) break;
      const [from, to] = [first.index, last.index + last[0].length];
      if (to - from > LONGEST_CODE) break;
      const raw = text.slice(from, to);
      // Only spaces and dashes may stand inside a code: a full stop or a comma ends a sentence.
      if (/[^\p{L}\p{M}\p{N}\s\p{Pd}]/u.test(raw)) break;
      const code = parseCode(raw);
      if (code !== null) return { code, from, to };
    }
  }
  return null;
}

function without(text: string, found: Found | null): string {
  if (found === null) return text;
  return `${text.slice(0, found.from).replace(/#$/, '')} ${text.slice(found.to)}`;
}

/** What else the post says: mentions and addresses gone, personal data masked. */
function noteOf(before: string, after: string): string {
  const words = `${before} ${after.replace(/^[\s:;,.\-–—|]+/u, '')}`
    .replace(/https?:\/\/\S+/giu, ' ')
    .replace(/(?<![\p{L}\p{N}._%+-])@\w+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s:;,.\-–—|]+/u, '')
    .trim();
  return [...maskPersonal(words)].slice(0, LONGEST_NOTE).join('').trim();
}
