import type { Instant } from '../lib/instant.js';
import type { Message } from './types.js';

type Language = Message['language'];

/** A moment as a calendar and a clock on the wall show it. */
interface Wall {
  weekday: number;
  day: number;
  month: number;
  hour: number;
  minute: number;
}

const list = (words: string) => words.split(' ');
const MONTHS_EN = list(
  'January February March April May June July August September October November December',
);
const WEEKDAYS: Record<Language, string[]> = {
  en: list('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
  hi: list('रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार'),
  hinglish: list('ravivar somvar mangalvar budhvar guruvar shukravar shanivar'),
};
const MONTHS: Record<Language, string[]> = {
  en: MONTHS_EN,
  hi: list('जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर'),
  hinglish: MONTHS_EN,
};
/** Parts of the day as they are spoken of in Hindi, by the hour each begins. */
const PARTS: { from: number; hi: string; hinglish: string }[] = [
  { from: 20, hi: 'रात', hinglish: 'raat' },
  { from: 16, hi: 'शाम', hinglish: 'shaam' },
  { from: 12, hi: 'दोपहर', hinglish: 'dopahar' },
  { from: 4, hi: 'सुबह', hinglish: 'subah' },
  { from: 0, hi: 'रात', hinglish: 'raat' },
];

/** Puts instants into words, in the state's time. */
export interface Calendar {
  /** `Thursday 26 November` */
  day(at: Instant, language: Language): string;
  /** `Thursday 26 November, 6 pm` */
  moment(at: Instant, language: Language): string;
}

export function createCalendar(timezone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  const wallAt = (at: Instant): Wall => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const [year, month, day] = [part('year'), part('month') - 1, part('day')];
    const weekday = new Date(Date.UTC(year, month, day)).getUTCDay();
    return { weekday, day, month, hour: part('hour'), minute: part('minute') };
  };
  return {
    day: (at, language) => dayInWords(wallAt(at), language),
    moment: (at, language) => momentInWords(wallAt(at), language),
  };
}

/** The parts a moment is made of, for finding the longest: of each list any one can meet any of the others. */
export function momentParts(language: Language): { days: string[]; months: string[]; hours: string[] } {
  return {
    days: WEEKDAYS[language].map((weekday) => `${weekday} 30`),
    months: MONTHS[language],
    hours: Array.from({ length: 24 }, (_, hour) => hourInWords(hour, 59, language)),
  };
}

function momentInWords(wall: Wall, language: Language): string {
  return `${dayInWords(wall, language)}, ${hourInWords(wall.hour, wall.minute, language)}`;
}

function dayInWords({ weekday, day, month }: Wall, language: Language): string {
  return `${WEEKDAYS[language][weekday]} ${day} ${MONTHS[language][month]}`;
}

function hourInWords(hour: number, minute: number, language: Language): string {
  const clock = `${hour % 12 || 12}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}`;
  if (language === 'en') return `${clock} ${hour < 12 ? 'am' : 'pm'}`;
  const part = PARTS.find(({ from }) => hour >= from);
  return language === 'hi' ? `${part?.hi} ${clock} बजे` : `${part?.hinglish} ${clock} baje`;
}
