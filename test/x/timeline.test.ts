import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createPoster } from '../../src/x/poster.js';
import { clients, clock, HANDLE, NOW, playX, SECRETS, X } from './edge.js';

playX();
const poster = createPoster(clients, clock);
const PATH = `/2/users/${HANDLE}/tweets`;

const raw = (id: string, text: string, to: string | null, ago = 0) => ({
  id,
  text,
  author_id: HANDLE,
  created_at: new Date(NOW - ago).toISOString(),
  ...(to === null ? {} : { referenced_tweets: [{ type: 'replied_to', id: to }] }),
});

/** One page of the handle's own timeline; the token it is asked with, and the token it names. */
function page(posts: object[], asked: string | null = null, next: string | null = null) {
  nock(X)
    .get(PATH)
    .query((query) => (query.pagination_token ?? null) === asked)
    .reply(200, {
      data: posts,
      meta: { result_count: posts.length, ...(next === null ? {} : { next_token: next }) },
    });
}

describe('looking for our own reply', () => {
  const find = () => poster.findReply(HANDLE, '500', '7KM2-PQ4X');

  it('asks as the handle, for what came after the post', async () => {
    nock(X, { reqheaders: { authorization: /^OAuth / } })
      .get(PATH)
      .query((query) => query.since_id === '500' && query.max_results === '100')
      .reply(200, { data: [raw('901', '@asha Recorded: 7KM2-PQ4X', '500')], meta: {} });
    expect(await find()).toBe('901');
  });

  it('asks as the app for a handle without a token', async () => {
    nock(X, { reqheaders: { authorization: 'Bearer bearer-3' } })
      .get('/2/users/404/tweets')
      .query(true)
      .reply(200, { data: [], meta: {} });
    expect(await poster.findReply('404', '500', '7KM2-PQ4X')).toBeNull();
  });

  it('asks as the app when X takes the handle’s token no more', async () => {
    const as = (authorization: RegExp | string) =>
      nock(X, { reqheaders: { authorization } }).get(PATH).query(true);
    as(/^OAuth /).reply(401, {
      title: 'Unauthorized',
      type: 'about:blank',
      status: 401,
      detail: 'Unauthorized',
    });
    as('Bearer bearer-3').reply(200, { data: [raw('901', 'Recorded: 7KM2-PQ4X', '500')], meta: {} });
    expect(await find()).toBe('901');
  });

  it('takes only a reply to that post which holds the marker', async () => {
    page([
      raw('904', 'Recorded: 7KM2-PQ4X', null),
      raw('903', 'Recorded: 7KM2-PQ4X', '501'),
      raw('902', 'Recorded: 0000-000C', '500'),
      raw('901', 'Recorded: 7KM2-PQ4X', '500'),
    ]);
    expect(await find()).toBe('901');
  });

  it('takes the newest, and then asks no further', async () => {
    page([raw('902', 'Solved? 7KM2-PQ4X', '500'), raw('901', 'Recorded: 7KM2-PQ4X', '500')], null, 'more');
    expect(await find()).toBe('902');
  });

  it('turns the pages until it is found', async () => {
    page([raw('903', 'another', '500')], null, 'two');
    page([], 'two', 'three');
    page([raw('901', '7KM2-PQ4X', '500')], 'three', 'four');
    expect(await find()).toBe('901');
  });

  it('finds a text as it was written, although X sends some of it in code', async () => {
    page([raw('901', '@asha Water &amp; power &lt;1912&gt;', '500')]);
    expect(await poster.findReply(HANDLE, '500', 'Water & power <1912>')).toBe('901');
  });

  it('is over when the timeline is', async () => {
    page([raw('903', 'another', '500')], null, 'two');
    nock(X)
      .get(PATH)
      .query({ pagination_token: 'two', max_results: 100, since_id: '500', 'tweet.fields': /./ })
      .reply(200, { meta: { result_count: 0 } });
    expect(await find()).toBeNull();
  });

  it.each([
    [401, 'X-001'],
    [429, 'X-004'],
    [403, 'X-003'],
    [503, 'X-002'],
  ])('%i is no answer: it is told as %s, without a secret', async (status, code) => {
    // With 401 the app is asked as well.
    const times = status === 401 ? 2 : 1;
    nock(X).get(PATH).query(true).times(times).reply(status, { title: 'Problem', detail: 'as it is' });
    const error = await find().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'SunwaiError', code });
    expect((error as Error).message).toContain(`GET /2/users/:id/tweets: ${status} as it is`);
    for (const secret of SECRETS) expect(String((error as Error).stack)).not.toContain(secret);
  });

  it('a broken line is no answer either', async () => {
    nock(X)
      .get(PATH)
      .query(true)
      .replyWithError(Object.assign(new Error('broke'), { code: 'ECONNRESET' }));
    await expect(find()).rejects.toMatchObject({ code: 'X-002' });
  });
});

describe('when people last posted', () => {
  it('passes over what we posted ourselves', async () => {
    page([raw('903', 'ours', '500', 1000), raw('902', 'ours', '501', 2000)], null, 'two');
    page([raw('901', 'Good morning', null, 86_400_000)], 'two');
    expect(await poster.lastHumanPostAt(HANDLE, new Set(['902', '903']))).toBe(NOW - 86_400_000);
  });

  it('is unknown when there is nothing but ours', async () => {
    page([raw('903', 'ours', '500')]);
    expect(await poster.lastHumanPostAt(HANDLE, new Set(['903']))).toBeNull();
  });

  it('is not looked for for ever', async () => {
    for (let at = 0; at < 10; at += 1)
      page([raw('903', 'ours', '500')], at === 0 ? null : `page${at}`, `page${at + 1}`);
    expect(await poster.lastHumanPostAt(HANDLE, new Set(['903']))).toBeNull();
  });
});
