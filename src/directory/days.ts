import { DAY, type Instant } from '../lib/instant.js';

/** The instant at which `day` (YYYY-MM-DD) begins in `timezone`. */
export function startOfDay(day: string, timezone: string): Instant {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // The offset is looked up twice, because the first guess may lie on the other side of a clock change.
  const guess = asUtc - offset(asUtc, timezone);
  return asUtc - offset(guess, timezone);
}

/** The instant at which `day` is over in `timezone`. */
export function endOfDay(day: string, timezone: string): Instant {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
  return startOfDay(next, timezone);
}

/** True when `timezone` is a name this machine knows. */
export function isTimezone(timezone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).format(0) !== '';
  } catch {
    return false;
  }
}

function offset(at: Instant, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const month = number('month') - 1;
  const local = Date.UTC(
    number('year'),
    month,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}
