import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/lib/instant.js';
import {
  CITIZEN,
  ENERGY,
  failure,
  get,
  HOME,
  ledger,
  OTHER,
  post,
  say,
  start,
  userClient,
} from './helpers.js';

describe('POST /2/tweets, by the real client', () => {
  it('verifies the signature and stores the reply', async () => {
    const sandbox = await start();
    const target = await say(sandbox, CITIZEN, '@sw_energy no light');
    const client = userClient(sandbox, ENERGY);
    expect((await client.v2.me()).data).toMatchObject({ id: ENERGY, username: 'sw_energy' });
    const { data } = await client.v2.reply('Noted (7KM2-PQ4X)! It’s written: दर्ज हुई', target);
    expect(data.text).toBe('@asha_namoona Noted (7KM2-PQ4X)! It’s written: दर्ज हुई');
    const posts = (await get(sandbox, '/sandbox/ledger')).body.posts;
    expect(posts.at(-1)).toEqual({
      id: data.id,
      authorId: ENERGY,
      text: 'Noted (7KM2-PQ4X)! It’s written: दर्ज हुई',
      createdAt: expect.any(Number),
      conversationId: target,
      replyTo: target,
      retweetOf: null,
      quote: null,
      via: 'api',
    });
    const own = await client.v2.userTimeline(ENERGY, {
      max_results: 5,
      since_id: target,
      'tweet.fields': ['referenced_tweets'],
    });
    expect(own.tweets).toMatchObject([
      { id: data.id, referenced_tweets: [{ type: 'replied_to', id: target }] },
    ]);
  });

  it('answers 401 to a wrong secret, an unknown user and a changed request, and stores nothing', async () => {
    const sandbox = await start();
    const before = (await ledger(sandbox)).length;
    for (const client of [userClient(sandbox, ENERGY, 'wrong'), userClient(sandbox, '123')]) {
      await expect(client.v2.tweet('hello')).rejects.toMatchObject({ code: 401 });
    }
    expect((await post(sandbox, '/2/tweets', { text: 'hello' })).status).toBe(401);
    expect(await ledger(sandbox)).toHaveLength(before);
  });

  it('lets a handle answer only whoever named it in their own words, quoted it, or is it', async () => {
    const sandbox = await start();
    const energy = userClient(sandbox, ENERGY).v2;
    const home = userClient(sandbox, HOME).v2;
    const root = await say(sandbox, CITIZEN, '@sw_energy no light');
    const answer = (await energy.reply('noted', root)).data.id;
    await expect(home.reply('we too', root)).rejects.toMatchObject({
      code: 403,
      data: { detail: expect.stringContaining('not been mentioned or otherwise engaged') },
    });
    // The handle is only in the prefix X made.
    const thanks = await say(sandbox, CITIZEN, 'thanks', { replyTo: answer });
    await expect(energy.reply('welcome', thanks)).rejects.toMatchObject({ code: 403 });
    const named = await say(sandbox, CITIZEN, '@sw_energy thanks again', { replyTo: answer });
    await energy.reply('welcome again', named);
    const quoting = await say(sandbox, OTHER, 'look at this', { quote: answer });
    await energy.reply('we saw', quoting);
    await energy.reply('more of it', answer);
  });

  it('refuses the same text by the same account for 24 hours', async () => {
    const sandbox = await start();
    const client = userClient(sandbox, ENERGY).v2;
    await client.tweet('the same words');
    const refusal = await failure(client.tweet('the same words '));
    expect(refusal.code).toBe(403);
    expect(refusal.data.detail).toBe('You are not allowed to create a Tweet with duplicate content.');
    await userClient(sandbox, HOME).v2.tweet('the same words');
    await post(sandbox, '/sandbox/clock', { advanceMs: DAY + 1 });
    await client.tweet('the same words');
  });

  it('refuses a missing target, a text too long, and a body it does not know', async () => {
    const sandbox = await start();
    const client = userClient(sandbox, ENERGY).v2;
    await expect(client.reply('hello', '42')).rejects.toMatchObject({ code: 403 });
    await expect(client.tweet('क'.repeat(281))).rejects.toMatchObject({ code: 403 });
    await client.tweet('क'.repeat(280));
    const bodies: Record<string, unknown>[] = [
      { text: 'a', idempotency_key: 'b' },
      { text: 5 },
      {},
      { text: 'a', reply: { in_reply_to_tweet_id: 'x' } },
      { text: 'a', reply: {} },
      { text: 'a', reply: { in_reply_to_tweet_id: '1', toString: 1 } },
    ];
    for (const body of bodies)
      await expect(client.post('tweets', body as Record<string, string>)).rejects.toMatchObject({
        code: 400,
      });
  });
});

describe('faults', () => {
  it.each([
    ['error500', false, { code: 500 }],
    ['reset_before', false, { type: 'request' }],
    ['rate429', false, { code: 429, rateLimitError: true }],
    ['error500_after', true, { code: 500 }],
    ['reset_after', true, { type: 'request' }],
    ['cut_body', true, {}],
  ])('%s: stored is %s', async (kind, stored, expected) => {
    const sandbox = await start();
    const client = userClient(sandbox, ENERGY).v2;
    expect((await post(sandbox, '/sandbox/faults', { kind, count: 1 })).status).toBe(200);
    expect(await failure(client.tweet('words'))).toMatchObject(expected);
    expect((await ledger(sandbox)).some(({ text }) => text === 'words')).toBe(stored);
    const again = client.tweet('words');
    if (stored) await expect(again).rejects.toMatchObject({ code: 403 });
    else await again;
  });

  it('timeout_after stores and never answers; closing does not wait for it', async () => {
    const sandbox = await start();
    await post(sandbox, '/sandbox/faults', { kind: 'timeout_after', count: 1 });
    const call = userClient(sandbox, ENERGY).v2.post('tweets', { text: 'words' }, { timeout: 300 });
    await expect(call).rejects.toMatchObject({ type: 'request' });
    expect((await ledger(sandbox)).some(({ text }) => text === 'words')).toBe(true);
    await post(sandbox, '/sandbox/faults', { kind: 'timeout_after', count: 1 });
    const hanging = failure(userClient(sandbox, ENERGY).v2.tweet('other words'));
    while ((await ledger(sandbox)).every(({ text }) => text !== 'other words'))
      await new Promise(setImmediate);
    await sandbox.close();
    expect(await hanging).toMatchObject({ type: 'request' });
  });

  it('strike as often as asked, in order, and tell a 429 when to come again', async () => {
    const sandbox = await start();
    const client = userClient(sandbox, ENERGY).v2;
    await post(sandbox, '/sandbox/faults', { kind: 'error500', count: 2 });
    await post(sandbox, '/sandbox/faults', { kind: 'rate429', count: 1 });
    expect((await failure(client.tweet('a'))).code).toBe(500);
    expect((await failure(client.tweet('a'))).code).toBe(500);
    const limited = await failure(client.tweet('a'));
    expect(limited.rateLimit.remaining).toBe(0);
    expect(limited.rateLimit.reset * 1_000).toBeGreaterThan(sandbox.clock.now());
    await client.tweet('a');
    expect((await post(sandbox, '/sandbox/faults', { kind: 'nonsense', count: 1 })).status).toBe(400);
  });
});
