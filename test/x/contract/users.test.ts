import { describe, expect, it } from 'vitest';
import { idAt } from '../../../src/lib/snowflake.js';
import { createAccountReader } from '../../../src/x/accounts.js';
import { HANDLE, NOW, playX } from '../edge.js';
import { AS, clients, errorOf, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const reader = createAccountReader(clients);
const FIELDS = 'verified_type,protected,public_metrics,created_at,most_recent_tweet_id';

describe.each([
  {
    where: 'GET /2/users',
    path: '/2/users',
    parameter: 'ids',
    keys: ['1', '2'],
    call: () => reader.byId(['1', '2']),
  },
  {
    where: 'GET /2/users/by',
    path: '/2/users/by',
    parameter: 'usernames',
    keys: ['sw_a', 'sw_b'],
    call: () => reader.byName(['sw_a', 'sw_b']),
  },
])('$where', ({ where, path, parameter, keys, call }) => {
  const ask = () =>
    expecting(AS.app, 'GET', path, { query: { [parameter]: keys.join(), 'user.fields': FIELDS } });
  const [one = '', two = ''] = keys;

  it.each(['most_recent_tweet_id', 'most_recent_post_id'])('tells the newest post by %s', async (name) => {
    ask().reply(200, { data: [{ id: '1', username: 'SW_A', [name]: idAt(NOW) }] });
    expect((await call()).get(one)).toMatchObject({ id: '1', name: 'SW_A', lastPostAt: NOW });
  });

  it.each([
    ['https://api.twitter.com', 'Not Found Error', 'Could not find user', 'not_found'],
    ['https://api.x.com', 'Not Found Error', 'Could not find user', 'not_found'],
    ['https://api.twitter.com', 'Forbidden', 'User has been suspended', 'suspended'],
    ['https://api.x.com', 'Forbidden', 'User has been suspended', 'suspended'],
  ])('says per account why it is not there: %s, %s', async (host, title, detail, missing) => {
    const problem = {
      ...{ title, value: two, resource_id: two, parameter, resource_type: 'user' },
      ...{ detail: `${detail}: [${two}].`, type: `${host}/2/problems/resource-not-found` },
    };
    ask().reply(200, { data: [{ id: '1', username: 'sw_a' }], errors: [problem] });
    const found = await call();
    expect(found.get(one)).toMatchObject({ name: 'sw_a' });
    expect(found.get(two)).toBe(missing);
    ask().reply(200, { errors: [problem] });
    expect(await call()).toEqual(new Map([[two, missing]]));
  });

  failsAs(where, FAILURES, ask, call);
});

describe('GET /2/users/me', () => {
  const where = 'GET /2/users/me';
  const ask = () => expecting(AS.handle, 'GET', '/2/users/me');
  const call = () => reader.ownerOf(HANDLE);
  const dead = FAILURES.filter(({ status }) => status === 401);

  it('tells whose token it is', async () => {
    ask().reply(200, { data: { id: HANDLE, username: 'sw_energy' } }, { 'x-access-level': 'read' });
    expect(await call()).toEqual({ id: HANDLE, readOnly: true });
  });

  it.each(dead)('answered with $name is a refusal', async (shape) => {
    shape.play(ask());
    expect(await call()).toBe('refused');
  });

  it('that names nobody is no answer', async () => {
    ask().reply(200, { errors: [{ title: 'Not Found Error' }] });
    expect((await errorOf(call)).code).toBe('X-002');
  });

  const others = FAILURES.filter((shape) => !dead.includes(shape));
  failsAs(where, others, ask, call);
  failsAs(where, [...EMPTY, STRANGE], ask, call, () => ({ detail: expect.any(String) }));
});
