import { beforeEach, describe, expect, it } from 'vitest';
import { createMeter } from '../../src/bot/budget.js';
import type { Endpoint, Meter, XAnswer, XCall } from '../../src/bot/ports.js';
import type { Store } from '../../src/bot/store.js';
import { HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { NOW } from './desk.js';

const SEARCH: XCall = { endpoint: 'search', credential: 'app' };
const create = (handle: string): XCall => ({ endpoint: 'create', credential: handle });

let store: Store;
let now: number;
let billed: XCall[];
let meter: Meter;

/** A process that starts on the same database. */
const open = () =>
  createMeter({
    store,
    spending: { bill: async (call) => void billed.push(call) },
    clock: { now: () => now },
    log: silentLog,
  });

beforeEach(async () => {
  store = openStore('sqlite::memory:');
  await store.migrate();
  now = NOW;
  billed = [];
  meter = await open();
});

const window = (remaining: number, resetAt: number) => ({
  'x-rate-limit-limit': '100',
  'x-rate-limit-remaining': String(remaining),
  'x-rate-limit-reset': String(resetAt / SECOND),
});

const answer = (status: number | null, more: Partial<XAnswer> = {}): XAnswer => ({
  status,
  headers: {},
  postIds: [],
  userIds: [],
  created: null,
  ...more,
});

const broke = answer(402, { outOfCredits: true });
const alarms = async () => (await store.alarms()).map(({ code, subject }) => `${code} ${subject}`);

/** How long a call is held from now; 0: it goes. */
async function held(call: XCall): Promise<number> {
  const until = await meter.heldUntil(call);
  return until === null ? 0 : until - now;
}

describe('what X said of its limits', () => {
  it('holds a call until its window ends, and lets it go then', async () => {
    await meter.record(SEARCH, answer(200, { headers: window(0, NOW + 5 * MINUTE) }));
    const wait = await held(SEARCH);
    expect(wait).toBeGreaterThan(5 * MINUTE);
    now += wait;
    expect(await held(SEARCH)).toBe(0);
  });

  it('holds on in a process that starts later', async () => {
    await meter.record(SEARCH, answer(429, { headers: window(0, NOW + 5 * MINUTE) }));
    const until = await meter.heldUntil(SEARCH);
    meter = await open();
    expect(await meter.heldUntil(SEARCH)).toBe(until);
  });

  it('counts calls whose answers are still on their way', async () => {
    await meter.record(create('900'), answer(201, { headers: window(3, NOW + HOUR) }));
    const calls = Array.from({ length: 8 }, () => held(create('900')));
    expect((await Promise.all(calls)).filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('about the app and its 24 hours holds all handles, also after a restart', async () => {
    const headers = {
      ...window(50, NOW + MINUTE),
      'x-app-limit-24hour-limit': '10000',
      'x-app-limit-24hour-remaining': '2',
      'x-app-limit-24hour-reset': String((NOW + 6 * HOUR) / SECOND),
    };
    await meter.record(create('900'), answer(201, { headers }));
    meter = await open();
    const waits = [await held(create('901')), await held(create('902')), await held(create('903'))];
    expect(waits.slice(0, 2)).toEqual([0, 0]);
    expect(waits[2]).toBeGreaterThan(6 * HOUR);
    expect(await held(SEARCH)).toBe(0);
  });

  it('does not keep any answer from being billed', async () => {
    await meter.record(SEARCH, answer(200));
    await meter.record(create('900'), answer(429));
    expect(billed).toEqual([SEARCH, create('900')]);
  });
});

describe('when the credits are used up', () => {
  const everything: Endpoint[] = ['search', 'mentions', 'create', 'users', 'usage', 'token'];

  beforeEach(() => meter.record(create('900'), broke));

  it('everything waits a quarter of an hour, and the operator hears of it once', async () => {
    for (const endpoint of everything) {
      expect(await held({ endpoint, credential: 'app' })).toBe(15 * MINUTE);
    }
    await meter.record(create('901'), broke);
    expect(await alarms()).toEqual(['PAY-001 app']);
  });

  it('one call tries after that, and only one', async () => {
    now += 15 * MINUTE;
    const waits = await Promise.all(['900', '901', '902'].map((handle) => held(create(handle))));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(1);
  });

  it('a call that costs nothing tries nothing', async () => {
    now += 15 * MINUTE;
    expect(await held({ endpoint: 'usage', credential: 'app' })).toBe(0);
    await meter.record({ endpoint: 'usage', credential: 'app' }, answer(200));
    expect(await alarms()).toEqual(['PAY-001 app']);
    expect(await held(SEARCH)).toBe(0);
  });

  it('the first success ends it', async () => {
    now += 15 * MINUTE;
    await meter.heldUntil(SEARCH);
    await meter.record(SEARCH, answer(200));
    expect(await alarms()).toEqual([]);
    expect(await Promise.all(everything.map((endpoint) => held({ endpoint, credential: 'app' })))).toEqual(
      everything.map(() => 0),
    );
  });

  it('the next refusal begins another quarter of an hour', async () => {
    now += 15 * MINUTE;
    await meter.heldUntil(SEARCH);
    await meter.record(SEARCH, broke);
    expect(await held(SEARCH)).toBe(15 * MINUTE);
    expect(await alarms()).toEqual(['PAY-001 app']);
  });

  it.each([null, 503, 429])(
    'an answer that tells nothing of money (%s) lets the next one try soon',
    async (status) => {
      now += 15 * MINUTE;
      await meter.heldUntil(SEARCH);
      await meter.record(SEARCH, answer(status));
      const other: XCall = { endpoint: 'mentions', credential: 'app' };
      const wait = await held(other);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(MINUTE);
      now += wait;
      expect(await held(other)).toBe(0);
    },
  );

  it('the success of a call that went out before does not end it', async () => {
    await meter.record(SEARCH, answer(200));
    expect(await held(SEARCH)).toBe(15 * MINUTE);
    expect(await alarms()).toEqual(['PAY-001 app']);
  });

  it('it holds on in a process that starts later, and so does its end', async () => {
    meter = await open();
    expect(await held(SEARCH)).toBe(15 * MINUTE);
    now += 15 * MINUTE;
    await meter.heldUntil(SEARCH);
    await meter.record(SEARCH, answer(200));
    meter = await open();
    expect(await held(SEARCH)).toBe(0);
  });

  it('a call that waits for its own limit does not use up the try', async () => {
    await meter.record(create('901'), answer(429, { headers: window(0, NOW + HOUR) }));
    now += 15 * MINUTE;
    expect(await held(create('901'))).toBeGreaterThan(30 * MINUTE);
    expect(await held(SEARCH)).toBe(0);
  });
});
