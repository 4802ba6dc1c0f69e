import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/lib/instant.js';
import { type AppKeys, clientSettings, createClients } from '../../src/x/clients.js';
import { createOAuth2, type Grant } from '../../src/x/oauth2.js';
import { createPoster } from '../../src/x/poster.js';
import type { Tokens } from '../../src/x/tokens.js';
import { clock, HANDLE, NOW, playX, X } from './edge.js';

playX();
const settings = clientSettings(undefined, null);
const SECRETS = [
  'client-1',
  'secret-2',
  'access-3',
  'refresh-4',
  'access-5',
  'refresh-6',
  'code-7',
  'verifier-8',
];
const [clientId = '', clientSecret = '', accessToken = '', refreshToken = ''] = SECRETS;
const [, , , , newAccess = '', newRefresh = '', code = '', verifier = ''] = SECRETS;
const confidential = createOAuth2({ clientId, clientSecret }, settings, clock);
const open = createOAuth2({ clientId, clientSecret: '' }, settings, clock);
const grant: Grant = { accessToken, refreshToken, expiresAt: NOW, scopes: ['tweet.read', 'offline.access'] };
const BASIC = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
const token = (headers: Record<string, string> = {}) =>
  nock(X, { reqheaders: { 'content-type': /^application\/x-www-form-urlencoded/, ...headers } });
const answer = (more: object = {}) => ({
  token_type: 'bearer',
  expires_in: 7200,
  access_token: newAccess,
  refresh_token: newRefresh,
  scope: 'tweet.read users.read',
  ...more,
});

describe('the link to X', () => {
  it('asks with a challenge for everything the desk needs, and keeps the verifier here', () => {
    const { url, state, verifier: kept } = confidential.link('http://127.0.0.1:8787/callback');
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe('https://x.com/i/oauth2/authorize');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: 'http://127.0.0.1:8787/callback',
      scope: 'tweet.read tweet.write users.read offline.access',
      state,
    });
    expect(searchParams.get('code_challenge_method')?.toUpperCase()).toBe('S256');
    expect(url).not.toContain(kept);
    const other = confidential.link('http://127.0.0.1:8787/callback');
    expect(other.state).not.toBe(state);
    expect(other.verifier).not.toBe(kept);
  });

  it('leads to a local X when that is the one meant', () => {
    const { url } = createOAuth2({ clientId, clientSecret }, settings, clock, 'http://127.0.0.1:9').link(
      'http://a',
    );
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:9\/i\/oauth2\/authorize\?/);
  });

  it('is not made without a client id', () => {
    const nobody = createOAuth2({ clientId: '', clientSecret: '' }, settings, clock);
    expect(() => nobody.link('http://127.0.0.1/')).toThrow(/^CFG-002 X_CLIENT_ID/);
  });
});

describe('tokens for a code', () => {
  it('are asked for with the secret in the header', async () => {
    token({ authorization: BASIC })
      .post('/2/oauth2/token', {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: 'http://127.0.0.1:8787/callback',
      })
      .reply(200, answer());
    expect(await confidential.redeem(code, verifier, 'http://127.0.0.1:8787/callback')).toEqual({
      accessToken: newAccess,
      refreshToken: newRefresh,
      expiresAt: NOW + 2 * HOUR,
      scopes: ['tweet.read', 'users.read'],
    });
  });

  it('come without a refresh token when the owner did not allow one: that is no use', async () => {
    token()
      .post('/2/oauth2/token')
      .reply(200, answer({ refresh_token: undefined }));
    await expect(open.redeem(code, verifier, 'http://a')).rejects.toThrow(
      /an answer without a refresh token/,
    );
  });

  it('are not given for an old code', async () => {
    const description = 'Value passed for the authorization code was invalid.';
    token().post('/2/oauth2/token').reply(400, { error: 'invalid_request', error_description: description });
    await expect(open.redeem(code, verifier, 'http://a')).rejects.toThrow(
      `X-003 POST /2/oauth2/token: 400 ${description}`,
    );
  });
});

describe('a renewal', () => {
  it('gives the next pair; a public client names itself in the body', async () => {
    token()
      .post('/2/oauth2/token', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: clientId,
      })
      .reply(200, answer({ expires_in: 60 }));
    expect(await open.renew(grant)).toMatchObject({ accessToken: newAccess, expiresAt: NOW + MINUTE });
  });

  it('keeps what X does not say anew', async () => {
    token().post('/2/oauth2/token').reply(200, { token_type: 'bearer', access_token: newAccess });
    expect(await open.renew(grant)).toEqual({ ...grant, accessToken: newAccess, expiresAt: NOW + 2 * HOUR });
  });

  it.each([
    [400, { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' }],
    [400, { error: 'invalid_grant', error_description: 'Token was revoked' }],
    [400, {}],
  ])('finds the grant dead: %i %j', async (status, body) => {
    token().post('/2/oauth2/token').reply(status, body);
    expect(await confidential.renew(grant)).toBe('dead');
  });

  it.each([
    [
      401,
      { error: 'unauthorized_client', error_description: 'Missing valid authorization header' },
      'CFG-006',
    ],
    [
      400,
      { error: 'invalid_request', error_description: 'Value passed for the client id was invalid.' },
      'CFG-006',
    ],
    [429, { title: 'Too Many Requests', status: 429 }, 'X-004'],
    [503, '<html>', 'X-002'],
    [200, '', 'X-002'],
    [200, {}, 'X-002'],
  ])('says nothing of the grant: %i %j', async (status, body, expected) => {
    token().post('/2/oauth2/token').reply(status, body);
    // No handle is parked for what is not its own fault, and who needs the token waits a while.
    await expect(confidential.renew(grant)).rejects.toMatchObject({ code: expected, until: NOW + MINUTE });
  });

  it('says nothing of the grant when the line breaks', async () => {
    token()
      .post('/2/oauth2/token')
      .replyWithError(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
    await expect(confidential.renew(grant)).rejects.toThrow(/^X-002 .*ECONNRESET/);
  });

  it('tells no secret when it fails', async () => {
    token({ authorization: BASIC }).post('/2/oauth2/token').reply(503, '<html>');
    const error = await confidential.renew(grant).then(
      () => new Error('it did not fail'),
      (thrown: Error) => thrown,
    );
    const told = JSON.stringify([error.message, error.stack, { ...error }]);
    for (const secret of [...SECRETS.slice(1), BASIC]) expect(told).not.toContain(secret);
  });
});

describe('a grant given back', () => {
  it('is named to X', async () => {
    token({ authorization: BASIC })
      .post('/2/oauth2/revoke', { token: accessToken })
      .reply(200, { revoked: true });
    await expect(confidential.revoke(accessToken)).resolves.toBeUndefined();
  });
});

describe('a call with a token that X does not take', () => {
  const keys: AppKeys = { appKey: 'k', appSecret: 's', bearerToken: 'b' };
  const unauthorized = { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' };
  const post = (bearer: string) =>
    nock(X, { reqheaders: { authorization: `Bearer ${bearer}` } }).post('/2/tweets', {
      text: 'Recorded',
      reply: { in_reply_to_tweet_id: '500' },
    });

  function posterWith(instead: Tokens['instead']) {
    const asked: string[] = [];
    const tokens: Tokens = {
      has: async () => true,
      of: async () => ({ kind: 'oauth2', accessToken }),
      instead: async (id, refused) => {
        asked.push(refused);
        return instead(id, refused);
      },
    };
    const poster = createPoster(createClients(keys, undefined, tokens), clock);
    return { asked, reply: () => poster.reply(HANDLE, '500', 'Recorded') };
  }

  it('is made once more with another one', async () => {
    const { asked, reply } = posterWith(async () => ({ kind: 'oauth2', accessToken: newAccess }));
    post(accessToken).reply(401, unauthorized);
    post(newAccess).reply(201, { data: { id: '77' } });
    expect(await reply()).toEqual({ kind: 'ok', postId: '77' });
    expect(asked).toEqual([accessToken]);
  });

  it('is made no third time', async () => {
    const { asked, reply } = posterWith(async () => ({ kind: 'oauth2', accessToken: newAccess }));
    post(accessToken).reply(401, unauthorized);
    post(newAccess).reply(401, unauthorized);
    expect(await reply()).toMatchObject({ kind: 'refused', reason: 'auth' });
    expect(asked).toEqual([accessToken]);
  });

  it('tells how the second one ended, which may be unknown', async () => {
    const { reply } = posterWith(async () => ({ kind: 'oauth2', accessToken: newAccess }));
    post(accessToken).reply(401, unauthorized);
    post(newAccess).replyWithError(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
    expect(await reply()).toEqual({ kind: 'unknown', detail: 'ECONNRESET' });
  });

  it('is refused when there is no other, and parks the handle by that', async () => {
    const { reply } = posterWith(async () => null);
    post(accessToken).reply(401, unauthorized);
    expect(await reply()).toMatchObject({ kind: 'refused', reason: 'auth' });
  });

  it('only waits when the other cannot be had just now: nothing was posted', async () => {
    const { reply } = posterWith(async () => {
      nock(X).post('/2/oauth2/token').reply(503, '<html>');
      await confidential.renew(grant);
      return null;
    });
    post(accessToken).reply(401, unauthorized);
    expect(await reply()).toMatchObject({ kind: 'refused', reason: 'rate_limited', until: NOW + MINUTE });
  });
});
