import fc from 'fast-check';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { idAt } from '../../src/lib/snowflake.js';
import { createSearchReader, queryFor, splitByQuery } from '../../src/x/search-reader.js';
import { clients, clock, NOW, playX, SECRETS, X } from './edge.js';

playX();
const source = createSearchReader(clients, clock);
const watched = (handle: string): WatchedHandle => ({
  handle,
  xUserId: `id-${handle}`,
  department: 'D',
  district: null,
});
const PAIR = [watched('sw_energy'), watched('sw_home')];

type Query = Record<string, unknown>;

/** Answers one search and keeps what was asked. */
function search(answer: object, asked: Query[] = []): Query[] {
  nock(X, { reqheaders: { authorization: 'Bearer bearer-3' } })
    .get('/2/tweets/search/recent')
    .query((query) => {
      asked.push(query);
      return true;
    })
    .reply(200, answer);
  return asked;
}

describe('one query for many handles', () => {
  const handles = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_]{1,15}$/), { maxLength: 120 });

  it('names each handle once, in order, and is never too long', () => {
    fc.assert(
      fc.property(handles, fc.constantFrom(60, 512, 4_096), (names, limit) => {
        const all = names.map(watched);
        const groups = splitByQuery(all, limit);
        expect(groups.flat()).toEqual(all);
        for (const group of groups) {
          expect(group.length).toBeGreaterThan(0);
          expect(queryFor(group).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('is filled before another is begun', () => {
    fc.assert(
      fc.property(handles, (names) => {
        const groups = splitByQuery(names.map(watched), 512);
        for (const [at, group] of groups.slice(0, -1).entries()) {
          const [next] = groups[at + 1] ?? [];
          expect(queryFor([...group, ...(next === undefined ? [] : [next])]).length).toBeGreaterThan(512);
        }
      }),
    );
  });

  it('is what the source splits by', () => {
    const many = Array.from({ length: 84 }, (_, at) => watched(`sw_department${at}`));
    expect(source.groups(many)).toEqual(splitByQuery(many, 512));
    expect(createSearchReader(clients, clock, 4_096).groups(many)).toHaveLength(1);
  });
});

describe('a search', () => {
  const recent = idAt(NOW - HOUR);

  it('asks for everything that names a handle since the mark', async () => {
    const asked = search({ meta: { result_count: 0 } });
    const empty = { posts: [], nextToken: null, newestId: null, lostUntil: null };
    expect(await source.read(PAIR, recent, null)).toEqual(empty);
    expect(asked).toEqual([
      {
        query: '(@sw_energy OR @sw_home) -is:retweet',
        max_results: '100',
        since_id: recent,
        'tweet.fields': expect.stringContaining('note_tweet'),
      },
    ]);
  });

  it('turns the pages with the same mark, and knows the newest id of each', async () => {
    const asked = search({
      data: [{ id: '902', text: '@sw_energy two', author_id: '7' }],
      meta: { newest_id: '902', next_token: 'two' },
    });
    const first = await source.read(PAIR, recent, null);
    expect(first).toMatchObject({ posts: [{ id: '902', authorId: '7' }], nextToken: 'two', newestId: '902' });
    search({ data: [{ id: '901', text: '@sw_home one' }], meta: { newest_id: '901' } }, asked);
    const second = await source.read(PAIR, recent, first.nextToken);
    expect(second).toMatchObject({ posts: [{ id: '901' }], nextToken: null, newestId: '901' });
    expect(asked.map(({ since_id, next_token }) => [since_id, next_token])).toEqual([
      [recent, undefined],
      [recent, 'two'],
    ]);
  });

  it('reaches back seven days at most: X refuses an older mark, and what lies before is lost', async () => {
    const asked = search({ meta: {} });
    const { lostUntil } = await source.read(PAIR, idAt(NOW - 8 * DAY), null);
    expect(lostUntil).toBe(NOW - 7 * DAY + HOUR);
    search({ meta: {} }, asked);
    await source.read(PAIR, idAt(NOW - 7 * DAY + HOUR + MINUTE), null);
    expect(asked[0]).toMatchObject({ start_time: '2026-11-17T07:00:00Z' });
    expect(asked[0]).not.toHaveProperty('since_id');
    expect(asked[1]).toMatchObject({ since_id: idAt(NOW - 7 * DAY + HOUR + MINUTE) });
    expect(asked[1]).not.toHaveProperty('start_time');
  });

  it('asks for the pages of a long walk with the same words, or X would refuse the page token', async () => {
    const walking = { at: NOW + 20 * MINUTE, now: () => walking.at };
    const slow = createSearchReader(clients, walking);
    const asked = search({ data: [{ id: '9', text: '@sw_home' }], meta: { next_token: 'two' } });
    await slow.read(PAIR, idAt(NOW - 8 * DAY), null);
    walking.at += 10 * MINUTE;
    search({ meta: {} }, asked);
    await slow.read(PAIR, idAt(NOW - 8 * DAY), 'two');
    const [first, second] = asked;
    expect(second).toEqual({ ...first, next_token: 'two' });
  });

  it('knows the newest id of a page that is not in order', async () => {
    search({ data: [{ id: '902' }, { id: '1000' }, { id: '901' }], meta: { newest_id: '902' } });
    expect(await source.read(PAIR, recent, null)).toMatchObject({ newestId: '1000' });
  });

  it.each(['', '{"errors":[{"title":"Sorry"}]}'])('does not take %j for an empty page', async (body) => {
    nock(X)
      .get('/2/tweets/search/recent')
      .query(true)
      .reply(200, body, { 'content-type': 'application/json' });
    await expect(source.read(PAIR, recent, null)).rejects.toMatchObject({ name: 'SunwaiError' });
  });

  it.each([
    [401, 'X-001'],
    [429, 'X-004'],
    [400, 'X-003'],
    [500, 'X-002'],
  ])('answered with %i is told as %s, without a secret', async (status, code) => {
    nock(X).get('/2/tweets/search/recent').query(true).reply(status, { detail: 'as it is' });
    const error = await source.read(PAIR, recent, null).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'SunwaiError', code });
    for (const secret of SECRETS) expect(String((error as Error).stack)).not.toContain(secret);
  });
});
