import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/lib/instant.js';
import { clientSettings } from '../../../src/x/clients.js';
import { createOAuth2, type Grant } from '../../../src/x/oauth2.js';
import { clock, NOW, playX, X } from '../edge.js';
import { type Expected, expecting, expectNoSecret, failsAs } from './check.js';
import { hasty } from './late.js';
import { EMPTY, FAILURES, type Shape } from './shapes.js';

playX();
const CLIENT = { clientId: 'client-1', clientSecret: 'secret-2' };
const BASIC = new RegExp(`^Basic ${Buffer.from('client-1:secret-2').toString('base64')}$`);
const settings = clientSettings(undefined, hasty);
const oauth2 = createOAuth2(CLIENT, settings, clock);
const open = createOAuth2({ ...CLIENT, clientSecret: '' }, settings, clock);
const CALLBACK = 'http://127.0.0.1:8787/callback';
const WHERE = 'POST /2/oauth2/token';

const answer = { token_type: 'bearer', access_token: 'access-7', refresh_token: 'refresh-8', scope: 'a b' };
const grant: Grant = {
  ...{ accessToken: 'access-7', refreshToken: 'refresh-8' },
  ...{ expiresAt: NOW + 2 * HOUR, scopes: ['a', 'b'] },
};
const old: Grant = { ...grant, accessToken: 'access-token-4', refreshToken: 'refresh-6' };

const codeFields = {
  ...{ grant_type: 'authorization_code', code: 'code-9' },
  ...{ code_verifier: 'verifier-0', redirect_uri: CALLBACK },
};
const renewalFields = { grant_type: 'refresh_token', refresh_token: 'refresh-6' };
const onToken = (body: object) => expecting(BASIC, 'POST', '/2/oauth2/token', { body: { ...body } });
const onRedeem = () => onToken(codeFields);
const onRenew = () => onToken(renewalFields);
const redeem = () => oauth2.redeem('code-9', 'verifier-0', CALLBACK);
const renew = () => oauth2.renew(old);

/** No handle is parked for what is not its own fault: whoever needs the token waits a while. */
function ofTheToken({ status, read }: Shape): Partial<Expected> {
  const until = read.until ?? NOW + MINUTE;
  if (status === 401) return { code: 'CFG-006', where: 'X_CLIENT_ID, X_CLIENT_SECRET', until };
  const code = status === 429 ? 'X-004' : status === 400 ? 'X-003' : 'X-002';
  // What X said of the limit of another window is when this one ends, too.
  return { code, until };
}

describe(WHERE, () => {
  it('gives tokens for a code, and new ones for old ones', async () => {
    onRedeem().reply(200, { ...answer, expires_in: 7_200 });
    expect(await redeem()).toEqual(grant);
    onRenew().reply(200, { ...answer, expires_in: 7_200 });
    expect(await renew()).toEqual(grant);
  });

  it('is asked by a public client in its own name, without a secret', async () => {
    nock(X, { badheaders: ['authorization'] })
      .post('/2/oauth2/token', { ...renewalFields, client_id: 'client-1' })
      .reply(200, answer);
    expect(await open.renew(old)).toEqual(grant);
  });

  it.each(['invalid_request', 'invalid_grant'])('finds an old token dead by %s', async (error) => {
    onRenew().reply(400, { error, error_description: 'Value passed for the token was invalid.' });
    const told = await renew();
    expect(told).toBe('dead');
    expectNoSecret(told);
  });

  failsAs(WHERE, FAILURES, onRedeem, redeem, ofTheToken);
  const otherThanDead = FAILURES.filter(({ status }) => status !== 400);
  failsAs(WHERE, otherThanDead, onRenew, renew, ofTheToken);
  failsAs(WHERE, EMPTY, onRenew, renew, () => ({ detail: expect.any(String), until: NOW + MINUTE }));
});

describe('POST /2/oauth2/revoke', () => {
  const ask = () => expecting(BASIC, 'POST', '/2/oauth2/revoke', { body: { token: 'refresh-6' } });
  const revoke = () => oauth2.revoke('refresh-6');

  it('gives a grant back', async () => {
    ask().reply(200, { revoked: true });
    await expect(revoke()).resolves.toBeUndefined();
  });

  failsAs(WHERE, FAILURES, ask, revoke, ofTheToken);
});

describe('GET /2/users/me with a new token', () => {
  const ask = () => expecting(/^Bearer access-7$/, 'GET', '/2/users/me');
  const owner = () => oauth2.owner('access-7');

  it('tells whose it is', async () => {
    ask().reply(200, { data: { id: '31', username: 'sw_energy' } });
    expect(await owner()).toBe('31');
  });

  failsAs('GET /2/users/me', FAILURES, ask, owner);
});
