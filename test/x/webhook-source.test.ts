import { afterEach, describe, expect, it } from 'vitest';
import { createAccountNews } from '../../src/bot/account-news.js';
import type { Desk } from '../../src/bot/desk.js';
import { createSink, startWatching } from '../../src/bot/intake.js';
import type { Sink, Source, WatchedHandle } from '../../src/bot/ports.js';
import { runBot } from '../../src/bot/run.js';
import { SunwaiError } from '../../src/lib/errors.js';
import { HOUR, MINUTE } from '../../src/lib/instant.js';
import { type Log, silentLog } from '../../src/lib/log.js';
import type { RunningSandbox } from '../../src/sandbox/server.js';
import { createActivityIntake } from '../../src/x/activity-intake.js';
import { startActivityReceiver } from '../../src/x/activity-receiver.js';
import { type Clients, createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import { createPoster } from '../../src/x/poster.js';
import { createSubscriptionKeeper } from '../../src/x/subscription-keeper.js';
import { fixedTokens } from '../../src/x/tokens.js';
import { createWebhookKeeper } from '../../src/x/webhook-keeper.js';
import { createWebhookSource } from '../../src/x/webhook-source.js';
import { makeDesk } from '../bot/desk.js';
import { CITIZEN, get, ledger, OTHER, post, say, seedAccount, start } from '../sandbox/helpers.js';
import { call, receiver as otherReceiver, tokensOf, until } from '../sandbox/push-helpers.js';
import { APP_SECRET, ENERGY, HOME } from './activity-given.js';

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** Everything the webhook needs, before a sandbox; only the desk's own words are made up. */
interface Given {
  sandbox: RunningSandbox;
  desk: Desk;
  sink: Sink;
  clients: Clients;
  /** Access tokens of those who agreed by OAuth 2.0. */
  tokens: Map<string, string>;
  /** Since when they did. */
  consents: Map<string, number>;
  agree(handle: WatchedHandle): Promise<void>;
  /** A source with its own receiver, as one process has it. */
  webhook(more?: More): Promise<{ source: Source; url: string }>;
  /** Handles of which was said that X does not deliver what concerns them, each time it was said. */
  untold: string[][];
}

interface More {
  clientSecret?: string;
  appSecret?: string;
  most?: number;
  /** Told to X instead of the receiver's own address. */
  url?: string;
}

async function given(handles: WatchedHandle[] = [ENERGY, HOME]): Promise<Given> {
  const accounts = handles.map(({ xUserId, handle }) => seedAccount(xUserId, handle, 'department', null));
  const people = [CITIZEN, OTHER].map((id) => seedAccount(id, `person_${id.slice(-1)}`, 'citizen', null));
  const sandbox = await start({ retryMs: 1, accounts: [...accounts, ...people] });
  const tokens = new Map<string, string>();
  const consents = new Map<string, number>();
  const keys = { appKey: 'sandbox-app-key', appSecret: APP_SECRET, bearerToken: 'sandbox-bearer' };
  const known = fixedTokens((id) => {
    const accessToken = tokens.get(id);
    return accessToken === undefined ? null : { kind: 'oauth2', accessToken };
  });
  const clients = createClients(keys, agentFor(sandbox.url), known);
  const made = await makeDesk({ handles });
  closings.push(() => made.store.close());
  const { clock } = sandbox;
  const desk: Desk = Object.assign(made, { clock, poster: createPoster(clients, clock) });
  await startWatching(desk);
  const sink = createSink(desk);

  const untold: string[][] = [];
  const log: Log = {
    ...silentLog,
    warn(fields, message) {
      if (message.startsWith('X-016')) untold.push((fields as { handles: string[] }).handles);
    },
  };

  async function webhook({ clientSecret = '', appSecret = APP_SECRET, most = 1_500, url }: More = {}) {
    const news = createAccountNews({ store: desk.store, handles, clock, log: silentLog });
    const intake = createActivityIntake({ store: desk.store, news, meter: null, clock, log: silentLog });
    const secrets = { clientSecret, appSecret };
    const receiver = await startActivityReceiver({
      ...{ host: '127.0.0.1', port: 0, secrets, intake },
      log: silentLog,
    });
    closings.push(() => receiver.close());
    const source = createWebhookSource({
      webhook: createWebhookKeeper({ clients, url: url ?? receiver.url, receiver, notes: desk.store }),
      subscriptions: createSubscriptionKeeper({ clients, most, log: silentLog }),
      ...{ intake, clock, log },
      consents: async () => consents,
    });
    return { source, url: receiver.url };
  }

  return {
    ...{ sandbox, desk, sink, clients, tokens, consents, webhook, untold },
    async agree({ xUserId }) {
      tokens.set(xUserId, (await tokensOf(sandbox, xUserId)).access_token);
      consents.set(xUserId, clock.now());
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
type Rows = any[];
const webhooks = async (sandbox: RunningSandbox): Promise<Rows> =>
  (await call(sandbox, 'GET', '/2/webhooks')).body.data;
const subscriptions = async (sandbox: RunningSandbox): Promise<Rows> =>
  (await call(sandbox, 'GET', '/2/activity/subscriptions')).body.data;
const told = async (sandbox: RunningSandbox) =>
  (await subscriptions(sandbox)).map((one) => `${one.event_type} ${one.filter.user_id ?? 'all'}`).sort();
const activity = async (sandbox: RunningSandbox) => (await get(sandbox, '/sandbox/activity')).body;

/** The desk with this source alone, until the test ends. */
async function running(desk: Desk, source: Source) {
  const bot = await runBot(Object.assign(desk, { sources: [source] }), {
    pollSeconds: 0.05,
    activityAgeMs: HOUR,
  });
  closings.push(() => bot.stop());
}

const answersTo = async (sandbox: RunningSandbox, id: string) =>
  ((await ledger(sandbox)) as Rows).filter((one) => one.via === 'api' && one.replyTo === id);

describe('a citizen’s post', () => {
  it('becomes a case with one answer, whatever else is delivered', async () => {
    const { sandbox, desk, agree, webhook } = await given();
    await agree(ENERGY);
    await agree(HOME);
    const { source } = await webhook();
    await running(desk, source);
    await until(async () => (await subscriptions(sandbox)).length === 7);

    const id = await say(sandbox, CITIZEN, '@sw_energy बिजली नहीं है');
    await until(async () => (await answersTo(sandbox, id)).length > 0);
    const [answer] = await answersTo(sandbox, id);
    expect(answer.authorId).toBe(ENERGY.xUserId);
    expect(await desk.store.counts()).toMatchObject({ mentions: 1, cases: 1 });

    await post(sandbox, '/sandbox/activity', { action: 'replay' });
    const forged = await post(sandbox, '/sandbox/activity', { action: 'forge' });
    expect(forged.body.status).toBe(401);
    // A reply that does not name the handle again is brought as well.
    const reply = await say(sandbox, CITIZEN, 'कब तक?', { replyTo: answer.id });
    await until(async () => (await desk.store.decided(reply)) !== null);
    await until(async () => (await activity(sandbox)).waiting === 0);
    expect(await answersTo(sandbox, id)).toHaveLength(1);
    expect(await desk.store.counts()).toMatchObject({ mentions: 2 });
    const { events } = await activity(sandbox);
    expect(events.map(({ status }: { status: number }) => status)).toEqual([200, 200]);
  });

  it('that names two handles is one, though X tells of it twice', async () => {
    const { sandbox, desk, agree, webhook } = await given();
    await agree(ENERGY);
    await agree(HOME);
    await running(desk, (await webhook()).source);
    await until(async () => (await subscriptions(sandbox)).length === 7);
    const id = await say(sandbox, CITIZEN, '@sw_energy @sw_home अंधेरा है');
    await until(async () => (await answersTo(sandbox, id)).length > 0);
    await until(async () => (await activity(sandbox)).events.length === 2);
    await until(async () => (await activity(sandbox)).waiting === 0);
    expect(await desk.store.counts()).toMatchObject({ mentions: 1, cases: 1 });
    expect(await answersTo(sandbox, id)).toHaveLength(1);
  });

  it('that the store cannot take is delivered again, and stored once', async () => {
    const { sandbox, desk, sink, agree, webhook } = await given([ENERGY]);
    await agree(ENERGY);
    const { source } = await webhook();
    let broken = 2;
    const sometimes: Sink = {
      ...sink,
      async take(...args) {
        broken -= 1;
        if (broken >= 0) throw new Error('the disk is full');
        return sink.take(...args);
      },
    };
    await source.turn(sometimes);
    const id = await say(sandbox, CITIZEN, '@sw_energy बिजली नहीं है');
    await until(async () => (await desk.store.undecided(10)).length > 0);
    await until(async () => (await activity(sandbox)).waiting === 0);
    expect((await activity(sandbox)).events).toMatchObject([{ attempts: 3, status: 200 }]);
    expect((await desk.store.undecided(10)).map((row) => row.post.id)).toEqual([id]);
  });

  it('that comes when the desk has stopped is left with X', async () => {
    const { sandbox, desk, sink, agree, webhook } = await given([ENERGY]);
    await agree(ENERGY);
    const { source } = await webhook();
    await source.turn(sink);
    await source.stop();
    await say(sandbox, CITIZEN, '@sw_energy बिजली नहीं है');
    await until(async () => (await activity(sandbox)).events.length > 0);
    await until(async () => (await activity(sandbox)).waiting === 0);
    expect((await activity(sandbox)).events).toMatchObject([{ attempts: 3, status: 503 }]);
    expect(await desk.store.undecided(10)).toEqual([]);
  });

  it('does not move the marks: a source that asks reads what no event told of', async () => {
    const { sandbox, desk, sink, agree, webhook } = await given([ENERGY]);
    await agree(ENERGY);
    await (await webhook()).source.turn(sink);
    const before = await desk.store.watermarks([ENERGY.xUserId]);
    await say(sandbox, CITIZEN, '@sw_energy बिजली नहीं है');
    await until(async () => (await desk.store.undecided(10)).length > 0);
    expect(await desk.store.watermarks([ENERGY.xUserId])).toEqual(before);
  });
});

describe('a handle', () => {
  it('that withdraws its consent waits alone, and is back when it agrees anew', async () => {
    const { sandbox, desk, sink, agree, consents, webhook, untold } = await given();
    await agree(ENERGY);
    await agree(HOME);
    const { source } = await webhook();
    await source.turn(sink);
    const before = await subscriptions(sandbox);
    await post(sandbox, `/sandbox/accounts/${ENERGY.xUserId}`, { revoked: true });
    await until(async () => (await desk.store.account(ENERGY.xUserId)) !== null);
    await until(async () => (await desk.store.alarms()).length > 0);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ condition: 'revoked' });
    expect(await desk.store.account(HOME.xUserId)).toBeNull();
    expect(await desk.store.alarms()).toMatchObject([{ code: 'X-008', subject: ENERGY.xUserId }]);

    consents.delete(ENERGY.xUserId);
    await source.turn(sink);
    expect(untold).toEqual([['sw_energy']]);
    await post(sandbox, '/sandbox/clock', { advanceMs: MINUTE });
    await agree(ENERGY);
    await source.turn(sink);
    expect(untold).toHaveLength(1);
    // What lived by the old consent was made anew, the others stayed.
    const now = await subscriptions(sandbox);
    const anew = now.filter((one) => !before.some((old) => old.subscription_id === one.subscription_id));
    expect(anew.map((one) => `${one.event_type} ${one.filter.user_id}`).sort()).toEqual([
      `post.mention.create ${ENERGY.xUserId}`,
      `post.reply.create ${ENERGY.xUserId}`,
    ]);
    expect(now).toHaveLength(before.length);
  });

  it('with a new name is known by it, and looked at anew', async () => {
    const { sandbox, desk, sink, webhook } = await given();
    await desk.store.saveAccount(ENERGY.xUserId, { name: 'sw_energy', checkedAt: 5 }, 5);
    const { source } = await webhook();
    await source.turn(sink);
    await post(sandbox, `/sandbox/accounts/${ENERGY.xUserId}`, { handle: 'SW_Power' });
    await until(async () => (await desk.store.alarms()).length > 0);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ name: 'sw_power', checkedAt: null });
    expect(await desk.store.alarms()).toMatchObject([
      { code: 'X-010', subject: ENERGY.xUserId, detail: expect.stringContaining('@SW_Power') },
    ]);
    await post(sandbox, `/sandbox/accounts/${ENERGY.xUserId}`, { handle: 'sw_energy' });
    await until(async () => (await desk.store.alarms()).length === 0);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ name: 'sw_energy' });
  });

  it('that has not agreed is told of by nobody, and said so once', async () => {
    const { sandbox, sink, agree, webhook, untold } = await given();
    const { source } = await webhook();
    await source.turn(sink);
    expect(untold).toEqual([['sw_energy', 'sw_home']]);
    expect(source.trouble?.()).toBe('X-016 no handle has agreed by OAuth 2.0: X delivers nothing');
    await agree(ENERGY);
    for (const _ of [1, 2]) {
      await source.turn(sink);
      await post(sandbox, '/sandbox/clock', { advanceMs: HOUR });
    }
    expect(untold.slice(1)).toEqual([['sw_home']]);
    expect(source.trouble?.()).toBeNull();
    expect(await told(sandbox)).toEqual([
      'oauth.revoke all',
      `post.mention.create ${ENERGY.xUserId}`,
      `post.reply.create ${ENERGY.xUserId}`,
      `profile.update.handle ${HOME.xUserId}`,
      `profile.update.handle ${ENERGY.xUserId}`,
    ]);
  });

  it('whose token X refuses keeps none of the others untold', async () => {
    const { sandbox, sink, agree, tokens, webhook, untold } = await given();
    await agree(ENERGY);
    await agree(HOME);
    tokens.set(ENERGY.xUserId, 'no token of this X');
    const { source } = await webhook();
    await source.turn(sink);
    expect(untold).toEqual([['sw_energy']]);
    expect(await told(sandbox)).toContain(`post.mention.create ${HOME.xUserId}`);
  });
});

describe('what X holds', () => {
  it('is looked at once an hour, and mended by the difference', async () => {
    const { sandbox, sink, agree, webhook } = await given();
    await agree(ENERGY);
    await agree(HOME);
    const { source, url } = await webhook();
    const next = await source.turn(sink);
    expect(next).toBeGreaterThan(sandbox.clock.now() + HOUR - MINUTE);
    const all = await subscriptions(sandbox);
    expect(await webhooks(sandbox)).toMatchObject([{ url, valid: true }]);
    const [first, ...others] = all;
    await call(sandbox, 'DELETE', `/2/activity/subscriptions/${first.subscription_id}`);
    expect(await source.turn(sink)).toBe(next);
    expect(await subscriptions(sandbox)).toEqual(others);
    await post(sandbox, '/sandbox/clock', { advanceMs: HOUR });
    await source.turn(sink);
    const mended = await subscriptions(sandbox);
    expect(mended.slice(0, -1)).toEqual(others);
    expect(mended.at(-1)).toMatchObject({ event_type: first.event_type, filter: first.filter });
  });

  it('follows the handles that are watched', async () => {
    const { sandbox, sink, agree, webhook } = await given();
    await agree(ENERGY);
    await agree(HOME);
    const { source } = await webhook();
    await source.turn({ ...sink, handles: () => [ENERGY] });
    expect(await told(sandbox)).toHaveLength(4);
    await source.turn(sink);
    expect(await told(sandbox)).toHaveLength(7);
    await source.turn({ ...sink, handles: () => [HOME] });
    expect((await told(sandbox)).filter((one) => one.includes(ENERGY.xUserId))).toEqual([]);
  });

  it('is changed in short turns', async () => {
    const handles = Array.from({ length: 30 }, (_, n): WatchedHandle => {
      return { handle: `sw_${n}`, xUserId: String(700 + n), department: 'D', district: null };
    });
    const { sandbox, sink, agree, webhook } = await given(handles);
    for (const handle of handles) await agree(handle);
    const { source } = await webhook();
    const sizes: number[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const next = await source.turn(sink);
      sizes.push((await subscriptions(sandbox)).length);
      expect(next > sandbox.clock.now()).toBe(turn === 1);
    }
    expect(sizes).toEqual([50, 91]);
  });

  it('is left as it is when X does not allow as many as are needed', async () => {
    const { sandbox, sink, agree, webhook } = await given();
    await agree(ENERGY);
    const { source } = await webhook({ most: 4 });
    await expect(source.turn(sink)).rejects.toThrow(
      'X-015 SUNWAI_WATCH: 5 are needed for 2 handles, X allows 4',
    );
    expect(await subscriptions(sandbox)).toEqual([]);
  });
});

describe('the webhook', () => {
  it('is validated anew by a later process, and when X found it invalid', async () => {
    const { sandbox, sink, webhook } = await given();
    const there = await otherReceiver();
    const { source } = await webhook({ url: there.url });
    await source.turn(sink);
    const [made] = await webhooks(sandbox);
    there.secret = 'lost';
    await call(sandbox, 'PUT', `/2/webhooks/${made.id}`);
    there.secret = APP_SECRET;
    expect(await webhooks(sandbox)).toMatchObject([{ id: made.id, valid: false }]);
    await post(sandbox, '/sandbox/clock', { advanceMs: HOUR });
    await source.turn(sink);
    expect(await webhooks(sandbox)).toMatchObject([{ id: made.id, valid: true }]);
    there.secret = 'lost';
    const later = await webhook({ url: there.url });
    await expect(later.source.turn(sink)).rejects.toThrow(/^X-013 SUNWAI_ACTIVITY_URL: X's challenge to/);
  });

  it('finds out with which secret X wants its challenge answered', async () => {
    const { sandbox, sink, webhook } = await given();
    const { source, url } = await webhook({ clientSecret: 'not the one' });
    await source.turn(sink);
    expect(await webhooks(sandbox)).toMatchObject([{ url, valid: true }]);
    const [{ id }] = await webhooks(sandbox);
    // From now on X's own checks succeed as well.
    expect((await call(sandbox, 'PUT', `/2/webhooks/${id}`)).body).toEqual({ data: { valid: true } });
  });

  it('moves with its address, and what goes to it too', async () => {
    const { sandbox, sink, agree, webhook } = await given();
    await agree(ENERGY);
    await (await webhook()).source.turn(sink);
    const [old] = await webhooks(sandbox);
    const { source, url } = await webhook();
    await source.turn(sink);
    const [now, ...more] = await webhooks(sandbox);
    expect([now.url, more]).toEqual([url, []]);
    expect(now.id).not.toBe(old.id);
    const all = await subscriptions(sandbox);
    expect(new Set(all.map((one) => one.webhook_id))).toEqual(new Set([now.id]));
    expect(all).toHaveLength(5);
  });

  it('of somebody else is never touched', async () => {
    const { sandbox, sink, webhook } = await given();
    const there = await otherReceiver();
    await call(sandbox, 'POST', '/2/webhooks', { url: there.url });
    const before = await webhooks(sandbox);
    const { source } = await webhook();
    await expect(source.turn(sink)).rejects.toThrow(
      `X-014 POST /2/webhooks: registered already: ${before[0].id} ${there.url}`,
    );
    expect(await webhooks(sandbox)).toEqual(before);
  });

  it('that cannot be reached, or may not be, says so', async () => {
    const { sandbox, sink, webhook } = await given();
    for (const url of ['http://127.0.0.1:9/x/activity', 'https://example.com/x/activity']) {
      const { source } = await webhook({ url });
      await expect(source.turn(sink)).rejects.toThrow(/^X-013 SUNWAI_ACTIVITY_URL/);
    }
    const { source } = await webhook({ appSecret: 'not the secret' });
    await expect(source.turn(sink)).rejects.toThrow(/^X-013/);
    expect(await webhooks(sandbox)).toEqual([]);
  });
});

describe('a turn that X asks to wait', () => {
  it('goes on at the named time with what is left', async () => {
    const until = 5_000;
    const done: string[] = [];
    let limited = true;
    const source = createWebhookSource({
      webhook: { keep: async () => '5' },
      subscriptions: {
        plan: async () => ({
          changes: ['1', '2'].map((id) => ({ kind: 'remove', id })),
          untold: [],
          total: 0,
        }),
        async apply(change) {
          if (change.kind === 'remove' && change.id === '2' && limited) {
            throw new SunwaiError({ code: 'X-004', where: 'x', detail: 'wait' }, { until });
          }
          if (change.kind === 'remove') done.push(change.id);
          return true;
        },
      },
      intake: { counts: {}, setSink() {} } as never,
      consents: async () => new Map(),
      clock: { now: () => 1_000 },
      log: silentLog,
    });
    const sink = { handles: () => [] } as unknown as Sink;
    expect(await source.turn(sink)).toBe(until);
    expect(source.trouble?.()).toMatch(/^X-004/);
    limited = false;
    expect(await source.turn(sink)).toBe(1_000 + HOUR);
    expect([done, source.trouble?.()]).toEqual([['1', '2'], null]);
  });
});
