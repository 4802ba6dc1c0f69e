import nock from 'nock';
import { ApiRequestError } from 'twitter-api-v2';
import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/lib/instant.js';
import { outcomeOf } from '../../src/x/errors.js';
import { createPoster } from '../../src/x/poster.js';
import { clients, clock, HANDLE, NOW, playX, SECRETS, X } from './edge.js';

playX();
const poster = createPoster(clients, clock);
const call = () => poster.reply(HANDLE, '500', 'Recorded: 7KM2-PQ4X');
const create = () => nock(X).post('/2/tweets');
const problem = (status: number, detail: string) => ({
  title: 'Problem',
  detail,
  type: 'about:blank',
  status,
});
const failing = (code: string) =>
  create().replyWithError(Object.assign(new Error(`it broke: ${code}`), { code }));

describe('posting a reply', () => {
  it('sends the text as a reply, signed as the handle, and tells the id', async () => {
    nock(X, { reqheaders: { authorization: /^OAuth .*oauth_token="access-token-4"/ } })
      .post('/2/tweets', { text: 'Recorded: 7KM2-PQ4X', reply: { in_reply_to_tweet_id: '500' } })
      .reply(201, { data: { id: '1900000000000000001', text: 'Recorded: 7KM2-PQ4X' } });
    expect(await call()).toEqual({ kind: 'ok', postId: '1900000000000000001' });
  });

  it('is refused for a while without asking X when the handle has granted no token', async () => {
    expect(await poster.reply('404', '500', 'text')).toEqual({
      kind: 'refused',
      reason: 'no_token',
      detail: 'this handle has granted no token',
      until: NOW + 5 * MINUTE,
    });
  });

  it.each([
    [400, 'One or more parameters to your request was invalid.', 'invalid'],
    [403, 'You are not allowed to create a Tweet with duplicate content.', 'duplicate'],
    [403, 'Reply to this conversation is not allowed because you have not been mentioned.', 'not_allowed'],
    [403, 'You attempted to reply to a Tweet that is deleted or not visible to you.', 'gone'],
    [404, 'Could not find tweet with id: [500].', 'gone'],
  ])('%i is certain: "%s"', async (status, detail, reason) => {
    create().reply(status, problem(status, detail));
    expect(await call()).toEqual({ kind: 'refused', reason, detail: `${status} ${detail}` });
  });

  it.each([
    [401, 'Unauthorized', 'auth'],
    [402, 'Your enrolled account does not have any credits.', 'rate_limited'],
    [429, 'Too Many Requests', 'rate_limited'],
  ])('%i waits for a quarter of an hour when X names no time', async (status, detail, reason) => {
    create().reply(status, problem(status, detail));
    expect(await call()).toEqual({
      kind: 'refused',
      reason,
      detail: `${status} ${detail}`,
      until: NOW + 15 * MINUTE,
    });
  });

  it('429 waits until the time X names', async () => {
    const reset = NOW / 1_000 + 77;
    create().reply(429, problem(429, 'Too Many Requests'), {
      'x-rate-limit-limit': '100',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(reset),
    });
    expect(await call()).toMatchObject({ reason: 'rate_limited', until: NOW + 77 * SECOND });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
    '%s is certain: nobody was reached, so it is tried again soon',
    async (code) => {
      failing(code);
      expect(await call()).toEqual({
        kind: 'refused',
        reason: 'unreachable',
        detail: code,
        until: NOW + 10 * SECOND,
      });
    },
  );

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])('%s may have posted', async (code) => {
    failing(code);
    expect(await call()).toEqual({ kind: 'unknown', detail: code });
  });

  it('a time-out may have posted', () => {
    // What the library makes of its own time-out; waiting for a real one would take its fifteen seconds.
    const error = new ApiRequestError('Request failed.', {
      request: {} as never,
      error: new Error('Request timeout.'),
    });
    expect(outcomeOf(error, NOW)).toEqual({ kind: 'unknown', detail: 'Request timeout.' });
  });

  it.each([
    [
      '500 with a page',
      500,
      '<html><h1>Internal Server Error</h1></html>',
      'text/html',
      '500 no readable answer',
    ],
    [
      '503 with a reason',
      503,
      JSON.stringify(problem(503, 'Over capacity')),
      'application/json',
      '503 Over capacity',
    ],
    ['201 without an id', 201, '{"data":{}}', 'application/json', 'an answer without an id'],
    ['201 without a word', 201, '', 'text/plain', 'an answer without an id'],
    ['201 with a page', 201, '<html>', 'text/html', 'an answer without an id'],
  ])('%s may have posted', async (_name, status, body, type, detail) => {
    create().reply(status, body, { 'content-type': type });
    expect(await call()).toEqual({ kind: 'unknown', detail });
  });

  it('201 with half an answer may have posted', async () => {
    create().reply(201, '{"data":{"id":"19', { 'content-type': 'application/json' });
    expect(await call()).toMatchObject({ kind: 'unknown' });
  });

  it('is never made twice by itself', async () => {
    failing('ECONNRESET');
    // A second call would find nobody, and so be refused as unreachable or otherwise.
    expect(await call()).toEqual({ kind: 'unknown', detail: 'ECONNRESET' });
    expect(nock.isDone()).toBe(true);
  });
});

describe('what is told of a failure', () => {
  it.each([
    ['an answer', () => create().reply(401, problem(401, 'Unauthorized'))],
    ['a page', () => create().reply(500, '<html></html>')],
    ['a broken line', () => failing('ECONNRESET')],
    ['half an answer', () => create().reply(201, '{"data', { 'content-type': 'application/json' })],
  ])('holds nothing of the request: %s', async (_name, play) => {
    play();
    const told = JSON.stringify(await call());
    for (const secret of [...SECRETS, 'OAuth', 'oauth_', 'uthorization']) expect(told).not.toContain(secret);
  });

  it('is at most 200 characters of what X said', async () => {
    create().reply(403, problem(403, 'x'.repeat(1000)));
    const told = await call();
    expect(told.kind === 'refused' ? told.detail : '').toBe(`403 ${'x'.repeat(200)}`);
  });

  it('is the first message when X answers in its old way', async () => {
    create().reply(403, { errors: [{ code: 187, message: 'Status is a duplicate.' }] });
    expect(await call()).toMatchObject({ reason: 'duplicate', detail: '403 Status is a duplicate.' });
  });
});
