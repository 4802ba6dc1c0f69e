import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, databaseFile, databaseUrl, freshFolder, run, start } from '../e2e/program.js';

// Each command is a process of its own; a small machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });
afterAll(cleanUp);

describe('config', () => {
  it('prints names and where each value comes from, and no secret', async () => {
    const folder = freshFolder();
    const secret = randomBytes(32).toString('base64');
    writeFileSync(join(folder, '.env'), 'X_APP_SECRET=hidden-in-file\nSUNWAI_POLL_SECONDS=7\n');
    const env = {
      SUNWAI_SECRET_KEY: secret,
      X_BEARER_TOKEN: 'hidden-in-environment',
      SUNWAI_POLL_SECONDS: '',
    };
    const [table, json] = await Promise.all([
      run(['config'], { folder, env }),
      run(['config', '--json'], { folder, env }),
    ]);
    for (const shown of [table.stdout + table.stderr, json.stdout + json.stderr]) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toMatch(/hidden-in/);
      expect(shown).toContain('SUNWAI_SECRET_KEY');
    }
    const { mode, settings } = JSON.parse(json.stdout) as {
      mode: string;
      settings: { name: string; value: string; origin: string }[];
    };
    const row = (name: string) => settings.find((setting) => setting.name === name);
    expect(mode).toBe('live');
    expect(row('SUNWAI_SECRET_KEY')).toMatchObject({ value: '(set)', origin: 'environment' });
    expect(row('X_APP_SECRET')).toMatchObject({ value: '(set)', origin: '.env' });
    expect(row('SUNWAI_POLL_SECONDS')).toMatchObject({ value: '7', origin: '.env' });
    expect(row('SUNWAI_DIRECTORY')).toMatchObject({ value: 'data/directory', origin: 'default' });
  });
});

describe('start says what is wrong and leaves nothing behind', () => {
  it('never begins a sandbox by accident in production', async () => {
    const folder = freshFolder();
    const { code, stdout, stderr } = await run(['start'], { folder, env: { NODE_ENV: 'production' } });
    expect(code).toBe(2);
    expect(stderr).toContain('CFG-003 SUNWAI_X');
    expect(stdout).toBe('');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names every credential that the real X needs', async () => {
    const folder = freshFolder();
    const { code, stderr } = await run(['start'], { folder, env: { SUNWAI_X: 'live', X_APP_KEY: 'a-key' } });
    expect(code).toBe(2);
    for (const name of ['X_BEARER_TOKEN', 'X_APP_SECRET', 'SUNWAI_SECRET_KEY']) {
      expect(stderr).toContain(`CFG-002 ${name}`);
    }
    expect(stderr).not.toMatch(/CFG-002 X_APP_KEY|a-key/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names every setting with a bad value at once', async () => {
    const env = {
      PORT: '70000',
      SUNWAI_POLL_SECONDS: '-1',
      DATABASE_URL: 'postgres://nowhere',
      LOG_LEVEL: 'loud',
    };
    const { code, stderr } = await run(['start'], { folder: freshFolder(), env });
    expect(code).toBe(2);
    for (const name of Object.keys(env)) expect(stderr).toContain(`CFG-001 ${name}`);
  });

  it('ends when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      const { code, stdout, stderr } = await run(['start'], {
        folder: freshFolder(),
        env: { PORT: String(port) },
      });
      expect(stderr).toContain(`WEB-001 port ${port}`);
      expect(code).toBe(2);
      expect(stdout).toBe('');
    } finally {
      other.close();
    }
  });

  it('ends when the database cannot be opened', async () => {
    const folder = freshFolder();
    mkdirSync(databaseFile(folder));
    const { code, stderr } = await run(['start'], { folder });
    expect(stderr).toContain('STO-001 DATABASE_URL');
    expect(code).toBe(2);
  });

  it('does not touch the database of a newer version', async () => {
    const folder = freshFolder();
    // The second time there is nothing left to do.
    for (const { code, stdout } of [await run(['migrate'], { folder }), await run(['migrate'], { folder })]) {
      expect(stdout).toContain(databaseUrl(folder));
      expect(code).toBe(0);
    }
    const database = new Database(databaseFile(folder));
    database
      .prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
      .run('9999_future', '2099');
    database.close();
    for (const command of ['start', 'migrate']) {
      const { code, stderr } = await run([command], { folder });
      expect(stderr).toContain('STO-002 DATABASE_URL');
      expect(stderr).toContain('9999_future');
      expect(code).toBe(2);
    }
  });

  it('does not take a sandbox’s database to the real X', async () => {
    const folder = freshFolder();
    await (await start(['start'], { folder })).stop();
    const env = {
      SUNWAI_X: 'live',
      X_API_BASE_URL: 'http://127.0.0.1:9',
      X_BEARER_TOKEN: 'b',
      X_APP_KEY: 'k',
      X_APP_SECRET: 's',
      SUNWAI_SECRET_KEY: randomBytes(32).toString('base64'),
    };
    const { code, stderr } = await run(['start'], { folder, env });
    expect(stderr).toContain('STO-004 DATABASE_URL');
    expect(code).toBe(2);
  });
});
