import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../src/bot/store.js';
import { newCode, showCode } from '../../src/cases/code.js';
import { hashFeatures } from '../../src/intents/hashed-features.js';
import { encodeModel } from '../../src/intents/model-bytes.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { trainParts } from '../../src/intents/train.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { NOW } from '../cases/given.js';
import { cleanUp, databaseUrl, freshFolder, run } from '../e2e/program.js';
import { someRows } from '../intents/rows.js';
import { correctedEvent, correctionOf, decision, inboxRow, openedEvent, opening } from '../store/given.js';

// Each command is a process of its own; a small machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });
afterAll(cleanUp);

const ON = { SUNWAI_LEARN: 'on' };
/** A valid one: the terminal looks at the check character. */
const CODE = newCode((count) => new Uint8Array(count).map((_, at) => 12 + at * 7));

/** Works with the folder's database as the desk would, and closes it again. */
async function withDesk(folder: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore(databaseUrl(folder));
  await store.migrate();
  await work(store);
  await store.close();
}

/** A folder whose desk has one case, which waits for a person. */
async function folderWithCase(): Promise<string> {
  const folder = freshFolder();
  await withDesk(folder, async (store) => {
    await store.savePage([inboxRow('100', { ownText: 'ट्रांसफार्मर जला पड़ा है' })], null);
    const opened = openedEvent('100', { triage: true, service: 'POWER_OUTAGE' });
    await store.commitPost('100', null, { ...opening(CODE), events: [opened] }, [], null, NOW);
  });
  return folder;
}

/** A small folder of texts, each once. */
function texts(folder: string, every: number): string {
  const place = join(folder, 'texts');
  mkdirSync(place);
  const rows = [...new Map(someRows(every).map((row) => [row.text, row])).values()];
  writeFileSync(join(place, 'some.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return place;
}

describe('case wrong', () => {
  it('corrects a case in the name of the desk, and it waits for nobody any more', async () => {
    const folder = await folderWithCase();
    const waiting = async () =>
      JSON.parse((await run(['case', 'list', '--triage', '--json'], { folder })).stdout);
    expect(await waiting()).toMatchObject([{ code: showCode(CODE) }]);
    const typed = ['case', 'wrong', showCode(CODE).toLowerCase(), '--service', 'streetlight', '--json'];
    const { code, stdout } = await run(typed, { folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      code: showCode(CODE),
      before: { service: 'POWER_OUTAGE', department: 'ENERGY' },
      after: { service: 'STREETLIGHT' },
      queued: true,
    });
    expect(await waiting()).toEqual([]);
    const shown = await run(['case', 'show', CODE, '--json'], { folder });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      service: 'STREETLIGHT',
      triage: false,
      events: [{ type: 'opened' }, { type: 'corrected', by: 'desk' }, { type: 'transferred' }],
    });
  });

  it('says what cannot be, and changes nothing', async () => {
    const folder = await folderWithCase();
    const wrong = (...options: string[]) => run(['case', 'wrong', ...options], { folder });
    const outcomes = await Promise.all([
      wrong('2222-2222', '--intent', 'query'),
      wrong(CODE, '--service', 'NO_SUCH', '--intent', 'query'),
      wrong(CODE, '--service', 'STREETLIGHT', '--department', 'HOME'),
      wrong(CODE),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    const [unknown, value, disagree, nothing] = outcomes.map(({ stderr }) => stderr);
    expect(unknown).toContain('CASE-001 2222-2222');
    expect(value).toMatch(/CASE-002.*not known: service/);
    expect(disagree).toMatch(/CASE-002.*another department/);
    expect(nothing).toMatch(/CASE-002.*nothing is different/);
    const shown = await run(['case', 'show', CODE, '--json'], { folder });
    expect((JSON.parse(shown.stdout) as { events: unknown[] }).events).toHaveLength(1);
  });
});

describe('train', () => {
  it('learns nothing from officers as long as that is switched off', async () => {
    const folder = await folderWithCase();
    const { code, stdout, stderr } = await run(['train', '--with-corrections'], { folder });
    expect(stderr).toContain('LRN-001 SUNWAI_LEARN');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(existsSync(join(folder, 'var'))).toBe(false);
  });

  it('--with-corrections prints the table of a poisoned set, refuses it and writes nothing', async () => {
    const folder = await folderWithCase();
    const danger = someRows(4).filter(({ intent }) => intent === 'emergency');
    await withDesk(folder, async (store) => {
      for (let at = 0; at < 2000; at += 1) {
        const state = await store.caseByCode(CODE);
        const features = hashFeatures(tokensOf(danger[at % danger.length]?.text ?? ''));
        const correction = correctionOf('100', { after: { intent: 'other', service: null }, features });
        if (state !== null)
          await store.commitTick(
            state,
            decision({ caseCode: CODE, events: [correctedEvent()] }),
            [],
            NOW,
            correction,
          );
      }
    });
    const place = { folder, env: ON };
    const { code, stdout, stderr } = await run(
      ['train', '--with-corrections', '--evaluation', texts(folder, 9)],
      place,
    );
    expect(stderr).toMatch(/LRN-002 2000 corrections: .*intent, hi/);
    expect(code).toBe(2);
    expect(stdout).toContain('REFUSED: ');
    for (const head of [
      'built',
      'candidate',
      'won',
      'lost',
      'verdict',
      'emergencies found',
      'department, ENERGY',
    ])
      expect(stdout).toContain(head);
    expect(existsSync(join(folder, 'var'))).toBe(false);
    await withDesk(folder, async (store) => {
      expect(await store.corrections('queued')).toEqual([]);
      expect(await store.corrections('refused')).toHaveLength(2000);
    });
    const again = await run(['train', '--with-corrections', '--evaluation', join(folder, 'texts')], place);
    expect(again).toMatchObject({ code: 0, stdout: 'nothing to learn: no correction is queued\n' });
  });

  it('--rollback without an earlier model says so', async () => {
    const { code, stderr } = await run(['train', '--rollback'], { folder: freshFolder() });
    expect(stderr).toContain(`LRN-003 ${join('var', 'model.previous.bin')}`);
    expect(code).toBe(2);
  });

  it('never writes over a model that holds what officers taught', async () => {
    const folder = freshFolder();
    const file = join(folder, 'model.bin');
    const { parts } = trainParts(someRows(60), { folds: 2 });
    writeFileSync(file, encodeModel({ ...parts, base: 'b'.repeat(64) }));
    const before = readFileSync(file);
    const { code, stderr } = await run(['train', '--training', texts(folder, 30), '--out', file], { folder });
    expect(stderr).toContain(`MDL-003 ${file}`);
    expect(code).toBe(2);
    expect(Buffer.compare(readFileSync(file), before)).toBe(0);
  });

  it('reports what it learnt from and how well, as tables or as JSON, with nothing on a stderr nobody looks at', async () => {
    const folder = freshFolder();
    const args = ['train', '--training', texts(folder, 20), '--out', join(folder, 'new', 'model.bin')];
    const table = await run(args, { folder });
    expect(table).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['grievance', 'hinglish', 'macro-F1', 'temperature', 'false alarms', 'features', 'KB'])
      expect(table.stdout).toContain(word);
    const { stdout } = await run([...args, '--json'], { folder });
    const report = JSON.parse(stdout) as { bytes: number; texts: number };
    expect(report.bytes).toBe(readFileSync(join(folder, 'new', 'model.bin')).byteLength);
    expect(report).toMatchObject({
      labels: { emergency: 2 },
      held_out: { intent: { texts: report.texts } },
      emergencies: { recall: expect.any(Number) },
    });
  });

  it('a desk that finds a model grown from another build says so and answers all the same', async () => {
    const folder = freshFolder();
    const { parts } = trainParts(someRows(60), { folds: 2 });
    mkdirSync(join(folder, 'var'));
    writeFileSync(join(folder, 'var', 'model.bin'), encodeModel({ ...parts, base: 'b'.repeat(64) }));
    const { code, stdout, stderr } = await run(
      ['classify'],
      { folder },
      '{"id":"1","text":"bijli nahi hai"}\n',
    );
    expect(stderr).toContain(`MDL-002 ${join('var', 'model.bin')}`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: '1', department: 'ENERGY' });
  });
});
