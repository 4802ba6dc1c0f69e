import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TwitterApi } from 'twitter-api-v2';
import { afterAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { CITIZEN, ENERGY, failure, LoopbackAgent, post, start } from './helpers.js';
import { authorise, call, consent, form, redemption, tokensOf } from './push-helpers.js';

const folder = mkdtempSync(join(tmpdir(), 'sunwai-oauth2-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type At = { url: string };

const token = (sandbox: At, fields: Record<string, string>, headers = {}) =>
  form(sandbox, '/2/oauth2/token', fields, headers);
const refreshed = (sandbox: At, refresh_token: string) =>
  token(sandbox, { grant_type: 'refresh_token', refresh_token, client_id: 'sandbox-public-client-id' });
const meAs = (sandbox: At, accessToken: string) =>
  call(sandbox, 'GET', '/2/users/me', undefined, `Bearer ${accessToken}`);
const advance = (sandbox: At, advanceMs: number) => post(sandbox, '/sandbox/clock', { advanceMs });

describe('asking for consent', () => {
  it('shows a page with one button, which leads back with a code', async () => {
    const sandbox = await start();
    const link = `${sandbox.url}/i/oauth2/authorize?${new URLSearchParams(consent({ as: 'sw_energy' }))}`;
    const page = await (await fetch(link)).text();
    expect(page.match(/<button>[^<]*<\/button>/g)).toEqual(['<button>Authorise as @sw_energy</button>']);
    const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const fields = Object.fromEntries(
      inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
    );
    expect(fields).toEqual(consent({ as: 'sw_energy' }));
    const pressed = await form(sandbox, '/i/oauth2/authorize', fields);
    expect(pressed.status).toBe(302);
    const back = new URL(pressed.location ?? '');
    expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?/);
    expect(back.searchParams.get('state')).toBe('a&b');
    const { body } = await token(sandbox, redemption(back.searchParams.get('code') ?? ''));
    expect((await meAs(sandbox, body.access_token)).body.data.username).toBe('sw_energy');
  });

  it('offers the departments when the link names nobody', async () => {
    const sandbox = await start();
    const page = await (
      await fetch(`${sandbox.url}/i/oauth2/authorize?${new URLSearchParams(consent())}`)
    ).text();
    expect(page.match(/<option/g)).toHaveLength(2);
    expect((await form(sandbox, '/i/oauth2/authorize', consent())).status).toBe(400);
  });

  it.each([
    ['a client nobody knows', { client_id: 'other' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['a short challenge', { code_challenge: 'abc' }],
    ['a way back to elsewhere', { redirect_uri: 'https://example.com/callback' }],
    ['an unknown scope', { scope: 'tweet.read everything' }],
    ['an unknown parameter', { force: 'yes' }],
    ['no state', { state: '' }],
    ['nobody', { as: 'not_here' }],
    ['another kind of answer', { response_type: 'token' }],
  ])('refuses %s', async (_name, more) => {
    const sandbox = await start();
    const { status, location } = await form(sandbox, '/i/oauth2/authorize', consent({ as: ENERGY, ...more }));
    expect([status, location]).toEqual([400, null]);
  });

  it('refuses a form of another site', async () => {
    const sandbox = await start();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await form(sandbox, '/i/oauth2/authorize', consent({ as: ENERGY }), headers)).status).toBe(400);
  });
});

describe('tokens', () => {
  it('come once for a code, and only to whoever knows its verifier', async () => {
    const sandbox = await start();
    const wrong: [Record<string, string>, RegExp][] = [
      [{ code_verifier: 'w'.repeat(64) }, /code verifier/],
      [{ redirect_uri: 'http://127.0.0.1:9/other' }, /redirect uri/],
      [{ code: 'invented' }, /authorization code/],
      [{ surplus: 'x' }, /surplus/],
      [{ grant_type: 'password' }, /grant_type/],
    ];
    for (const [more, description] of wrong) {
      const code = await authorise(sandbox, ENERGY);
      expect(await token(sandbox, redemption(code, more))).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', error_description: expect.stringMatching(description) },
      });
    }
    const code = await authorise(sandbox, ENERGY);
    expect((await token(sandbox, redemption(code))).body).toEqual({
      token_type: 'bearer',
      expires_in: 7_200,
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      scope: 'tweet.read tweet.write users.read offline.access',
    });
    expect((await token(sandbox, redemption(code))).status).toBe(400);
    const late = await authorise(sandbox, ENERGY);
    await advance(sandbox, MINUTE);
    expect((await token(sandbox, redemption(late))).status).toBe(400);
  });

  it('of a client with a secret need it', async () => {
    const sandbox = await start();
    const client = { client_id: 'sandbox-client-id' };
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`sandbox-client-id:${secret}`).toString('base64')}`,
    });
    for (const headers of [{}, basic('guessed')]) {
      const code = await authorise(sandbox, ENERGY, client);
      expect(await token(sandbox, redemption(code, client), headers)).toMatchObject({
        status: 401,
        body: { error: 'unauthorized_client' },
      });
    }
    const code = await authorise(sandbox, ENERGY, client);
    expect((await token(sandbox, redemption(code, client), basic('sandbox-client-secret'))).status).toBe(200);
    // A code is for the client that asked.
    const other = await authorise(sandbox, ENERGY, client);
    expect((await token(sandbox, redemption(other))).status).toBe(400);
  });

  it('live two hours; a refresh gives new ones and kills the old', async () => {
    const sandbox = await start();
    const first = await tokensOf(sandbox, ENERGY);
    await advance(sandbox, 2 * HOUR - MINUTE);
    expect((await meAs(sandbox, first.access_token)).status).toBe(200);
    await advance(sandbox, MINUTE);
    expect((await meAs(sandbox, first.access_token)).status).toBe(401);

    const second = (await refreshed(sandbox, first.refresh_token)).body;
    expect((await meAs(sandbox, second.access_token)).status).toBe(200);
    expect(await refreshed(sandbox, first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
    });
    const third = (await refreshed(sandbox, second.refresh_token)).body;
    expect((await meAs(sandbox, second.access_token)).status).toBe(401);
    expect((await meAs(sandbox, third.access_token)).status).toBe(200);
    expect((await refreshed(sandbox, third.access_token)).status).toBe(400);
    await advance(sandbox, 200 * DAY);
    expect((await refreshed(sandbox, third.refresh_token)).status).toBe(400);
  });

  it('cannot be refreshed without offline.access', async () => {
    const sandbox = await start();
    expect(await tokensOf(sandbox, ENERGY, { scope: 'tweet.read users.read' })).not.toHaveProperty(
      'refresh_token',
    );
  });

  it('survive a restart', async () => {
    const ledgerFile = join(folder, 'grants.jsonl');
    const first = await start({ ledgerFile });
    const { access_token, refresh_token } = await tokensOf(first, ENERGY);
    await first.close();
    const second = await start({ ledgerFile });
    expect((await meAs(second, access_token)).status).toBe(200);
    expect((await refreshed(second, refresh_token)).status).toBe(200);
  });

  it('open only what their scopes name', async () => {
    const sandbox = await start();
    const { access_token } = await tokensOf(sandbox, ENERGY, { scope: 'tweet.read users.read' });
    const as = `Bearer ${access_token}`;
    expect((await call(sandbox, 'POST', '/2/tweets', { text: 'hello' }, as)).status).toBe(403);
    expect((await call(sandbox, 'GET', `/2/users/${ENERGY}/mentions`, undefined, as)).status).toBe(200);
    const whole = await tokensOf(sandbox, ENERGY);
    const made = await call(sandbox, 'POST', '/2/tweets', { text: 'hello' }, `Bearer ${whole.access_token}`);
    expect(made.status).toBe(201);
  });

  it('end when the client gives them back', async () => {
    const sandbox = await start();
    const { access_token, refresh_token } = await tokensOf(sandbox, ENERGY);
    const fields = { token: refresh_token, client_id: 'sandbox-public-client-id' };
    expect((await form(sandbox, '/2/oauth2/revoke', fields)).body).toEqual({ revoked: true });
    expect((await meAs(sandbox, access_token)).status).toBe(401);
    expect((await refreshed(sandbox, refresh_token)).status).toBe(400);
  });

  it('end when their user withdraws, and a new consent begins anew', async () => {
    const sandbox = await start();
    const energy = await tokensOf(sandbox, ENERGY);
    const citizen = await tokensOf(sandbox, CITIZEN);
    const pending = await authorise(sandbox, ENERGY);
    await post(sandbox, `/sandbox/accounts/${ENERGY}`, { revoked: true });
    expect((await meAs(sandbox, energy.access_token)).status).toBe(401);
    expect((await refreshed(sandbox, energy.refresh_token)).status).toBe(400);
    expect((await token(sandbox, redemption(pending))).status).toBe(400);
    expect((await meAs(sandbox, citizen.access_token)).status).toBe(200);
    const again = await tokensOf(sandbox, ENERGY);
    expect((await meAs(sandbox, again.access_token)).status).toBe(200);
    expect((await meAs(sandbox, energy.access_token)).status).toBe(401);
  });
});

it('the real client logs in, posts, refreshes and leaves', async () => {
  const sandbox = await start();
  const keys = { clientId: 'sandbox-client-id', clientSecret: 'sandbox-client-secret' };
  const settings = { httpAgent: new LoopbackAgent(sandbox.port) };
  const redirectUri = 'http://127.0.0.1:9/callback';
  const asking = new TwitterApi(keys, settings);
  const link = asking.generateOAuth2AuthLink(redirectUri, {
    scope: ['tweet.read', 'tweet.write', 'users.read', 'offline.access'],
  });
  const { pathname, search } = new URL(link.url);
  expect((await fetch(`${sandbox.url}${pathname}${search}`)).status).toBe(200);
  const asked = Object.fromEntries(new URLSearchParams(search));
  const { location } = await form(sandbox, '/i/oauth2/authorize', { ...asked, as: 'sw_energy' });
  const code = new URL(location ?? '').searchParams.get('code') ?? '';
  const { codeVerifier } = link;
  expect(createHash('sha256').update(codeVerifier).digest('base64url')).toBe(asked.code_challenge);

  const first = await asking.loginWithOAuth2({ code, codeVerifier, redirectUri });
  expect((await first.client.v2.me()).data.username).toBe('sw_energy');
  await first.client.v2.tweet('by OAuth 2.0');
  const second = await new TwitterApi(keys, settings).refreshOAuth2Token(first.refreshToken ?? '');
  expect(await failure(first.client.v2.me())).toMatchObject({ code: 401 });
  expect((await second.client.v2.me()).data.id).toBe(ENERGY);
  await new TwitterApi(keys, settings).revokeOAuth2Token(second.refreshToken ?? '', 'refresh_token');
  expect(await failure(second.client.v2.me())).toMatchObject({ code: 401 });
});
