/** How X counts: a limit of 280, most scripts weigh 1 (Devanagari too), the rest 2, links 23, emoji 2. */
export const LIMIT = 280;

const LINK = /https?:\/\/[^\s]+/giu;
const LIGHT = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F?|\p{Regional_Indicator}{2}|\u20E3/u;
const PLAIN_PICTOGRAPH = /^[\u00A9\u00AE\u2122]$/;
const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** @param {string} text */
export function weightedLength(text) {
  let length = 0;
  const rest = text.normalize('NFC').replace(LINK, () => {
    length += 23;
    return '';
  });
  for (const { segment } of clusters.segment(rest)) {
    if (EMOJI.test(segment) && !PLAIN_PICTOGRAPH.test(segment)) {
      length += 2;
      continue;
    }
    for (const character of segment) {
      const point = character.codePointAt(0) ?? 0;
      length += LIGHT.some(([from, to]) => point >= from && point <= to) ? 1 : 2;
    }
  }
  return length;
}
