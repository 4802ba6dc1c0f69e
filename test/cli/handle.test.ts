import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  cleanUp,
  databaseFile,
  freshFolder,
  type Place,
  type Running,
  run,
  start,
  until,
} from '../e2e/program.js';

// Each command is a process of its own; a small machine starts them slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
afterAll(cleanUp);

const ENERGY = '9000000000000000072';
const HOME = '9000000000000000001';
const PWD = '9000000000000000074';
const STRANGER = '9000000000000200011';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await start(['sandbox'], { folder: freshFolder() });
});

/** A desk of its own on the sandbox, as if that were the real X. */
function place(more: Record<string, string> = {}): Place {
  const env = {
    SUNWAI_X: 'live',
    X_API_BASE_URL: sandbox.url,
    X_BEARER_TOKEN: 'sandbox-bearer',
    X_APP_KEY: 'sandbox-app-key',
    X_APP_SECRET: 'sandbox-app-secret',
    X_CLIENT_ID: 'sandbox-client-id',
    X_CLIENT_SECRET: 'sandbox-client-secret',
    SUNWAI_SECRET_KEY: randomBytes(32).toString('base64'),
    ...more,
  };
  return { folder: freshFolder(), env };
}

async function change(id: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/sandbox/accounts/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function importTokens(where: Place, ids: readonly string[]): Promise<void> {
  const rows = ids.map((id) => `h${id.slice(-4)},${id},${id}-sandbox,sandbox-secret-${id}`);
  const file = join(where.folder, 'tokens.csv');
  writeFileSync(file, ['handle,x_user_id,access_token,access_secret', ...rows, ''].join('\n'));
  expect(await run(['handle', 'import', file], where)).toMatchObject({ code: 0 });
}

async function listed(where: Place): Promise<Record<string, unknown>[]> {
  return JSON.parse((await run(['handle', 'list', '--json'], where)).stdout);
}

/** Says yes on X's page as this account; the answer of the page the browser ends at. */
async function agree(link: string, as: string): Promise<string> {
  const fields = { ...Object.fromEntries(new URL(link).searchParams), as };
  const answer = await fetch(`${sandbox.url}/i/oauth2/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
    redirect: 'manual',
  });
  return (await fetch(answer.headers.get('location') ?? '')).text();
}

describe('handle connect', () => {
  it('stores what the owner granted, sealed, and X takes it', async () => {
    const where = place();
    const program = await start(['handle', 'connect', '@sw_energy', '--port', '0'], where);
    expect(new URL(program.url).searchParams.get('scope')).toContain('offline.access');
    expect(await agree(program.url, 'sw_energy')).toContain('Sunwai has the answer');
    const rows = await until('the token', async () => {
      const found = await listed(where);
      return found.length > 0 && found;
    });
    expect(rows).toMatchObject([
      { handle: 'sw_energy', x_user_id: ENERGY, state: 'active', kind: 'oauth2', condition: 'active' },
    ]);
    expect(await program.stop()).toBe(0);
    const database = new Database(databaseFile(where.folder));
    const { sealed } = database.prepare('select sealed from credential').get() as { sealed: string };
    database.close();
    // Nothing of a grant can be read in it: a token of the sandbox has a dot, base64 has none.
    expect(sealed).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const { findings } = JSON.parse((await run(['doctor', '--json'], where)).stdout) as {
      findings: { subject: string; detail: string }[];
    };
    const line = findings.find(({ subject }) => subject === '@sw_energy');
    expect(line?.detail).toMatch(/^token oauth2/);
  });

  it('refuses another account than that handle’s, and stores nothing', async () => {
    const where = place();
    const program = await start(['handle', 'connect', 'sw_energy', '--port', '0'], where);
    await agree(program.url, 'sw_home');
    await until('the refusal', async () => program.stderr().includes('HDL-002'));
    expect(program.stderr()).toContain(`its id is ${ENERGY}, ${HOME} agreed`);
    expect(await listed(where)).toEqual([]);
  });

  it('hears a no, and nobody who does not know the state', async () => {
    const where = place();
    const program = await start(['handle', 'connect', 'sw_energy', '--port', '0'], where);
    const query = new URL(program.url).searchParams;
    const back = query.get('redirect_uri') ?? '';
    expect((await fetch(`${back}?code=stolen&state=guessed`)).status).toBe(404);
    expect((await fetch(back.replace('/callback', '/'))).status).toBe(404);
    await fetch(`${back}?error=access_denied&state=${query.get('state')}`);
    await until('the end', async () => program.stderr().includes('HDL-003'));
    expect(program.stderr()).toContain('did not agree');
  });

  it('needs a handle of the directory, a client and a key', async () => {
    const [unknown, clientless, keyless] = await Promise.all([
      run(['handle', 'connect', 'nobody'], place()),
      run(['handle', 'connect', 'sw_energy', '--port', '0'], place({ X_CLIENT_ID: '' })),
      run(['handle', 'connect', 'sw_energy'], place({ SUNWAI_SECRET_KEY: '' })),
    ]);
    expect(unknown.stderr).toContain('HDL-001 nobody');
    expect(clientless.stderr).toContain('CFG-002 X_CLIENT_ID');
    expect(keyless.stderr).toContain('CFG-004 SUNWAI_SECRET_KEY');
    expect([unknown.code, clientless.code, keyless.code]).toEqual([2, 2, 2]);
  });
});

describe('handle rekey', () => {
  it('moves every token to the new key, after which only that one opens them', async () => {
    const next = randomBytes(32).toString('base64');
    const where = place();
    await importTokens(where, [ENERGY, HOME]);
    const both = { ...where, env: { ...where.env, SUNWAI_SECRET_KEY_NEW: next } };
    const rekeyed = await run(['handle', 'rekey', '--json'], both);
    expect(JSON.parse(rekeyed.stdout)).toEqual({ rekeyed: 2 });
    expect(rekeyed.stdout + rekeyed.stderr).not.toContain(next);
    // A second time nothing is left to move, and nothing is broken.
    expect(JSON.parse((await run(['handle', 'rekey', '--json'], both)).stdout)).toEqual({ rekeyed: 2 });
    const moved = { ...where, env: { ...where.env, SUNWAI_SECRET_KEY: next } };
    expect((await run(['handle', 'verify', '--json'], moved)).code).toBe(0);
    const old = await run(['handle', 'verify', '--json'], where);
    expect(old.stderr).toContain('CFG-004 SUNWAI_SECRET_KEY');
    expect(old.code).toBe(2);
  });

  it('changes nothing with a wrong old key, or without a new one', async () => {
    const where = place();
    await importTokens(where, [ENERGY]);
    const keys = [
      {
        SUNWAI_SECRET_KEY: randomBytes(32).toString('base64'),
        SUNWAI_SECRET_KEY_NEW: where.env?.SUNWAI_SECRET_KEY,
      },
      { SUNWAI_SECRET_KEY_NEW: '' },
      { SUNWAI_SECRET_KEY_NEW: where.env?.SUNWAI_SECRET_KEY },
      { SUNWAI_SECRET_KEY_NEW: 'short' },
    ];
    // The first opens with what is called the new one: that is no fault, it is done already.
    const codes = [];
    for (const more of keys) {
      const env = { ...where.env, ...more } as Record<string, string>;
      codes.push((await run(['handle', 'rekey'], { ...where, env })).code);
    }
    expect(codes).toEqual([0, 2, 2, 2]);
    const stranger = { ...where.env, SUNWAI_SECRET_KEY: randomBytes(32).toString('base64') };
    const env = { ...stranger, SUNWAI_SECRET_KEY_NEW: randomBytes(32).toString('base64') };
    expect((await run(['handle', 'rekey'], { ...where, env })).stderr).toContain('CFG-004');
    expect((await run(['handle', 'verify'], where)).code).toBe(0);
  });
});

describe('handle verify', () => {
  it('names every handle that is not as it should be, and remembers it', async () => {
    const where = place();
    expect((await run(['handle', 'verify'], where)).code).toBe(0);
    await change(ENERGY, { suspended: true });
    await change(HOME, { protected: true });
    await change(PWD, { handle: 'up_roads' });
    await change(STRANGER, { handle: 'sw_pwd' });
    try {
      const { code, stdout } = await run(['handle', 'verify', '--json'], where);
      const rows = JSON.parse(stdout) as {
        x_user_id: string;
        condition: string;
        faults: { code: string }[];
      }[];
      const of = (id: string) => {
        const row = rows.find((one) => one.x_user_id === id);
        return [row?.condition, ...(row?.faults ?? []).map((fault) => fault.code)];
      };
      expect(code).toBe(2);
      expect(of(ENERGY)).toEqual(['suspended', 'X-012']);
      expect(of(HOME)).toEqual(['protected', 'X-012']);
      expect(of(PWD)).toEqual(['taken', 'X-010', 'X-011']);
      expect(rows.filter(({ faults }) => faults.length > 0)).toHaveLength(3);
      const kept = await listed(where);
      expect(kept.find(({ x_user_id }) => x_user_id === PWD)).toMatchObject({
        condition: 'taken',
        name_on_x: 'up_roads',
        verified: 'government',
      });
      const resumed = await run(['handle', 'resume', 'sw_energy'], where);
      expect(resumed.stderr).toContain('HDL-004 @sw_energy');
    } finally {
      await change(STRANGER, { handle: 'somebody' });
      await change(PWD, { handle: 'sw_pwd' });
      await change(ENERGY, { suspended: false });
      await change(HOME, { protected: false });
    }
    expect((await run(['handle', 'verify'], where)).code).toBe(0);
    expect((await listed(where)).find(({ x_user_id }) => x_user_id === PWD)).toMatchObject({
      condition: 'active',
    });
  });
});

describe('what the operator decides of a handle', () => {
  it('is kept, shown and undone', async () => {
    const where = place();
    await importTokens(where, [ENERGY]);
    const state = async () => (await listed(where))[0];
    expect((await run(['handle', 'pause', '@SW_Energy'], where)).stdout).toContain('@sw_energy is paused');
    expect(await state()).toMatchObject({ condition: 'paused', state: 'active' });
    const resumed = await run(['handle', 'resume', 'sw_energy', '--json'], where);
    expect(JSON.parse(resumed.stdout)).toEqual({
      handle: 'sw_energy',
      x_user_id: ENERGY,
      condition: 'active',
    });
    expect((await run(['handle', 'remove', ENERGY], where)).stdout).toContain('its token deleted');
    expect(await state()).toMatchObject({ condition: 'removed', state: null, kind: null });
    expect((await run(['handle', 'resume', 'sw_energy'], where)).stdout).toContain('has no token');
    expect((await run(['handle', 'pause', 'nobody'], where)).stderr).toContain('HDL-001');
  });
});
