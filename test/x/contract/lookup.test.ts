import { describe, expect, it } from 'vitest';
import { createPostReader } from '../../../src/x/post-lookup.js';
import { POST_FIELDS } from '../../../src/x/to-post.js';
import { playX } from '../edge.js';
import { AS, clients, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const WHERE = 'GET /2/tweets';
const reader = createPostReader(clients);
const ask = (ids = '1,2') =>
  expecting(AS.app, 'GET', '/2/tweets', { query: { ids, 'tweet.fields': POST_FIELDS } });
const lookUp = () => reader.lookUp(['1', '2']);

describe(WHERE, () => {
  it.each(['edit_history_tweet_ids', 'edit_history_post_ids'])(
    'tells the newest version by %s',
    async (history) => {
      ask().reply(200, {
        data: [
          { id: '1', text: 'old', [history]: ['1', '3'] },
          { id: '2', text: 'b' },
        ],
      });
      ask('3').reply(200, { data: [{ id: '3', text: 'new', [history]: ['1', '3'] }] });
      expect((await lookUp()).shown).toMatchObject([{ id: '2' }, { id: '3', rootId: '1', text: 'new' }]);
    },
  );

  it.each([
    ['https://api.twitter.com', 'resource-not-found', 'Not Found Error'],
    ['https://api.x.com', 'resource-not-found', 'Not Found Error'],
    ['https://api.twitter.com', 'not-authorized-for-resource', 'Authorization Error'],
    ['https://api.x.com', 'not-authorized-for-resource', 'Authorization Error'],
  ])('says per post what is gone: %s %s', async (host, kind, title) => {
    const type = `${host}/2/problems/${kind}`;
    const common = { resource_id: '2', value: '2', parameter: 'ids', resource_type: 'tweet' };
    const errors = [{ ...common, title, type, detail: 'Could not find tweet with ids: [2].' }];
    ask().reply(200, { data: [{ id: '1', text: 'a' }], errors });
    expect(await lookUp()).toMatchObject({ shown: [{ id: '1' }], gone: ['2'] });
    ask().reply(200, { errors });
    expect(await lookUp()).toEqual({ shown: [], gone: ['2'] });
  });

  failsAs(WHERE, [...FAILURES, ...EMPTY, STRANGE], ask, lookUp);
});
