import { NUMBER_SHAPES } from './number-shapes.js';
import type { NumberKind, NumberNamed } from './types.js';

const JOINER =
  '(?:[\\s:.#/\\-–]{0,3}(?:no|nos|nbr|num|number|id|sankhya|nambar|code|is|hai|ki|ka|से|नंबर|नम्बर|न|नं|संख्या|सं|क्रमांक|है|का|की)(?![\\p{L}\\p{M}])){0,3}';
/** Letters of another desk's own kind, then figures; figures may be printed in groups. */
const VALUE =
  '((?:[A-Za-z]{1,10}[-/]?){0,3}[0-9](?:[-/]?[A-Za-z0-9]){3,30}(?:[ ][0-9]{4,6}){0,4})(?![\\p{L}\\p{M}\\p{N}])';

interface Label {
  kind: NumberKind;
  pattern: RegExp;
  /** Figures a number of this kind has at least: fewer are an amount, a ward or a year. */
  figures: number;
}

const label = (kind: NumberKind, figures: number, words: string): Label => ({
  kind,
  figures,
  pattern: new RegExp(
    `(?<![\\p{L}\\p{M}\\p{N}@#])(?:${words})(?![\\p{L}\\p{M}])${JOINER}[\\s:.#()\\-–]{0,4}${VALUE}`,
    'giu',
  ),
});

/** A word before a number says better what it is than its shape does. */
const LABELS: readonly Label[] = [
  label('consumer', 8, 'consumer|connection|upbhokta|k|ivrs|meter|उपभोक्ता|कनेक्शन|संयोजन|मीटर'),
  label('account', 8, 'account|acc|ac|a/c|khata|khate|bank|खाता|खाते|बैंक'),
  label(
    'reference',
    5,
    'complaint|complain|grievance|ticket|docket|reference|ref|application|token|registration|request|fir|igrs|grv(?!-)|cpgrams|jansunwai|shikayat|sikayat|sandarbh|aavedan|avedan|शिकायत|संदर्भ|सन्दर्भ|आवेदन|पंजीकरण|एफआईआर|आईजीआरएस|जनसुनवाई',
  ),
];

/** Takes the numbers out of a text: of each what it is and its last characters, never the whole. */
export function takeNumbers(text: string): { numbers: NumberNamed[]; rest: string } {
  const found: (NumberNamed & { at: number })[] = [];
  let rest = text;
  for (const { kind, pattern, figures } of LABELS)
    rest = rest.replace(pattern, (all: string, value: string, at: number) => {
      if (value.replace(/[^0-9]/g, '').length < figures) return all;
      found.push({ ...named(kind, value), at });
      return blank(all);
    });
  for (const { pattern, kind } of NUMBER_SHAPES)
    rest = rest.replace(pattern, (all: string, at: number) => {
      if (kind !== null) found.push({ ...named(kind, all), at });
      return blank(all);
    });
  const numbers = found.sort((a, b) => a.at - b.at).map(({ kind, tail }) => ({ kind, tail }));
  return { numbers, rest };
}

/** As long as what was taken, so that places in the text stay true. */
function blank(taken: string): string {
  return '|'.padEnd(taken.length);
}

/** A third of the number at most, two to four characters; of an Aadhaar nothing. */
function named(kind: NumberKind, value: string): NumberNamed {
  if (kind === 'aadhaar') return { kind, tail: null };
  const plain = value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  return { kind, tail: plain.slice(-Math.min(4, Math.max(2, Math.floor(plain.length / 3)))) };
}
