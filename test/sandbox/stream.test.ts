import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ETwitterStreamEvent } from 'twitter-api-v2';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { MINUTE, SECOND } from '../../src/lib/instant.js';
import { appClient, CITIZEN, ENERGY, get, HOME, post, say, start } from './helpers.js';
import { call, listen, tokensOf, until } from './push-helpers.js';

const RULES = '/2/tweets/search/stream/rules';
const folder = mkdtempSync(join(tmpdir(), 'sunwai-stream-'));
afterEach(() => vi.useRealTimers());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type At = { url: string };

const addRules = (sandbox: At, ...values: string[]) =>
  call(sandbox, 'POST', RULES, { add: values.map((value) => ({ value, tag: `tag of ${value}` })) });
const control = async (sandbox: At, body: object) => (await post(sandbox, '/sandbox/stream', body)).body;
const state = async (sandbox: At) => (await get(sandbox, '/sandbox/stream')).body;

describe('the rules of the stream', () => {
  it('are added, listed, deleted and kept', async () => {
    const ledgerFile = join(folder, 'rules.jsonl');
    const sandbox = await start({ ledgerFile });
    expect((await call(sandbox, 'GET', RULES)).body).toEqual({
      meta: { sent: expect.any(String), result_count: 0 },
    });
    const added = await addRules(sandbox, '@sw_energy -is:retweet', '(@sw_home OR @sw_energy)');
    expect(added).toMatchObject({
      status: 201,
      body: {
        data: [
          { value: '@sw_energy -is:retweet', tag: 'tag of @sw_energy -is:retweet', id: expect.any(String) },
          { value: '(@sw_home OR @sw_energy)' },
        ],
        meta: { summary: { created: 2, not_created: 0, valid: 2, invalid: 0 } },
      },
    });
    const [first, second] = added.body.data;
    const removed = await call(sandbox, 'POST', RULES, { delete: { ids: [first.id, '5'] } });
    expect(removed).toMatchObject({
      status: 200,
      body: { meta: { summary: { deleted: 1, not_deleted: 1 } }, errors: [{ title: 'Invalid Request' }] },
    });
    await sandbox.close();
    const later = await start({ ledgerFile });
    expect((await call(later, 'GET', RULES)).body).toMatchObject({
      data: [second],
      meta: { result_count: 1 },
    });
  });

  it('are one of a kind: a duplicate is named with the id of the first, the others are created', async () => {
    const sandbox = await start();
    const first = await addRules(sandbox, '@sw_energy');
    const again = await call(sandbox, 'POST', RULES, {
      add: [{ value: '@sw_energy', tag: 'other' }, { value: '@sw_home' }],
    });
    expect(again.status).toBe(201);
    expect(again.body.data).toEqual([{ value: '@sw_home', id: expect.any(String) }]);
    expect(again.body.meta.summary).toEqual({ created: 1, not_created: 1, valid: 1, invalid: 1 });
    expect(again.body.errors).toEqual([
      {
        value: '@sw_energy',
        id: first.body.data[0].id,
        title: 'DuplicateRule',
        type: 'https://api.x.com/2/problems/duplicate-rules',
      },
    ]);
    expect((await addRules(sandbox, '@sw_home')).body).not.toHaveProperty('data');
  });

  it('are checked without being made when only that is asked for', async () => {
    const sandbox = await start();
    const tried = await call(sandbox, 'POST', `${RULES}?dry_run=true`, { add: [{ value: '@sw_energy' }] });
    expect(tried).toMatchObject({ status: 200, body: { meta: { summary: { created: 1 } } } });
    expect((await call(sandbox, 'GET', RULES)).body.meta.result_count).toBe(0);
  });

  it('are refused as a whole when one cannot be read, is too long or is one too many', async () => {
    const sandbox = await start();
    const unread = await addRules(sandbox, '@sw_energy', 'cat has:images');
    expect(unread).toMatchObject({
      status: 400,
      body: { errors: [{ value: 'cat has:images', type: expect.stringMatching(/invalid-rules$/) }] },
    });
    const handles = (most: number) => `(${Array.from({ length: most }, (_, n) => `@h_${n}`).join(' OR ')})`;
    expect(handles(114).length).toBeGreaterThan(1_024);
    expect((await addRules(sandbox, handles(114))).status).toBe(400);
    expect((await addRules(sandbox, handles(100))).status).toBe(201);
    const many = Array.from({ length: 999 }, (_, n) => `@many_${n}`);
    expect((await addRules(sandbox, ...many)).status).toBe(201);
    expect((await addRules(sandbox, '@sw_home')).body.type).toMatch(/rule-cap$/);
    for (const body of [
      {},
      { add: [] },
      { add: [{ value: '@a', note: 1 }] },
      { delete: { ids: ['x'] } },
      [],
    ]) {
      expect((await call(sandbox, 'POST', RULES, body)).status).toBe(400);
    }
    expect((await call(sandbox, 'POST', `${RULES}?dry_run=yes`, { add: [{ value: '@a' }] })).status).toBe(
      400,
    );
    expect((await call(sandbox, 'GET', RULES)).body.meta.result_count).toBe(1_000);
  });
});

describe('the stream', () => {
  it('needs a rule, the app’s own token, known parameters, and lets in one connection', async () => {
    const sandbox = await start();
    const none = await call(sandbox, 'GET', '/2/tweets/search/stream');
    expect(none).toMatchObject({ status: 409, body: { connection_issue: 'RuleConfigurationIssue' } });
    await addRules(sandbox, '@sw_energy');
    const { access_token } = await tokensOf(sandbox, ENERGY);
    const user = await call(sandbox, 'GET', '/2/tweets/search/stream', undefined, `Bearer ${access_token}`);
    expect(user).toMatchObject({ status: 403, body: { title: 'Unsupported Authentication' } });
    for (const query of ['backfill_minutes=6', 'tweet.fields=nonsense', 'expansions=author_id']) {
      expect((await call(sandbox, 'GET', `/2/tweets/search/stream?${query}`)).status).toBe(400);
    }
    const first = await listen(sandbox);
    expect(first.headers['x-rate-limit-limit']).toBeDefined();
    expect(await call(sandbox, 'GET', '/2/tweets/search/stream')).toMatchObject({
      status: 429,
      body: {
        title: 'ConnectionException',
        connection_issue: 'TooManyConnections',
        type: expect.stringMatching(/streaming-connection$/),
      },
    });
    first.leave();
    await until(async () => !(await state(sandbox)).connected);
    expect((await listen(sandbox)).status).toBe(200);
  });

  it('sends a post once with all the rules it meets, and bills it', async () => {
    const sandbox = await start();
    await addRules(sandbox, '@sw_energy -is:retweet', '@SW_Home', '(@sw_energy OR @nobody)', '@nobody');
    const stream = await listen(sandbox, '?tweet.fields=author_id,entities');
    const id = await say(sandbox, CITIZEN, '@sw_energy @sw_home no power');
    await say(sandbox, CITIZEN, 'nobody is named');
    await say(sandbox, CITIZEN, '', { retweetOf: id });
    await until(() => stream.lines().length === 2);
    const [first, second] = stream.lines();
    expect(first.data).toMatchObject({ id, author_id: CITIZEN, text: '@sw_energy @sw_home no power' });
    expect(first.data).not.toHaveProperty('created_at');
    expect(first.matching_rules.map(({ tag }: { tag: string }) => tag)).toEqual([
      'tag of @sw_energy -is:retweet',
      'tag of @SW_Home',
      'tag of (@sw_energy OR @nobody)',
    ]);
    // A repost names whom its words name; only two of the rules want reposts.
    expect(second.matching_rules).toHaveLength(2);
    expect(stream.raw()).toMatch(/\}\r\n$/);
    expect((await state(sandbox)).delivered).toBe(2);
    expect((await get(sandbox, '/sandbox/report')).body.reads.posts).toEqual({ returned: 2, distinct: 2 });
  });

  it('shows what is for later only when the clock gets there, and never what is deleted before', async () => {
    const sandbox = await start();
    await addRules(sandbox, '@sw_energy');
    const stream = await listen(sandbox);
    const at = sandbox.clock.now() + 10 * MINUTE;
    const later = await say(sandbox, CITIZEN, '@sw_energy at ten', { at });
    const never = await say(sandbox, CITIZEN, '@sw_energy never', { at: at + 1 });
    await post(sandbox, `/sandbox/posts/${never}/delete`, {});
    const now = await say(sandbox, CITIZEN, '@sw_energy now');
    const late = await say(sandbox, CITIZEN, '@sw_energy late', { lateSeconds: 120 });
    await until(() => stream.lines().length === 1);
    await post(sandbox, '/sandbox/clock', { advanceMs: 11 * MINUTE });
    const last = await say(sandbox, CITIZEN, '@sw_energy last');
    await until(() => stream.lines().length === 4);
    expect(stream.lines().map(({ data }) => data.id)).toEqual([now, late, later, last]);
  });

  it('brings back the minutes asked for, oldest first', async () => {
    const sandbox = await start();
    await addRules(sandbox, '@sw_energy');
    await say(sandbox, CITIZEN, '@sw_energy too old');
    await post(sandbox, '/sandbox/clock', { advanceMs: 4 * MINUTE });
    const missed = [
      await say(sandbox, CITIZEN, '@sw_energy one'),
      await say(sandbox, CITIZEN, '@sw_energy 2'),
    ];
    await post(sandbox, '/sandbox/clock', { advanceMs: 2 * MINUTE });
    const stream = await listen(sandbox, '?backfill_minutes=5');
    await until(() => stream.lines().length === 2);
    expect(stream.lines().map(({ data }) => data.id)).toEqual(missed);
  });

  it('lives: a heartbeat comes every 20 seconds, until it is silent, and then nothing does', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const sandbox = await start();
    await addRules(sandbox, '@sw_energy');
    const stream = await listen(sandbox);
    vi.advanceTimersByTime(40 * SECOND);
    await until(() => stream.raw() === '\r\n\r\n');
    const silent = await control(sandbox, { action: 'silent', on: true });
    expect(silent).toMatchObject({ connected: true, silent: true });
    vi.advanceTimersByTime(60 * SECOND);
    await say(sandbox, CITIZEN, '@sw_energy nobody hears this');
    await control(sandbox, { action: 'silent', on: false });
    const heard = await say(sandbox, CITIZEN, '@sw_energy this again');
    await until(() => stream.lines().length === 1);
    expect(stream.lines()[0].data.id).toBe(heard);
    expect(stream.raw()).toMatch(/^\r\n\r\n\{[^\r]*\}\r\n$/);
  });

  it('ends with a word when X ends it, and without one when it is cut', async () => {
    const sandbox = await start();
    await addRules(sandbox, '@sw_energy');
    const first = await listen(sandbox);
    await control(sandbox, { action: 'disconnect' });
    expect(await first.ended).toBe('end');
    expect(first.lines()[0].errors[0]).toMatchObject({
      title: 'operational-disconnect',
      disconnect_type: 'UpstreamOperationalDisconnect',
    });
    const second = await listen(sandbox);
    expect(await control(sandbox, { action: 'cut' })).toMatchObject({ connected: false });
    expect(await second.ended).toBe('cut');
    for (const body of [{}, { action: 'explode' }, { action: 'silent' }, { action: 'cut', on: true }]) {
      expect((await post(sandbox, '/sandbox/stream', body)).status).toBe(400);
    }
  });

  it('does not outlive X itself', async () => {
    const sandbox = await start({ heartbeatMs: 10 });
    await addRules(sandbox, '@sw_energy');
    const stream = await listen(sandbox);
    await post(sandbox, '/sandbox/faults', { kind: 'outage', minutes: 5 });
    expect(await stream.ended).toBe('cut');
  });

  it('ends when the money does', async () => {
    const sandbox = await start();
    await addRules(sandbox, '@sw_energy');
    const stream = await listen(sandbox);
    await post(sandbox, '/sandbox/credits', { remainingMicros: 5_000 });
    await say(sandbox, CITIZEN, '@sw_energy the last that is paid for');
    await until(() => stream.lines().length === 1);
    await say(sandbox, CITIZEN, '@sw_energy nobody pays for this');
    expect(await stream.ended).toBe('cut');
    expect(stream.lines()).toHaveLength(1);
    expect((await call(sandbox, 'GET', '/2/tweets/search/stream')).status).toBe(402);
  });

  it('is read by the real client', async () => {
    const sandbox = await start({ heartbeatMs: 10 });
    const { v2 } = appClient(sandbox);
    await v2.updateStreamRules({ add: [{ value: '@sw_energy -is:retweet', tag: 'energy' }] });
    expect((await v2.streamRules()).data).toMatchObject([{ tag: 'energy' }]);
    const stream = v2.searchStream({ autoConnect: false, 'tweet.fields': ['author_id'] });
    let alive = 0;
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
    const heard: any[] = [];
    stream.on(ETwitterStreamEvent.DataKeepAlive, () => {
      alive += 1;
    });
    stream.on(ETwitterStreamEvent.Data, (line) => heard.push(line));
    await stream.connect();
    const id = await say(sandbox, CITIZEN, '@sw_energy via the client');
    await say(sandbox, HOME, 'we say nothing of interest');
    await until(() => heard.length === 1 && alive > 1);
    expect(heard[0]).toMatchObject({ data: { id, author_id: CITIZEN }, matching_rules: [{ tag: 'energy' }] });
    stream.destroy();
  });
});
