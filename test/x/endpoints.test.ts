import { describe, expect, it } from 'vitest';
import { billedIds, endpointOf } from '../../src/x/endpoints.js';

describe('the endpoint of a request', () => {
  it.each([
    ['GET', '/2/tweets/search/recent', 'search'],
    ['GET', '/2/tweets/search/stream', 'stream'],
    ['GET', '/2/tweets/search/stream/rules', 'stream_rules'],
    ['POST', '/2/tweets/search/stream/rules', 'stream_rules_write'],
    ['GET', '/2/users/9000000000000000031/mentions', 'mentions'],
    ['GET', '/2/users/9000000000000000031/tweets', 'timeline'],
    ['GET', '/2/tweets', 'posts'],
    ['GET', '/2/tweets/1900000000000000001', 'posts'],
    ['GET', '/2/users', 'users'],
    ['GET', '/2/users/9000000000000000031', 'users'],
    ['GET', '/2/users/by', 'users_by_name'],
    ['GET', '/2/users/by/username/sw_energy', 'users_by_name'],
    ['GET', '/2/users/me', 'me'],
    ['POST', '/2/tweets', 'create'],
    ['post', '/2/tweets', 'create'],
    ['DELETE', '/2/tweets/1900000000000000001', 'other'],
    ['GET', '/2/usage/tweets', 'usage'],
    ['POST', '/2/activity/subscriptions', 'activity'],
    ['DELETE', '/2/activity/subscriptions/7', 'activity'],
    ['PUT', '/2/webhooks/7', 'webhooks'],
    ['POST', '/2/oauth2/token', 'token'],
    ['POST', '/2/compliance/jobs', 'other'],
  ])('%s %s is %s', (method, path, endpoint) => {
    expect(endpointOf(method, path)).toBe(endpoint);
  });
});

describe('what X charges for in an answer', () => {
  const list = [{ id: '1' }, { id: '2' }];
  const includes = { users: [{ id: '8' }], tweets: [{ id: '9' }] };

  it.each([
    ['search', { data: list }, ['1', '2'], []],
    ['mentions', { data: list, includes }, ['1', '2', '9'], ['8']],
    ['timeline', { data: list, includes: { posts: [{ id: '5' }] } }, ['1', '2', '5'], []],
    ['posts', { data: { id: '1' } }, ['1'], []],
    ['users', { data: list, errors: [{ resource_id: '3' }] }, [], ['1', '2']],
    ['users_by_name', { data: list, includes }, ['9'], ['1', '2', '8']],
    ['me', { data: { id: '1' } }, [], ['1']],
    ['create', { data: { id: '1', text: 'x' } }, [], []],
    ['stream_rules', { data: list }, [], []],
    ['usage', { data: { project_id: '1' } }, [], []],
    ['search', { meta: { result_count: 0 } }, [], []],
  ] as const)('%s %j', (endpoint, body, postIds, userIds) => {
    expect(billedIds(endpoint, body)).toEqual({ postIds, userIds });
  });

  it.each([undefined, null, '', '<html>', 7, { data: null }, { data: [null, 'x', { id: 7 }] }])(
    'is nothing in %j',
    (body) => {
      expect(billedIds('search', body)).toEqual({ postIds: [], userIds: [] });
    },
  );
});
