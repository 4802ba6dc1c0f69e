import { keysOf, type Piece } from './entities-words.js';
import type { DayNamed } from './types.js';

/** Short forms are taken as written: folded, `may` would be मे and `mar` is a verb. */
const WRITTEN: readonly (readonly string[])[] = [
  ['jan'],
  ['feb'],
  ['march', 'मार्च'],
  ['apr'],
  ['may', 'मई'],
  ['june', 'jun', 'जून'],
  ['july', 'jul', 'जुलाई'],
  ['aug'],
  ['sep', 'sept'],
  ['oct'],
  ['nov'],
  ['dec'],
];
const NAMES = [
  'january janwari janvari जनवरी',
  'february farvari pharwari फरवरी फ़रवरी',
  '',
  'april aprail अप्रैल',
  '',
  '',
  'julai',
  'august agast अगस्त',
  'september sitambar सितंबर सितम्बर',
  'october aktubar अक्टूबर अक्तूबर',
  'november navambar नवंबर नवम्बर',
  'december disambar दिसंबर दिसम्बर',
].map((list) => (list === '' ? new Set<string>() : keysOf(list)));
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Day, month, year in the order of India, or year first; without a year `24/7` and house numbers would be dates. */
const NUMERIC =
  /(?<![\p{L}\p{M}\p{N}/.-])(?:([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}))(?![\p{L}\p{M}\p{N}]|[/.-][\p{L}\p{N}])/gu;

/** Takes the dates written in figures out of a text; what is no day of the calendar stays in it. */
export function takeDates(text: string): { dates: DayNamed[]; rest: string } {
  const dates: DayNamed[] = [];
  const rest = text.replace(
    NUMERIC,
    (
      found,
      day?: string,
      _mark?: string,
      month?: string,
      year?: string,
      y?: string,
      m?: string,
      d?: string,
    ) => {
      const date = dayOf(Number(day ?? d), Number(month ?? m), yearOf(year ?? y ?? ''));
      if (date === null) return found;
      dates.push(date);
      return ' | ';
    },
  );
  return { dates, rest };
}

/** `12 अक्टूबर`, `15th Nov 2026`, `November 15, 2026`. */
export function readDates(pieces: readonly Piece[]): DayNamed[] {
  const dates: DayNamed[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at];
    const month = piece === undefined ? 0 : monthOf(piece);
    if (month === 0) continue;
    const date = dayBefore(pieces, at, month) ?? dayBehind(pieces, at, month);
    if (date !== null) dates.push(date);
  }
  return dates;
}

function monthOf({ text, key }: Piece): number {
  const written = WRITTEN.findIndex((names) => names.includes(text));
  return (written >= 0 ? written : NAMES.findIndex((keys) => keys.has(key))) + 1;
}

function dayBefore(pieces: readonly Piece[], at: number, month: number): DayNamed | null {
  const of = pieces[at - 1]?.text === 'of' ? at - 1 : at;
  const ordinal = /^(?:st|nd|rd|th)$/.test(pieces[of - 1]?.text ?? '') ? of - 1 : of;
  const day = wholeNumber(pieces[ordinal - 1]);
  return day === null ? null : dayOf(day, month, yearAt(pieces, at + 1));
}

/** A month in front needs its year: "May 15 people" is no date. */
function dayBehind(pieces: readonly Piece[], at: number, month: number): DayNamed | null {
  const day = wholeNumber(pieces[at + 1]);
  const ordinal = /^(?:st|nd|rd|th)$/.test(pieces[at + 2]?.text ?? '') ? 1 : 0;
  const year = yearAt(pieces, at + 2 + ordinal);
  return day === null || year === null ? null : dayOf(day, month, year);
}

function yearAt(pieces: readonly Piece[], at: number): number | null {
  const comma = /^[,.\-–]$/.test(pieces[at]?.text ?? '') ? 1 : 0;
  const text = pieces[at + comma]?.text ?? '';
  return /^(?:19|20)[0-9]{2}$/.test(text) ? Number(text) : null;
}

function wholeNumber(piece: Piece | undefined): number | null {
  return piece !== undefined && /^[0-9]{1,2}$/.test(piece.text) ? Number(piece.text) : null;
}

/** Two figures are of this century unless that would lie half of it ahead. */
function yearOf(figures: string): number {
  const year = Number(figures);
  return figures.length === 4 ? year : year + (year < 50 ? 2000 : 1900);
}

function dayOf(day: number, month: number, year: number | null): DayNamed | null {
  const longest = DAYS[month - 1];
  if (longest === undefined || day < 1 || day > longest) return null;
  if (month === 2 && day === 29 && year !== null && !isLeap(year)) return null;
  return year !== null && (year < 1900 || year > 2100) ? null : { day, month, year };
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
