import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Meter, XAnswer, XCall } from '../../src/bot/ports.js';
import { SunwaiError } from '../../src/lib/errors.js';
import { MINUTE } from '../../src/lib/instant.js';
import type { Log } from '../../src/lib/log.js';
import { createMentionsReader } from '../../src/x/mentions-reader.js';
import { createRecorder } from '../../src/x/meter-plugin.js';
import { createPoster } from '../../src/x/poster.js';
import { createSearchReader } from '../../src/x/search-reader.js';
import { clientsWith, clock, HANDLE, NOW, playX, X } from './edge.js';

playX();

const recorded: { call: XCall; answer: XAnswer }[] = [];
const logged: object[] = [];
let held: number | null;
let broken: Error | null;

const meter: Meter = {
  async heldUntil() {
    return held;
  },
  async record(call, answer) {
    recorded.push({ call, answer });
    if (broken !== null) throw broken;
  },
};
const log: Log = { debug() {}, info() {}, warn() {}, error: (fields) => void logged.push(fields) };
const recorder = createRecorder(meter, log);
const clients = clientsWith(recorder);
const poster = createPoster(clients, clock);
const search = createSearchReader(clients, clock);
const energy = { handle: 'sw_energy', xUserId: HANDLE, department: 'ENERGY', district: null };
const SINCE = '1992000000000000000';

beforeEach(() => {
  recorded.length = 0;
  logged.length = 0;
  held = null;
  broken = null;
});

const find = () => search.read([energy], SINCE, null);
const post = (text = 'Recorded: 7KM2-PQ4X') => poster.reply(HANDLE, '500', text);
const onSearch = () => nock(X).get('/2/tweets/search/recent').query(true);
const onCreate = () => nock(X).post('/2/tweets');
const only = () => {
  expect(recorded).toHaveLength(1);
  return recorded[0] as (typeof recorded)[number];
};

describe('what is known to be refused', () => {
  beforeEach(() => {
    held = NOW + 7 * MINUTE;
  });

  // Nock lets nothing out that it does not expect.
  it('is not asked of X: a read ends with the code and the time', async () => {
    const error = await find().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SunwaiError);
    expect(error).toMatchObject({ code: 'X-004', until: NOW + 7 * MINUTE });
    expect(recorded).toEqual([]);
  });

  it('is not posted: it is refused for certain until that time', async () => {
    expect(await post()).toMatchObject({
      kind: 'refused',
      reason: 'rate_limited',
      until: NOW + 7 * MINUTE,
    });
    expect(recorded).toEqual([]);
  });
});

describe('what is written down of an answer', () => {
  it('is who asked what, the headers, and everything X charges for', async () => {
    onSearch().reply(
      200,
      {
        data: [
          { id: '1993000000000000001', text: 'a' },
          { id: '1993000000000000002', text: 'b' },
        ],
        includes: { users: [{ id: '77' }] },
        meta: { result_count: 2 },
      },
      { 'x-rate-limit-limit': '450', 'x-rate-limit-remaining': '449', 'x-rate-limit-reset': '1790000000' },
    );
    await find();
    const { call, answer } = only();
    expect(call).toEqual({ endpoint: 'search', credential: 'app' });
    expect(answer).toMatchObject({
      status: 200,
      postIds: ['1993000000000000001', '1993000000000000002'],
      userIds: ['77'],
      created: null,
      headers: { 'x-rate-limit-remaining': '449', 'x-rate-limit-reset': '1790000000' },
    });
  });

  it('names the timeline of mentions, whoever it belongs to', async () => {
    nock(X)
      .get(`/2/users/${HANDLE}/mentions`)
      .query(true)
      .reply(200, { meta: { result_count: 0 } });
    await createMentionsReader(clients).read([energy], SINCE, null);
    expect(only().call).toEqual({ endpoint: 'mentions', credential: 'app' });
  });

  it.each([
    ['Recorded: 7KM2-PQ4X', false],
    ['See https://x.example/y', true],
    ['See jansunwai.up.nic.in', true],
  ])('of a post is what its price depends on: %s', async (text, hasUrl) => {
    onCreate().reply(201, { data: { id: '1993000000000000009', text } });
    await post(text);
    const { call, answer } = only();
    expect(call).toEqual({ endpoint: 'create', credential: HANDLE });
    expect(answer).toMatchObject({ created: { summoned: true, hasUrl }, postIds: [] });
  });

  it.each([
    [402, { title: 'CreditsDepleted', type: 'https://api.x.com/2/problems/credits' }, true],
    [403, { detail: 'Forbidden', type: 'https://api.twitter.com/2/problems/credits-depleted' }, true],
    [403, { detail: 'Your account has reached its spending limit.', type: 'about:blank' }, true],
    [403, { detail: 'You have no credits left.', type: 'about:blank' }, true],
    [403, { detail: 'You are not allowed to create a Tweet with duplicate content.' }, false],
    [403, { detail: 'Forbidden', type: 'https://api.x.com/2/problems/client-forbidden' }, false],
    [429, { title: 'Too Many Requests' }, false],
    [401, { title: 'Unauthorized' }, false],
  ])(
    'of a refusal is its status, and whether it is about money: %i %j',
    async (status, body, outOfCredits) => {
      onCreate().reply(status, body, { 'x-rate-limit-remaining': '3' });
      const outcome = await post();
      expect(only().answer).toMatchObject({
        status,
        outOfCredits,
        created: null,
        headers: { 'x-rate-limit-remaining': '3' },
      });
      if (outOfCredits) expect(outcome).toMatchObject({ reason: 'rate_limited', until: NOW + 15 * MINUTE });
    },
  );

  it('of a read refused for money says so by its code', async () => {
    onSearch().reply(403, { detail: 'Your account does not have any credits.', title: 'Forbidden' });
    await expect(find()).rejects.toMatchObject({ code: 'PAY-001' });
  });

  it('of a broken line is that no answer came', async () => {
    onCreate().replyWithError(Object.assign(new Error('it broke'), { code: 'ECONNRESET' }));
    await post();
    expect(only().answer).toMatchObject({ status: null, headers: {}, created: null });
  });

  it('of half an answer is its status and headers: it may have been billed, nobody knows for what', async () => {
    onSearch().reply(200, '{"data":[{"id":"19', {
      'content-type': 'application/json',
      'x-rate-limit-remaining': '5',
    });
    await find().catch(() => {});
    expect(only().answer).toMatchObject({
      status: 200,
      postIds: [],
      headers: { 'x-rate-limit-remaining': '5' },
    });
  });
});

describe('a fault in the books', () => {
  beforeEach(() => {
    broken = new Error('the database is locked');
  });

  it('never makes a post that was made into one that may not have been', async () => {
    onCreate().reply(201, { data: { id: '1993000000000000009', text: 'x' } });
    expect(await post()).toEqual({ kind: 'ok', postId: '1993000000000000009' });
    expect(logged).toEqual([
      { endpoint: 'create', credential: HANDLE, status: 200, error: 'Error: the database is locked' },
    ]);
  });

  it('changes no refusal either', async () => {
    onCreate().reply(403, { detail: 'You are not allowed to create a Tweet with duplicate content.' });
    expect(await post()).toMatchObject({ reason: 'duplicate' });
  });
});
