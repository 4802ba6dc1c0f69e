import { keysOf, type Piece, quantityAt } from './entities-words.js';
import type { Span } from './types.js';

type Unit = { unit: Span['unit']; size: number };
const DAYS = (size: number): Unit => ({ unit: 'days', size });
const UNITS: ReadonlyMap<string, Unit> = new Map(
  (
    [
      ['ghanta ghante ghanton hour hours hr hrs घंटा घंटे घंटों घण्टा घण्टे', { unit: 'hours', size: 1 }],
      ['din dino dinon day days दिन दिनों दिवस', DAYS(1)],
      ['hafta hafte hafton week weeks saptah हफ्ता हफ्ते हफ़्ते हफ्तों सप्ताह', DAYS(7)],
      ['fortnight pakhwada पखवाड़ा पखवाड़े', DAYS(15)],
      ['mahina mahine mahino maheena month months माह महीना महीने महीनों', DAYS(30)],
      ['saal sal salon year years yr yrs varsh baras साल सालों वर्ष वर्षों बरस', DAYS(365)],
    ] as const
  ).flatMap(([list, unit]) => [...keysOf(list)].map((key) => [key, unit] as const)),
);
/** Nobody waits longer; what says so is an age or a figure of speech. */
const LONGEST_DAYS = 50 * 365;

const SINCE = keysOf('se say से');
const LAST = keysOf('last past pichle pichhle pichla pichhla gat since पिछले पिछला बीते गत');
const BEFORE = keysOf(
  'since for last past pichle pichhle from over पिछले बीते गत लगभग करीब lagbhag karib almost nearly',
);
const AGO = keysOf('ago pehle pahle पहले beet bit बीत guzar गुज़र');
const PASSED = keysOf('ho हो');
/** Ages, deadlines and rhythms are no time of waiting: "5 saal ka bachcha", "24 ghante me", "har 2 din". */
const NOT_BEFORE = keysOf('within in har every each next agle agla under aged har roz रोज हर प्रति अगले daily');
const NOT_AFTER = keysOf(
  'me mein andar ke ka ki old tak baad bad per daily later umra varshiya में अंदर के का की तक बाद वर्षीय उम्र',
);

const KAL = keysOf('kal kl कल yesterday');
const PARSO = keysOf('parso parson परसों');
const HALVES: readonly (readonly [ReadonlySet<string>, string])[] = [
  [keysOf('subah savere morning सुबह सवेरे'), 'morning'],
  [keysOf('dopahar dopehar afternoon noon दोपहर'), 'afternoon'],
  [keysOf('shaam sham evening शाम'), 'evening'],
  [keysOf('raat rat night रात'), 'night'],
];
const OCLOCK = keysOf('baje bje बजे');

/**
 * How long it has lasted: the longest span the post speaks of as past ("3 दिन से", "for two weeks"), else the longest
 * that is named without more ("2 ghante"). A time of day alone is told as it stands: the room knows no clock.
 */
export function readSpan(pieces: readonly Piece[]): Span | null {
  let sure: Span | null = null;
  let bare: Span | null = null;
  let clock: Span | null = null;
  for (let at = 0; at < pieces.length; at += 1) {
    const counted = countedAt(pieces, at);
    if (counted !== null) {
      const strength = strengthOf(pieces, at, counted.to);
      if (strength === 'sure') sure = longer(sure, counted.span);
      else if (strength === 'bare') bare = longer(bare, counted.span);
      at = counted.to - 1;
      continue;
    }
    const days = relativeDays(pieces, at);
    if (days !== null) sure = longer(sure, { amount: days, unit: 'days', from: null });
    clock ??= clockAt(pieces, at);
  }
  return sure ?? clock ?? bare;
}

/** `3 दिन`, `1 saal 2 mahine`, `पिछले हफ्ते`, `a week`. */
function countedAt(pieces: readonly Piece[], from: number): { span: Span; to: number } | null {
  const before = pieces[from - 1]?.key ?? '';
  const alone = unitOf(pieces[from]);
  if (alone !== undefined && LAST.has(before)) return { span: spanOf([[1, alone]]), to: from + 1 };
  const parts: (readonly [number, Unit])[] = [];
  let at = from;
  for (;;) {
    const quantity =
      parts.length === 0 && /^an?$/.test(pieces[at]?.text ?? '')
        ? { value: 1, to: at + 1 }
        : quantityAt(pieces, at);
    const unit = quantity === null ? undefined : unitOf(pieces[quantity.to]);
    const last = parts.at(-1)?.[1];
    // The parts of one span grow smaller: years, months, days.
    if (quantity === null || unit === undefined || (last !== undefined && hoursOf(unit) >= hoursOf(last)))
      break;
    parts.push([quantity.value, unit]);
    at = quantity.to + 1;
  }
  if (parts.length === 0) return null;
  const span = spanOf(parts);
  const sensible = span.amount !== null && span.amount > 0 && inHours(span) <= LONGEST_DAYS * 24;
  return sensible ? { span, to: at } : null;
}

/** `day` shares its key with दे and ढाई. */
function unitOf(piece: Piece | undefined): Unit | undefined {
  if (piece === undefined || /^(?:de|dhai|दे|ढाई)$/.test(piece.text)) return undefined;
  return UNITS.get(piece.key);
}

function spanOf(parts: readonly (readonly [number, Unit])[]): Span {
  const days = parts.filter(([, { unit }]) => unit === 'days');
  // Hours beside days are no news to anybody.
  const kept = days.length > 0 ? days : parts;
  const amount = kept.reduce((sum, [value, { size }]) => sum + value * size, 0);
  return { amount: Math.round(amount * 10) / 10, unit: days.length > 0 ? 'days' : 'hours', from: null };
}

const hoursOf = ({ unit, size }: Unit): number => (unit === 'days' ? size * 24 : size);
const inHours = ({ amount, unit }: Span): number => (amount ?? 0) * (unit === 'days' ? 24 : 1);

function longer(one: Span | null, other: Span): Span {
  return one !== null && inHours(one) >= inHours(other) ? one : other;
}

function strengthOf(pieces: readonly Piece[], from: number, to: number): 'sure' | 'bare' | null {
  const before = pieces[from - 1]?.key ?? '';
  const [after, next] = [pieces[to]?.key ?? '', pieces[to + 1]?.key ?? ''];
  if (NOT_BEFORE.has(before) && !SINCE.has(after)) return null;
  if (SINCE.has(after) || AGO.has(after) || (PASSED.has(after) && next !== '')) return 'sure';
  if (NOT_AFTER.has(after)) return null;
  return BEFORE.has(before) ? 'sure' : 'bare';
}

/** `kal se`, `kal raat se`, `परसों से`, `since yesterday`. */
function relativeDays(pieces: readonly Piece[], at: number): number | null {
  const key = pieces[at]?.key ?? '';
  const days = KAL.has(key) ? 1 : PARSO.has(key) ? 2 : null;
  if (days === null) return null;
  const english = LAST.has(pieces[at - 1]?.key ?? '') || pieces[at - 1]?.key === 'from';
  // Between the day and its "since" may stand a time: "kal subah 6 baje se".
  const since = pieces.slice(at + 1, at + 5).findIndex((piece) => SINCE.has(piece.key));
  const between = pieces.slice(at + 1, at + 1 + Math.max(0, since));
  const timed = between.every(
    ({ key: word, text }) =>
      partOfDay(word) !== null || OCLOCK.has(word) || /^[0-9]/.test(text) || word === 'hi',
  );
  return english || (since >= 0 && timed) ? days : null;
}

/** `सुबह 6 बजे से`, `subah se`, `since 6 am`, `since morning`. */
function clockAt(pieces: readonly Piece[], at: number): Span | null {
  const told = (from: string): Span => ({ amount: null, unit: 'hours', from });
  const half = partOfDay(pieces[at]?.key ?? '');
  const english = LAST.has(pieces[at - 1]?.key ?? '') || pieces[at - 1]?.text === 'from';
  if (half !== null && (english || SINCE.has(pieces[at + 1]?.key ?? ''))) return told(half);
  const hour = quantityAt(pieces, at);
  if (hour === null || !Number.isInteger(hour.value) || hour.value < 1 || hour.value > 24) return null;
  const [mark, after] = [pieces[hour.to], pieces[hour.to + 1]];
  const am = /^[ap]m$/.exec(mark?.text ?? '')?.[0];
  if (am === undefined && !OCLOCK.has(mark?.key ?? '')) return null;
  if (!english && !SINCE.has(after?.key ?? '')) return null;
  return told(
    `${String(hourOf(hour.value, am ?? partOfDay(pieces[at - 1]?.key ?? ''))).padStart(2, '0')}:00`,
  );
}

function hourOf(hour: number, half: string | null): number {
  if (hour > 12) return hour % 24;
  const late = half === 'pm' || half === 'evening' || (half === 'afternoon' && hour !== 11);
  const night = half === 'night' && hour >= 6;
  return late || night
    ? (hour % 12) + 12 - (night && hour === 12 ? 12 : 0)
    : half === null
      ? hour
      : hour % 12;
}

function partOfDay(key: string): string | null {
  return HALVES.find(([keys]) => keys.has(key))?.[1] ?? null;
}
