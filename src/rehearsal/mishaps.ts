import { HOUR, MINUTE } from '../lib/instant.js';
import { seeded } from '../lib/random.js';
import type { Mishap } from './drive.js';

/** How often the stream is cut in a bad day. */
const CUTS = 20;
const FIRST = 6 * HOUR;
const WAKING = 16 * HOUR;

/**
 * A bad day: the stream is cut twenty times, one answer in twenty is an HTML 5xx, two 429 storms, one hour in which the
 * stream stays open and silent, one handle loses its token and one changes its name.
 */
export function badDay(handles: readonly { handle: string; xUserId: string }[], seed: number): Mishap[] {
  const random = seeded(seed + 1);
  const moment = () => FIRST + Math.floor(random() * WAKING);
  // Not the busiest ones: what waits for a token must not be most of the day.
  const [revoked, renamed] = [handles[20] ?? handles[0], handles[21] ?? handles[0]];
  return [
    { offset: 0, happen: (control) => control.fault({ kind: 'html5xx', share: 0.05, seed }) },
    ...Array.from(
      { length: CUTS },
      () =>
        ({
          offset: moment(),
          happen: (control) => control.stream({ action: 'cut' }),
        }) satisfies Mishap,
    ),
    ...[9, 15].map(
      (hour) =>
        ({
          offset: hour * HOUR,
          happen: async (control) => {
            for (const endpoint of ['GET /2/tweets/search/recent', 'POST /2/tweets'])
              await control.fault({ kind: 'storm429', endpoint, minutes: 12 });
          },
        }) satisfies Mishap,
    ),
    { offset: 12 * HOUR, happen: (control) => control.stream({ action: 'silent', on: true }) },
    { offset: 13 * HOUR, happen: (control) => control.stream({ action: 'silent', on: false }) },
    {
      offset: 11 * HOUR,
      happen: (control) => control.account(revoked?.xUserId ?? '', { revoked: true }),
    },
    {
      offset: 14 * HOUR + 3 * MINUTE,
      happen: (control) =>
        control.account(renamed?.xUserId ?? '', { handle: `${renamed?.handle.slice(0, 13)}_n` }),
    },
  ];
}
