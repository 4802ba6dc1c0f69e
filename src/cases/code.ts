/**
 * The tracking code: seven random characters and a check character, shown as `7KM2-PQ4X`.
 * The alphabet has no vowels (so no words) and no letter that looks like a digit or another letter;
 * its size, 23, is prime, so a weighted sum catches every wrong character and every swap of neighbours.
 * 23^7 is about 2^31.7: a code cannot be guessed.
 */
export const ALPHABET = '0123456789CFHJKMNPRTWXY';
const BODY = 7;
export const CODE_LENGTH = BODY + 1;

/** Fills an array with random bytes; `crypto.randomBytes` in the bot, a seeded one in tests. */
export type RandomBytes = (count: number) => Uint8Array;

/** What people type instead: letters that are not in the alphabet but are read as one that is. */
const TYPED_AS: Record<string, string> = { O: '0', I: '1', L: '1' };

function values(code: string): number[] {
  return [...code].map((character) => ALPHABET.indexOf(character));
}

/** Weighted sum of all characters; 0 for a valid code. */
function residue(code: string): number {
  let sum = 0;
  for (const [index, value] of values(code).entries()) sum += (index + 1) * value;
  return sum % ALPHABET.length;
}

/** The check character that makes the sum of a seven-character body come out at 0. */
function checkCharacter(body: string): string {
  // 8 is the weight of the last place; its inverse modulo 23 is 3 (8 × 3 = 24).
  const needed = ((ALPHABET.length - residue(body)) * 3) % ALPHABET.length;
  return ALPHABET.charAt(needed);
}

/** A new code in canonical form (no dash). Never digits alone, which would read as a phone number. */
export function newCode(random: RandomBytes): string {
  for (;;) {
    let body = '';
    while (body.length < BODY) {
      for (const byte of random(BODY)) {
        // 230 is the largest multiple of 23 in a byte: anything above would favour some characters.
        if (byte < 230 && body.length < BODY) body += ALPHABET.charAt(byte % ALPHABET.length);
      }
    }
    if (/[A-Z]/.test(body)) return body + checkCharacter(body);
  }
}

/** `7KM2PQ4X` → `7KM2-PQ4X`, the form people see. */
export function showCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/**
 * Reads a code as people type it: any case, spaces or dashes anywhere, O for 0, I or l for 1, Devanagari digits.
 * Returns the canonical form, or null when it is not a code (wrong length, wrong character, wrong check).
 */
export function parseCode(raw: string): string | null {
  const typed = raw
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x0966))
    .replace(/[\s\p{Pd}_]/gu, '')
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => TYPED_AS[letter] ?? letter);
  if (typed.length !== CODE_LENGTH) return null;
  if (values(typed).includes(-1) || !/[A-Z]/.test(typed)) return null;
  return residue(typed) === 0 ? typed : null;
}

/** Every valid code that stands in a text, in order, each once. */
export function findCodes(text: string): string[] {
  const found: string[] = [];
  // One run of letters and digits with an optional break in the middle, not glued to other letters.
  const candidate = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{4}[\s\p{Pd}]?[\p{L}\p{N}]{4}(?![\p{L}\p{N}])/gu;
  for (const match of text.matchAll(candidate)) {
    const code = parseCode(match[0]);
    if (code !== null && !found.includes(code)) found.push(code);
  }
  return found;
}
