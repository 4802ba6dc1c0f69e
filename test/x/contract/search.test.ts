import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/lib/instant.js';
import { idAt } from '../../../src/lib/snowflake.js';
import { createMentionsReader } from '../../../src/x/mentions-reader.js';
import { createSearchReader } from '../../../src/x/search-reader.js';
import { POST_FIELDS } from '../../../src/x/to-post.js';
import { clock, HANDLE, NOW, playX } from '../edge.js';
import { AS, clients, errorOf, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const GROUP = ['sw_energy', 'sw_home'].map((handle) => ({
  ...{ handle, xUserId: HANDLE, department: 'ENERGY', district: null },
}));
const SINCE = idAt(NOW - HOUR);
const ID = idAt(NOW);
const NOTHING = { posts: [], nextToken: null, newestId: null, lostUntil: null };
const common = { max_results: '100', since_id: SINCE, 'tweet.fields': POST_FIELDS };

const FAMILY = [
  {
    where: 'GET /2/tweets/search/recent',
    path: '/2/tweets/search/recent',
    query: { ...common, query: '(@sw_energy OR @sw_home) -is:retweet' },
    reader: createSearchReader(clients, clock),
    paging: 'next_token',
    token: 'two',
  },
  {
    where: 'GET /2/users/:id/mentions',
    path: `/2/users/${HANDLE}/mentions`,
    query: common,
    reader: createMentionsReader(clients),
    paging: 'pagination_token',
    token: `1 ${ID} two`,
  },
] as const;

const today = {
  referenced_tweets: [{ type: 'replied_to', id: '500' }],
  edit_history_tweet_ids: ['7', ID],
  note_tweet: { text: '@sw_energy the whole of it' },
};
const renamed = {
  referenced_posts: [{ type: 'replied_to', id: '500' }],
  edit_history_post_ids: ['7', ID],
  note_post: { text: '@sw_energy the whole of it' },
};

describe.each(FAMILY)('$where', ({ where, path, query, reader, paging, token }) => {
  const ask = (more: Record<string, string> = {}) =>
    expecting(AS.app, 'GET', path, { query: { ...query, ...more } });
  const read = () => reader.read(GROUP, SINCE, null);

  it.each([
    ["today's", today],
    ['the renamed', renamed],
  ])('is a page of posts by %s names', async (_whose, names) => {
    const post = { id: ID, text: '@sw_energy the', author_id: '9', conversation_id: '500', ...names };
    ask().reply(200, { data: [post], meta: { newest_id: ID, result_count: 1, next_token: 'two' } });
    expect(await read()).toMatchObject({
      posts: [
        { id: ID, rootId: '7', authorId: '9', inReplyToPostId: '500', text: '@sw_energy the whole of it' },
      ],
      nextToken: token,
      newestId: ID,
      lostUntil: null,
    });
  });

  it('goes on at the next page with the same mark', async () => {
    ask({ [paging]: 'two' }).reply(200, { meta: { result_count: 0 } });
    expect(await reader.read(GROUP, SINCE, token)).toEqual(NOTHING);
  });

  it('is a page also when there is nothing on it', async () => {
    ask().reply(200, { meta: { result_count: 0 } });
    expect(await read()).toEqual(NOTHING);
  });

  it('is a page also when X leaves out what it may not show', async () => {
    const errors = [{ resource_id: '5', resource_type: 'tweet', title: 'Not Found Error' }];
    ask().reply(200, { data: [{ id: ID, text: '@sw_home' }], meta: { result_count: 1 }, errors });
    expect(await read()).toMatchObject({ posts: [{ id: ID }], newestId: ID });
  });

  it('is refused when X says only why it shows nothing', async () => {
    const errors = [{ title: 'Forbidden', detail: `User has been suspended: [${HANDLE}].` }];
    ask().reply(200, { errors });
    expect((await errorOf(read)).faults).toEqual([
      { code: 'X-003', where, detail: `User has been suspended: [${HANDLE}].` },
    ]);
  });

  failsAs(where, [...FAILURES, ...EMPTY, STRANGE], ask, read);
});
