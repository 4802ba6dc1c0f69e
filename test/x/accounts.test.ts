import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { idAt } from '../../src/lib/snowflake.js';
import { createAccountReader } from '../../src/x/accounts.js';
import { clients, HANDLE, NOW, playX, X } from './edge.js';

playX();
const reader = createAccountReader(clients);
const FIELDS = 'verified_type,protected,public_metrics,created_at,most_recent_tweet_id';
const app = () => nock(X, { reqheaders: { authorization: 'Bearer bearer-3' } });
const byId = (ids: string) => app().get('/2/users').query({ ids, 'user.fields': FIELDS });
const byName = (usernames: string) => app().get('/2/users/by').query({ usernames, 'user.fields': FIELDS });
const me = () => nock(X).get('/2/users/me');

const missing = (value: string, detail: string, title: string) => ({
  value,
  detail,
  title,
  resource_type: 'user',
  parameter: 'ids',
  resource_id: value,
  type: 'https://api.twitter.com/2/problems/resource-not-found',
});
const gone = (value: string) =>
  missing(value, `Could not find user with ids: [${value}].`, 'Not Found Error');
const suspended = (value: string) => missing(value, `User has been suspended: [${value}].`, 'Forbidden');

describe('looking accounts up by id', () => {
  it('tells what X shows, with the time of the newest post from its id', async () => {
    byId('1,2').reply(200, {
      data: [
        {
          id: '1',
          name: 'Power',
          username: 'SW_Energy',
          verified_type: 'government',
          protected: false,
          public_metrics: { followers_count: 51_234, tweet_count: 7 },
          created_at: '2012-01-01T00:00:00.000Z',
          most_recent_tweet_id: idAt(NOW - 5_000),
        },
        { id: '2', name: 'Home', username: 'sw_home', protected: true, verified_type: 'none' },
      ],
    });
    expect(await reader.byId(['1', '2'])).toEqual(
      new Map([
        [
          '1',
          {
            id: '1',
            name: 'SW_Energy',
            protected: false,
            verified: 'government',
            followers: 51_234,
            lastPostAt: NOW - 5_000,
          },
        ],
        [
          '2',
          { id: '2', name: 'sw_home', protected: true, verified: 'none', followers: null, lastPostAt: null },
        ],
      ]),
    );
  });

  it('reads the newer specification’s name of the newest post, and the older sign of verification', async () => {
    byId('1').reply(200, {
      data: [{ id: '1', username: 'a', most_recent_post_id: idAt(NOW), verified: true }],
    });
    expect((await reader.byId(['1'])).get('1')).toMatchObject({ lastPostAt: NOW, verified: 'blue' });
  });

  it('tells missing from suspended accounts', async () => {
    byId('1,2,3').reply(200, { data: [{ id: '2', username: 'b' }], errors: [gone('1'), suspended('3')] });
    const found = await reader.byId(['1', '2', '3']);
    expect([found.get('1'), found.get('3')]).toEqual(['not_found', 'suspended']);
    expect(found.get('2')).toMatchObject({ name: 'b' });
  });

  it.each([
    ['an empty object', {}],
    ['no data and no errors', { data: [], errors: [] }],
    [
      'an error of another kind',
      { errors: [{ ...gone('1'), type: '/2/problems/usage-capped', title: 'Usage' }] },
    ],
    ['an account without a name', { data: [{ id: '1' }] }],
  ])('takes %s for no answer: nothing is known then', async (_name, body) => {
    byId('1').reply(200, body);
    expect(await reader.byId(['1'])).toEqual(new Map());
  });

  it('asks for a hundred in one request', async () => {
    const ids = Array.from({ length: 201 }, (_, at) => String(1000 + at));
    const seen: number[] = [];
    app()
      .get('/2/users')
      .query(({ ids: asked }) => seen.push(String(asked).split(',').length) > 0)
      .times(3)
      .reply(200, { data: [] });
    await reader.byId(ids);
    expect(seen).toEqual([100, 100, 1]);
    expect(await reader.byId([])).toEqual(new Map());
  });

  it.each([
    [401, 'X-001'],
    [429, 'X-004'],
    [403, 'X-003'],
    [503, 'X-002'],
  ])('%i is a coded error', async (status, code) => {
    byId('1').reply(status, { title: 'Problem', detail: 'because', type: 'about:blank', status });
    await expect(reader.byId(['1'])).rejects.toThrow(new RegExp(`^${code} GET /2/users`));
  });
});

describe('looking accounts up by name', () => {
  it('answers in lower case whatever X writes', async () => {
    byName('sw_energy,gone').reply(200, {
      data: [{ id: '1', username: 'SW_Energy' }],
      errors: [{ ...gone('Gone'), parameter: 'usernames' }],
    });
    const found = await reader.byName(['sw_energy', 'gone']);
    expect(found.get('sw_energy')).toMatchObject({ id: '1' });
    expect(found.get('gone')).toBe('not_found');
  });
});

describe('whose token it is', () => {
  it('is told by X, as the handle', async () => {
    me().reply(200, { data: { id: HANDLE, name: 'n', username: 'u' } });
    expect(await reader.ownerOf(HANDLE)).toEqual({ id: HANDLE, readOnly: false });
    const level = (word: string) => ({ 'x-access-level': word });
    me().reply(200, { data: { id: '1' } }, level('read-write'));
    expect(await reader.ownerOf(HANDLE)).toEqual({ id: '1', readOnly: false });
    me().reply(200, { data: { id: '1' } }, level('read'));
    expect(await reader.ownerOf(HANDLE)).toEqual({ id: '1', readOnly: true });
  });

  it('is nobody’s without a token, and refused with a dead one', async () => {
    expect(await reader.ownerOf('1')).toBeNull();
    me().reply(401, { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' });
    expect(await reader.ownerOf(HANDLE)).toBe('refused');
  });

  it('is not known while X does not answer', async () => {
    me().reply(503, '<html></html>', { 'content-type': 'text/html' });
    await expect(reader.ownerOf(HANDLE)).rejects.toThrow(/^X-002 GET \/2\/users\/me/);
    me().reply(200, {});
    await expect(reader.ownerOf(HANDLE)).rejects.toThrow(/^X-002/);
  });
});
