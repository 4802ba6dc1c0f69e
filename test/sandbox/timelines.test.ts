import { describe, expect, it } from 'vitest';
import { DAY, HOUR, iso, MINUTE } from '../../src/lib/instant.js';
import { compareIds, instantOfId } from '../../src/lib/snowflake.js';
import { CITIZEN, ENERGY, HOME, OTHER, post, read, say, start, userClient } from './helpers.js';

const idsOf = (answer: { body: { data?: { id: string }[] } }) => (answer.body.data ?? []).map(({ id }) => id);
const bulk = async (sandbox: { url: string }, count: number, words: string): Promise<string[]> => {
  const posts = Array.from({ length: count }, (_, index) => ({ as: CITIZEN, text: `${words} ${index}` }));
  return (await post(sandbox, '/sandbox/posts/bulk', { posts })).body.ids;
};

describe('mentions of an account', () => {
  it('are posts that name it in their words or in the reply prefix, but no reposts, newest first', async () => {
    const sandbox = await start();
    const named = await say(sandbox, CITIZEN, 'hello @SW_Energy');
    const reply = await say(sandbox, OTHER, 'here too', { replyTo: named });
    await say(sandbox, OTHER, '', { retweetOf: named });
    await say(sandbox, OTHER, '@sw_home only');
    const answer = await read(sandbox, `/2/users/${ENERGY}/mentions?tweet.fields=author_id`);
    expect(answer.body).toMatchObject({
      data: [
        { id: reply, author_id: OTHER },
        { id: named, author_id: CITIZEN },
      ],
      meta: { newest_id: reply, oldest_id: named, result_count: 2 },
    });
    expect((await userClient(sandbox, ENERGY).v2.userMentionTimeline(ENERGY)).tweets).toHaveLength(2);
  });

  it('reach back 800; the page after them says 200 and has nothing', async () => {
    const sandbox = await start();
    const ids = await bulk(sandbox, 805, '@sw_energy');
    const seen: string[] = [];
    let token = '';
    let last = await read(sandbox, `/2/users/${ENERGY}/mentions?max_results=100`);
    while (last.body.data !== undefined) {
      seen.push(...idsOf(last));
      token = last.body.meta.next_token;
      last = await read(sandbox, `/2/users/${ENERGY}/mentions?max_results=100&pagination_token=${token}`);
    }
    expect(seen).toEqual([...ids].reverse().slice(0, 800));
    expect([last.status, last.body]).toEqual([200, { meta: { result_count: 0 } }]);
  });

  it('keep to the range, and an id beats a time', async () => {
    const sandbox = await start();
    const first = await say(sandbox, CITIZEN, '@sw_energy 1');
    await post(sandbox, '/sandbox/clock', { advanceMs: HOUR });
    const second = await say(sandbox, CITIZEN, '@sw_energy 2');
    await post(sandbox, '/sandbox/clock', { advanceMs: HOUR });
    const third = await say(sandbox, CITIZEN, '@sw_energy 3');
    const at = (id: string, plus = 0) => encodeURIComponent(iso(instantOfId(id) + plus));
    const ask = async (range: string) => idsOf(await read(sandbox, `/2/users/${ENERGY}/mentions?${range}`));
    expect(await ask(`since_id=${first}`)).toEqual([third, second]);
    expect(await ask(`until_id=${third}`)).toEqual([second, first]);
    expect(await ask(`start_time=${at(second)}`)).toEqual([third, second]);
    expect(await ask(`end_time=${at(second)}`)).toEqual([first]);
    expect(await ask(`since_id=${first}&start_time=${at(third)}`)).toEqual([third, second]);
    expect(await ask(`start_time=${at(first, MINUTE)}&end_time=${at(second, MINUTE)}&max_results=5`)).toEqual(
      [second],
    );
  });

  it.each([
    'max_results=4',
    'max_results=101',
    'next_token=t5',
    'pagination_token=x',
    'tweet.fields=nonsense',
  ])('refuse %s', async (parameters) => {
    expect((await read(await start(), `/2/users/${ENERGY}/mentions?${parameters}`)).status).toBe(400);
  });

  it('of a renamed account are those that named it as it was called then', async () => {
    const sandbox = await start();
    const before = await say(sandbox, CITIZEN, '@sw_energy before');
    expect((await post(sandbox, `/sandbox/accounts/${ENERGY}`, { handle: 'sw_power' })).status).toBe(200);
    await say(sandbox, CITIZEN, '@sw_energy is nobody now');
    const after = await say(sandbox, CITIZEN, '@sw_power after');
    const stranger = { handle: 'sw_energy', name: 'Not them', kind: 'stranger' };
    const taker = (await post(sandbox, '/sandbox/accounts', stranger)).body.id;
    const late = await say(sandbox, CITIZEN, '@sw_energy late');
    expect(idsOf(await read(sandbox, `/2/users/${ENERGY}/mentions`))).toEqual([after, before]);
    expect(idsOf(await read(sandbox, `/2/users/${taker}/mentions`))).toEqual([late]);
    const entities = (await read(sandbox, `/2/tweets?ids=${before}&tweet.fields=entities`)).body.data[0]
      .entities;
    expect(entities.mentions).toMatchObject([{ username: 'sw_energy', id: ENERGY }]);
    await expect(userClient(sandbox, ENERGY).v2.reply('to the stranger’s', late)).rejects.toMatchObject({
      code: 403,
    });
    await userClient(sandbox, ENERGY).v2.reply('still ours', before);
  });
});

describe('accounts', () => {
  it('show the fields asked for, and each unknown or suspended one as an error', async () => {
    const sandbox = await start();
    const newest = await say(sandbox, ENERGY, 'a word from us');
    await post(sandbox, `/sandbox/accounts/${ENERGY}`, { automated: true, followers: 7, protected: false });
    await post(sandbox, `/sandbox/accounts/${HOME}`, { suspended: true });
    const fields =
      'verified,verified_type,protected,public_metrics,created_at,most_recent_tweet_id,affiliation';
    const names = await read(sandbox, `/2/users/by?usernames=sw_energy,sw_home,nobody&user.fields=${fields}`);
    expect(names.body).toEqual({
      data: [
        {
          id: ENERGY,
          name: 'Sample sw_energy',
          username: 'sw_energy',
          verified: true,
          verified_type: 'government',
          protected: false,
          public_metrics: expect.objectContaining({ followers_count: 7, tweet_count: 2 }),
          created_at: expect.stringMatching(/Z$/),
          most_recent_tweet_id: newest,
          affiliation: { description: 'Automated' },
        },
      ],
      errors: [
        expect.objectContaining({ title: 'Forbidden', detail: 'User has been suspended: [sw_home].' }),
        expect.objectContaining({ title: 'Not Found Error', value: 'nobody' }),
      ],
    });
    await post(sandbox, `/sandbox/accounts/${CITIZEN}`, { verifiedType: 'blue', protected: true });
    const ids = await read(sandbox, `/2/users?ids=${CITIZEN},${HOME}&user.fields=verified_type,protected`);
    expect(ids.body).toMatchObject({
      data: [{ id: CITIZEN, verified_type: 'blue', protected: true }],
      errors: [{ resource_id: HOME, title: 'Forbidden' }],
    });
  });
});

it('counts what search would find, by time', async () => {
  const sandbox = await start();
  await bulk(sandbox, 3, '@sw_energy');
  await post(sandbox, '/sandbox/clock', { advanceMs: DAY });
  await bulk(sandbox, 2, '@sw_home');
  const query = `query=${encodeURIComponent('(@sw_energy OR @sw_home)')}`;
  const { body } = await read(sandbox, `/2/tweets/counts/recent?${query}&granularity=day`);
  const counts: number[] = body.data.map(({ tweet_count }: { tweet_count: number }) => tweet_count);
  expect(body.meta).toEqual({ total_tweet_count: 5 });
  expect(counts.filter((count) => count > 0)).toEqual([3, 2]);
  expect(counts.slice(-2)).toEqual([3, 2]);
  expect((await read(sandbox, `/2/tweets/counts/recent?${query}&granularity=week`)).status).toBe(400);
  await expect(userClient(sandbox, ENERGY).v2.get(`tweets/counts/recent?${query}`)).rejects.toMatchObject({
    code: 403,
  });
});

it('the usage is of posts that were charged, day by day', async () => {
  const sandbox = await start();
  const ids = await bulk(sandbox, 4, '@sw_energy');
  expect([...ids].sort(compareIds)).toEqual(ids);
  await read(sandbox, `/2/tweets?ids=${ids.join(',')}`);
  await post(sandbox, '/sandbox/clock', { advanceMs: DAY });
  await read(sandbox, `/2/tweets?ids=${ids[0]}`);
  const { body } = await read(sandbox, '/2/usage/tweets?days=3&usage.fields=daily_project_usage');
  expect(body.data).toMatchObject({ project_cap: '3000000', cap_reset_day: 1 });
  const usage = body.data.daily_project_usage.usage;
  expect(usage.map((day: { usage: string }) => day.usage)).toEqual(['0', '4', '1']);
  expect((await read(sandbox, '/2/usage/tweets?days=91')).status).toBe(400);
});
