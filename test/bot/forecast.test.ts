import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityPostsADay, forecastSources, type PlanInput, toldLimits } from '../../src/bot/forecast.js';
import { forecastFrom, forecastMonth } from '../../src/bot/month.js';
import { forecastPolling } from '../../src/bot/poll-forecast.js';
import { ALONE, byNeed } from '../../src/bot/poll-schedule.js';
import { everyRound } from '../../src/bot/poll-source.js';
import type { WatchedHandle } from '../../src/bot/ports.js';
import type { SpendRow } from '../../src/bot/spend-store.js';
import { loadLimits } from '../../src/directory/limit-list.js';
import { loadPrices } from '../../src/directory/price-list.js';
import { DAY, MINUTE, SECOND } from '../../src/lib/instant.js';
import { NOW } from './desk.js';

const LIMIT = { requests: 450, windowMs: 15 * MINUTE };

const handles = (count: number): WatchedHandle[] =>
  Array.from({ length: count }, (_, at) => ({
    handle: `h${at}`,
    xUserId: String(900 + at),
    department: 'HOME',
    district: null,
  }));

const oneEach = (count: number) => handles(count).map((handle) => [handle]);

describe('what a way of asking comes to', () => {
  const search = (groups: number, pause: number, mentionsADay = 5_000) =>
    forecastPolling(everyRound(pause), { groups: oneEach(groups), rate: mentionsADay / DAY, limit: LIMIT });

  it('four queries every 30 seconds are 120 requests in a window, and half a pause of waiting', () => {
    expect(search(4, 30 * SECOND)).toEqual({
      requests: 120,
      meanWait: 15 * SECOND,
      longestWait: 30 * SECOND,
    });
  });

  it('counts the further pages of a busy day', () => {
    // 15,000 an hour, two queries, once a minute: 125 posts each, so two pages.
    expect(search(2, MINUTE, 360_000).requests).toBe(60);
  });

  it('by need, 84 handles alone stay under the limit, and each is read within 15 minutes', () => {
    const { requests, longestWait, meanWait } = forecastPolling(byNeed(ALONE), {
      groups: oneEach(84),
      rate: 5_000 / DAY,
      limit: LIMIT,
    });
    expect(requests).toBeLessThanOrEqual(450);
    expect(requests).toBeGreaterThan(200);
    expect(longestWait).toBeLessThanOrEqual(15 * MINUTE);
    expect(meanWait).toBeLessThanOrEqual(longestWait / 2 + SECOND);
  });

  it('by need, no number of handles makes more requests than X takes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 20_000 }),
        (count, mentions) => {
          const load = { groups: oneEach(count), rate: mentions / DAY, limit: LIMIT };
          return forecastPolling(byNeed(ALONE), load).requests <= LIMIT.requests;
        },
      ),
      { numRuns: 8 },
    );
  });

  it('nobody to ask for is no request', () => {
    expect(search(0, 30 * SECOND)).toMatchObject({ requests: 0, meanWait: 0 });
  });
});

const INPUT: PlanInput = {
  plan: 'self-serve',
  handles: 84,
  watchedForActivity: 0,
  mentionsADay: 1_000,
  answered: 0.6,
  prices: loadPrices('data/prices.csv'),
  day: '2026-11-24',
  limits: loadLimits('data/limits.csv'),
  told: [],
  overlapMs: 0,
  search: { requests: 120, meanWait: 15 * SECOND, longestWait: 30 * SECOND },
  mentions: { requests: 400, meanWait: 100 * SECOND, longestWait: 200 * SECOND },
  activityPosts: 0,
};
const dollars = (micros: number) => micros / 1e6;
const planOf = (more: Partial<PlanInput> = {}) => {
  const [search, mentions, stream, webhook] = forecastSources({ ...INPUT, ...more });
  if (!search || !mentions || !stream || !webhook) throw new Error('a source is missing');
  return { search, mentions, stream, webhook };
};

describe('what the sources would cost', () => {
  // As worked out by hand: reads and summoned answers for 60 of 100 mentions.
  it.each([
    [1_000, 150, 180],
    [5_000, 750, 900],
    [15_000, 2_250, 2_700],
  ])('%i mentions a day: $%i to read, $%i to answer', (mentionsADay, reads, answers) => {
    for (const { costs } of forecastSources({ ...INPUT, mentionsADay })) {
      expect([dollars(costs.mentions), dollars(costs.answers)]).toEqual([reads, answers]);
    }
  });

  it('counts what the overlap reads again after midnight, for those who ask', () => {
    const { search, stream } = planOf({ overlapMs: 2 * MINUTE });
    expect(search.costs.mentions / stream.costs.mentions).toBeCloseTo(1 + 2 / 1_440, 6);
  });

  it('counts a look at each account a day, and at the activity of handles', () => {
    const { search } = planOf({ watchedForActivity: 5, activityPosts: 20 });
    expect(dollars(search.costs.accounts)).toBe(84 * 0.01 * 30);
    expect(dollars(search.costs.activity)).toBe(5 * 20 * 0.005 * 30);
    expect(search.total).toBe(Object.values(search.costs).reduce((sum, cost) => sum + cost, 0));
  });

  it('uses the prices of that day', () => {
    const prices = [
      ...INPUT.prices,
      { validFrom: '2027-01-01', item: 'post_read', micros: 1, unit: 'resource', source: 'x' } as const,
    ];
    expect(planOf({ prices, day: '2027-01-02' }).stream.costs.mentions).toBe(1_000 * 30);
    expect(dollars(planOf({ prices }).stream.costs.mentions)).toBe(150);
  });
});

describe('how near to the limits', () => {
  const use = (plan: ReturnType<typeof planOf>['search'], what: string, scope = 'app') =>
    plan.limits.find((limit) => limit.what === what && limit.scope === scope);

  it('each source comes to its own and to those of all', () => {
    const { search, stream, webhook } = planOf({ mentionsADay: 15_000 });
    expect(use(search, 'search')).toMatchObject({ used: 120, limit: 450, headroom: 73, from: 'documented' });
    expect(use(stream, 'stream_rules')).toMatchObject({ used: 84, limit: 1_000, windowMinutes: 0 });
    expect(use(webhook, 'subscriptions')).toMatchObject({ used: 168, limit: 1_500 });
    expect(use(webhook, 'create')).toMatchObject({ used: 9_000, limit: 10_000, headroom: 10 });
    expect(use(search, 'post_reads')).toMatchObject({ used: 450_000, limit: 3_000_000 });
    expect([search, stream, webhook].every(({ fits }) => fits)).toBe(true);
  });

  it('says when it does not fit', () => {
    const { search, stream } = planOf({ mentionsADay: 20_000 });
    expect(use(search, 'create')?.headroom).toBe(-20);
    expect([search.fits, stream.fits]).toEqual([false, false]);
  });

  it('is measured against what X told this desk, when it did', () => {
    const at = { endpoint: 'search', credential: 'app', remaining: 1, resetAt: NOW, seenAt: NOW };
    const told = toldLimits([
      { ...at, limit: 300, appDay: null, userDay: null },
      {
        ...at,
        endpoint: 'create',
        credential: '900',
        limit: 50,
        appDay: { limit: 4_000, remaining: 1, resetAt: NOW },
        userDay: null,
      },
      { ...at, endpoint: 'create', credential: '901', limit: 100, appDay: null, userDay: null },
    ]);
    const { search } = planOf({ told });
    expect(use(search, 'search')).toMatchObject({ limit: 300, headroom: 60, from: 'headers' });
    expect(use(search, 'create')).toMatchObject({ limit: 4_000, from: 'headers' });
    expect(use(search, 'create', 'handle')).toMatchObject({ limit: 50, from: 'headers' });
  });

  it('names the contract where X publishes nothing', () => {
    const { search } = planOf({ plan: 'enterprise' });
    expect(use(search, 'search')).toMatchObject({ limit: null, headroom: null, from: 'contract' });
    expect(search.fits).toBe(true);
  });
});

describe('posts that looking at a handle takes in a day', () => {
  const read = { page: 20, pages: 10 };
  it.each([
    [0, 20],
    [1, 21],
    [10, 170],
    [100, 300],
  ])('with %i answers a day: %i', (answers, posts) => {
    expect(activityPostsADay(answers, 14, read)).toBe(posts);
  });
});

describe('what a month will have cost', () => {
  const row = (day: string, dollarsSpent: number): SpendRow => ({
    day,
    handleId: '',
    item: 'post_read',
    count: 1,
    micros: dollarsSpent * 1e6,
  });
  const days = (first: number, last: number, cost: number) =>
    Array.from({ length: last - first + 1 }, (_, at) =>
      row(`2026-11-${String(first + at).padStart(2, '0')}`, cost),
    );
  const forecast = (rows: SpendRow[], today: string) => {
    const { month, spent, perDay, total } = forecastMonth(rows, today);
    return { month, spent: spent / 1e6, perDay: perDay / 1e6, total: total / 1e6 };
  };

  it('is what was spent, and an average day of the last week for each to come', () => {
    const rows = [...days(1, 13, 100), ...days(14, 20, 10), row('2026-11-21', 3)];
    expect(forecast(rows, '2026-11-21')).toEqual({
      month: '2026-11',
      spent: 1_373,
      perDay: 10,
      total: 1_373 + 9 * 10,
    });
  });

  it('reaches back into the month before', () => {
    const rows = [...days(28, 30, 7), row('2026-12-01', 1)];
    // Three days are known, not seven.
    expect(forecast(rows, '2026-12-01')).toMatchObject({
      month: '2026-12',
      spent: 1,
      perDay: 7,
      total: 1 + 30 * 7,
    });
    expect(forecastFrom('2026-12-01')).toBe('2026-11-24');
    expect(forecastFrom('2026-11-21')).toBe('2026-11-01');
  });

  it('counts days on which nothing was bought', () => {
    expect(forecast([row('2026-11-14', 70)], '2026-11-21').perDay).toBe(10);
  });

  it('goes by today when there was no day before', () => {
    expect(forecast([row('2026-11-30', 5)], '2026-11-30')).toMatchObject({ perDay: 5, total: 5 });
    expect(forecast([row('2026-11-29', 0), row('2026-11-30', 5)], '2026-11-30')).toMatchObject({ perDay: 0 });
  });

  it('is nothing of nothing', () => {
    expect(forecast([], '2026-02-10')).toEqual({ month: '2026-02', spent: 0, perDay: 0, total: 0 });
  });

  it('of February in a leap year has 29 days', () => {
    expect(forecast([row('2028-02-01', 1)], '2028-02-01').total).toBe(29);
  });
});
