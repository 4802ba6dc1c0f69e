import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, databaseFile, freshFolder, run } from '../e2e/program.js';
import { CODE } from '../e2e/talk.js';

// Each command is a process of its own; a small machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });
afterAll(cleanUp);

const FIELDS = [
  'id',
  'intent',
  'confidence',
  'needs_human',
  'emergency',
  'service',
  'department',
  'departments',
  'district',
  'station',
  'language',
  'outside',
  'entities',
  'why',
];

interface Meaning {
  id: unknown;
  departments: { code: string; confidence: number }[];
  [field: string]: unknown;
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('classify', () => {
  it('answers line by line, in order, with exactly the promised fields', async () => {
    const inputs = [
      { id: 'b', text: '3 दिन से बिजली नहीं आ रही, गोमती नगर लखनऊ', handle: '@SW_Energy', media: true },
      { id: 7, text: 'Kanpur mein das din se kooda nahi uthaya gaya' },
      { id: 'a', text: 'Two bikes fell into the pothole near Meerut bus stand, please repair the road' },
      { id: 'empty', text: '' },
      { id: 'fire', text: 'godown mein abhi aag lagi hai, log andar phase hain', handle: null },
      { text: 'मेरी शिकायत का क्या हुआ?' },
    ];
    const input = inputs.map((one) => JSON.stringify(one)).join('\r\n');
    const { code, stdout, stderr } = await run(['classify', '--json'], { folder: freshFolder() }, input);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const found = lines(stdout).map((line) => JSON.parse(line) as Meaning);
    expect(found.map(({ id }) => id)).toEqual(['b', 7, 'a', 'empty', 'fire', null]);
    for (const meaning of found) expect(Object.keys(meaning)).toEqual(FIELDS);
    expect(found[0]).toMatchObject({
      intent: 'grievance',
      department: 'ENERGY',
      district: 'LUCKNOW',
      language: 'hi',
    });
    expect(found[0]?.departments).toHaveLength(3);
    expect(found[0]?.departments[0]?.code).toBe('ENERGY');
    const confidences = found[0]?.departments.map(({ confidence }) => confidence) ?? [];
    expect([...confidences].sort((a, b) => b - a)).toEqual(confidences);
    expect(found[1]).toMatchObject({ intent: 'grievance', department: 'URBANDEV', language: 'hinglish' });
    expect(found[0]?.entities).toEqual({
      since: { amount: 3, unit: 'days', from: null },
      dates: [],
      numbers: [],
      amounts: [],
      script: 'devanagari',
      media: true,
    });
    expect(found[3]).toMatchObject({ needs_human: true, emergency: false });
    expect(found[4]).toMatchObject({ emergency: true });
  });

  it('takes the district of the handle where the text names no place, and names the station', async () => {
    const inputs = [
      { id: 1, text: 'mobile chori hui, FIR nahi likh rahe', handle: '@sw_pol_agra' },
      { id: 2, text: 'Nepal me mobile chori hui, FIR nahi likh rahe', handle: '@sw_pol_agra' },
      { id: 3, text: 'थाना हज़रतगंज में FIR नहीं लिख रहे', handle: '@sw_pol_agra' },
    ];
    const input = inputs.map((one) => JSON.stringify(one)).join('\n');
    const { stdout } = await run(['classify'], { folder: freshFolder() }, input);
    const found = lines(stdout).map((line) => JSON.parse(line) as Meaning);
    expect(found.map(({ district, station }) => [district, station])).toEqual([
      ['AGRA', null],
      [null, null],
      ['LUCKNOW', 'LKO_HAZRATGANJ'],
    ]);
  });

  it('names lines it cannot read and does all the others', async () => {
    const input = [
      '{"id":1,"text":"bijli nahi hai"}',
      'secret words',
      '{"id":2}',
      '',
      '[1]',
      '{"id":3,"text":"sadak kharab hai"}',
      '{"id":4,"text":"secret words","media":"yes"}',
    ];
    const { code, stdout, stderr } = await run(['classify'], { folder: freshFolder() }, input.join('\n'));
    expect(lines(stdout).map((line) => (JSON.parse(line) as Meaning).id)).toEqual([1, 3]);
    expect(lines(stderr).map((line) => line.split(': ')[0])).toEqual([
      'IN-001 stdin:2',
      'IN-001 stdin:3',
      'IN-001 stdin:5',
      'IN-001 stdin:7',
    ]);
    expect(stderr).not.toContain('secret words');
    expect(code).toBe(2);
  });

  it('reads a long stream to its end', async () => {
    const input = `${JSON.stringify({ id: 1, text: 'bijli nahi hai' })}\n`.repeat(3_000);
    const { code, stdout } = await run(['classify'], { folder: freshFolder() }, input);
    expect(lines(stdout)).toHaveLength(3_000);
    expect(code).toBe(0);
  });
});

describe('replay', () => {
  const post = (id: number, text: string, more: object = {}) => ({
    id: `${1_960_000_000_000_000_000n + BigInt(id) * 1_000_000_000n}`,
    author_id: '55',
    created_at: `2026-03-01T05:${String(id).padStart(2, '0')}:00.000Z`,
    text,
    ...more,
  });
  const saved = [
    post(1, '@sw_energy 3 दिन से बिजली नहीं आ रही, गोमती नगर लखनऊ'),
    post(2, '@sw_urbandev Kanpur mein das din se kooda nahi uthaya gaya'),
    post(3, 'nothing to do with anybody'),
    post(4, '@sw_energy बहुत धन्यवाद, बिजली आ गई। आपकी टीम ने अच्छा काम किया'),
  ];

  it('tells what would be answered, the same each time, and posts and keeps nothing', async () => {
    const folder = freshFolder();
    writeFileSync(
      join(folder, 'saved.jsonl'),
      [...saved, saved[0]].map((one) => JSON.stringify(one)).join('\n'),
    );
    const [one, two] = await Promise.all([
      run(['replay', 'saved.jsonl'], { folder }),
      run(['replay', 'saved.jsonl'], { folder }),
    ]);
    expect(one.stderr).toBe('');
    expect(one).toMatchObject({ code: 0, stdout: two.stdout });
    const found = lines(one.stdout).map(
      (line) =>
        JSON.parse(line) as { disposition: string; code: string; replies: { to: string; text: string }[] },
    );
    expect(found.map(({ disposition }) => disposition)).toEqual([
      'case_opened',
      'case_opened',
      'not_ours',
      'recorded_appreciation',
      'repeated',
    ]);
    expect(found[0]?.replies).toMatchObject([{ as: '9000000000000000072', to: saved[0]?.id }]);
    expect(CODE.exec(found[0]?.replies[0]?.text ?? '')?.[0]).toBe(found[0]?.code);
    expect(found[1]?.code).not.toBe(found[0]?.code);
    expect(found[3]?.replies).toEqual([]);
    expect(found[4]?.replies).toEqual([]);
    expect(readdirSync(folder)).toEqual(['saved.jsonl']);
    expect(existsSync(databaseFile(folder))).toBe(false);
  });

  it('names a line that is no post, and a file that is not there', async () => {
    const folder = freshFolder();
    writeFileSync(
      join(folder, 'saved.jsonl'),
      `${JSON.stringify(saved[0])}\n{"id": 5}\n${JSON.stringify(saved[1])}\n`,
    );
    const broken = await run(['replay', 'saved.jsonl'], { folder });
    expect(broken.stderr).toContain('IN-001 saved.jsonl:2');
    expect(lines(broken.stdout)).toHaveLength(2);
    expect(broken.code).toBe(2);
    const missing = await run(['replay', 'nowhere.jsonl'], { folder });
    expect(missing.stderr).toContain('IN-002 nowhere.jsonl');
    expect(missing.code).toBe(2);
  });
});
