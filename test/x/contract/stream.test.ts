import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStream, type StreamConnection, StreamRefused } from '../../../src/x/stream-connection.js';
import type { RawPost } from '../../../src/x/to-post.js';
import { POST_FIELDS, toPost } from '../../../src/x/to-post.js';
import { until } from '../../sandbox/push-helpers.js';
import { playX } from '../edge.js';
import { AS, clients, expecting, expectNoSecret } from './check.js';
import { EMPTY, FAILURES, type Shape, STRANGE } from './shapes.js';

playX();
const PATH = '/2/tweets/search/stream';
const onStream = (query: Record<string, string> = {}) =>
  expecting(AS.app, 'GET', PATH, { query: { 'tweet.fields': POST_FIELDS, ...query } });

let opened: StreamConnection | null = null;
afterEach(() => {
  opened?.close();
  opened = null;
  vi.useRealTimers();
});

async function open(backfillMinutes = 0) {
  const heard = { posts: [] as RawPost[], unreadable: 0, ends: [] as string[] };
  const { signal } = new AbortController();
  opened = await openStream(
    clients.app,
    { backfillMinutes, signal },
    {
      alive() {},
      post: (post) => void heard.posts.push(post),
      unreadable() {
        heard.unreadable += 1;
      },
      ended: (failure, detail) => void heard.ends.push(`${failure}: ${detail}`),
    },
  );
  return heard;
}

async function refusal(): Promise<StreamRefused> {
  const error = await open().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StreamRefused);
  expectNoSecret(error);
  return error as StreamRefused;
}

/** Why there is no stream, by X's schedule for coming again. */
function failureOf({ status }: Shape): string {
  return status === null ? 'network' : status === 429 ? 'limited' : 'http';
}

describe(`GET ${PATH}`, () => {
  it.each([
    ['edit_history_tweet_ids', 'referenced_tweets'],
    ['edit_history_post_ids', 'referenced_posts'],
  ])('brings posts by %s and %s', async (history, references) => {
    const post = {
      id: '9',
      text: 'नमस्ते',
      [history]: ['7', '9'],
      [references]: [{ type: 'quoted', id: '5' }],
    };
    const lines = [
      { data: post, matching_rules: [{ id: '1', tag: 'sunwai:ENERGY' }] },
      { data: { id: '10' } },
    ];
    onStream().reply(200, `\r\n${lines.map((line) => JSON.stringify(line)).join('\r\n')}\r\n`);
    const heard = await open();
    await until(() => heard.ends.length > 0);
    expect(heard.posts.map(toPost)).toMatchObject([
      { id: '9', rootId: '7', quotedPostId: '5', text: 'नमस्ते' },
      { id: '10', rootId: '10' },
    ]);
  });

  it('asks for what was missed where the plan has it', async () => {
    onStream({ backfill_minutes: '5' }).reply(200, '\r\n');
    const heard = await open(5);
    await until(() => heard.ends.length > 0);
    expect(heard).toMatchObject({ posts: [], unreadable: 0 });
  });

  it.each([
    [{ errors: [{ title: 'operational-disconnect', detail: 'for operational reasons' }] }, 'ended'],
    [{ title: 'ConnectionException', connection_issue: 'TooManyConnections' }, 'limited'],
  ])('ends when X says so in the stream: %j', async (payload, failure) => {
    onStream().reply(200, `${JSON.stringify(payload)}\r\n`);
    const heard = await open();
    await until(() => heard.ends.length > 0);
    expect(heard.ends).toEqual([expect.stringMatching(`^${failure}: `)]);
  });

  it.each([...EMPTY, STRANGE])('answered with $name is a stream that ends', async (shape) => {
    shape.play(onStream());
    const heard = await open();
    await until(() => heard.ends.length > 0);
    expect(heard).toMatchObject({ posts: [], ends: [expect.stringMatching(/^ended: /)] });
  });

  const answered = FAILURES.filter(({ name }) => !/in time|half an answer/.test(name));
  it.each(answered)('answered with $name is refused', async (shape) => {
    shape.play(onStream());
    const { code, detail, until: time } = shape.read;
    expect(await refusal()).toMatchObject({
      ...{ message: detail, failure: failureOf(shape), status: shape.status, until: time },
      ...{ outOfCredits: code === 'PAY-001', tooMany: false },
    });
  });

  it.each([['https://api.twitter.com'], ['https://api.x.com']])(
    'answered with 429 TooManyConnections of %s waits for a place, not for a window',
    async (host) => {
      const problem = {
        ...{
          title: 'ConnectionException',
          detail: 'This stream is at the maximum allowed connection limit.',
        },
        ...{ connection_issue: 'TooManyConnections', type: `${host}/2/problems/streaming-connection` },
      };
      onStream().reply(429, problem);
      expect(await refusal()).toMatchObject({ failure: 'limited', status: 429, tooMany: true, until: null });
    },
  );

  it('that is not answered is given up after a quarter of a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onStream().delayConnection(60_000).reply(200);
    const refused = refusal();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await refused).toMatchObject({ failure: 'network', status: null, until: null });
  });
});
