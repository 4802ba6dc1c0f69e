import { fold } from './fold.js';

/** A word, number or mark of a normalised post, as the readers of spans, dates and money see it. */
export interface Piece {
  /** Lower-case. */
  text: string;
  /** Folded key of a word; empty for everything else. */
  key: string;
  /** Nothing stands between it and the piece before. */
  joined: boolean;
}

const PIECE = /[0-9]{1,3}(?:,[0-9]{2,3}){1,5}|[0-9]+(?:\.[0-9]{1,4})?|[\p{L}\p{M}]+|[₹/.,;:।!?|()\-–—]/gu;
/** No number, unit or month is longer; a longer word needs no key. */
const LONGEST = 24;

export function piecesOfText(normalised: string): Piece[] {
  const pieces: Piece[] = [];
  let end = -1;
  for (const { 0: found, index } of normalised.matchAll(PIECE)) {
    const text = found.length > LONGEST ? '' : found.toLowerCase();
    pieces.push({ text, key: /^[\p{L}\p{M}]/u.test(text) ? fold(text) : '', joined: index === end });
    end = index + found.length;
  }
  return pieces;
}

/** Spellings separated by blanks, folded: either script finds them. */
export const keysOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(fold));

function table(rows: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(rows).flatMap(([list, value]) => [...keysOf(list)].map((key) => [key, value])),
  );
}

const NUMBERS = table({
  'ek one एक': 1,
  'do two दो': 2,
  'teen tin three तीन': 3,
  'char chaar four चार': 4,
  'panch paanch pach five पांच पाँच': 5,
  'chhe chah chhah chheh che six छह छः छे छै': 6,
  'saat seven सात': 7,
  'aath eight आठ': 8,
  'nau nine नौ': 9,
  'das dus ten दस': 10,
  'gyarah gyara eleven ग्यारह': 11,
  'barah baarah twelve बारह': 12,
  'terah thirteen तेरह': 13,
  'chaudah fourteen चौदह': 14,
  'pandrah pandra fifteen fortnight पंद्रह पन्द्रह': 15,
  'solah sixteen सोलह': 16,
  'satrah seventeen सत्रह': 17,
  'atharah athara eighteen अठारह': 18,
  'unnis nineteen उन्नीस': 19,
  'bees bis twenty बीस': 20,
  'ikkis इक्कीस': 21,
  'bais बाईस बाइस': 22,
  'teis तेईस तेइस': 23,
  'chaubis चौबीस': 24,
  'pachis pachchis पच्चीस': 25,
  'chhabbis छब्बीस': 26,
  'sattais सत्ताईस सत्ताइस': 27,
  'atthais अट्ठाईस अठाईस': 28,
  'untis उनतीस': 29,
  'tees thirty तीस': 30,
  'paintis पैंतीस': 35,
  'chalis forty चालीस': 40,
  'paintalis पैंतालीस': 45,
  'pachas fifty पचास': 50,
  sixty: 60,
  'sattar seventy सत्तर': 70,
  'pachhattar पचहत्तर': 75,
  'assi eighty अस्सी': 80,
  'nabbe ninety नब्बे': 90,
  'dedh deedh डेढ़ डेढ': 1.5,
  'dhai adhai ढाई अढ़ाई': 2.5,
  'aadha adha half आधा आधे': 0.5,
});
/** Words that share a key with a number and are none, and sixty, which shares that of seven. */
const WRITTEN: ReadonlyMap<string, number | null> = new Map([
  ...['no', 'at', 'so', 'saath', 'साथ', 'दास', 'बस', 'bas', 'de', 'दे'].map((word) => [word, null] as const),
  ['साठ', 60],
]);
/** What a word before a number adds to it: साढ़े तीन is three and a half. */
const SHIFTS = table({ 'saadhe sadhe sarhe साढ़े साढे': 0.5, 'sava sawa सवा': 0.25, 'paune pone पौने': -0.25 });
const SCALES = table({
  'sau hundred सौ': 100,
  'hazar hajar hazaar thousand हज़ार हजार': 1_000,
  'lakh lac lakhs lacs लाख': 100_000,
  'crore crores karod karor cr करोड़ करोड': 10_000_000,
});

export interface Quantity {
  value: number;
  /** Index behind its last piece. */
  to: number;
  /** It was said in hundreds or more. */
  scaled: boolean;
}

/** The number that begins at a piece, in digits or words: `3`, `1,50,000`, `साढ़े तीन`, `ek lakh pachas hazaar`. */
export function quantityAt(pieces: readonly Piece[], from: number): Quantity | null {
  let [at, total, below] = [from, 0, Number.POSITIVE_INFINITY];
  for (;;) {
    const part = partAt(pieces, at);
    const scale = scaleAt(pieces, part?.to ?? at);
    if (scale === null || scale >= below) {
      if (at === from) return part === null ? null : { ...part, scaled: false };
      // After a scale only what is smaller belongs to the same number: "do sau pachas", not "do sau 300".
      const rest = part !== null && part.value < below ? part : { value: 0, to: at };
      return { value: total + rest.value, to: rest.to, scaled: true };
    }
    total += (part?.value ?? 1) * scale;
    below = scale;
    at = (part?.to ?? at) + 1;
  }
}

function partAt(pieces: readonly Piece[], at: number): { value: number; to: number } | null {
  const piece = pieces[at];
  if (piece === undefined) return null;
  if (/^[0-9]/.test(piece.text)) return { value: Number(piece.text.replaceAll(',', '')), to: at + 1 };
  const shift = SHIFTS.get(piece.key);
  const next = pieces[at + 1];
  if (shift !== undefined && next !== undefined) {
    const base = plain(next);
    if (base !== null) return { value: base + shift, to: at + 2 };
    return shift === 0.25 ? { value: 1.25, to: at + 1 } : null;
  }
  const value = plain(piece);
  return value === null ? null : { value, to: at + 1 };
}

function plain({ text, key }: Piece): number | null {
  if (/^[0-9]/.test(text)) return Number(text.replaceAll(',', ''));
  return WRITTEN.has(text) ? (WRITTEN.get(text) ?? null) : (NUMBERS.get(key) ?? null);
}

function scaleAt(pieces: readonly Piece[], at: number): number | null {
  const piece = pieces[at];
  if (piece === undefined || piece.text === 'so') return null;
  if (piece.text === 'k' && piece.joined) return 1_000;
  return SCALES.get(piece.key) ?? null;
}
