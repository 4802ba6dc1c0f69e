import { afterEach, describe, expect, it } from 'vitest';
import { createHandleBook } from '../../src/bot/address.js';
import { createMeter } from '../../src/bot/budget.js';
import type { Source } from '../../src/bot/ports.js';
import { type RunningBot, runBot } from '../../src/bot/run.js';
import { createSpending } from '../../src/bot/spending.js';
import { openSources, queryLimit, type SourceTools, watchedBy } from '../../src/cli/sources.js';
import { PRICE_LIST } from '../../src/compose.js';
import { loadConfig } from '../../src/config/load-config.js';
import { loadPrices } from '../../src/directory/price-list.js';
import { MINUTE } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { createRecorder } from '../../src/x/meter-plugin.js';
import { makeDesk, type TestDesk } from '../bot/desk.js';
import { CITIZEN, get, post, say, start } from '../sandbox/helpers.js';
import { HANDLES, sandboxClients } from '../x/on-sandbox.js';

const configOf = (watch: string, more = {}) =>
  loadConfig({ SUNWAI_X: 'sandbox', SUNWAI_WATCH: watch, ...more }, {});

let bot: RunningBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

/** A desk on a sandbox, with what sources are made of. */
async function tools(watch: string): Promise<{ desk: TestDesk; url: string; tools: SourceTools }> {
  const sandbox = await start();
  const desk = await makeDesk({ handles: HANDLES });
  const { clock } = sandbox;
  Object.assign(desk, { clock, handles: createHandleBook(HANDLES) });
  const { store } = desk;
  const prices = loadPrices(PRICE_LIST);
  const spending = await createSpending({ store, prices, ceiling: 0, clock, log: silentLog });
  const meter = await createMeter({ store, spending, clock, log: silentLog });
  const clients = sandboxClients(sandbox, createRecorder(meter, silentLog));
  const rest = { config: configOf(watch), clients, store, spending, meter, clock, log: silentLog };
  return { desk, url: sandbox.url, tools: { ...rest, pollSeconds: 0.1, webhook: null } };
}

describe('SUNWAI_WATCH', () => {
  it('is search when nothing is said', () => {
    expect(watchedBy(loadConfig({}, {}))).toEqual(['search']);
  });

  it('names sources in the order wanted, with or without spaces', () => {
    expect(watchedBy(configOf('stream, search,mentions'))).toEqual(['stream', 'search', 'mentions']);
  });

  it('puts the timelines beside a webhook that would be alone: it does not bring everything', () => {
    expect(watchedBy(configOf('webhook'))).toEqual(['webhook', 'mentions']);
    expect(watchedBy(configOf('webhook,search'))).toEqual(['webhook', 'search']);
  });

  it('packs longer queries where the contract has them; the sandbox knows only the short ones', () => {
    const enterprise = { SUNWAI_X_PLAN: 'enterprise' };
    expect(queryLimit(configOf('search'))).toBe(512);
    expect(queryLimit(configOf('search', enterprise))).toBe(512);
    expect(queryLimit(configOf('search', { ...enterprise, SUNWAI_X: 'live' }))).toBe(4_096);
    expect(queryLimit(configOf('search', { SUNWAI_X: 'live' }))).toBe(512);
  });

  it('opens what it names; a webhook must have been opened before', async () => {
    const given = await tools('search,mentions,stream,webhook');
    expect(() => openSources(given.tools)).toThrow(/CFG-001 SUNWAI_WATCH/);
    const webhook: Source = { name: 'webhook', turn: async () => 0, stop: async () => {} };
    expect(openSources({ ...given.tools, webhook }).map(({ name }) => name)).toEqual([
      'search',
      'mentions',
      'stream',
      'webhook',
    ]);
  });
});

describe('all sources together', () => {
  it.each(['search', 'mentions', 'stream', 'search,mentions,stream'])(
    '%s: every mention is handled once, and paid for once',
    async (watch) => {
      const { desk, url, tools: given } = await tools(watch);
      Object.assign(desk, { sources: openSources(given) });
      bot = await runBot(desk, { pollSeconds: 0.1, activityAgeMs: MINUTE });
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        ids.push(await say({ url }, CITIZEN, `${n} कृपया ध्यान दें @sw_energy`));
        // The schedule of the timelines goes by the clock of X.
        await post({ url }, '/sandbox/clock', { advanceMs: 20 * MINUTE });
        bot.wake();
      }
      const decided = async () => Promise.all(ids.map(async (id) => (await desk.store.decided(id)) !== null));
      await expect
        .poll(
          async () => {
            await post({ url }, '/sandbox/clock', { advanceMs: MINUTE });
            bot?.wake();
            return (await decided()).every(Boolean);
          },
          { timeout: 20_000 },
        )
        .toBe(true);
      await expect.poll(async () => (await desk.store.counts()).messages_pending ?? 0).toBe(0);
      expect(desk.poster.calls.map(({ to }) => to).sort()).toEqual([...ids].sort());
      const { bill, violations } = (await get({ url }, '/sandbox/report')).body;
      expect(bill.kinds.post_read.count).toBe(ids.length);
      expect(violations).toMatchObject({ invalid: 0, inside429: 0 });
      const spent = await desk.store.spend('2000-01-01');
      const paid = spent.filter(({ item }) => item === 'post_read').reduce((sum, row) => sum + row.count, 0);
      expect(paid).toBe(ids.length);
    },
  );
});
