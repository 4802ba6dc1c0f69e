import { state } from './store.js';
import { t } from './strings.js';

const ZONE = 'Asia/Kolkata';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function locale() {
  return state.lang === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN';
}

function parts(at, options) {
  const list = new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options }).formatToParts(at);
  return Object.fromEntries(list.map((part) => [part.type, part.value]));
}

/** "Thu 26 Nov, 6:00 pm" or "गुरुवार 26 नवंबर, शाम 6 बजे": always the state's time. */
export function absolute(at, { weekday = true, year = false } = {}) {
  const date = parts(at, {
    weekday: state.lang === 'hi' ? 'long' : 'short',
    day: 'numeric',
    month: state.lang === 'hi' ? 'long' : 'short',
    year: 'numeric',
  });
  const day = [weekday ? date.weekday : '', date.day, date.month, year ? date.year : '']
    .filter(Boolean)
    .join(' ');
  return `${day}, ${clockTime(at)}`;
}

function clockTime(at) {
  const { hour, minute } = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const h = Number(hour);
  const twelve = h % 12 || 12;
  if (state.lang !== 'hi') return `${twelve}:${minute} ${h < 12 ? 'am' : 'pm'}`;
  const half = h < 4 ? 'रात' : h < 12 ? 'सुबह' : h < 16 ? 'दोपहर' : h < 20 ? 'शाम' : 'रात';
  return `${half} ${twelve}${minute === '00' ? '' : `:${minute}`} बजे`;
}

/** "in 2 days", "3 घंटे पहले". Never "yesterday": in Hindi कल is also tomorrow. */
export function relative(at, from) {
  const gap = at - from;
  const size = Math.abs(gap);
  if (size < MINUTE) return t('justNow');
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'always' });
  const [unit, length] = size < HOUR ? ['minute', MINUTE] : size < DAY * 2 ? ['hour', HOUR] : ['day', DAY];
  // What is past is never made older than it is; a deadline in 6 days and 23 hours is a week away.
  const count = gap > 0 ? Math.round(gap / length) : Math.trunc(gap / length);
  return format.format(count, /** @type {any} */ (unit));
}

/** How far the clock was moved: "8 days 2 hours". */
export function span(ms) {
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  return [
    days ? t(days === 1 ? 'day1' : 'days', { n: days }) : '',
    hours ? t(hours === 1 ? 'hour1' : 'hours', { n: hours }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}
