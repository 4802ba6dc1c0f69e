import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, freshFolder, PROJECT, run } from '../e2e/program.js';

// Each command is a process of its own; a small machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });
afterAll(cleanUp);

/** A copy of a folder of the project that a test may break. */
function copyOf(folder: string, name: string): string {
  const copy = join(folder, name);
  cpSync(join(PROJECT, ...name.split('/')), copy, { recursive: true });
  return copy;
}

/** Adds a line to a file; says which line it is. */
function append(file: string, line: string): number {
  const text = readFileSync(file, 'utf8').replace(/\n*$/, '\n');
  writeFileSync(file, `${text}${line}\n`);
  return text.split('\n').length;
}

/** Replaces the first place that matches; says in which line it stands. */
function replace(file: string, what: string | RegExp, by: string): number {
  const text = readFileSync(file, 'utf8');
  const at = text.search(what);
  if (at < 0) throw new Error(`${file} has no ${String(what)}`);
  writeFileSync(file, text.replace(what, by));
  return text.slice(0, at).split('\n').length;
}

describe('check', () => {
  it('finds no fault in what comes with the program, from any folder', async () => {
    const { code, stdout, stderr } = await run(['check'], { folder: freshFolder() });
    expect(stdout).toMatch(
      /^No fault: 84 departments, 75 districts, \d+ services, \d+ officers, \d+ answers, \d+ training texts, \d+ test texts\n$/,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('names every fault planted in a directory, with file and line', async () => {
    const folder = freshFolder();
    const directory = copyOf(folder, 'data/directory');
    const file = (name: string) => join(directory, name);
    const day = '2026-01-01';
    const expected: [code: string, where: string][] = [];
    const planted = (code: string, where: string) => expected.push([code, where]);

    planted('DIR-002', `departments.csv:${append(file('departments.csv'), 'ODD,Odd,विषम,sw_odd')} row`);
    planted(
      'DIR-004',
      `departments.csv:${append(file('departments.csv'), 'TWIN,Twin,जुड़वाँ,SW_Energy,9000000000000000901,always')} handle`,
    );
    planted(
      'DIR-004',
      `departments.csv:${append(file('departments.csv'), 'SAMEID,Same,समान,sw_same,9000000000000000072,always')} x_user_id`,
    );
    planted(
      'DIR-002',
      `departments.csv:${append(file('departments.csv'), 'EXCEL,Excel,एक्सेल,sw_excel,9.00000000000000E+18,always')} x_user_id`,
    );
    planted(
      'DIR-003',
      `officers.csv:${append(file('officers.csv'), `9000000000000100901,A,NOWHERE,LUCKNOW,1,${day},`)} department`,
    );
    planted(
      'DIR-003',
      `officers.csv:${append(file('officers.csv'), `9000000000000100902,B,ENERGY,ATLANTIS,1,${day},`)} district`,
    );
    planted(
      'DIR-002',
      `officers.csv:${append(file('officers.csv'), '9000000000000100903,C,ENERGY,LUCKNOW,1,2026-02-30,')} valid_from`,
    );
    planted(
      'DIR-003',
      `officers.csv:${append(file('officers.csv'), `9000000000000100904,D,ENERGY,LUCKNOW,9,${day},`)} level`,
    );
    planted('DIR-002', `services.csv:${append(file('services.csv'), 'SLOW,Slow,धीमा,ENERGY,soon')} hours`);
    const renamed = replace(file('services.csv'), /^CERTIFICATE,/m, 'PAPERS,');
    planted('DIR-003', 'answers.yaml:');
    planted(
      'DIR-002',
      `holidays.csv:${append(file('holidays.csv'), '15/08/2026,Independence Day,स्वतंत्रता दिवस')} date`,
    );
    const latin1 = append(file('districts.csv'), 'placeholder');
    writeFileSync(
      file('districts.csv'),
      Buffer.concat([
        Buffer.from(readFileSync(file('districts.csv'), 'utf8').replace('placeholder\n', '')),
        Buffer.from('CAFE,Caf\xe9,x,,,\n', 'latin1'),
      ]),
    );
    planted('DIR-001', `districts.csv:${latin1}`);
    rmSync(file('elsewhere.csv'));
    writeFileSync(file('outside.csv'), '');
    planted('DIR-001', 'outside.csv:1');

    const { code, stdout } = await run(['check'], { folder, env: { SUNWAI_DIRECTORY: directory } });
    expect(code).toBe(2);
    expect(renamed).toBeGreaterThan(1);
    // Districts that cannot be read are said once; no officer of a district is blamed for it.
    const found = stdout.split('\n');
    for (const [fault, where] of expected.filter(([, place]) => !place.endsWith('district'))) {
      expect(
        found.filter((line) => line.startsWith(`${fault} ${where}`)),
        where,
      ).not.toEqual([]);
    }
    expect(
      found.filter((line) => line.startsWith('DIR-003 officers.csv') && line.includes('district')),
    ).toEqual([]);
  });

  it('names a district nobody knows and a bad policy, each by its line', async () => {
    const folder = freshFolder();
    const directory = copyOf(folder, 'data/directory');
    const officers = join(directory, 'officers.csv');
    const policy = join(directory, 'policy.yaml');
    const line = append(officers, '9000000000000100902,B,ENERGY,ATLANTIS,1,2026-01-01,');
    const age = replace(policy, /^max_age_hours: .*/m, 'max_age_hours: never');
    const level = replace(policy, /- level: 2/, '- level: 5');
    appendFileSync(policy, 'mood: good\n');
    const { code, stdout } = await run(['check', '--json'], { folder, env: { SUNWAI_DIRECTORY: directory } });
    expect(code).toBe(2);
    const { faults } = JSON.parse(stdout) as { faults: { code: string; where: string; detail: string }[] };
    expect(faults).toContainEqual(
      expect.objectContaining({ code: 'DIR-003', where: `officers.csv:${line} district` }),
    );
    expect(faults).toContainEqual(
      expect.objectContaining({ code: 'DIR-005', where: `policy.yaml:${age} max_age_hours` }),
    );
    expect(faults).toContainEqual(
      expect.objectContaining({ code: 'DIR-005', where: `policy.yaml:${level} ladder.1.level` }),
    );
    expect(faults.filter(({ where }) => where.endsWith(' mood'))).toHaveLength(1);
  });

  it('names a file that is missing', async () => {
    const folder = freshFolder();
    const directory = copyOf(folder, 'data/directory');
    rmSync(join(directory, 'officers.csv'));
    const { code, stdout } = await run(['check'], { folder, env: { SUNWAI_DIRECTORY: directory } });
    expect(stdout).toContain('DIR-001 officers.csv:1: there is no such file');
    expect(code).toBe(2);
    const started = await run(['start'], { folder, env: { SUNWAI_DIRECTORY: directory } });
    expect(started.stderr).toContain('DIR-001 officers.csv:1');
    expect(started.code).toBe(2);
  });

  it('names templates that are too long or use an unknown name, and one that is missing', async () => {
    const folder = freshFolder();
    const templates = copyOf(folder, 'templates');
    writeFileSync(join(templates, 'en', 'status.hbs'), `{{code}} ${'word '.repeat(60)}\n`);
    writeFileSync(join(templates, 'hi', 'ack.hbs'), '{{code}} {{citizen_phone}}\n');
    rmSync(join(templates, 'hinglish', 'claimed.hbs'));
    const { code, stdout } = await run(['check', '--templates', templates], { folder });
    expect(stdout).toMatch(/^TPL-002 .*en\/status.*: /m);
    expect(stdout).toMatch(/^TPL-001 .*hi\/ack.*citizen_phone/m);
    expect(stdout).toMatch(/^TPL-001 .*hinglish\/claimed/m);
    expect(code).toBe(2);
  });

  it('names every bad row of the training text', async () => {
    const folder = freshFolder();
    const training = copyOf(folder, 'data/training');
    const file = join(training, 'hi.jsonl');
    const row = {
      text: 'नल में पानी नहीं',
      lang: 'hi',
      intent: 'grievance',
      service: null,
      district: null,
      group: 'g',
    };
    const lines = [
      append(file, JSON.stringify({ ...row, intent: 'moan' })),
      append(file, JSON.stringify({ ...row, service: 'TELEPATHY' })),
      append(file, JSON.stringify({ ...row, district: 'ATLANTIS' })),
      append(file, '{"text": '),
    ];
    const { code, stdout } = await run(['check', '--training', training], { folder });
    for (const line of lines) expect(stdout).toContain(`TRN-001 ${file}:${line}: `);
    expect(stdout.match(/TRN-001/g)).toHaveLength(lines.length);
    expect(code).toBe(2);
  });

  it('names a test text that was taught in another coat, a shared hand, and lets a fair text pass', async () => {
    const folder = freshFolder();
    const training = join(folder, 'training');
    mkdirSync(join(training, 'test'), { recursive: true });
    const row = { lang: 'hi', intent: 'grievance', service: null, district: null, template: null };
    const write = (name: string, rows: object[]) =>
      writeFileSync(
        join(training, name),
        rows.map((one) => `${JSON.stringify({ ...row, ...one })}\n`).join(''),
      );
    write('taught.jsonl', [
      { text: 'नल में पानी नहीं आ रहा', group: 'h1' },
      { text: 'पुल टूट गया है, कोई रास्ता नहीं बचा', group: 'h2' },
    ]);
    write('test/held.jsonl', [{ text: 'पुल के ऊपर से पानी बह रहा, रास्ता बंद है', group: 't1' }]);
    const fair = await run(['check', '--training', training], { folder });
    expect(fair.stdout).toContain('2 training texts, 1 test texts');
    expect(fair.code).toBe(0);
    write('test/held.jsonl', [
      { text: 'पुल के ऊपर से पानी बह रहा, रास्ता बंद है', group: 't1' },
      { text: '@dmgonda pul toot gaya hai koi rasta nahi bacha 😡', group: 'h1', lang: 'hinglish' },
      { text: 'सड़क पर गड्ढे', group: 't2', lookalike: 'yes' },
    ]);
    const planted = await run(['check', '--training', training], { folder });
    const held = join(training, 'test', 'held.jsonl');
    const taught = join(training, 'taught.jsonl');
    expect(planted.stdout).toContain(`TRN-002 ${held}:2: text: 100 % like the one in ${taught}:2\n`);
    expect(planted.stdout).toContain(`TRN-002 ${held}:2: group: h1 is also in ${taught}:1\n`);
    expect(planted.stdout).toContain(`TRN-001 ${held}:3: lookalike: `);
    expect(planted.stdout).toContain('\n3 fault(s)\n');
    expect(planted.code).toBe(2);
  });

  it('says which folder is not there', async () => {
    const { code, stdout } = await run(['check', '--templates', 'no-words', '--training', 'no-texts'], {
      folder: freshFolder(),
    });
    expect(stdout).toContain('TPL-001 no-words: ');
    expect(stdout).toContain('IN-002 no-texts: ');
    expect(code).toBe(2);
  });
});
