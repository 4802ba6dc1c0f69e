import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { DayLimits } from '../../src/sandbox/day-limits.js';
import { CITIZEN, ENERGY, failure, get, HOME, post, read, say, start, userClient } from './helpers.js';

const report = async (sandbox: { url: string }) => (await get(sandbox, '/sandbox/report')).body;
const advance = (sandbox: { url: string }, advanceMs: number) =>
  post(sandbox, '/sandbox/clock', { advanceMs });
const NONE = {
  inside429: 0,
  notSummoned: 0,
  duplicate: 0,
  tooLong: 0,
  invalid: 0,
  goneTarget: 0,
  replyRestricted: 0,
  accountLimit: 0,
};

describe('the limits of X', () => {
  it('by 15 minutes, for the app and for each user apart; whoever knows and calls again is noted', async () => {
    const sandbox = await start({ limits: 'x' });
    const ask = () => read(sandbox, '/2/usage/tweets');
    for (let count = 1; count <= 50; count += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-rate-limit-limit')).toBe('50');
    expect(refused.headers.get('x-rate-limit-remaining')).toBe('0');
    const reset = Number(refused.headers.get('x-rate-limit-reset')) * 1_000;
    expect(reset - sandbox.clock.now()).toBeLessThanOrEqual(15 * MINUTE + 1_000);
    expect((await report(sandbox)).violations).toEqual(NONE);
    await ask();
    await ask();
    const { violations, requests, recentViolations } = await report(sandbox);
    expect(violations).toEqual({ ...NONE, inside429: 2 });
    expect(requests['GET /2/usage/tweets']).toEqual({ 200: 50, 429: 3 });
    expect(recentViolations[0]).toMatchObject({
      kind: 'inside429',
      caller: 'app',
      endpoint: 'GET /2/usage/tweets',
    });
    await advance(sandbox, reset - sandbox.clock.now());
    expect((await ask()).status).toBe(200);
  });

  it('are of X’s size for every endpoint, by kind of credential', async () => {
    const sandbox = await start({ limits: 'x' });
    const limit = async (path: string) => (await read(sandbox, path)).headers.get('x-rate-limit-limit');
    expect(await limit(`/2/users/${ENERGY}/mentions`)).toBe('450');
    expect(await limit('/2/tweets/search/recent?query=%40sw_energy')).toBe('450');
    expect(await limit('/2/tweets/counts/recent?query=%40sw_energy')).toBe('300');
    expect(await limit('/2/tweets?ids=1')).toBe('3500');
    expect(await limit('/2/users/by?usernames=sw_home')).toBe('300');
    expect(await limit(`/2/users/${ENERGY}/tweets`)).toBe('10000');
    const own = userClient(sandbox, ENERGY).v2;
    expect((await own.userMentionTimeline(ENERGY)).rateLimit.limit).toBe(300);
    const me = await own.get('users/me', undefined, { fullResponse: true });
    expect(me.rateLimit?.limit).toBe(75);
  });

  it('by 24 hours count the posts that were made, and say so in headers', async () => {
    const sandbox = await start({ limits: 'x' });
    const client = userClient(sandbox, ENERGY).v2;
    const send = async (text: string) => client.post('tweets', { text }, { fullResponse: true });
    expect((await send('one')).headers).toMatchObject({
      'x-app-limit-24hour-limit': '10000',
      'x-app-limit-24hour-remaining': '9999',
      'x-app-limit-24hour-reset': expect.stringMatching(/^\d{10}$/),
      'x-user-limit-24hour-limit': '2400',
      'x-user-limit-24hour-remaining': '2399',
      'x-rate-limit-remaining': '99',
    });
    await expect(send('one')).rejects.toMatchObject({ code: 403 });
    const second = userClient(sandbox, HOME).v2.post('tweets', { text: 'two' }, { fullResponse: true });
    expect((await second).headers).toMatchObject({
      'x-app-limit-24hour-remaining': '9998',
      'x-user-limit-24hour-remaining': '2399',
    });
    await advance(sandbox, DAY);
    expect((await send('three')).headers).toMatchObject({ 'x-app-limit-24hour-remaining': '9999' });
  });

  it('the day’s window: full for the whole app, known once told, and over at its end', () => {
    let now = 0;
    const days = new DayLimits({ now: () => now }, { app: 2, user: 5 });
    for (const user of ['a', 'b']) {
      expect(days.ask(user).allowed).toBe(true);
      days.count(user);
    }
    expect(days.ask('c')).toMatchObject({ allowed: false, insideKnown: false });
    expect(days.ask('a')).toMatchObject({ allowed: false, insideKnown: true });
    now = DAY;
    expect(days.ask('a').allowed).toBe(true);
  });

  it.each([
    ['government', 50, 50],
    ['none', 5, 2],
  ])(
    'an account verified as %s answers %i times in half an hour',
    async (verifiedType, replies, originals) => {
      const sandbox = await start({ limits: 'x' });
      await post(sandbox, `/sandbox/accounts/${ENERGY}`, { verifiedType });
      const client = userClient(sandbox, ENERGY).v2;
      const target = await say(sandbox, CITIZEN, '@sw_energy help');
      // The slices are the clock's own half hours.
      await advance(sandbox, 30 * MINUTE - (sandbox.clock.now() % (30 * MINUTE)));
      for (let count = 1; count <= replies; count += 1) await client.reply(`answer ${count}`, target);
      const refusal = await failure(client.reply('one too many', target));
      expect([refusal.code, refusal.data.detail]).toEqual([403, 'User is over daily status update limit.']);
      expect((await report(sandbox)).violations).toEqual({ ...NONE, accountLimit: 1 });
      await advance(sandbox, 30 * MINUTE);
      await client.reply('one more', target);
      if (verifiedType === 'none') {
        for (let count = 1; count <= originals; count += 1) await client.tweet(`notice ${count}`);
        await expect(client.tweet('notice too many')).rejects.toMatchObject({ code: 403 });
      }
    },
  );

  it('an unverified account answers 200 times a day, and again the day after', async () => {
    const sandbox = await start({ limits: 'x' });
    await post(sandbox, `/sandbox/accounts/${ENERGY}`, { verifiedType: 'none' });
    const midnight = DAY - (sandbox.clock.now() % DAY);
    const notes = Array.from({ length: 200 }, (_, index) => ({
      as: ENERGY,
      text: `note ${index}`,
      at: sandbox.clock.now() + midnight + index * MINUTE,
    }));
    const target = await say(sandbox, CITIZEN, '@sw_energy help');
    const posts = notes.map((note) => ({ ...note, replyTo: target }));
    expect((await post(sandbox, '/sandbox/posts/bulk', { posts })).status).toBe(201);
    await advance(sandbox, midnight + 20 * HOUR);
    await expect(userClient(sandbox, ENERGY).v2.reply('and this', target)).rejects.toMatchObject({
      code: 403,
    });
    await advance(sandbox, 4 * HOUR);
    await userClient(sandbox, ENERGY).v2.reply('and this', target);
  });
});

it('what a good client never asks is counted by kind', async () => {
  const sandbox = await start();
  const client = userClient(sandbox, ENERGY).v2;
  const named = await say(sandbox, CITIZEN, '@sw_energy help');
  const other = await say(sandbox, CITIZEN, 'nobody in particular');
  await client.reply('noted', named);
  await client.reply('noted again', named);
  for (const wrong of [
    client.reply('noted', named),
    client.reply('hello', other),
    client.reply('hello', '42'),
    client.tweet('क'.repeat(281)),
    client.post('tweets', { text: 'a', key: 'b' }),
    client.get('users/me?nonsense=1'),
  ]) {
    await failure(wrong);
  }
  const { violations, replies, requests } = await report(sandbox);
  expect(violations).toEqual({
    ...NONE,
    duplicate: 1,
    notSummoned: 1,
    goneTarget: 1,
    tooLong: 1,
    invalid: 2,
  });
  expect(replies).toEqual({ [named]: 2 });
  expect(requests['POST /2/tweets']).toEqual({ 201: 2, 403: 4, 400: 1 });
  await post(sandbox, '/sandbox/clock', { advanceMs: 1 });
  const { body } = await post(sandbox, '/sandbox/report/reset', {});
  expect(await report(sandbox)).toMatchObject({
    since: body.since,
    violations: NONE,
    replies: {},
    requests: {},
  });
});

it('answers to any version of a post count as answers to that post', async () => {
  const sandbox = await start();
  const client = userClient(sandbox, ENERGY).v2;
  const first = await say(sandbox, CITIZEN, '@sw_energy hlep');
  await client.reply('noted', first);
  const edited = await post(sandbox, `/sandbox/posts/${first}/edit`, { text: '@sw_energy help' });
  await client.reply('noted again', edited.body.id);
  expect((await report(sandbox)).replies).toEqual({ [first]: 2 });
});
