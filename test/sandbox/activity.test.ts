import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CITIZEN, ENERGY, get, HOME, OTHER, post, say, start } from './helpers.js';
import { call, type Receiver, receiver, signed, tokensOf, until } from './push-helpers.js';

const SUBSCRIPTIONS = '/2/activity/subscriptions';
const folder = mkdtempSync(join(tmpdir(), 'sunwai-activity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type At = { url: string };

const webhook = async (sandbox: At, { url }: { url: string }) =>
  call(sandbox, 'POST', '/2/webhooks', { url });
const control = (sandbox: At, body: object) => post(sandbox, '/sandbox/activity', body);
const state = async (sandbox: At) => (await get(sandbox, '/sandbox/activity')).body;

/** Subscribes to an event about a user, as that user. */
async function subscribe(sandbox: At, event_type: string, user_id: string, more: object = {}) {
  const { access_token } = await tokensOf(sandbox, user_id);
  const body = { event_type, filter: { user_id }, ...more };
  return call(sandbox, 'POST', SUBSCRIPTIONS, body, `Bearer ${access_token}`);
}

/** A sandbox that tells `here` of mentions of @sw_energy and replies to it. */
async function watched(here: Receiver, options: Parameters<typeof start>[0] = {}) {
  const sandbox = await start({ retryMs: 1, ...options });
  const webhook_id = (await webhook(sandbox, here)).body.data.id;
  await subscribe(sandbox, 'post.mention.create', ENERGY, { webhook_id, tag: 'mentions' });
  await subscribe(sandbox, 'post.reply.create', ENERGY, { webhook_id });
  return sandbox;
}

describe('webhooks', () => {
  it('are taken when their receiver knows the secret, one at most, and kept', async () => {
    const ledgerFile = join(folder, 'webhooks.jsonl');
    const sandbox = await start({ ledgerFile });
    const [here, there] = [await receiver(), await receiver('another secret')];
    const messageOf = async (url: string) => (await webhook(sandbox, { url })).body.errors[0].message;
    expect(await messageOf(there.url)).toMatch(/^CrcValidationFailed/);
    expect(await messageOf('http://127.0.0.1:9/nobody')).toMatch(/^CrcValidationFailed/);
    for (const url of [
      'https://example.com/x',
      'http://192.0.2.1/x',
      'no address',
      'http://a:b@127.0.0.1/x',
    ]) {
      expect(await messageOf(url)).toMatch(/^UrlValidationFailed/);
    }
    expect((await call(sandbox, 'GET', '/2/webhooks')).body).toEqual({ data: [], meta: { result_count: 0 } });
    const made = await webhook(sandbox, here);
    expect(made).toMatchObject({ status: 200, body: { data: { url: here.url, valid: true } } });
    expect(await messageOf(here.url)).toMatch(/^DuplicateUrlFailed/);
    expect(await messageOf(there.url)).toMatch(/^WebhookLimitExceeded/);
    await sandbox.close();
    const later = await start({ ledgerFile });
    expect((await call(later, 'GET', '/2/webhooks')).body.data).toEqual([made.body.data]);
    const { id } = made.body.data;
    expect((await call(later, 'DELETE', `/2/webhooks/${id}`)).body).toEqual({ data: { deleted: true } });
    expect((await call(later, 'DELETE', `/2/webhooks/${id}`)).status).toBe(404);
    const { access_token } = await tokensOf(later, ENERGY);
    const user = await call(later, 'GET', '/2/webhooks', undefined, `Bearer ${access_token}`);
    expect(user.status).toBe(403);
  });

  it('get nothing after a check that failed, and all again after one that did not', async () => {
    const here = await receiver();
    const sandbox = await watched(here);
    const { id } = (await call(sandbox, 'GET', '/2/webhooks')).body.data[0];
    here.secret = 'lost';
    const failed = await call(sandbox, 'PUT', `/2/webhooks/${id}`);
    expect(failed.body).toEqual({ data: { valid: false } });
    await say(sandbox, CITIZEN, '@sw_energy nobody is told');
    here.secret = 'sandbox-app-secret';
    expect((await call(sandbox, 'PUT', `/2/webhooks/${id}`)).body).toEqual({ data: { valid: true } });
    await say(sandbox, CITIZEN, '@sw_energy this is told');
    await until(() => here.events.length > 0);
    expect(here.events[0]?.body.data.payload.text).toBe('@sw_energy this is told');
  });
});

describe('subscriptions', () => {
  it('to private events are for the very user who consented', async () => {
    const sandbox = await start();
    const body = { event_type: 'post.mention.create', filter: { user_id: ENERGY } };
    expect((await call(sandbox, 'POST', SUBSCRIPTIONS, body)).status).toBe(403);
    const as = async (id: string, scope: string) =>
      `Bearer ${(await tokensOf(sandbox, id, { scope })).access_token}`;
    for (const token of [await as(HOME, 'tweet.read users.read'), await as(ENERGY, 'users.read')]) {
      expect((await call(sandbox, 'POST', SUBSCRIPTIONS, body, token)).status).toBe(403);
    }
    const own = await as(ENERGY, 'tweet.read users.read');
    const made = await call(sandbox, 'POST', SUBSCRIPTIONS, { ...body, tag: 'energy' }, own);
    expect(made).toMatchObject({
      status: 200,
      body: {
        data: {
          subscription: { event_type: 'post.mention.create', filter: { user_id: ENERGY }, tag: 'energy' },
        },
        meta: { total_subscriptions: 1 },
      },
    });
    expect((await call(sandbox, 'POST', SUBSCRIPTIONS, body, own)).status).toBe(400);
    expect((await call(sandbox, 'GET', SUBSCRIPTIONS)).body).toEqual({
      data: [made.body.data.subscription],
      meta: { total_subscriptions: 1 },
    });
    const path = `${SUBSCRIPTIONS}/${made.body.data.subscription.subscription_id}`;
    expect((await call(sandbox, 'DELETE', path)).body).toEqual({
      data: { deleted: true },
      meta: { total_subscriptions: 0 },
    });
    expect((await call(sandbox, 'DELETE', path)).status).toBe(404);
  });

  it('refuse what X does not know, and more than 1,500', async () => {
    const accounts = Array.from({ length: 1_501 }, (_, n) => ({ id: String(n + 1), handle: `o_${n}` }));
    const sandbox = await start({
      accounts: accounts.map((one) => ({
        ...{ name: 'x', kind: 'officer', department: null, district: null, about: '', spokeDaysAgo: null },
        ...one,
      })),
    });
    const about = (user_id: string, more: object = {}) =>
      call(sandbox, 'POST', SUBSCRIPTIONS, {
        event_type: 'profile.update.handle',
        filter: { user_id },
        ...more,
      });
    for (const more of [
      { event_type: 'post.telepathy' },
      { filter: {} },
      { filter: { user_id: '99999' } },
      { filter: { user_id: '1', keyword: 'x' } },
      { tag: '' },
      { webhook_id: '5' },
      { note: 'x' },
    ]) {
      expect((await about('1', more)).status).toBe(400);
    }
    const statuses = new Set<number>();
    for (const { id } of accounts.slice(0, 1_500)) statuses.add((await about(id)).status);
    expect([...statuses]).toEqual([200]);
    expect((await about('1501')).status).toBe(403);
  });
});

describe('events', () => {
  it('tell of mentions in the author’s own words and of direct replies, signed', async () => {
    const here = await receiver();
    const sandbox = await watched(here);
    const id = await say(sandbox, CITIZEN, '@sw_energy @sw_home no power');
    await until(() => here.events.length === 1);
    const { body, raw, signature } = here.events[0] ?? { body: null, raw: '', signature: '' };
    expect(signature).toBe(signed(raw));
    expect(body).toEqual({
      data: {
        event_uuid: expect.stringMatching(/^-?\d+$/),
        filter: { user_id: ENERGY },
        event_type: 'post.mention.create',
        tag: 'mentions',
        payload: expect.objectContaining({ id, author_id: CITIZEN, text: '@sw_energy @sw_home no power' }),
        includes: { users: [expect.objectContaining({ id: CITIZEN, username: 'asha_namoona' })] },
      },
    });
    expect(body.data.payload.entities.mentions[0]).toMatchObject({ start: 0, start_str: '0', end_str: '10' });

    // Named only by the reply prefix; by itself; in a repost: no mention.
    await say(sandbox, OTHER, 'me too', { replyTo: id });
    await say(sandbox, ENERGY, '@sw_energy is our name');
    await say(sandbox, OTHER, '', { retweetOf: id });
    const ours = await say(sandbox, ENERGY, 'we work on it');
    const answer = await say(sandbox, CITIZEN, 'thank you', { replyTo: ours });
    await say(sandbox, OTHER, 'so do I', { replyTo: answer });
    await say(sandbox, ENERGY, 'and on that', { replyTo: ours });
    const both = await say(sandbox, OTHER, '@sw_energy when?', { replyTo: ours });
    await until(() => here.events.length === 4);
    const told = here.events.slice(1).map(({ body: { data } }) => [data.event_type, data.payload.id]);
    expect(told.sort()).toEqual(
      [
        ['post.reply.create', answer],
        ['post.mention.create', both],
        ['post.reply.create', both],
      ].sort(),
    );
    const reply = here.events.find(({ body: { data } }) => data.payload.id === answer);
    expect(reply?.body.data.payload.in_reply_to_tweet_id).toBe(ours);
    expect((await state(sandbox)).events).toHaveLength(4);
    expect((await get(sandbox, '/sandbox/report')).body.reads.posts).toEqual({ returned: 4, distinct: 3 });
  });

  it('come again twice when they are not taken, then no more', async () => {
    const here = await receiver();
    const sandbox = await watched(here);
    here.answers = [500, 302];
    await say(sandbox, CITIZEN, '@sw_energy one');
    await until(async () => here.events.length === 3 && (await state(sandbox)).waiting === 0);
    expect(new Set(here.events.map(({ raw }) => raw)).size).toBe(1);
    here.answers = [503, 503, 503];
    await say(sandbox, CITIZEN, '@sw_energy two');
    await until(async () => here.events.length === 6 && (await state(sandbox)).waiting === 0);
    expect((await state(sandbox)).events).toMatchObject([
      { event_type: 'post.mention.create', attempts: 3, status: 200 },
      { attempts: 3, status: 503 },
    ]);
  });

  it('can be replayed, forged and held back', async () => {
    const here = await receiver();
    const sandbox = await watched(here);
    expect((await control(sandbox, { action: 'replay' })).status).toBe(400);
    await say(sandbox, CITIZEN, '@sw_energy one');
    await until(() => here.events.length === 1);
    const [first] = here.events;
    await control(sandbox, { action: 'replay', event_uuid: first?.body.data.event_uuid });
    await until(() => here.events.length === 2);
    expect(here.events[1]).toEqual(first);

    here.answers = [403];
    const { body } = await control(sandbox, { action: 'forge' });
    expect(body.status).toBe(403);
    const forged = here.events[2];
    expect(forged?.signature).not.toBe(signed(forged?.raw ?? ''));
    expect(forged?.body.data).toEqual({ ...first?.body.data, event_uuid: body.event_uuid });
    expect(body.event_uuid).not.toBe(first?.body.data.event_uuid);

    await control(sandbox, { action: 'pause', on: true });
    await say(sandbox, CITIZEN, '@sw_energy held back');
    expect(await state(sandbox)).toMatchObject({ paused: true, waiting: 1 });
    expect(here.events).toHaveLength(3);
    await control(sandbox, { action: 'pause', on: false });
    await until(() => here.events.length === 4);
    for (const wrong of [{}, { action: 'shout' }, { action: 'pause' }, { action: 'replay', on: true }]) {
      expect((await control(sandbox, wrong)).status).toBe(400);
    }
  });

  it('tell of a new handle and of a withdrawn consent, after which no more is told', async () => {
    const here = await receiver();
    const sandbox = await watched(here);
    const { id: webhook_id } = (await call(sandbox, 'GET', '/2/webhooks')).body.data[0];
    const also = (event_type: string, filter: object) =>
      call(sandbox, 'POST', SUBSCRIPTIONS, { event_type, filter, webhook_id });
    await also('oauth.revoke', {});
    await also('profile.update.handle', { user_id: ENERGY });
    await post(sandbox, `/sandbox/accounts/${ENERGY}`, { handle: 'sw_power' });
    await until(() => here.events.length === 1);
    expect(here.events[0]?.body.data).toMatchObject({
      event_type: 'profile.update.handle',
      payload: { before: 'sw_energy', after: 'sw_power' },
    });
    await post(sandbox, `/sandbox/accounts/${ENERGY}`, { revoked: true });
    await until(() => here.events.length === 2);
    expect(here.events[1]?.body.data).toMatchObject({
      event_type: 'oauth.revoke',
      filter: {},
      payload: { user_id: ENERGY, date_time: expect.stringMatching(/\+00:00$/) },
    });
    await say(sandbox, CITIZEN, '@sw_power nobody is told of this');
    await tokensOf(sandbox, ENERGY);
    await say(sandbox, CITIZEN, '@sw_power and of this, yes');
    await until(() => here.events.length === 3);
    expect(here.events[2]?.body.data.payload.text).toBe('@sw_power and of this, yes');
  });
});
