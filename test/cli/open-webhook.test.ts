import { afterEach, describe, expect, it } from 'vitest';
import { createMeter } from '../../src/bot/budget.js';
import { createSink, startWatching } from '../../src/bot/intake.js';
import { createSpending } from '../../src/bot/spending.js';
import { openTokens, xAccess } from '../../src/cli/open-tokens.js';
import { openWebhook } from '../../src/cli/open-webhook.js';
import { openSources, watchedBy } from '../../src/cli/sources.js';
import { type Config, loadConfig } from '../../src/config/load-config.js';
import type { Log } from '../../src/lib/log.js';
import { silentLog } from '../../src/lib/log.js';
import { createSeal } from '../../src/lib/seal.js';
import { createClients } from '../../src/x/clients.js';
import { sealToken } from '../../src/x/tokens.js';
import { makeDesk } from '../bot/desk.js';
import { CITIZEN, ENERGY, HOME, say, start } from '../sandbox/helpers.js';
import { call, tokensOf, until } from '../sandbox/push-helpers.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const HANDLES = [
  { handle: 'sw_energy', xUserId: ENERGY, department: 'ENERGY', district: null },
  { handle: 'sw_home', xUserId: HOME, department: 'HOME', district: null },
];
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

const settings = (more: Record<string, string> = {}): Config =>
  loadConfig(
    {
      SUNWAI_X: 'sandbox',
      SUNWAI_SECRET_KEY: KEY,
      SUNWAI_WATCH: 'webhook',
      SUNWAI_ACTIVITY_PORT: '0',
      ...more,
    },
    {},
  );

/** All that `start` has when it comes to the sources. */
async function given(more: Record<string, string> = {}) {
  const config = settings(more);
  const sandbox = await start();
  const { clock } = sandbox;
  const made = await makeDesk({ handles: HANDLES });
  closings.push(() => made.store.close());
  const desk = Object.assign(made, { clock });
  const { store } = desk;
  const spending = await createSpending({ store, prices: [], ceiling: 0, clock, log: silentLog });
  const meter = await createMeter({ store, spending, clock, log: silentLog });
  const access = xAccess(config, sandbox.url);
  const { tokens } = await openTokens(config, access, store, clock, null);
  const clients = createClients(access.keys, access.agent, tokens);
  return {
    sandbox,
    desk,
    tools: { config, access, clients, store, handles: HANDLES, meter, clock, log: silentLog },
  };
}

describe('SUNWAI_WATCH with webhook', () => {
  it('alone gets a safety net beside it, and says so', async () => {
    expect(watchedBy(settings())).toEqual(['webhook', 'mentions']);
    expect(watchedBy(settings({ SUNWAI_WATCH: 'webhook,search' }))).toEqual(['webhook', 'search']);
    expect(watchedBy(settings({ SUNWAI_WATCH: 'search' }))).toEqual(['search']);
    const { desk, tools } = await given();
    const said: string[] = [];
    const log: Log = { ...silentLog, info: (_fields, message) => void said.push(message) };
    const webhook = { name: 'webhook' as const, turn: async () => 0, stop: async () => {} };
    const open = (config: Config) =>
      openSources({ ...tools, config, spending: desk.spending, log, pollSeconds: 1, webhook }).map(
        ({ name }) => name,
      );
    expect(open(settings())).toEqual(['webhook', 'mentions']);
    expect(said).toEqual(['not every mention is an event of X: each handle is also read once an hour']);
    expect(open(settings({ SUNWAI_WATCH: 'webhook,mentions' }))).toEqual(['webhook', 'mentions']);
    expect(said).toHaveLength(1);
  });

  it('is heard on the port of its own, with the tokens that are stored', async () => {
    const { sandbox, desk, tools } = await given();
    const { store, clock } = tools;
    const granted = await tokensOf(sandbox, ENERGY);
    const grant = {
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token,
      expiresAt: clock.now() + 7_200_000,
      scopes: granted.scope.split(' '),
    };
    const oauth1 = { accessToken: `${HOME}-sandbox`, accessSecret: `sandbox-secret-${HOME}` };
    await store.saveCredentials(
      [
        { handle: 'sw_energy', xUserId: ENERGY, kind: 'oauth2', sealed: sealToken(createSeal(KEY), grant) },
        { handle: 'sw_home', xUserId: HOME, kind: 'oauth1', sealed: sealToken(createSeal(KEY), oauth1) },
      ],
      clock.now(),
    );
    const said: object[] = [];
    const log: Log = { ...silentLog, warn: (fields, message) => void said.push({ ...fields, message }) };
    const { source, receiver } = await openWebhook({ ...tools, log });
    closings.push(() => receiver.close());
    await startWatching(desk);
    await source.turn(createSink(desk));
    // An OAuth 1.0a token is no consent to it.
    expect(said).toMatchObject([{ handles: ['sw_home'], message: expect.stringMatching(/^X-016/) }]);
    expect((await call(sandbox, 'GET', '/2/webhooks')).body.data).toMatchObject([{ url: receiver.url }]);
    const id = await say(sandbox, CITIZEN, '@sw_energy बिजली नहीं है');
    await until(async () => (await store.undecided(10)).length > 0);
    expect((await store.undecided(10)).map((row) => row.post.id)).toEqual([id]);
  });

  it('needs an address that X can deliver to, before anything listens', async () => {
    const live = {
      ...{ X_BEARER_TOKEN: 'a', X_APP_KEY: 'b', X_APP_SECRET: 'c', SUNWAI_X: 'live' },
    };
    for (const url of ['', 'http://127.0.0.1:8081/x/activity']) {
      const { tools } = await given({ ...live, SUNWAI_ACTIVITY_URL: url });
      await expect(openWebhook(tools)).rejects.toThrow(/^CFG-001 SUNWAI_ACTIVITY_URL/);
    }
  });
});

describe('SUNWAI_ACTIVITY_URL', () => {
  it.each([
    'https://desk.example.in/x/activity',
    'http://127.0.0.1:8081/x/activity',
    'http://localhost/x/activity',
    'http://[::1]:9/x/activity',
  ])('may be %s', (url) => {
    expect(settings({ SUNWAI_ACTIVITY_URL: url }).values.SUNWAI_ACTIVITY_URL).toBe(url);
  });

  it.each([
    'desk.example.in/x/activity',
    'http://desk.example.in/x/activity',
    'https://desk.example.in:8443/x/activity',
    'https://user:word@desk.example.in/x/activity',
    'https://desk.example.in/x/activity#here',
    'ftp://127.0.0.1/x/activity',
    `https://desk.example.in/${'x'.repeat(200)}`,
  ])('may not be %s', (url) => {
    expect(() => settings({ SUNWAI_ACTIVITY_URL: url })).toThrow(/^CFG-001 SUNWAI_ACTIVITY_URL/);
  });
});
