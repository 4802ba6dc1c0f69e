import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, databaseFile, freshFolder, type Running, run, start } from '../e2e/program.js';
import { deskAt, sandboxAt } from '../e2e/talk.js';

// Each command is a process of its own; a small machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });
afterAll(cleanUp);

const CITIZEN = '9000000000000200001';

describe('with a desk at work', () => {
  const folder = freshFolder();
  let program: Running;
  let code: string;

  beforeAll(async () => {
    program = await start(['start'], { folder });
    const post = await sandboxAt(program.url).post({
      as: CITIZEN,
      text: '@sw_energy 3 दिन से बिजली नहीं आ रही, गोमती नगर लखनऊ',
    });
    code = (await deskAt(program.url).decided(post.id)).code ?? '';
    await deskAt(program.url).caseWhen(code, 'to be acknowledged', ({ stage }) => stage === 'acknowledged');
  });

  it('case list gives each case in one row', async () => {
    const { code: exit, stdout } = await run(['case', 'list', '--json'], { folder });
    expect(exit).toBe(0);
    const [row, ...more] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(more).toEqual([]);
    expect(Object.keys(row ?? {})).toEqual(['code', 'stage', 'department', 'district', 'level', 'due_at']);
    expect(row).toMatchObject({
      code,
      stage: 'acknowledged',
      department: 'ENERGY',
      district: 'LUCKNOW',
      level: 1,
    });
    expect(row?.due_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const none = await run(['case', 'list', '--stage', 'disputed', '--json'], { folder });
    expect(JSON.parse(none.stdout)).toEqual([]);
    expect((await run(['case', 'list'], { folder })).stdout).toContain(code);
  });

  it('case show gives the whole history, by the code as people type it', async () => {
    const typed = code.toLowerCase().replace('-', ' ');
    const { code: exit, stdout } = await run(['case', 'show', typed, '--json'], { folder });
    expect(exit).toBe(0);
    // Nothing a citizen wrote is printed or logged.
    expect(stdout + program.stderr()).not.toContain('गोमती');
    expect(JSON.parse(stdout)).toMatchObject({
      code,
      stage: 'acknowledged',
      department: 'ENERGY',
      district: 'LUCKNOW',
      level: 1,
      due_at: expect.stringMatching(/Z$/),
      events: [{ type: 'opened' }, { type: 'acknowledged' }],
      messages: [{ kind: 'ack', state: 'sent', post_id: expect.stringMatching(/^\d+$/), reason: null }],
    });
    expect(JSON.parse(stdout)).toMatchObject({
      entities: { since: { amount: 3, unit: 'days' }, script: 'devanagari', media: false },
    });
    const shown = (await run(['case', 'show', code], { folder })).stdout;
    expect(shown).toContain('acknowledged');
    expect(shown).toContain('since 3 days · devanagari script');
  });

  it('case show says when there is no such case', async () => {
    const { code: exit, stdout, stderr } = await run(['case', 'show', '2222-2222'], { folder });
    expect(stderr).toContain('CASE-001 2222-2222');
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });

  it('backup copies the database while the desk runs, and never over a file', async () => {
    const copy = join(folder, 'monday.db');
    expect(await run(['backup', copy], { folder })).toMatchObject({ code: 0 });
    const env = { DATABASE_URL: `sqlite:${copy}` };
    const { stdout } = await run(['case', 'list', '--json'], { folder, env });
    expect(JSON.parse(stdout)).toMatchObject([{ code }]);
    const before = readFileSync(copy);
    const again = await run(['backup', copy], { folder });
    expect(again.stderr).toContain(`STO-003 ${copy}`);
    expect(again.code).toBe(2);
    expect(readFileSync(copy)).toEqual(before);
    const nowhere = await run(['backup', join(folder, 'no', 'such', 'folder.db')], { folder });
    expect(nowhere.stderr).toContain('STO-003');
    expect(nowhere.code).toBe(2);
  });
});

describe('handle', () => {
  const header = 'handle,x_user_id,access_token,access_secret';
  const key = () => ({ SUNWAI_SECRET_KEY: randomBytes(32).toString('base64') });

  it('import keeps tokens so that the file shows none, and list never does', async () => {
    const folder = freshFolder();
    const place = { folder, env: key() };
    const file = join(folder, 'tokens.csv');
    writeFileSync(
      file,
      `\ufeff${header}\r\n@sw_energy,9000000000000000072,first-token,first-secret\r\nsw_home,9000000000000000001,second-token,second-secret\r\n`,
    );
    const imported = await run(['handle', 'import', file], place);
    expect(imported).toMatchObject({ code: 0, stdout: '2 handles imported\n' });
    const again = await run(['handle', 'import', file, '--json'], place);
    expect(JSON.parse(again.stdout)).toEqual({ imported: 2 });

    const list = await run(['handle', 'list', '--json'], place);
    expect(JSON.parse(list.stdout)).toMatchObject([
      { handle: 'sw_energy', x_user_id: '9000000000000000072', state: 'active' },
      { handle: 'sw_home', x_user_id: '9000000000000000001', state: 'active' },
    ]);
    const table = await run(['handle', 'list'], place);
    for (const { stdout, stderr } of [imported, again, list, table]) {
      expect(stdout + stderr).not.toMatch(/(first|second)-(token|secret)/);
    }
    const database = new Database(databaseFile(folder));
    const kept = database.prepare('select count(*) as count from credential').get();
    database.close();
    expect(kept).toEqual({ count: 2 });
    for (const name of readdirSync(folder).filter((one) => one.startsWith('sunwai.db'))) {
      expect(readFileSync(join(folder, name)).includes('first-token'), name).toBe(false);
      expect(readFileSync(join(folder, name)).includes('first-secret'), name).toBe(false);
    }
  });

  it('import names every bad row without a token, and keeps none of them', async () => {
    const folder = freshFolder();
    const place = { folder, env: key() };
    const file = join(folder, 'tokens.csv');
    const rows = [
      'sw_energy,9000000000000000072,tok-a,sec-a',
      'not a handle,9000000000000000001,tok-b,sec-b',
      'sw_home,9.0E+18,tok-c,sec-c',
      'sw_pwd,9000000000000000074,,sec-d',
      'sw_twin,9000000000000000072,tok-e,sec-e',
    ];
    writeFileSync(file, [header, ...rows, ''].join('\n'));
    const { code, stdout, stderr } = await run(['handle', 'import', file], place);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`IN-001 ${file}:3 handle`);
    expect(stderr).toContain(`IN-001 ${file}:4 x_user_id`);
    expect(stderr).toContain(`IN-001 ${file}:5 access_token`);
    expect(stderr).toContain(`DIR-004 ${file}:6 x_user_id`);
    expect(stderr).not.toMatch(/(tok|sec)-[a-e]/);
    const list = await run(['handle', 'list', '--json'], place);
    expect(JSON.parse(list.stdout)).toEqual([]);
  });

  it('import needs a key, and a file that is there', async () => {
    const folder = freshFolder();
    const keyless = await run(['handle', 'import', 'tokens.csv'], { folder });
    expect(keyless.stderr).toContain('CFG-004 SUNWAI_SECRET_KEY');
    const fileless = await run(['handle', 'import', 'tokens.csv'], { folder, env: key() });
    expect(fileless.stderr).toContain('IN-002 tokens.csv');
    expect([keyless.code, fileless.code]).toEqual([2, 2]);
  });

  it('the desk does not start with a key that opens none of the tokens', async () => {
    const folder = freshFolder();
    const file = join(folder, 'tokens.csv');
    writeFileSync(file, `${header}\nsw_energy,9000000000000000072,tok,sec\n`);
    await run(['handle', 'import', file], { folder, env: key() });
    const env = {
      SUNWAI_X: 'live',
      X_API_BASE_URL: 'http://127.0.0.1:9',
      X_BEARER_TOKEN: 'b',
      X_APP_KEY: 'k',
      X_APP_SECRET: 's',
      ...key(),
    };
    const { code, stderr } = await run(['start'], { folder, env });
    expect(stderr).toContain('CFG-004 SUNWAI_SECRET_KEY');
    expect(code).toBe(2);
  });
});
