import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANSWER_LIMIT } from '../../src/directory/answers.js';
import { checkDirectory, loadDirectory } from '../../src/directory/load-directory.js';
import { SunwaiError } from '../../src/lib/errors.js';

const SAMPLE = 'data/directory';

describe('the sample directory', () => {
  const directory = loadDirectory(SAMPLE);

  it('loads without a fault', () => {
    expect(checkDirectory(SAMPLE)).toEqual([]);
    expect(directory.departments.size).toBe(84);
    expect(directory.districts.size).toBe(75);
    expect(directory.services.size).toBeGreaterThanOrEqual(30);
    expect(directory.outside.size).toBe(8);
    expect(directory.answers).toHaveLength(8);
    expect(directory.officers.length).toBeGreaterThan(20);
  });

  it('has handles and ids that exist in the sandbox only', () => {
    for (const { code, handle, xUserId } of directory.departments.values()) {
      expect(handle).toBe(`sw_${code.toLowerCase()}`);
      expect(xUserId).toMatch(/^900000000000000\d{4}$/);
    }
    for (const { xUserId, name } of directory.officers) {
      expect(xUserId).toMatch(/^9000000000000100\d{3}$/);
      expect(name).toMatch(/\(sample\)$/);
    }
  });

  it('reads the policy with its own names', () => {
    const { policy } = directory;
    expect(policy.state.nameHi).toBe('उत्तर प्रदेश');
    expect(policy.ladder.map(({ level, hours }) => [level, hours])).toEqual([
      [1, 168],
      [2, 168],
      [3, 168],
    ]);
    expect(policy.helplines).toMatchObject({
      general: '112',
      women: '1090',
      suicide: '14416',
      power: '1912',
    });
    expect(policy.intents).toMatchObject({
      grievance: 'case',
      query: 'answer',
      status: 'stage',
      other: 'record',
    });
    expect(policy).toMatchObject({ maxAgeHours: 6, summon: 'explicit', silenceDays: 7, inactiveDays: 30 });
  });

  it('keeps every Hindi name in NFC and without Latin letters', () => {
    const rows = [...directory.departments.values(), ...directory.districts.values()];
    for (const { nameHi } of rows) {
      expect(nameHi).toBe(nameHi.normalize('NFC'));
      expect(nameHi).not.toMatch(/[A-Za-z]/);
    }
  });

  it('has answers that fit', () => {
    for (const { text } of directory.answers) {
      for (const words of Object.values(text)) expect([...words].length).toBeLessThanOrEqual(ANSWER_LIMIT);
    }
  });

  it('takes the dates of officers as whole days of the timezone', () => {
    const former = directory.officers.find((officer) => officer.validUntil !== null);
    expect(new Date(former?.validFrom ?? 0).toISOString()).toBe('2024-03-31T18:30:00.000Z');
    expect(new Date(former?.validUntil ?? 0).toISOString()).toBe('2026-03-31T18:30:00.000Z');
  });
});

describe('a broken copy', () => {
  let home = '';
  let folder = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sunwai-'));
    folder = join(home, 'directory');
    cpSync('data/directory', folder, { recursive: true });
    cpSync('data/answers', join(home, 'answers'), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const path = (file: string) => join(file === 'answers.yaml' ? join(home, 'answers') : folder, file);
  const edit = (file: string, change: (text: string) => string) => {
    const before = readFileSync(path(file), 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(path(file), after);
  };
  const lineOf = (file: string, text: string) =>
    readFileSync(path(file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;
  const append = (file: string, row: string) => edit(file, (text) => `${text}${row}\n`);
  const faults = () => checkDirectory(folder).map(({ code, where, detail }) => `${code} ${where}: ${detail}`);
  const only = () => {
    const all = faults();
    expect(all).toHaveLength(1);
    return all[0];
  };
  const lastLine = (file: string) => readFileSync(path(file), 'utf8').trimEnd().split('\n').length;

  it('throws with the same faults as the check', () => {
    append('officers.csv', '9000000000000100999,X (sample),NOPE,LUCKNOW,1,2026-01-01,');
    append('services.csv', 'NEW,New,नया,NADA,24');
    const caught = (() => {
      try {
        return loadDirectory(folder);
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(SunwaiError);
    expect((caught as SunwaiError).faults).toEqual(checkDirectory(folder));
    expect((caught as SunwaiError).faults).toHaveLength(2);
  });

  it.each([
    [
      'unknown department',
      '9000000000000100999,X,NOPE,LUCKNOW,1,2026-01-01,',
      'DIR-003 officers.csv:29 department',
    ],
    ['unknown district', '9000000000000100999,X,HOME,NOPE,1,2026-01-01,', 'DIR-003 officers.csv:29 district'],
    ['bad id', 'abc,X,HOME,LUCKNOW,1,2026-01-01,', 'DIR-002 officers.csv:29 x_user_id: "abc"'],
    [
      'id rewritten by a spreadsheet',
      '9.0E+18,X,HOME,LUCKNOW,1,2026-01-01,',
      'DIR-002 officers.csv:29 x_user_id',
    ],
    ['bad level', '9000000000000100999,X,HOME,,one,2026-01-01,', 'DIR-002 officers.csv:29 level: "one"'],
    [
      'level above the ladder',
      '9000000000000100999,X,HOME,,4,2026-01-01,',
      'DIR-003 officers.csv:29 level: "4"',
    ],
    [
      'no such day',
      '9000000000000100999,X,HOME,,1,2026-02-30,',
      'DIR-002 officers.csv:29 valid_from: "2026-02-30"',
    ],
    [
      'ends before it begins',
      '9000000000000100999,X,HOME,,1,2026-02-03,2026-02-01',
      'DIR-002 officers.csv:29 valid_until',
    ],
    ['too few columns', '9000000000000100999,X,HOME', 'DIR-002 officers.csv:29 row: 3 columns'],
    [
      'too many columns',
      '9000000000000100999,X,HOME,,1,2026-02-03,,,',
      'DIR-002 officers.csv:29 row: 9 columns',
    ],
    [
      'the same office twice',
      '9000000000000100003,X,ENERGY,,1,2026-02-03,',
      'DIR-004 officers.csv:29 x_user_id',
    ],
    [
      'a quote that is not closed',
      '9000000000000100999,"X,HOME,,1,2026-02-03,',
      'DIR-002 officers.csv:29 row',
    ],
    ['a quote in the middle', '9000000000000100999,"X"y,HOME,,1,2026-02-03,', 'DIR-002 officers.csv:29 row'],
  ])('officers.csv: %s', (_name, row, expected) => {
    append('officers.csv', row);
    expect(only()).toContain(expected);
  });

  it.each([
    ['handle too long', 'NEW,New,नया,this_is_too_long_,1,always', 'DIR-002 departments.csv:86 handle'],
    ['handle with an @', 'NEW,New,नया,@new,1,always', 'DIR-002 departments.csv:86 handle: "@new"'],
    ['look-alike letter in the handle', 'NEW,New,नया,sw_nеw,1,always', 'DIR-002 departments.csv:86 handle'],
    [
      'two handles alike',
      'NEW,New,नया,SW_HOME,1,always',
      'DIR-004 departments.csv:86 handle: "sw_home" stands in line 2',
    ],
    ['two ids alike', 'NEW,New,नया,neu,9000000000000000001,always', 'DIR-004 departments.csv:86 x_user_id'],
    ['two codes alike', 'HOME,New,नया,neu,1,always', 'DIR-004 departments.csv:86 code'],
    ['bad ack', 'NEW,New,नया,neu,1,sometimes', 'DIR-002 departments.csv:86 ack: "sometimes"'],
    ['bad code', 'new,New,नया,neu,1,always', 'DIR-002 departments.csv:86 code: "new"'],
    ['no name', 'NEW,,नया,neu,1,always', 'DIR-002 departments.csv:86 name_en'],
  ])('departments.csv: %s', (_name, row, expected) => {
    append('departments.csv', row);
    expect(only()).toContain(expected);
  });

  it('names the other files too', () => {
    append('services.csv', 'NEW,New,नया,HOME,soon');
    append('holidays.csv', '15-08-2026,X,क');
    append('districts.csv', 'AGRA,Agra,आगरा,,,');
    append('outside.csv', 'OUT_BANK,Bank,बैंक,a,b,c');
    expect(faults()).toEqual([
      expect.stringContaining(`DIR-002 services.csv:${lastLine('services.csv')} hours: "soon"`),
      expect.stringContaining(`DIR-002 holidays.csv:${lastLine('holidays.csv')} date: "15-08-2026"`),
      expect.stringContaining('DIR-004 districts.csv:77 code: "AGRA"'),
      expect.stringContaining('DIR-004 outside.csv:10 code'),
    ]);
  });

  it('names the line after rows that span lines', () => {
    edit('holidays.csv', (text) => text.replace(',Holi,', ',"Holi\nthe day after",'));
    append('holidays.csv', 'never,X,क');
    expect(only()).toContain(`holidays.csv:${lastLine('holidays.csv')} date`);
  });

  it('a header that does not fit', () => {
    edit('officers.csv', (text) => text.replace('x_user_id,name', 'id,name'));
    expect(only()).toContain('DIR-002 officers.csv:1 header: column 1 must be "x_user_id", not "id"');
  });

  it('an empty file, a missing file, a file that is not UTF-8', () => {
    writeFileSync(path('holidays.csv'), '');
    rmSync(path('officers.csv'));
    writeFileSync(
      path('services.csv'),
      Buffer.from('code,name_en,name_hi,department,hours\nA,caf\xe9,b,HOME,1\n', 'latin1'),
    );
    rmSync(join(home, 'answers'), { recursive: true });
    expect(faults()).toEqual([
      expect.stringMatching(/^DIR-001 services\.csv:2: it is not UTF-8/),
      expect.stringMatching(/^DIR-001 officers\.csv:1: there is no such file/),
      expect.stringMatching(/^DIR-001 holidays\.csv:1: the file is empty/),
    ]);
  });

  it('a folder that is not there', () => {
    expect(faults().length).toBe(0);
    expect(checkDirectory(join(home, 'nowhere')).map((fault) => fault.code)).toEqual(
      Array(6).fill('DIR-001'),
    );
  });

  it('takes a byte order mark, CRLF, extra columns and decomposed letters', () => {
    edit(
      'departments.csv',
      (text) =>
        `\uFEFF${text
          .normalize('NFD')
          .trimEnd()
          .split('\n')
          .map((line, at) => `${line},${at ? 'x' : 'note'}`)
          .join('\r\n')}\r\n`,
    );
    expect(loadDirectory(folder).departments.get('HOME')?.nameHi).toBe('गृह');
  });

  it.each([
    [
      'a wrong value',
      (text: string) => text.replace('summon: explicit', 'summon: loud'),
      'summon: explicit',
      'summon: must be explicit',
    ],
    [
      'a number in words',
      (text: string) => text.replace('silence_days: 7', 'silence_days: seven'),
      'silence_days: 7',
      'silence_days',
    ],
    [
      'a helpline without quotes',
      (text: string) => text.replace("fire: '101'", 'fire: 101'),
      "fire: '101'",
      'helplines.fire: must be',
    ],
    [
      'a wrong timezone',
      (text: string) => text.replace('Asia/Kolkata\n', 'Asia/Lucknow\n'),
      'timezone: Asia',
      'timezone: must be',
    ],
    [
      'a field that does not exist',
      (text: string) => text.replace('max_age_hours', 'max_age_hour'),
      'max_age_hours',
      'max_age_hour',
    ],
    [
      'a level that does not count up',
      (text: string) => text.replace('level: 2', 'level: 5'),
      'level: 2',
      'ladder.1.level: must be 2',
    ],
    [
      'a missing intent',
      (text: string) => text.replace('  query: answer\n', ''),
      'intents:',
      'intents.query',
    ],
    [
      'broken YAML',
      (text: string) => text.replace('timezone: Asia', 'timezone: "Asia'),
      'timezone: Asia',
      '',
    ],
  ])('policy.yaml: %s', (_name, change, near, expected) => {
    const line = lineOf('policy.yaml', near);
    edit('policy.yaml', change);
    const [first] = faults();
    expect(first).toContain('DIR-005 policy.yaml:');
    if (expected !== '')
      expect(first).toContain(
        `policy.yaml:${_name.includes('does not exist') ? 1 : line} ${expected.split(':')[0]}`,
      );
    if (expected.includes(':')) expect(first).toContain(expected);
  });

  it('answers: too long, a link, an unknown service, the same id', () => {
    const services = lineOf('answers.yaml', 'service: VOTER');
    edit('answers.yaml', (text) =>
      text
        .replace('en: In a town apply', `en: ${'x'.repeat(60)} In a town apply`)
        .replace('fill Form 6 in', 'see voters.example in')
        .replace('service: VOTER', 'service: VOTERS')
        .replace('id: voter_card', 'id: ration_card'),
    );
    const all = faults();
    expect(all[0]).toMatch(
      /^DIR-002 answers\.yaml:\d+ 4\.text\.en: has \d+ weighted characters; at most 150 fit/,
    );
    expect(all[1]).toMatch(/^DIR-002 answers\.yaml:\d+ 7\.text\.en: holds a dot between letters/);
    edit('answers.yaml', (text) => text.replace('x'.repeat(60), '').replace('voters.example', 'the app'));
    expect(faults()).toEqual([
      expect.stringContaining(`DIR-003 answers.yaml:${services} 7.service: "VOTERS"`),
      expect.stringMatching(/^DIR-004 answers\.yaml:\d+ 7\.id: "ration_card" stands at/),
    ]);
  });
});
