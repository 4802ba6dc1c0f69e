/** A tracking code in its shown form, 7KM2-PQ4X: digits and consonants that look like nothing else. */
const SHOWN = '(?<![\\w-])(?=[0-9-]*[A-Z])[0-9CFHJKMNPRTWXY]{4}-[0-9CFHJKMNPRTWXY]{4}(?![\\w-])';
const FIRST = new RegExp(SHOWN);
const PIECES = new RegExp(`((?<![\\w@])@\\w{1,20}|(?<!\\w)#[\\p{L}\\p{M}\\w]+|${SHOWN})`, 'u');

/** The first code in a text, or null. */
export function codeIn(text) {
  return FIRST.exec(text)?.[0] ?? null;
}

/** A text cut at its @handles, #tags and codes, which stand at the odd places. */
export function pieces(text) {
  return text.split(PIECES);
}
