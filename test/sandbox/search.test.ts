import { describe, expect, it } from 'vitest';
import { DAY, iso } from '../../src/lib/instant.js';
import { compareIds, idAt, instantOfId } from '../../src/lib/snowflake.js';
import { appClient, CITIZEN, ENERGY, OTHER, post, read, say, start } from './helpers.js';

const query = (text = '(@sw_energy OR @sw_home) -is:retweet') => `query=${encodeURIComponent(text)}`;

describe('recent search', () => {
  it('pages newest first over 250 posts, each exactly once, while new ones arrive', async () => {
    const sandbox = await start();
    const posts = Array.from({ length: 250 }, (_, index) => ({
      as: CITIZEN,
      text: `@sw_energy power cut ${index}`,
    }));
    const { status, body } = await post(sandbox, '/sandbox/posts/bulk', { posts });
    expect(status).toBe(201);
    const since = `since_id=${idAt(sandbox.clock.now() - DAY)}`;

    const seen: string[] = [];
    const sizes: number[] = [];
    let token: string | undefined;
    do {
      const next = token === undefined ? '' : `&next_token=${token}`;
      const page = await read(sandbox, `/2/tweets/search/recent?${query()}&max_results=100&${since}${next}`);
      expect(page.status).toBe(200);
      const ids = page.body.data.map(({ id }: { id: string }) => id);
      expect(page.body.meta).toMatchObject({
        newest_id: ids[0],
        oldest_id: ids.at(-1),
        result_count: ids.length,
      });
      seen.push(...ids);
      sizes.push(ids.length);
      token = page.body.meta.next_token;
      await say(sandbox, OTHER, `@sw_energy late ${sizes.length}`);
    } while (token !== undefined);

    expect(sizes).toEqual([100, 100, 50]);
    expect(seen).toEqual([...body.ids].reverse());
    expect([...seen].sort(compareIds)).toEqual(body.ids);
  });

  it('says result_count 0 and has no data when there is nothing new', async () => {
    const sandbox = await start();
    const id = await say(sandbox, CITIZEN, '@sw_energy hello');
    const { body } = await read(sandbox, `/2/tweets/search/recent?${query()}&since_id=${id}`);
    expect(body).toEqual({ meta: { result_count: 0 } });
  });

  it('takes a token only with the query and the since_id it was given for', async () => {
    const sandbox = await start();
    const posts = Array.from({ length: 12 }, (_, index) => ({ as: CITIZEN, text: `@sw_energy ${index}` }));
    await post(sandbox, '/sandbox/posts/bulk', { posts });
    const since = idAt(sandbox.clock.now() - DAY);
    const first = await read(sandbox, `/2/tweets/search/recent?${query()}&since_id=${since}`);
    const token = `next_token=${first.body.meta.next_token}`;
    const second = await read(sandbox, `/2/tweets/search/recent?${query()}&since_id=${since}&${token}`);
    expect(second.body.meta.result_count).toBe(2);
    expect((await read(sandbox, `/2/tweets/search/recent?${query()}&${token}`)).status).toBe(400);
    const other = `/2/tweets/search/recent?${query('@sw_home')}&since_id=${since}&${token}`;
    expect((await read(sandbox, other)).status).toBe(400);
  });

  it('finds handles in any case and in the reply prefix, but not inside longer names, and leaves reposts out', async () => {
    const sandbox = await start();
    const named = await say(sandbox, CITIZEN, 'लाइट नहीं है @SW_Energy, कृपया देखें');
    await say(sandbox, CITIZEN, 'write to office@sw_energy or @sw_energy_2');
    const reply = await say(sandbox, OTHER, 'here too', { replyTo: named });
    await say(sandbox, OTHER, '', { retweetOf: named });
    const found = async (text: string) =>
      (await read(sandbox, `/2/tweets/search/recent?${query(text)}`)).body.data.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found('(@sw_energy) -is:retweet')).toEqual([reply, named]);
    expect(await found('@sw_energy')).toHaveLength(3);
  });

  it('reaches back seven days and no further', async () => {
    const sandbox = await start();
    const old = await say(sandbox, CITIZEN, '@sw_energy old');
    await post(sandbox, '/sandbox/clock', { advanceMs: 8 * DAY });
    const fresh = await say(sandbox, CITIZEN, '@sw_energy fresh');
    const all = await read(sandbox, `/2/tweets/search/recent?${query()}`);
    expect(all.body.data.map(({ id }: { id: string }) => id)).toEqual([fresh]);
    expect((await read(sandbox, `/2/tweets/search/recent?${query()}&since_id=${old}`)).status).toBe(400);
    const start7 = encodeURIComponent(iso(sandbox.clock.now() - 8 * DAY));
    expect((await read(sandbox, `/2/tweets/search/recent?${query()}&start_time=${start7}`)).status).toBe(400);
    const recent = encodeURIComponent(iso(instantOfId(fresh)));
    expect(
      (await read(sandbox, `/2/tweets/search/recent?${query()}&start_time=${recent}`)).body.data,
    ).toHaveLength(1);
  });

  it.each([
    ['an unknown parameter', `${query()}&tweet_fields=text`],
    ['an unknown field', `${query()}&tweet.fields=author_id,nonsense`],
    ['too small a page', `${query()}&max_results=9`],
    ['too large a page', `${query()}&max_results=101`],
    ['no query', 'max_results=10'],
    ['a query it cannot read', query('sw_energy from:someone')],
    ['a query of more than 512 characters', query(`(${Array(40).fill('@sw_energy_abc').join(' OR ')})`)],
    ['a time in another form', `${query()}&start_time=yesterday`],
  ])('refuses %s', async (_, parameters) => {
    const { status, body } = await read(await start(), `/2/tweets/search/recent?${parameters}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ title: 'Invalid Request', type: expect.stringMatching(/invalid-request$/) });
  });

  it('gives only the fields asked for, and counts calls', async () => {
    const sandbox = await start();
    const id = await say(sandbox, CITIZEN, '@sw_energy one & two');
    const plain = await read(sandbox, `/2/tweets/search/recent?${query()}`);
    expect(plain.body.data).toEqual([{ id, text: '@sw_energy one &amp; two', edit_history_tweet_ids: [id] }]);
    const again = await read(sandbox, `/2/tweets/search/recent?${query()}&tweet.fields=author_id,created_at`);
    expect(again.body.data[0]).toEqual({
      ...plain.body.data[0],
      author_id: CITIZEN,
      created_at: iso(instantOfId(id)),
    });
    const left = (answer: typeof plain) => Number(answer.headers.get('x-rate-limit-remaining'));
    expect(left(again)).toBe(left(plain) - 1);
    expect(Number(again.headers.get('x-rate-limit-reset'))).toBeGreaterThan(sandbox.clock.now() / 1_000);
  });

  it('answers the real client, and refuses a wrong bearer', async () => {
    const sandbox = await start();
    await say(sandbox, CITIZEN, '@sw_energy hello');
    const found = await appClient(sandbox).v2.search('(@sw_energy) -is:retweet', { max_results: 10 });
    expect(found.tweets).toHaveLength(1);
    await expect(appClient(sandbox, 'other').v2.search('@sw_energy')).rejects.toMatchObject({ code: 401 });
  });
});

it('the other reads answer in X’s shapes', async () => {
  const sandbox = await start();
  const id = await say(sandbox, CITIZEN, 'hello');
  const byId = await read(sandbox, `/2/tweets?ids=${id},99`);
  expect(byId.status).toBe(200);
  expect(byId.body.data).toHaveLength(1);
  expect(byId.body.errors).toMatchObject([{ resource_id: '99', title: 'Not Found Error' }]);
  const users = await read(sandbox, '/2/users/by?usernames=SW_energy,nobody');
  expect(users.body.data).toEqual([{ id: ENERGY, name: 'Sample sw_energy', username: 'sw_energy' }]);
  expect(users.body.errors).toHaveLength(1);
  expect((await read(sandbox, '/2/users/me')).status).toBe(403);
  expect((await read(sandbox, '/2/nothing')).status).toBe(404);
});
