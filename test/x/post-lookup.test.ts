import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createPostReader } from '../../src/x/post-lookup.js';
import { clients, playX, X } from './edge.js';

playX();
const reader = createPostReader(clients);

const raw = (id: string, more: object = {}) => ({
  id,
  text: `words of ${id}`,
  author_id: '7',
  conversation_id: id,
  edit_history_tweet_ids: [id],
  ...more,
});
const missing = (id: string, type = 'resource-not-found', more: object = {}) => ({
  resource_id: id,
  value: id,
  parameter: 'ids',
  resource_type: 'tweet',
  title: 'Not Found Error',
  detail: `Could not find tweet with ids: [${id}].`,
  type: `https://api.x.com/2/problems/${type}`,
  ...more,
});
const asks = (ids: string[]) =>
  nock(X)
    .get('/2/tweets')
    .query((query) => query.ids === ids.join(',') && String(query['tweet.fields']).includes('author_id'));
const shownIds = async (ids: string[]) => (await reader.lookUp(ids)).shown.map(({ id }) => id);

describe('posts looked up by id', () => {
  it('are shown, or gone: deleted, withheld, of an account that hides or is suspended', async () => {
    const errors = [
      missing('2'),
      missing('3', 'not-authorized-for-resource', { title: 'Authorization Error' }),
      missing('4', 'resource-not-found', { title: 'Forbidden', detail: 'User has been suspended: [4].' }),
      { ...missing('5'), type: 'https://api.twitter.com/2/problems/resource-not-found' },
    ];
    asks(['1', '2', '3', '4', '5']).reply(200, { data: [raw('1')], errors });
    const { shown, gone } = await reader.lookUp(['1', '2', '3', '4', '5']);
    expect(shown).toMatchObject([{ id: '1', rootId: '1', authorId: '7', ownText: 'words of 1' }]);
    expect(gone).toEqual(['2', '3', '4', '5']);
  });

  it('all gone is an answer too', async () => {
    asks(['1']).reply(200, { errors: [missing('1')] });
    expect(await reader.lookUp(['1'])).toEqual({ shown: [], gone: ['1'] });
  });

  it('are not gone because of what X says about other things', async () => {
    const errors = [
      missing('20', 'resource-not-found', { parameter: 'referenced_tweets.id' }),
      missing('2', 'resource-not-found', { parameter: 'referenced_tweets.id' }),
      missing('3', 'invalid-request'),
      { title: 'Service Unavailable' },
    ];
    asks(['1', '2', '3']).reply(200, { data: [raw('1')], errors });
    expect(await reader.lookUp(['1', '2', '3'])).toMatchObject({ shown: [{ id: '1' }], gone: [] });
  });

  it('are told in their newest version, whether X gives it at once or only names it', async () => {
    const versions = { edit_history_tweet_ids: ['1', '2', '3'] };
    asks(['1']).reply(200, { data: [raw('3', versions)] });
    expect(await shownIds(['1'])).toEqual(['3']);
    asks(['1', '9']).reply(200, { data: [raw('1', versions), raw('9')] });
    asks(['3']).reply(200, { data: [raw('3', versions)] });
    expect(await shownIds(['1', '9'])).toEqual(['9', '3']);
    const renamed = { edit_history_tweet_ids: undefined, edit_history_post_ids: ['1', '2'] };
    asks(['1']).reply(200, { data: [raw('2', renamed)] });
    expect((await reader.lookUp(['1'])).shown).toMatchObject([{ id: '2', rootId: '1' }]);
  });

  it('are asked for a hundred at a time', async () => {
    const ids = Array.from({ length: 150 }, (_, at) => String(1000 + at));
    for (const some of [ids.slice(0, 100), ids.slice(100)])
      asks(some).reply(200, { data: some.map((id) => raw(id)) });
    expect(await shownIds(ids)).toEqual(ids);
    expect(await reader.lookUp([])).toEqual({ shown: [], gone: [] });
  });

  it.each([
    ['an empty body', 200, '', /^X-002/],
    ['a cut body', 200, '{"data":[{"id":"1"', /^X-002/],
    ['an answer about nothing', 200, {}, /^X-002/],
    ['HTML', 503, '<html>over capacity</html>', /^X-002/],
    ['a dead credential', 401, { title: 'Unauthorized', status: 401 }, /^X-001/],
    ['a wrong request', 400, { title: 'Invalid Request' }, /^X-003/],
    ['too many', 429, { title: 'Too Many Requests', status: 429 }, /^X-004/],
    ['no credits', 402, { title: 'CreditsDepleted' }, /^PAY-001/],
  ])('%s is a coded error, never a post that is gone', async (_name, status, body, code) => {
    asks(['1']).reply(status, body);
    await expect(reader.lookUp(['1'])).rejects.toThrow(code);
  });
});
