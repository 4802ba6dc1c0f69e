import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { HOUR } from '../../src/lib/instant.js';
import { idAt, instantOfId } from '../../src/lib/snowflake.js';
import { createMentionsReader } from '../../src/x/mentions-reader.js';
import { clients, NOW, playX, SECRETS, X } from './edge.js';

playX();
const reader = createMentionsReader(clients);
const ENERGY: WatchedHandle = { handle: 'sw_energy', xUserId: '900', department: 'ENERGY', district: null };
const since = idAt(NOW - HOUR);
/** Ids, newest first, of posts made each a second before the last. */
const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => idAt(NOW - (from + at) * 1_000));
const posts = (list: readonly string[]) => list.map((id) => ({ id, text: '@sw_energy', author_id: '7' }));

type Query = Record<string, unknown>;

function mentions(answer: object, asked: Query[] = []): Query[] {
  nock(X, { reqheaders: { authorization: 'Bearer bearer-3' } })
    .get('/2/users/900/mentions')
    .query((query) => {
      asked.push(query);
      return true;
    })
    .reply(200, answer);
  return asked;
}

/** Reads all pages; what was lost on the way. */
async function readAll(pages: readonly object[]) {
  const asked: Query[] = [];
  let token: string | null = null;
  let lostUntil: number | null = null;
  for (const page of pages) {
    mentions(page, asked);
    const got: Awaited<ReturnType<typeof reader.read>> = await reader.read([ENERGY], since, token);
    token = got.nextToken;
    lostUntil ??= got.lostUntil;
  }
  return { asked, lostUntil, token };
}

const page = (list: readonly string[], next?: string) => ({
  data: posts(list),
  meta: {
    newest_id: list[0],
    result_count: list.length,
    ...(next === undefined ? {} : { next_token: next }),
  },
});

describe('the mentions of a handle', () => {
  it('are asked for one handle at a time', () => {
    const home = { ...ENERGY, handle: 'sw_home', xUserId: '901' };
    expect(reader.groups([ENERGY, home])).toEqual([[ENERGY], [home]]);
  });

  it('come since the mark, and page by page with the same mark', async () => {
    const { asked, token } = await readAll([page(ids(100), 'two'), page(ids(3, 100))]);
    expect(asked).toEqual([
      { max_results: '100', since_id: since, 'tweet.fields': expect.stringContaining('note_tweet') },
      {
        max_results: '100',
        since_id: since,
        pagination_token: 'two',
        'tweet.fields': expect.stringContaining('note_tweet'),
      },
    ]);
    expect(token).toBeNull();
  });

  it('know the newest id whatever the order of the page', async () => {
    const [newest = '', ...older] = ids(3);
    mentions(page([...older, newest]));
    expect(await reader.read([ENERGY], since, null)).toMatchObject({ newestId: newest, lostUntil: null });
  });

  it('are empty when X says so', async () => {
    mentions({ meta: { result_count: 0 } });
    const empty = { posts: [], nextToken: null, newestId: null, lostUntil: null };
    expect(await reader.read([ENERGY], since, null)).toEqual(empty);
  });
});

describe('the depth of 800', () => {
  const full = (next: string | undefined, at: number) => page(ids(100, at * 100), next);

  it('reached before the mark says until when mentions are lost', async () => {
    const eight = Array.from({ length: 8 }, (_, at) => full(at === 7 ? undefined : `t${at}`, at));
    const { lostUntil } = await readAll(eight);
    expect(lostUntil).toBe(instantOfId(ids(1, 799)[0] ?? ''));
  });

  it('is also told by an empty page beyond it', async () => {
    const eight = Array.from({ length: 8 }, (_, at) => full(`t${at}`, at));
    const { lostUntil } = await readAll([...eight, { meta: { result_count: 0 } }]);
    expect(lostUntil).toBe(instantOfId(ids(1, 799)[0] ?? ''));
  });

  it('was not reached when the last page has room left', async () => {
    const seven = Array.from({ length: 7 }, (_, at) => full(`t${at}`, at));
    const { lostUntil } = await readAll([...seven, page(ids(40, 700))]);
    expect(lostUntil).toBeNull();
  });

  it('is not reached by a page that comes twice', async () => {
    const twice = Array.from({ length: 12 }, () => full('same', 0));
    const { lostUntil, token } = await readAll([...twice, page(ids(100, 100))]);
    expect(lostUntil).toBeNull();
    expect(token).toBeNull();
  });
});

describe('an account that X does not show', () => {
  it('is an error, not an empty page: the mark must not move', async () => {
    mentions({ errors: [{ title: 'Forbidden', detail: 'User has been suspended: [900].' }] });
    await expect(reader.read([ENERGY], since, null)).rejects.toMatchObject({ code: 'X-003' });
  });

  it.each([
    [401, 'X-001'],
    [429, 'X-004'],
    [404, 'X-003'],
    [503, 'X-002'],
  ])('answered with %i is told as %s, without a secret', async (status, code) => {
    nock(X).get('/2/users/900/mentions').query(true).reply(status, { detail: 'as it is' });
    const error = await reader.read([ENERGY], since, null).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'SunwaiError', code });
    for (const secret of SECRETS) expect(String((error as Error).stack)).not.toContain(secret);
  });

  it.each([
    ['', 'empty'],
    ['{"data":[{"id":"1', 'cut'],
  ])('with a body that is %j is not an empty page', async (body) => {
    nock(X).get('/2/users/900/mentions').query(true).reply(200, body, { 'content-type': 'application/json' });
    await expect(reader.read([ENERGY], since, null)).rejects.toMatchObject({ code: 'X-002' });
  });
});
