/** Format and control characters that hide inside words: zero-width, soft hyphen, direction marks, variation selectors. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant alone; variation selectors are removed, never joined.
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and its like come in real posts and must become spaces.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
const BROKEN_SURROGATE = /\p{Surrogate}/gu;
/**
 * More marks on one letter than any script stacks. Sorting them, which every normalisation does, costs the square of
 * their number; the two half-width marks become such marks by it.
 */
const CROWD = /([\p{M}\uff9e\uff9f]{8})[\p{M}\uff9e\uff9f]+/gu;
const ADDRESS = /(?:https?:\/\/|www\.)\S+/giu;
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]{2,63}/g;
/** Digits of the Devanagari block; NFKC leaves them alone, and `Number('२')` is NaN. */
const DEVANAGARI_DIGIT = /[०-९]/g;

const APOSTROPHE = /(?<=\p{L})['’](?=\p{L})/gu;

/** The text without the characters nobody sees. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Devanagari digits as ASCII ones, everything else untouched. */
export function asciiDigits(text: string): string {
  return text.replace(DEVANAGARI_DIGIT, (digit) => String(digit.charCodeAt(0) - 0x0966));
}

/**
 * The one form of a post all of this room reads: compatibility forms unified, invisible characters, addresses and
 * e-mails gone, digits ASCII, `isn't` one word, case kept (hashtags are split by it later). Never throws, linear in the length.
 */
export function normalise(text: string): string {
  const clean = text
    .replace(BROKEN_SURROGATE, ' ')
    .replace(INVISIBLE, '')
    .replace(CROWD, '$1')
    .normalize('NFKC')
    .replace(CONTROL, ' ');
  return asciiDigits(clean.replace(ADDRESS, ' ').replace(EMAIL, ' ').replace(APOSTROPHE, ''));
}

/** How many letters of the scripts the model was taught stand in the text, and how many of any script. */
export function countLetters(normalised: string): { latin: number; devanagari: number; other: number } {
  const count = { latin: 0, devanagari: 0, other: 0 };
  for (const character of normalised) {
    if (/[a-z\u00c0-\u024f]/i.test(character)) count.latin += 1;
    // Danda (U+0964, U+0965) stands inside the Devanagari block and is no letter, hence \p{L}.
    else if (/\p{Script=Devanagari}/u.test(character) && /\p{L}/u.test(character)) count.devanagari += 1;
    else if (/\p{L}/u.test(character)) count.other += 1;
  }
  return count;
}
