/** A digit as people in India type it: ASCII, Devanagari or full-width. */
const D = '[0-9०-९０-９]';
const EDGE_BEFORE = `(?<![\\p{L}\\p{M}\\p{N}])`;
const EDGE_AFTER = `(?![\\p{L}\\p{M}\\p{N}])`;
const GAP = '[ \\u00a0.\\-–]?';

const bounded = (body: string, flags = 'gu'): RegExp =>
  new RegExp(`${EDGE_BEFORE}${body}${EDGE_AFTER}`, flags);

/** In this order: the longer and more exact shapes first, what is left of long numbers last. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu, '[email]'],
  // A payment address looks like an e-mail without a dot; a mention has nothing before its @.
  [/(?<![\p{L}\p{N}._-])[A-Za-z0-9._-]{2,64}@[A-Za-z]{2,32}(?![\p{L}\p{N}_])/gu, '[upi]'],
  [bounded('[A-Za-z]{2}[ -]?[0-9०-९]{1,2}[ -]?[A-Za-z]{1,3}[ -]?[0-9०-९]{4}'), '[vehicle]'],
  [bounded('[A-Za-z]{5}[0-9]{4}[A-Za-z]'), '[pan]'],
  [bounded('[A-Za-z]{4}0[A-Za-z0-9]{6}'), '[ifsc]'],
  [
    new RegExp(
      `(?<![\\p{L}\\p{M}\\p{N}])(?:[+＋]?(?:91|९१)${GAP}|[0०])?[6-9६-९６-９](?:${GAP}${D}){9}${EDGE_AFTER}`,
      'gu',
    ),
    '[phone]',
  ],
  [bounded(`(?:${D}{4}${GAP}){2}${D}{4}`), '[aadhaar]'],
  // Printed halves of an Aadhaar and what people hide by hand are short; bank and consumer numbers are not.
  [bounded(`${D}{9,20}`), '[account]'],
  [bounded(`${D}{3,6}(?:[ -]${D}{3,6}){2,4}`), '[account]'],
  [bounded(`[0०]${D}{2,4}[ -]${D}{6,8}`), '[phone]'],
];

/** Phone, Aadhaar, account, PAN, e-mail, payment and vehicle numbers replaced by what they are. */
export function maskPersonal(text: string): string {
  let masked = text.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
  for (const [pattern, by] of MASKS) masked = masked.replace(pattern, by);
  return masked;
}
