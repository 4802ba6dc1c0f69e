import fc from 'fast-check';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { idAt } from '../../src/lib/snowflake.js';
import { createSearchSource, queryFor, splitByQuery } from '../../src/x/search-source.js';
import { clients, clock, NOW, playX, SECRETS, X } from './edge.js';

playX();
const source = createSearchSource(clients, clock);
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
    expect(createSearchSource(clients, clock, 4_096).groups(many)).toHaveLength(1);
  });
});

describe('a search', () => {
  const recent = idAt(NOW - HOUR);

  it('asks for everything that names a handle since the mark', async () => {
    const asked = search({ meta: { result_count: 0 } });
    expect(await source.read(PAIR, recent, null)).toEqual({ posts: [], nextToken: null, newestId: null });
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

  it('reaches back seven days at most: X refuses an older mark', async () => {
    const asked = search({ meta: {} });
    await source.read(PAIR, idAt(NOW - 8 * DAY), null);
    search({ meta: {} }, asked);
    await source.read(PAIR, idAt(NOW - 7 * DAY + HOUR + MINUTE), null);
    expect(asked[0]).toMatchObject({ start_time: '2026-11-17T07:00:00Z' });
    expect(asked[0]).not.toHaveProperty('since_id');
    expect(asked[1]).toMatchObject({ since_id: idAt(NOW - 7 * DAY + HOUR + MINUTE) });
    expect(asked[1]).not.toHaveProperty('start_time');
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
