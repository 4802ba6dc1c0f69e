import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/bot/store.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { createSeal } from '../../src/lib/seal.js';
import { openStore } from '../../src/store/sqlite-store.js';
import type { Grant } from '../../src/x/oauth2.js';
import { createTokens, sealToken, type Tokens } from '../../src/x/tokens.js';

const NOW = Date.UTC(2026, 10, 24, 6);
const ID = '900';
const KEY = Buffer.alloc(32, 1).toString('base64');
const seal = createSeal(KEY);

/** An X that gives tokens out as it should: every refresh token is good for one renewal. */
class FakeOAuth2 {
  live = 'refresh 0';
  renewals = 0;
  next: (() => Promise<Grant | 'dead'> | Grant | 'dead') | null = null;
  during: (() => Promise<void>) | null = null;

  constructor(readonly clock: { now(): number }) {}

  async renew(grant: Grant): Promise<Grant | 'dead'> {
    this.renewals += 1;
    await this.during?.();
    if (this.next !== null) return this.next();
    if (grant.refreshToken !== this.live) return 'dead';
    this.live = `refresh ${this.renewals}`;
    return {
      accessToken: `access ${this.renewals}`,
      refreshToken: this.live,
      expiresAt: this.clock.now() + 2 * HOUR,
      scopes: [],
    };
  }
}

let folder: string;
let stores: Store[];
let store: Store;
let clock: { at: number; now(): number };
let x: FakeOAuth2;
let dead: string[];

/** Tokens of a process of its own. */
async function program(): Promise<Tokens> {
  const own = openStore(`sqlite:${join(folder, 'desk.db')}`);
  stores.push(own);
  await own.migrate();
  return createTokens({ store: own, seal, oauth2: x, clock, dead: async (id) => void dead.push(id) });
}

async function grant(expiresAt: number, refreshToken = 'refresh 0', accessToken = 'access 0'): Promise<void> {
  const sealed = sealToken(seal, { accessToken, refreshToken, expiresAt, scopes: [] });
  await store.saveCredentials([{ handle: 'sw_energy', xUserId: ID, kind: 'oauth2', sealed }], clock.at);
}

const stored = async () => JSON.parse(seal.open((await store.credential(ID))?.sealed ?? '')) as Grant;
const access = async (tokens: Tokens) => (await tokens.of(ID))?.accessToken ?? null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sunwai-tokens-'));
  store = openStore(`sqlite:${join(folder, 'desk.db')}`);
  stores = [store];
  await store.migrate();
  clock = {
    at: NOW,
    now() {
      return this.at;
    },
  };
  x = new FakeOAuth2(clock);
  dead = [];
});
afterEach(async () => {
  for (const one of stores) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a token', () => {
  it('of OAuth 1.0a is used as it stands, for ever', async () => {
    const sealed = sealToken(seal, { accessToken: 'a', accessSecret: 's' });
    await store.saveCredentials([{ handle: 'sw_energy', xUserId: ID, sealed }], NOW);
    const tokens = await program();
    clock.at = NOW + 3_650 * DAY;
    expect(await tokens.of(ID)).toEqual({ kind: 'oauth1', accessToken: 'a', accessSecret: 's' });
    expect(await tokens.instead(ID, 'a')).toBeNull();
    expect(await tokens.has(ID)).toBe(true);
    expect(x.renewals).toBe(0);
  });

  it('that is not there is null, and one that was revoked too', async () => {
    const tokens = await program();
    expect(await tokens.of(ID)).toBeNull();
    expect(await tokens.has(ID)).toBe(false);
    await grant(NOW + HOUR);
    expect(await tokens.has(ID)).toBe(true);
    await store.revokeCredential(ID, (await store.credential(ID))?.sealed ?? '');
    expect(await tokens.of(ID)).toBeNull();
    expect(await tokens.instead(ID, 'access 0')).toBeNull();
    expect(await tokens.has(ID)).toBe(false);
  });

  it('is renewed shortly before its end, not sooner', async () => {
    const tokens = await program();
    await grant(NOW + 2 * HOUR);
    clock.at = NOW + 2 * HOUR - 6 * MINUTE;
    expect(await access(tokens)).toBe('access 0');
    clock.at = NOW + 2 * HOUR - 4 * MINUTE;
    expect(await access(tokens)).toBe('access 1');
    expect(await access(tokens)).toBe('access 1');
    expect(x.renewals).toBe(1);
  });

  it('is stored before it is used, so that a death right after costs nothing', async () => {
    const tokens = await program();
    await grant(NOW);
    const used = await access(tokens);
    expect(await stored()).toMatchObject({ accessToken: used, refreshToken: x.live });
    // The next process has only what is stored.
    clock.at = NOW + 2 * HOUR;
    expect(await access(await program())).toBe('access 2');
    expect(dead).toEqual([]);
  });

  it('is renewed once however many ask at the same time, in one process and in two', async () => {
    await grant(NOW);
    const [one, two] = [await program(), await program()];
    x.during = () => new Promise((resolve) => setTimeout(resolve, 30));
    const got = await Promise.all([one, one, two, one, two].map(access));
    expect(got).toEqual(got.map(() => 'access 1'));
    expect(x.renewals).toBe(1);
    expect(dead).toEqual([]);
  });

  it('of a process that died in the middle is renewed by the next one after a minute', async () => {
    await grant(NOW);
    await store.beginRenewal(ID, (await store.credential(ID))?.sealed ?? '', NOW + MINUTE, NOW);
    const waiting = access(await program());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(x.renewals).toBe(0);
    clock.at = NOW + MINUTE;
    expect(await waiting).toBe('access 1');
  });

  it('that X refuses is renewed at once, unless somebody has done so already', async () => {
    const tokens = await program();
    await grant(NOW + 2 * HOUR);
    expect(await tokens.instead(ID, 'access 0')).toEqual({ kind: 'oauth2', accessToken: 'access 1' });
    expect(await tokens.instead(ID, 'access 0')).toEqual({ kind: 'oauth2', accessToken: 'access 1' });
    expect(x.renewals).toBe(1);
  });

  it('whose refresh token is dead parks its handle, once, and no other', async () => {
    await grant(NOW, 'stolen');
    const tokens = await program();
    expect(await Promise.all([tokens.of(ID), tokens.of(ID)])).toEqual([null, null]);
    expect(await tokens.of(ID)).toBeNull();
    expect(dead).toEqual([ID]);
    expect(await store.credential(ID)).toMatchObject({ state: 'revoked' });
    await grant(clock.at + HOUR);
    expect(await access(tokens)).toBe('access 0');
  });

  it('granted anew during a renewal counts, not the renewed one', async () => {
    await grant(NOW);
    x.during = async () => {
      x.during = null;
      await grant(NOW + HOUR, 'refresh of the owner', 'access of the owner');
    };
    expect(await access(await program())).toBe('access of the owner');
    expect(await stored()).toMatchObject({ accessToken: 'access of the owner' });
  });

  it('is not called dead when a grant anew made it so', async () => {
    await grant(NOW, 'stolen');
    x.during = async () => {
      x.during = null;
      await grant(NOW + HOUR, 'refresh of the owner', 'access of the owner');
    };
    expect(await access(await program())).toBe('access of the owner');
    expect(dead).toEqual([]);
  });

  it('still serves while X cannot renew it, to its last moment', async () => {
    const tokens = await program();
    await grant(NOW + MINUTE);
    x.next = () => {
      throw new Error('X is down');
    };
    expect(await access(tokens)).toBe('access 0');
    clock.at = NOW + MINUTE;
    await expect(tokens.of(ID)).rejects.toThrow('X is down');
    // The right to renew was given back, and nothing was lost.
    x.next = null;
    expect(await access(tokens)).toBe('access 3');
    expect(dead).toEqual([]);
  });

  it('sealed with another key makes its handle wait, not fail for good', async () => {
    await grant(NOW + HOUR);
    const other = createSeal(Buffer.alloc(32, 2).toString('base64'));
    const tokens = createTokens({ store, seal: other, oauth2: x, clock, dead: async () => {} });
    await expect(tokens.of(ID)).rejects.toMatchObject({ code: 'CFG-004', until: NOW + MINUTE });
    expect(await tokens.has(ID)).toBe(true);
  });

  it('of the sandbox serves where none is stored, and where nothing can be opened', async () => {
    const otherwise = () => ({ kind: 'oauth1', accessToken: 'a', accessSecret: 's' }) as const;
    const tools = { store, oauth2: x, clock, dead: async () => {}, otherwise };
    const open = createTokens({ ...tools, seal });
    const closed = createTokens({ ...tools, seal: null });
    expect(await access(open)).toBe('a');
    await grant(NOW + HOUR);
    expect(await access(open)).toBe('access 0');
    expect(await access(closed)).toBe('a');
    await store.revokeCredential(ID, (await store.credential(ID))?.sealed ?? '');
    expect(await open.of(ID)).toBeNull();
    expect([await open.has(ID), await closed.has(ID)]).toEqual([false, true]);
  });
});
