/** X's limit for one post of an ordinary account. */
export const LIMIT = 280;

/** Any link weighs this much, however long it is. */
const LINK_WEIGHT = 23;
const EMOJI_WEIGHT = 2;

/** Code points that weigh 1; all others weigh 2 (twitter-text, configuration v3). */
const LIGHT: readonly (readonly [number, number])[] = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
];

/** The endings a bare domain is recognised by. X knows all of them; these are the ones met here. */
const ENDINGS = 'com|org|net|edu|gov|mil|int|info|biz|app|dev|io|co|me|tv|ai|in|uk|us|bharat|भारत';
const LINK = new RegExp(
  `https?://[^\\s]+|(?<![\\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${ENDINGS})(?![\\w-])(?:/[^\\s]*)?`,
  'giu',
);

const UNICODE_SETS = 'gv';
/** Made at run time: the compiler's target does not know the v flag yet, Node 20 does. */
const EMOJI = new RegExp('\\p{RGI_Emoji}', UNICODE_SETS);

/** Nearly every text: only letters that weigh 1, and nothing a link could be made of. */
const PLAIN = /^(?!.*(?:\.\S|:\/\/))[\0-\u10ff]*$/su;

/** Does X find a link in this text, be it only a bare domain? */
export function hasLink(text: string): boolean {
  return text.normalize('NFC').search(LINK) >= 0;
}

/** How long X thinks a text is. */
export function weightedLength(text: string): number {
  const composed = text.normalize('NFC');
  if (PLAIN.test(composed)) return composed.length;
  let length = 0;
  const rest = composed
    .replace(LINK, () => {
      length += LINK_WEIGHT;
      return '';
    })
    .replace(EMOJI, () => {
      length += EMOJI_WEIGHT;
      return '';
    });
  for (const character of rest) length += weightOf(character);
  return length;
}

/** The beginning of a text that weighs at most `limit`, never cut inside a code point. */
export function cutToWeight(text: string, limit: number): string {
  let weight = 0;
  let cut = '';
  for (const character of text) {
    weight += weightOf(character);
    if (weight > limit) break;
    cut += character;
  }
  return cut;
}

function weightOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return LIGHT.some(([from, to]) => point >= from && point <= to) ? 1 : 2;
}
