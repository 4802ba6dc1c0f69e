import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { refreshActivity } from '../../src/bot/activity.js';
import { dispatch } from '../../src/bot/dispatch.js';
import type { XAnswer } from '../../src/bot/ports.js';
import { createSpending, purchasesOf, type Spending } from '../../src/bot/spending.js';
import { STAGES, stageOf } from '../../src/bot/stages.js';
import type { Store } from '../../src/bot/store.js';
import { loadPrices } from '../../src/directory/price-list.js';
import { DAY, HOUR } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { inboxRow, opening } from '../store/given.js';
import { makeDesk } from './desk.js';

const PRICES = loadPrices('data/prices.csv');
const MORNING = Date.UTC(2026, 10, 24, 6);
const MIDNIGHT = Date.UTC(2026, 10, 25);
const APP = { endpoint: 'search', credential: 'app' } as const;
const HANDLE = { endpoint: 'create', credential: '900' } as const;

let store: Store;
let now: number;

beforeEach(async () => {
  store = openStore('sqlite::memory:');
  await store.migrate();
  now = MORNING;
});

/** A process that starts on this database; the ceiling in dollars. */
const open = (ceiling = 0): Promise<Spending> =>
  createSpending({
    store,
    prices: PRICES,
    ceiling: ceiling * 1e6,
    clock: { now: () => now },
    log: silentLog,
  });

const answer = (more: Partial<XAnswer>): XAnswer => ({
  status: 200,
  headers: {},
  postIds: [],
  userIds: [],
  created: null,
  ...more,
});
const posts = (count: number, from = 0) =>
  answer({ postIds: Array.from({ length: count }, (_, at) => String(from + at)) });
const made = (summoned: boolean, hasUrl: boolean) => answer({ status: 201, created: { summoned, hasUrl } });
const alarms = async () => (await store.alarms()).map(({ code, subject }) => `${code} ${subject}`);

describe('the cost meter', () => {
  it('writes down posts and users for all together when the app asked', async () => {
    const spending = await open();
    await spending.bill(APP, answer({ postIds: ['1', '2', '3'], userIds: ['8'] }));
    expect(await store.spend('2026-11-24')).toEqual([
      { day: '2026-11-24', handleId: '', item: 'post_read', count: 3, micros: 15_000 },
      { day: '2026-11-24', handleId: '', item: 'user_read', count: 1, micros: 10_000 },
    ]);
    expect(spending.spentToday()).toBe(25_000);
  });

  it.each([
    [true, false, 'post_create_summoned', 10_000],
    [false, false, 'post_create', 15_000],
    [true, true, 'post_create_with_url', 200_000],
    [false, true, 'post_create_with_url', 200_000],
  ])('an answer (summoned %s, link %s) costs its handle %s', async (summoned, hasUrl, item, micros) => {
    await (await open()).bill(HANDLE, made(summoned, hasUrl));
    expect(await store.spend('2026-11-24')).toEqual([
      { day: '2026-11-24', handleId: '900', item, count: 1, micros },
    ]);
  });

  it('charges a thing once a UTC day, whoever reads it and after every restart', async () => {
    await (await open()).bill(APP, posts(10));
    await (await open()).bill({ endpoint: 'timeline', credential: '900' }, posts(12));
    const counts = (await store.spend('2026-11-24')).map(({ handleId, count }) => [handleId, count]);
    expect(counts).toEqual([
      ['', 10],
      ['900', 2],
    ]);
  });

  it('charges it again on the next UTC day', async () => {
    const spending = await open();
    await spending.bill(APP, posts(10));
    now = MIDNIGHT;
    await spending.bill(APP, posts(10));
    expect((await store.spend('2026-11-24')).map(({ day, count }) => [day, count])).toEqual([
      ['2026-11-24', 10],
      ['2026-11-25', 10],
    ]);
    expect(spending.spentToday()).toBe(50_000);
  });

  it('charges each answer it makes, however often', async () => {
    const spending = await open();
    await Promise.all([1, 2, 3].map(() => spending.bill(HANDLE, made(true, false))));
    expect(await store.spend('2026-11-24')).toMatchObject([{ count: 3, micros: 30_000 }]);
  });

  it.each([null, 400, 402, 403, 429, 500, 503])('an answer of %s costs nothing', (status) => {
    expect(purchasesOf({ ...posts(5), status, created: { summoned: true, hasUrl: false } })).toEqual([]);
  });

  it('agrees with a count by hand, whatever is read when', async () => {
    const read = fc.record({
      ids: fc.array(fc.nat(30).map(String), { maxLength: 12 }),
      day: fc.nat(2),
      handle: fc.constantFrom('app', '900', '901'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(read, { maxLength: 15 }), async (reads) => {
        store = openStore('sqlite::memory:');
        await store.migrate();
        now = MORNING;
        const spending = await open();
        const inOrder = [...reads].sort((a, b) => a.day - b.day);
        for (const { ids, day, handle } of inOrder) {
          now = MORNING + day * DAY;
          await spending.bill({ endpoint: 'search', credential: handle }, answer({ postIds: ids }));
        }
        const distinct = new Set(reads.flatMap(({ ids, day }) => ids.map((id) => `${day} ${id}`)));
        const rows = await store.spend('2026-11-24');
        expect(rows.reduce((sum, { micros }) => sum + micros, 0)).toBe(distinct.size * 5_000);
        await store.close();
      }),
      { numRuns: 30 },
    );
  });
});

describe('the stages of a day', () => {
  it.each([
    [0, 'normal'],
    [79_999_999, 'normal'],
    [80_000_000, 'no_league'],
    [90_000_000, 'slow_polling'],
    [99_999_999, 'slow_polling'],
    [100_000_000, 'no_acks'],
    [900_000_000, 'no_acks'],
  ] as const)('after %i of 100 dollars: %s', (spent, stage) => {
    expect(stageOf(spent, 100_000_000)).toBe(stage);
  });

  it('never come without a ceiling', () => {
    fc.assert(fc.property(fc.nat(), (spent) => stageOf(spent, 0) === 'normal'));
  });

  it('never go back while more is spent', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), (a, b, ceiling) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((spent) =>
          STAGES.indexOf(stageOf(spent, ceiling)),
        );
        expect(more).toBeGreaterThanOrEqual(less ?? 0);
      }),
    );
  });
});

describe('a daily ceiling', () => {
  const state = (spending: Spending) => ({
    stage: spending.stage(),
    league: spending.readsLeague(),
    factor: spending.pollFactor(),
    acks: spending.ackHeldUntil(now),
  });

  it('stops the league first, slows polling next, then holds answers until midnight UTC', async () => {
    const spending = await open(1);
    expect(state(spending)).toEqual({ stage: 'normal', league: true, factor: 1, acks: null });
    await spending.bill(APP, posts(160));
    expect(state(spending)).toEqual({ stage: 'no_league', league: false, factor: 1, acks: null });
    await spending.bill(APP, posts(20, 160));
    expect(state(spending)).toEqual({ stage: 'slow_polling', league: false, factor: 4, acks: null });
    await spending.bill(HANDLE, made(true, false));
    await spending.bill(APP, posts(18, 180));
    expect(state(spending)).toEqual({ stage: 'no_acks', league: false, factor: 4, acks: MIDNIGHT });
  });

  it('is known to a process that starts later', async () => {
    await (await open(1)).bill(APP, posts(200));
    expect((await open(1)).stage()).toBe('no_acks');
  });

  it('begins anew at midnight UTC without anything being bought', async () => {
    const spending = await open(1);
    await spending.bill(APP, posts(200));
    now = MIDNIGHT - 1;
    expect(spending.stage()).toBe('no_acks');
    now = MIDNIGHT;
    expect(state(spending)).toEqual({ stage: 'normal', league: true, factor: 1, acks: null });
  });

  it('raises an alarm for each stage, and clears them on the next day', async () => {
    const spending = await open(1);
    for (const from of [0, 170, 185]) await spending.bill(APP, posts(170, from));
    expect((await alarms()).sort()).toEqual(['PAY-003 no_acks', 'PAY-003 no_league']);
    now = MIDNIGHT + HOUR;
    await spending.bill(APP, posts(1));
    expect(await alarms()).toEqual([]);
  });

  it('that was raised clears its alarms when the desk starts again', async () => {
    await (await open(1)).bill(APP, posts(200));
    await open(100);
    expect(await alarms()).toEqual([]);
  });
});

it('the activity of handles is looked at only while there is money for it', async () => {
  const desk = await makeDesk({ ack: 'when_inactive' });
  desk.spending = await createSpending({
    store: desk.store,
    prices: PRICES,
    ceiling: 1e6,
    clock: desk.clock,
    log: silentLog,
  });
  await desk.spending.bill(APP, posts(170));
  await refreshActivity(desk, 0);
  expect(await desk.store.activity('900')).toBeNull();
  desk.clock.at += DAY;
  await refreshActivity(desk, 0);
  expect(await desk.store.activity('900')).toEqual({ lastHumanAt: null, checkedAt: desk.clock.at });
});

it('at the ceiling an emergency is answered, and everybody else on the next day of account', async () => {
  const desk = await makeDesk();
  desk.spending = await createSpending({
    store: desk.store,
    prices: PRICES,
    ceiling: 1e6,
    clock: desk.clock,
    log: silentLog,
  });
  const named = [{ handle: 'sw_energy', explicit: true }];
  await desk.store.savePage(
    ['100', '200'].map((id) => inboxRow(id, { authorId: `author ${id}`, mentions: named })),
    null,
  );
  await desk.store.commitPost('100', null, opening('7KM2PQ4X', '100'), [], null, desk.clock.at);
  const danger = opening('7KM2PQ4Y', '200');
  const drafts = danger.drafts.map((draft) => ({ ...draft, priority: 0 }));
  await desk.store.commitPost('200', null, { ...danger, drafts }, [], null, desk.clock.at);
  await desk.spending.bill(APP, posts(200));

  await dispatch(desk);
  expect(desk.poster.calls.map(({ to }) => to)).toEqual(['200']);
  const [waiting] = await desk.store.messagesOf('7KM2PQ4X');
  const midnight = desk.clock.at - (desk.clock.at % DAY) + DAY;
  expect(waiting).toMatchObject({ state: 'waiting', notBefore: midnight });
  expect(waiting?.reason).toMatch(/^budget/);

  // The age limit of six hours stands: nobody is answered late for the sake of money.
  desk.policy = { ...desk.policy, maxAgeHours: 48 };
  desk.clock.at = midnight;
  await dispatch(desk);
  expect(desk.poster.calls.map(({ to }) => to)).toEqual(['200', '100']);
});
