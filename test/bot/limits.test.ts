import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  holdOf,
  type KnownLimits,
  keyOf,
  type Limit,
  learnLimits,
  merge,
  parseLimits,
} from '../../src/bot/limits.js';
import type { XCall } from '../../src/bot/ports.js';
import type { RateWindow } from '../../src/bot/spend-store.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { NOW } from './desk.js';

const CALL: XCall = { endpoint: 'search', credential: 'app' };
/** X adds so much of its own to every hold. */
const JITTER = { least: SECOND, most: 5 * SECOND };

const seconds = (at: number) => String(at / SECOND);
const headers = (remaining: number, resetAt: number, prefix = 'x-rate-limit', limit = 450) => ({
  [`${prefix}-limit`]: String(limit),
  [`${prefix}-remaining`]: String(remaining),
  [`${prefix}-reset`]: seconds(resetAt),
});

/** What is known when nothing but this window is. */
function only(window: RateWindow | null): KnownLimits {
  const windows = new Map(window === null ? [] : [[keyOf(window), window]]);
  const appDays = new Map(window?.appDay == null ? [] : [[window.endpoint, window.appDay]]);
  return { windows, appDays };
}

const learnt = (status: number, told: Record<string, string>, known: RateWindow | null = null, now = NOW) =>
  learnLimits(known, CALL, { status, headers: told }, now);

describe('the headers of X', () => {
  it('tell the window and both limits of 24 hours', () => {
    const told = parseLimits({
      ...headers(7, NOW + MINUTE),
      ...headers(9_000, NOW + DAY, 'x-app-limit-24hour', 10_000),
      ...headers(90, NOW + HOUR, 'x-user-limit-24hour', 100),
    });
    expect(told).toEqual({
      window: { limit: 450, remaining: 7, resetAt: NOW + MINUTE },
      appDay: { limit: 10_000, remaining: 9_000, resetAt: NOW + DAY },
      userDay: { limit: 100, remaining: 90, resetAt: NOW + HOUR },
    });
  });

  it.each([
    ['none', {}],
    ['one part missing', { 'x-rate-limit-limit': '450', 'x-rate-limit-remaining': '3' }],
    ['no number', { ...headers(3, NOW), 'x-rate-limit-reset': 'soon' }],
    ['a negative rest', { ...headers(3, NOW), 'x-rate-limit-remaining': '-1' }],
    ['an empty word', { ...headers(3, NOW), 'x-rate-limit-limit': '' }],
  ])('are not taken for a limit: %s', (_name, told) => {
    expect(parseLimits(told).window).toBeNull();
    expect(learnt(200, told)).toBeNull();
  });

  it('are whatever X says: no number of ours stands in them', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(2_000_000_000), (limit, remaining, reset) => {
        const told = parseLimits({
          'x-rate-limit-limit': String(limit),
          'x-rate-limit-remaining': [String(remaining)],
          'x-rate-limit-reset': String(reset),
        });
        expect(told.window).toEqual({ limit, remaining, resetAt: reset * SECOND });
      }),
    );
  });
});

describe('a hold', () => {
  it('is none while something is left, and none when nothing is known', () => {
    expect(holdOf(only(learnt(200, headers(1, NOW + MINUTE))), CALL, NOW)).toBeNull();
    expect(holdOf(only(null), CALL, NOW)).toBeNull();
  });

  it('lasts until the window ends, and a little longer', () => {
    const until = holdOf(only(learnt(200, headers(0, NOW + MINUTE))), CALL, NOW) ?? 0;
    expect(until).toBeGreaterThanOrEqual(NOW + MINUTE + JITTER.least);
    expect(until).toBeLessThan(NOW + MINUTE + JITTER.most);
  });

  it('is over when that time has come', () => {
    const known = only(learnt(200, headers(0, NOW + MINUTE)));
    const until = holdOf(known, CALL, NOW) ?? 0;
    expect(holdOf(known, CALL, until - 1)).toBe(until);
    expect(holdOf(known, CALL, until)).toBeNull();
  });

  it('ends for 84 handles at many moments, and for each at the same one when asked again', () => {
    const ends = Array.from({ length: 84 }, (_, at) => {
      const call: XCall = { endpoint: 'create', credential: String(9_000 + at) };
      const window = learnLimits(null, call, { status: 429, headers: headers(0, NOW + MINUTE) }, NOW);
      const until = holdOf(only(window), call, NOW);
      expect(holdOf(only(window), call, NOW + SECOND)).toBe(until);
      return until;
    });
    expect(new Set(ends).size).toBeGreaterThan(70);
  });

  it('of one endpoint or credential is none of another', () => {
    const known = only(learnt(429, headers(0, NOW + MINUTE)));
    expect(holdOf(known, { ...CALL, credential: '900' }, NOW)).toBeNull();
    expect(holdOf(known, { ...CALL, endpoint: 'mentions' }, NOW)).toBeNull();
  });

  it("comes from the user's 24 hours too", () => {
    const told = { ...headers(90, NOW + MINUTE), ...headers(0, NOW + HOUR, 'x-user-limit-24hour') };
    expect(holdOf(only(learnt(200, told)), CALL, NOW)).toBeGreaterThan(NOW + HOUR);
  });

  it('of the app holds every credential of that endpoint', () => {
    const told = { ...headers(90, NOW + MINUTE), ...headers(0, NOW + HOUR, 'x-app-limit-24hour') };
    const window = learnLimits(
      null,
      { endpoint: 'create', credential: '900' },
      { status: 201, headers: told },
      NOW,
    );
    const known = only(window);
    expect(holdOf(known, { endpoint: 'create', credential: '901' }, NOW)).toBeGreaterThan(NOW + HOUR);
    expect(holdOf(known, { endpoint: 'timeline', credential: '901' }, NOW)).toBeNull();
  });
});

describe('a refusal with 429', () => {
  it('without headers holds a quarter of an hour', () => {
    const until = holdOf(only(learnt(429, {})), CALL, NOW) ?? 0;
    expect(until - NOW - 15 * MINUTE).toBeGreaterThanOrEqual(JITTER.least);
    expect(until - NOW - 15 * MINUTE).toBeLessThan(JITTER.most);
  });

  it('holds until the time it names, though its headers say that something is left', () => {
    expect(holdOf(only(learnt(429, headers(5, NOW + 10 * MINUTE))), CALL, NOW)).toBeGreaterThan(
      NOW + 10 * MINUTE,
    );
  });

  it('for the 24 hours does not close the window that is open', () => {
    const told = { ...headers(5, NOW + MINUTE), ...headers(0, NOW + HOUR, 'x-user-limit-24hour') };
    expect(learnt(429, told)).toMatchObject({ remaining: 5, userDay: { remaining: 0 } });
  });

  it('that names a time already past still holds for a while: the clocks differ', () => {
    expect(holdOf(only(learnt(429, headers(0, NOW - MINUTE))), CALL, NOW)).toBeGreaterThan(NOW + 30 * SECOND);
  });

  it('that names a time years away holds a day at most', () => {
    const until = holdOf(only(learnt(429, headers(0, NOW + 900 * DAY))), CALL, NOW);
    expect(until).toBeLessThan(NOW + DAY + 2 * HOUR);
  });

  it('keeps the limit that was known when it tells none', () => {
    expect(learnt(429, {}, learnt(200, headers(3, NOW - MINUTE)))).toMatchObject({
      limit: 450,
      remaining: 0,
    });
  });
});

describe('answers that overtake each other', () => {
  const told = fc.record({
    limit: fc.constant(100),
    remaining: fc.integer({ min: 0, max: 99 }),
    resetAt: fc.integer({ min: -3, max: 3 }).map((windows) => NOW + windows * 15 * MINUTE),
  });

  it('leave the same knowledge in whatever order they come', () => {
    const learn = (answers: readonly Limit[]) =>
      answers.reduce<Limit | null>((known, answer) => merge(known, answer, NOW), null);
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 8 }), fc.nat(), (answers, seed) => {
        const shuffled = answers.map((answer, at) => ({ answer, key: (at * 7919 + seed) % 13 }));
        shuffled.sort((a, b) => a.key - b.key);
        expect(learn(shuffled.map(({ answer }) => answer))).toEqual(learn(answers));
      }),
    );
  });

  it('never open a window that X has closed', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 8 }), fc.nat(8), (others, place) => {
        const refused = { limit: 100, remaining: 0, resetAt: NOW + MINUTE };
        const answers = [...others.slice(0, place), refused, ...others.slice(place)];
        const known = answers.reduce<Limit | null>((sum, answer) => merge(sum, answer, NOW), null);
        expect(known?.remaining).toBe(0);
        expect(known?.resetAt).toBeGreaterThanOrEqual(NOW + MINUTE);
      }),
    );
  });
});

it('no request goes out between a refusal and the end it named, whatever else is answered', () => {
  const answer = fc.record({
    status: fc.constantFrom(200, 200, 200, 429, 403, 503),
    remaining: fc.integer({ min: 0, max: 3 }),
    window: fc.integer({ min: 1, max: 3 }),
    told: fc.boolean(),
    pause: fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * MINUTE),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 25 }), (answers) => {
      let known: RateWindow | null = null;
      let now = NOW;
      let closedUntil = 0;
      for (const { status, remaining, window, told, pause } of answers) {
        now += pause;
        const held = holdOf(only(known), CALL, now);
        if (now < closedUntil) expect(held).toBeGreaterThanOrEqual(closedUntil);
        const resetAt = NOW + Math.ceil((now - NOW + 1) / (15 * MINUTE)) * 15 * MINUTE * window;
        const sent = told ? headers(status === 429 ? 0 : remaining, resetAt) : {};
        // Answers come in also while it is held: their requests were on their way.
        known = learnLimits(known, CALL, { status, headers: sent }, now) ?? known;
        if (status === 429) closedUntil = Math.max(closedUntil, told ? resetAt : now + 15 * MINUTE);
      }
    }),
  );
});
