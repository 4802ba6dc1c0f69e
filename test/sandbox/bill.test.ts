import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/lib/instant.js';
import { CITIZEN, ENERGY, failure, get, OTHER, post, read, say, start, userClient } from './helpers.js';

const report = async (sandbox: { url: string }) => (await get(sandbox, '/sandbox/report')).body;

describe('the bill', () => {
  it('charges each post and each user once a UTC day, in whatever answer they are', async () => {
    const sandbox = await start();
    // Not across midnight.
    await post(sandbox, '/sandbox/clock', { advanceMs: DAY - (sandbox.clock.now() % DAY) });
    const [a, b] = [await say(sandbox, CITIZEN, '@sw_energy a'), await say(sandbox, OTHER, '@sw_energy b')];
    const query = 'query=%40sw_energy';
    await read(sandbox, `/2/tweets/search/recent?${query}`);
    await read(sandbox, `/2/users/${ENERGY}/mentions?expansions=author_id`);
    const included = await read(sandbox, `/2/tweets?ids=${a}&expansions=author_id&user.fields=verified`);
    expect(included.body).toMatchObject({
      data: [{ id: a, author_id: CITIZEN }],
      includes: { users: [{ id: CITIZEN, verified: false }] },
    });
    await read(sandbox, '/2/users/by?usernames=asha_namoona,sw_energy');
    const today = await report(sandbox);
    expect(today.bill.kinds).toEqual({
      post_read: { count: 2, micros: 10_000 },
      user_read: { count: 3, micros: 30_000 },
    });
    expect(today.bill).toMatchObject({
      totalMicros: 40_000,
      remainingMicros: null,
      days: [{ totalMicros: 40_000 }],
    });
    expect(today.reads).toEqual({ posts: { returned: 5, distinct: 2 }, users: { returned: 5, distinct: 3 } });

    await post(sandbox, '/sandbox/clock', { advanceMs: DAY });
    await read(sandbox, `/2/tweets?ids=${a},${b}`);
    await read(sandbox, `/2/tweets/counts/recent?${query}`);
    await read(sandbox, `/2/tweets/counts/recent?${query}`);
    const { bill } = await report(sandbox);
    expect(bill.kinds.post_read).toEqual({ count: 4, micros: 20_000 });
    expect(bill.kinds.counts).toEqual({ count: 2, micros: 10_000 });
    expect(bill.days.map((day: { totalMicros: number }) => day.totalMicros)).toEqual([40_000, 20_000]);
  });

  it('charges posts by what they are, and nothing that failed', async () => {
    const sandbox = await start();
    const client = userClient(sandbox, ENERGY).v2;
    const named = await say(sandbox, CITIZEN, '@sw_energy help');
    const own = (await client.tweet('a notice')).data.id;
    await client.reply('noted', named);
    await client.reply('more of it', own);
    await client.tweet('see https://example.org/x');
    await client.reply('see jansunwai.up.nic.in', named);
    await failure(client.tweet('a notice'));
    await failure(client.reply('hello', '42'));
    expect((await read(sandbox, '/2/tweets?ids=x')).status).toBe(400);
    const { bill } = await report(sandbox);
    expect(bill.kinds).toEqual({
      post_create: { count: 2, micros: 30_000 },
      post_create_summoned: { count: 1, micros: 10_000 },
      post_create_with_url: { count: 2, micros: 400_000 },
    });
    expect(bill.prices).toMatchObject({ readOn: '2026-11-24', micros: { post_read: 5_000 } });
  });

  it('begins anew on demand; what was read today stays read', async () => {
    const sandbox = await start();
    await post(sandbox, '/sandbox/clock', { advanceMs: DAY - (sandbox.clock.now() % DAY) });
    const id = await say(sandbox, CITIZEN, '@sw_energy a');
    await read(sandbox, `/2/tweets?ids=${id}`);
    await post(sandbox, '/sandbox/report/reset', {});
    await read(sandbox, `/2/tweets?ids=${id}`);
    expect(await report(sandbox)).toMatchObject({
      bill: { totalMicros: 0, kinds: {}, days: [] },
      reads: { posts: { returned: 1, distinct: 1 } },
    });
  });
});

it('without credits whatever costs money is refused with 402, until there are some again', async () => {
  const sandbox = await start();
  const id = await say(sandbox, CITIZEN, '@sw_energy a');
  const credit = (remainingMicros: unknown) => post(sandbox, '/sandbox/credits', { remainingMicros });
  expect((await credit(5_000)).body).toEqual({ remainingMicros: 5_000 });
  expect((await read(sandbox, `/2/tweets?ids=${id}`)).status).toBe(200);
  expect((await report(sandbox)).bill.remainingMicros).toBe(0);
  const refused = await read(sandbox, `/2/tweets?ids=${id}`);
  expect(refused).toMatchObject({
    status: 402,
    body: { title: 'CreditsDepleted', type: expect.stringMatching(/\/credits$/) },
  });
  await expect(userClient(sandbox, ENERGY).v2.reply('noted', id)).rejects.toMatchObject({ code: 402 });
  expect((await read(sandbox, '/2/usage/tweets')).status).toBe(200);
  await credit(null);
  await userClient(sandbox, ENERGY).v2.reply('noted', id);
  for (const wrong of [-1, 0.5, '5', undefined]) expect((await credit(wrong)).status).toBe(400);
});
