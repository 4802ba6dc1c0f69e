import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMeter } from '../../src/bot/budget.js';
import { createSpending } from '../../src/bot/spending.js';
import type { Store } from '../../src/bot/store.js';
import { loadPrices } from '../../src/directory/price-list.js';
import { MINUTE } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import type { RunningSandbox } from '../../src/sandbox/server.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { type Clients, createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import { createRecorder } from '../../src/x/meter-plugin.js';
import { createPoster } from '../../src/x/poster.js';
import { createSearchReader } from '../../src/x/search-reader.js';
import { fixedTokens } from '../../src/x/tokens.js';
import { createUsageReader } from '../../src/x/usage.js';
import { CITIZEN, ENERGY, get, HOME, post, say, start } from '../sandbox/helpers.js';

const KEYS = { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret', bearerToken: 'sandbox-bearer' };
const TEXT = '@sw_energy no light since the morning';
const energy = { handle: 'sw_energy', xUserId: ENERGY, department: 'ENERGY', district: null };

let sandbox: RunningSandbox;
let store: Store;

beforeEach(async () => {
  sandbox = await start({ limits: 'x' });
  store = openStore('sqlite::memory:');
  await store.migrate();
});
afterEach(() => store.close());

/** A desk's way to X with a meter in it; each call is a process of its own on the same database. */
async function open(): Promise<Clients> {
  const { clock } = sandbox;
  const tools = { store, clock, log: silentLog };
  const spending = await createSpending({ ...tools, prices: loadPrices('data/prices.csv'), ceiling: 0 });
  const recorder = createRecorder(await createMeter({ ...tools, spending }), silentLog);
  const tokens = fixedTokens((id) => ({
    kind: 'oauth1',
    accessToken: `${id}-sandbox`,
    accessSecret: `sandbox-secret-${id}`,
  }));
  return createClients(KEYS, agentFor(sandbox.url), tokens, recorder);
}

const report = async () => (await get(sandbox, '/sandbox/report')).body;
const search = (clients: Clients, sinceId: string) =>
  createSearchReader(clients, sandbox.clock).read([energy], sinceId, null);

describe('against an X that counts', () => {
  it('our books agree with its bill to the cent', async () => {
    const clients = await open();
    const poster = createPoster(clients, sandbox.clock);
    const first = await say(sandbox, CITIZEN, `${TEXT} 0`);
    const posts = [first];
    for (let at = 1; at < 30; at += 1) posts.push(await say(sandbox, CITIZEN, `${TEXT} ${at}`));
    const before = String(BigInt(first) - 1n);
    for (const sinceId of [before, before, posts[10] ?? '']) await search(clients, sinceId);
    for (const [at, id] of posts.slice(0, 8).entries()) {
      expect(await poster.reply(ENERGY, id, `Recorded: case ${at}`)).toMatchObject({ kind: 'ok' });
    }
    expect(await poster.reply(ENERGY, posts[9] ?? '', 'Look at example.com')).toMatchObject({ kind: 'ok' });
    expect(await poster.reply(HOME, posts[9] ?? '', 'Not asked')).toMatchObject({ kind: 'refused' });
    await poster.lastHumanPostAt(ENERGY, new Set());
    await clients.app.v2.get('users/by', { usernames: 'sw_energy,sw_home' });

    const { bill } = await report();
    const rows = await store.spend('0000-01-01');
    expect(rows.reduce((sum, { micros }) => sum + micros, 0)).toBe(bill.totalMicros);
    expect(Object.fromEntries(rows.map(({ item, micros }) => [item, micros])).post_create_with_url).toBe(
      200_000,
    );
    const days = await createUsageReader(clients).postsRead(2);
    const posted = rows.filter(({ item }) => item === 'post_read').reduce((sum, { count }) => sum + count, 0);
    expect([...days.values()].reduce((sum, count) => sum + count, 0)).toBe(posted);
  });

  it('nothing is asked inside a window it has closed, by this process or the next', async () => {
    let clients = await open();
    const ask = (user: Clients) =>
      user.user(ENERGY).then((client) =>
        client?.v2.get('users/me').then(
          () => 'ok',
          (error) => error.code,
        ),
      );
    const outcomes: unknown[] = [];
    for (let at = 0; at < 90; at += 1) {
      if (at === 80) clients = await open();
      outcomes.push(await ask(clients));
    }
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(75);
    expect(outcomes.slice(75)).toEqual(Array.from({ length: 15 }, () => 'X-004'));
    const { violations, requests } = await report();
    expect(violations.inside429).toBe(0);
    // Not even the first refusal was needed: the headers had said it.
    expect(requests['GET /2/users/me']).toEqual({ '200': 75 });

    await post(sandbox, '/sandbox/clock', { advanceMs: 16 * MINUTE });
    expect(await ask(clients)).toBe('ok');
  });

  it('without credits everything is parked, and goes on by itself', async () => {
    const clients = await open();
    const id = await say(sandbox, CITIZEN, TEXT);
    const poster = createPoster(clients, sandbox.clock);
    await post(sandbox, '/sandbox/credits', { remainingMicros: 0 });
    expect(await poster.reply(ENERGY, id, 'one')).toMatchObject({ reason: 'rate_limited' });
    expect(await poster.reply(ENERGY, id, 'two')).toMatchObject({ reason: 'rate_limited' });
    await expect(search(clients, id)).rejects.toMatchObject({ code: 'X-004' });
    expect((await report()).requests['POST /2/tweets']).toEqual({ '402': 1 });
    expect(await store.alarms()).toMatchObject([{ code: 'PAY-001', subject: 'app' }]);

    await post(sandbox, '/sandbox/credits', { remainingMicros: null });
    await post(sandbox, '/sandbox/clock', { advanceMs: 16 * MINUTE });
    expect(await poster.reply(ENERGY, id, 'three')).toMatchObject({ kind: 'ok' });
    expect(await store.alarms()).toEqual([]);
    expect(await search(clients, String(BigInt(id) - 1n))).toMatchObject({ posts: [{ id }] });
  });
});
