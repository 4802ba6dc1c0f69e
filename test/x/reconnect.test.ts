import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/lib/instant.js';
import { backOff, type Failure, NO_FAILURES } from '../../src/x/reconnect.js';

/** The waits after so many failures of one kind. */
function waits(failure: Failure, count: number): number[] {
  let failures = NO_FAILURES;
  return Array.from({ length: count }, () => {
    const next = backOff(failures, failure);
    failures = next.failures;
    return next.waitMs;
  });
}

describe('reconnecting keeps to the schedule of X', () => {
  it('at once after the first break, then like an answer of no', () => {
    expect(waits('ended', 4)).toEqual([0, 5 * SECOND, 10 * SECOND, 20 * SECOND]);
  });

  it('250 ms more each time up to 16 s when X is not reached', () => {
    const all = waits('network', 80);
    expect(all.slice(0, 4)).toEqual([250, 500, 750, 1_000]);
    expect(all.slice(62)).toEqual(Array.from({ length: 18 }, (_, at) => Math.min(16_000, 250 * (63 + at))));
  });

  it('5 s doubling to 320 s when X answers no', () => {
    expect(waits('http', 9).map((wait) => wait / SECOND)).toEqual([5, 10, 20, 40, 80, 160, 320, 320, 320]);
  });

  it('a minute doubling after 429, and never longer than a window and a minute', () => {
    expect(waits('limited', 7).map((wait) => wait / MINUTE)).toEqual([1, 2, 4, 8, 16, 16, 16]);
  });

  it('counts each kind for itself, and no kind ever waits less the next time', () => {
    const failure = fc.constantFrom<Failure>('ended', 'network', 'http', 'limited');
    fc.assert(
      fc.property(fc.array(failure, { maxLength: 60 }), (story) => {
        let failures = NO_FAILURES;
        const last = new Map<Failure, number>();
        for (const one of story) {
          const next = backOff(failures, one);
          expect(next.waitMs).toBeGreaterThanOrEqual(last.get(one) ?? 0);
          expect(next.waitMs).toBeLessThanOrEqual(16 * MINUTE);
          last.set(one, next.waitMs);
          failures = next.failures;
        }
        for (const [kind, wait] of last) {
          expect(waits(kind, story.filter((one) => one === kind).length).at(-1)).toBe(wait);
        }
      }),
    );
  });
});
