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

const SECRETS = ['bearer-of-mine', 'key-of-mine', 'secret-of-mine'];
const live = (more: Record<string, string> = {}) => ({
  SUNWAI_X: 'live',
  X_API_BASE_URL: 'http://127.0.0.1:9',
  X_BEARER_TOKEN: SECRETS[0] ?? '',
  X_APP_KEY: SECRETS[1] ?? '',
  X_APP_SECRET: SECRETS[2] ?? '',
  SUNWAI_SECRET_KEY: randomBytes(32).toString('base64'),
  ...more,
});

interface Report {
  healthy: boolean;
  findings: { check: string; subject: string; level: string; detail: string; mend: string }[];
}

async function doctor(place: Place, ...options: string[]): Promise<Report & { code: number | null }> {
  const { code, stdout, stderr } = await run(['doctor', '--json', ...options], place);
  const report = JSON.parse(stdout) as Report;
  for (const secret of [...SECRETS, place.env?.SUNWAI_SECRET_KEY ?? 'no key']) {
    expect(stdout + stderr).not.toContain(secret);
  }
  for (const { level, mend } of report.findings) expect(mend !== '', mend).toBe(level !== 'ok');
  expect(code).toBe(report.healthy ? 0 : 1);
  return { ...report, code };
}

const faults = ({ findings }: Report) =>
  findings.filter(({ level }) => level === 'fault').map(({ subject, detail }) => `${subject}: ${detail}`);

describe('doctor beside a running desk', () => {
  const place = { folder: freshFolder() };
  let desk: Running;
  beforeAll(async () => {
    desk = await start(['start'], place);
  });

  const change = (id: string, body: object) =>
    fetch(`${desk.url}/sandbox/accounts/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('finds it healthy', async () => {
    await until('the desk to be healthy', async () => (await doctor(place)).healthy, { within: 60_000 });
    const table = await run(['doctor', '--all'], place);
    expect(table.stdout).toContain('ok     handle @sw_energy: ');
    expect(table.stdout).toMatch(/Healthy\.\n$/);
  });

  it('names what then goes wrong with its handles', async () => {
    await change(ENERGY, { revoked: true });
    await change(HOME, { handle: 'up_home' });
    expect((await run(['handle', 'verify'], place)).code).toBe(2);
    await run(['handle', 'pause', 'sw_pwd'], place);
    const broken = await doctor(place);
    expect(faults(broken)).toEqual([
      expect.stringMatching(/^@sw_home: X-010 .*@sw_home is @up_home now/),
      '@sw_energy: X-008 X refuses its token',
    ]);
    expect(broken.findings.find(({ subject }) => subject === '@sw_pwd')).toMatchObject({ level: 'notice' });
    // The database alone knows only what the desk has met.
    expect(faults(await doctor(place, '--offline'))).toHaveLength(1);
  });

  it('says when it does not run any more', async () => {
    await desk.stop();
    expect(faults(await doctor(place))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^SUNWAI_X: CFG-007 nobody answers/)]),
    );
  });
});

describe('doctor', () => {
  it('names every missing credential, and goes on to what else it can find', async () => {
    const place = {
      folder: freshFolder(),
      env: { SUNWAI_X: 'live', X_APP_KEY: 'k', SUNWAI_DIRECTORY: 'nowhere' },
    };
    const found = faults(await doctor(place));
    for (const name of ['X_BEARER_TOKEN', 'X_APP_SECRET', 'SUNWAI_SECRET_KEY']) {
      expect(found).toContain(`${name}: CFG-002 it is not set`);
    }
    expect(found.some((line) => line.includes('DIR-001'))).toBe(true);
    expect(found).toContain('start: it does not run: it has not run with this database');
  });

  it('names an X that does not answer, handles without a token, and a desk that does not run', async () => {
    const found = faults(await doctor({ folder: freshFolder(), env: live() }));
    expect(found[0]).toMatch(/^app: X-002 ECONNREFUSED/);
    expect(found).toContain('start: it does not run: it has not run with this database');
    expect(found).toContain('@sw_energy: CFG-005 no token: it cannot answer');
  });

  it('names a key that opens nothing, and a database of the other world', async () => {
    const place = { folder: freshFolder(), env: live() };
    const file = join(place.folder, 'tokens.csv');
    writeFileSync(file, `handle,x_user_id,access_token,access_secret\nsw_energy,${ENERGY},token,secret\n`);
    await run(['handle', 'import', file], place);
    expect(faults(await doctor({ ...place, env: live() }))[0]).toMatch(/^SUNWAI_SECRET_KEY: CFG-004/);
    expect((await run(['handle', 'verify'], { folder: place.folder })).stderr).toContain('CFG-007');
    const database = new Database(databaseFile(place.folder));
    database.prepare("insert into setting (name, value) values ('world', 'live')").run();
    database.close();
    const world = await doctor({ folder: place.folder, env: { SUNWAI_X: 'sandbox' } });
    expect(faults(world).join()).toMatch(/STO-004 .* was begun in live, this is sandbox/);
  });

  it('names settings that cannot be read at all', async () => {
    const found = await doctor({ folder: freshFolder(), env: { PORT: 'x', SUNWAI_X: 'nowhere' } });
    expect(faults(found).map((line) => line.split(' ')[0])).toEqual(['SUNWAI_X:', 'PORT:']);
  });
});
