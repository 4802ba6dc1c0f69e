import { describe, expect, it } from 'vitest';
import { createPoster } from '../../../src/x/poster.js';
import { clock, HANDLE, NOW, playX } from '../edge.js';
import { AS, clients, errorOf, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const WHERE = 'GET /2/users/:id/tweets';
const PATH = `/2/users/${HANDLE}/tweets`;
const poster = createPoster(clients, clock);
const FIELDS = { 'tweet.fields': 'created_at,referenced_tweets,edit_history_tweet_ids' };

const asks = (as: RegExp, more: Record<string, string> = {}) =>
  expecting(as, 'GET', PATH, { query: { ...FIELDS, max_results: '100', since_id: '500', ...more } });
const onFind = () => asks(AS.handle);
const find = () => poster.findReply(HANDLE, '500', '7KM2-PQ4X');
const onLast = () => expecting(AS.handle, 'GET', PATH, { query: { ...FIELDS, max_results: '20' } });
const last = () => poster.lastHumanPostAt(HANDLE, new Set(['902']));

const text = '@asha Recorded: 7KM2-PQ4X';
const to = [{ type: 'replied_to', id: '500' }];
const created_at = new Date(NOW).toISOString();

describe.each([
  { names: "today's", history: 'edit_history_tweet_ids', references: 'referenced_tweets' },
  { names: 'the renamed', history: 'edit_history_post_ids', references: 'referenced_posts' },
])(`${WHERE} by $names names`, ({ history, references }) => {
  const data = [
    { id: '902', text: 'of ours', created_at, [history]: ['902'] },
    { id: '901', text, created_at, [references]: to, [history]: ['901'] },
  ];

  it('holds our own reply', async () => {
    onFind().reply(200, { data, meta: { result_count: 2, newest_id: '902' } });
    expect(await find()).toBe('901');
  });

  it('holds the last post that was not ours', async () => {
    onLast().reply(200, { data, meta: { result_count: 2 } });
    expect(await last()).toBe(NOW);
  });
});

describe(WHERE, () => {
  it('is read to its end', async () => {
    onFind().reply(200, { data: [{ id: '903', text: 'else' }], meta: { next_token: 'two' } });
    asks(AS.handle, { pagination_token: 'two' }).reply(200, { meta: { result_count: 0 } });
    expect(await find()).toBeNull();
    onLast().reply(200, { meta: { result_count: 0 } });
    expect(await last()).toBeNull();
  });

  it('holds our reply also when X complains of something beside', async () => {
    const errors = [{ resource_id: '500', title: 'Not Found Error', parameter: 'referenced_tweets.id' }];
    onFind().reply(200, { data: [{ id: '901', text, referenced_tweets: to }], errors });
    expect(await find()).toBe('901');
  });

  it('that X does not show proves nothing', async () => {
    const detail = `User has been suspended: [${HANDLE}].`;
    onFind().reply(200, { errors: [{ title: 'Forbidden', detail }] });
    expect((await errorOf(find)).faults).toEqual([{ code: 'X-003', where: WHERE, detail }]);
  });

  // Taken for an empty page, any of these would have the same answer posted twice.
  const others = [...FAILURES, ...EMPTY, STRANGE].filter(({ status }) => status !== 401);
  failsAs(WHERE, others, onFind, find);
  failsAs(WHERE, EMPTY, onLast, last);

  it('is read as the app when X takes the token no more, and then fails as the app', async () => {
    for (const shape of FAILURES) {
      if (shape.status !== 401) continue;
      shape.play(onFind());
      shape.play(asks(AS.app));
      expect((await errorOf(find)).faults).toEqual([
        { code: 'X-001', where: WHERE, detail: shape.read.detail },
      ]);
    }
  });
});
