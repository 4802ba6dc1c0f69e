import { describe, expect, it } from 'vitest';
import { parkRevoked, verifyHandles } from '../../src/bot/accounts.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { createSeal } from '../../src/lib/seal.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { createAccountReader } from '../../src/x/accounts.js';
import { createAppProbe } from '../../src/x/app-probe.js';
import { clientSettings, createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import { createOAuth2 } from '../../src/x/oauth2.js';
import { createPoster } from '../../src/x/poster.js';
import { createTokens, sealToken } from '../../src/x/tokens.js';
import { CITIZEN, ENERGY, HOME, post, say, start } from '../sandbox/helpers.js';

const KEYS = { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret', bearerToken: 'sandbox-bearer' };
const CALLBACK = 'http://127.0.0.1:8787/callback';

/** The edge of a desk on a sandbox of its own, with OAuth 2.0 grants of two handles. */
async function edge(client = { clientId: 'sandbox-client-id', clientSecret: 'sandbox-client-secret' }) {
  const sandbox = await start();
  const { clock } = sandbox;
  const agent = agentFor(sandbox.url);
  const store = openStore('sqlite::memory:');
  await store.migrate();
  const seal = createSeal(Buffer.alloc(32, 7).toString('base64'));
  const oauth2 = createOAuth2(client, clientSettings(agent, null), clock, sandbox.url);
  const dead: string[] = [];
  const tokens = createTokens({
    store,
    seal,
    oauth2,
    clock,
    async dead(id, detail) {
      dead.push(id);
      await parkRevoked(store, id, detail, clock.now());
    },
  });
  const clients = createClients(KEYS, agent, tokens);

  async function grant(id: string, handle: string): Promise<void> {
    const { url, state, verifier } = oauth2.link(CALLBACK);
    const answer = await fetch(`${sandbox.url}/i/oauth2/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...Object.fromEntries(new URL(url).searchParams), as: handle }),
      redirect: 'manual',
    });
    const back = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(back.get('state')).toBe(state);
    const granted = await oauth2.redeem(back.get('code') ?? '', verifier, CALLBACK);
    expect(await oauth2.owner(granted.accessToken)).toBe(id);
    await store.saveCredentials(
      [{ handle, xUserId: id, kind: 'oauth2', sealed: sealToken(seal, granted) }],
      clock.now(),
    );
  }
  await grant(ENERGY, 'sw_energy');
  await grant(HOME, 'sw_home');

  const poster = createPoster(clients, clock);
  const accounts = createAccountReader(clients);
  let texts = 0;
  return {
    sandbox,
    store,
    clients,
    accounts,
    dead,
    grant,
    advance: (ms: number) => post(sandbox, '/sandbox/clock', { advanceMs: ms }),
    change: (id: string, body: object) => post(sandbox, `/sandbox/accounts/${id}`, body),
    verify: () =>
      verifyHandles({ store, clock, log: silentLog, accounts }, [
        { handle: 'sw_energy', xUserId: ENERGY, department: 'ENERGY', district: null },
        { handle: 'sw_home', xUserId: HOME, department: 'HOME', district: null },
      ]),
    /** Answers a fresh post that names the handle. */
    async answerAs(id: string, handle: string) {
      texts += 1;
      const number = texts;
      const mention = await say(sandbox, CITIZEN, `@${handle} number ${number}`);
      return poster.reply(id, mention, `Recorded, number ${number}`);
    },
  };
}

describe('OAuth 2.0 tokens on the sandbox', () => {
  it.each([
    ['with a secret', { clientId: 'sandbox-client-id', clientSecret: 'sandbox-client-secret' }],
    ['without one', { clientId: 'sandbox-public-client-id', clientSecret: '' }],
  ])('go on for a week by renewing themselves, for a client %s', async (_name, client) => {
    const x = await edge(client);
    for (let at = 0; at < 14; at += 1) {
      expect(await x.answerAs(ENERGY, 'sw_energy')).toMatchObject({ kind: 'ok' });
      await x.advance(DAY / 2);
    }
    expect(x.dead).toEqual([]);
  });

  it('are renewed once by many answers at the same moment', async () => {
    const x = await edge();
    await x.advance(2 * HOUR - MINUTE);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => x.answerAs(ENERGY, 'sw_energy')));
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'ok'));
    // A second renewal with the same refresh token would have been its end.
    expect(x.dead).toEqual([]);
  });

  it('that a handle takes back park that handle alone, until it grants anew', async () => {
    const x = await edge();
    await x.change(ENERGY, { revoked: true });
    expect(await x.answerAs(ENERGY, 'sw_energy')).toMatchObject({ kind: 'refused', reason: 'auth' });
    expect(await x.answerAs(HOME, 'sw_home')).toMatchObject({ kind: 'ok' });
    expect(x.dead).toEqual([ENERGY]);
    expect(await x.store.account(ENERGY)).toMatchObject({ condition: 'revoked' });
    expect((await x.store.alarms()).map(({ code, subject }) => [code, subject])).toEqual([['X-008', ENERGY]]);
    expect(await x.clients.mayAct(ENERGY)).toBe(false);
    expect(await x.accounts.ownerOf(ENERGY)).toBeNull();
    await x.grant(ENERGY, 'sw_energy');
    expect(await x.answerAs(ENERGY, 'sw_energy')).toMatchObject({ kind: 'ok' });
    await x.verify();
    expect(await x.store.account(ENERGY)).toMatchObject({ condition: 'active' });
    expect(await x.store.alarms()).toEqual([]);
  });
});

describe('accounts on the sandbox', () => {
  it('are seen as they are: verified, renamed, protected, suspended, gone', async () => {
    const x = await edge();
    expect((await x.verify()).flatMap(({ alarms }) => alarms)).toEqual([]);
    expect(await x.store.account(ENERGY)).toMatchObject({ name: 'sw_energy', verified: 'government' });
    expect((await x.store.account(ENERGY))?.lastPostAt).toBeGreaterThan(x.sandbox.clock.now() - 3 * DAY);
    await x.change(ENERGY, { handle: 'up_power' });
    await x.change(HOME, { suspended: true });
    const codes = async () => (await x.verify()).map(({ alarms }) => alarms.map(({ code }) => code));
    expect(await codes()).toEqual([['X-010'], ['X-012']]);
    expect(await x.store.account(ENERGY)).toMatchObject({ condition: 'active', name: 'up_power' });
    await x.change(HOME, { suspended: false, protected: true });
    await x.change(CITIZEN, { handle: 'sw_energy' });
    expect(await codes()).toEqual([['X-010', 'X-011'], ['X-012']]);
    expect(await x.store.account(ENERGY)).toMatchObject({ condition: 'taken' });
    expect(await x.store.account(HOME)).toMatchObject({ condition: 'protected' });
  });

  it('belong to the tokens the desk holds', async () => {
    const x = await edge();
    expect(await x.accounts.ownerOf(ENERGY)).toEqual({ id: ENERGY, readOnly: false });
    expect(await x.accounts.ownerOf(CITIZEN)).toBeNull();
  });

  it('are there for an app that X serves, at X’s time', async () => {
    const x = await edge();
    const behind = { now: () => Date.now() - HOUR };
    expect((await createAppProbe(x.clients, { now: Date.now }).ask()).fault).toBeNull();
    const { aheadMs } = await createAppProbe(x.clients, behind).ask();
    expect(Math.round((aheadMs ?? 0) / MINUTE)).toBe(-60);
    const stranger = createClients({ ...KEYS, bearerToken: 'wrong' }, agentFor(x.sandbox.url), {
      has: async () => false,
      of: async () => null,
      instead: async () => null,
    });
    const refused = await createAppProbe(stranger, { now: Date.now }).ask();
    expect(refused.fault).toMatchObject({ code: 'X-001', where: 'GET /2/usage/tweets' });
    expect(Math.abs(refused.aheadMs ?? HOUR)).toBeLessThan(MINUTE);
  });
});
