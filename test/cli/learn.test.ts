import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewCorrection, Store } from '../../src/bot/store.js';
import { learn, showMeasures, unlearn } from '../../src/cli/learn.js';
import { createInterpreter } from '../../src/compose.js';
import { loadDirectory } from '../../src/directory/load-directory.js';
import type { Directory } from '../../src/directory/types.js';
import { hashFeatures } from '../../src/intents/hashed-features.js';
import { encodeModel } from '../../src/intents/model-bytes.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { type TrainingRow, trainParts } from '../../src/intents/train.js';
import { modelInUse, previousOf } from '../../src/learnt-model.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { CODE, NOW } from '../cases/given.js';
import { someRows } from '../intents/rows.js';
import { correctedEvent, correctionOf, decision, inboxRow, openedEvent, opening } from '../store/given.js';

let directory: Directory;
/** The build: a model of some of the text, and what it is judged on. */
let builtBytes: Uint8Array;
let taught: TrainingRow[];
let evaluation: TrainingRow[];
/** What an attentive officer would say to the answers of the build: right labels where it was wrong. */
let good: NewCorrection[];
/** Every emergency is called something else. */
let poison: NewCorrection[];

const lessonFrom = ({ text, intent, service }: TrainingRow): NewCorrection =>
  correctionOf('100', { after: { intent, service }, features: hashFeatures(tokensOf(text)) });

beforeAll(() => {
  directory = loadDirectory('data/directory');
  const rows = someRows(8);
  evaluation = rows.filter((_, at) => at % 3 === 0);
  taught = rows.filter((_, at) => at % 3 === 1);
  const { parts } = trainParts(taught, { folds: 2 });
  builtBytes = encodeModel(parts);
  const interpret = createInterpreter(directory, parts);
  good = evaluation.filter(({ text, intent }) => interpret(text, null).intent !== intent).map(lessonFrom);
  const danger = rows.filter(({ intent }) => intent === 'emergency');
  poison = Array.from({ length: 400 }, (_, at) => {
    const { features } = lessonFrom(danger[at % danger.length] as TrainingRow);
    return correctionOf('100', { after: { intent: 'other', service: null }, features });
  });
});

let folder: string;
let files: { built: string; learnt: string };
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sunwai-learn-'));
  files = { built: join(folder, 'built.bin'), learnt: join(folder, 'var', 'model.bin') };
  writeFileSync(files.built, builtBytes);
  store = await openDesk('sqlite::memory:');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A database with one case, which all corrections are about. */
async function openDesk(url: string): Promise<Store> {
  const opened = openStore(url);
  await opened.migrate();
  await opened.savePage([inboxRow('100')], null);
  await opened.commitPost('100', null, { ...opening(), events: [openedEvent('100')] }, [], null, NOW);
  return opened;
}

async function queue(corrections: readonly NewCorrection[], into = store): Promise<void> {
  for (const correction of corrections) {
    const state = await into.caseByCode(CODE);
    if (state === null) throw new Error('no case');
    await into.commitTick(state, decision({ events: [correctedEvent()] }), [], NOW, correction);
  }
}

const train = () => learn(store, files, directory, evaluation, NOW);
const count = async () => ({
  queued: (await store.corrections('queued')).length,
  learnt: (await store.corrections('learnt')).length,
  refused: (await store.corrections('refused')).length,
});

describe('learning from corrections', () => {
  it('takes a good set: the file is written, the old one kept, the corrections marked', async () => {
    await queue(good);
    const lesson = await train();
    expect(lesson).toMatchObject({ verdict: 'accepted', corrections: good.length });
    expect(lesson.measures.filter(({ refusal }) => refusal !== null)).toEqual([]);
    expect(lesson.measures.some(({ won, lost }) => won > lost)).toBe(true);
    expect(await count()).toEqual({ queued: 0, learnt: good.length, refused: 0 });
    expect(readdirSync(join(folder, 'var')).sort()).toEqual(['model.bin', 'model.previous.bin']);
    expect(Buffer.compare(readFileSync(previousOf(files.learnt)), builtBytes)).toBe(0);
    const { file, fault } = modelInUse(files.built, files.learnt);
    expect({ file, fault }).toEqual({ file: files.learnt, fault: null });
  });

  it('refuses a poisoned set, shows where it loses, and changes nothing', async () => {
    await queue(good);
    const { measures } = await train();
    const before = readFileSync(files.learnt);
    await queue(poison);
    const lesson = await train();
    expect(lesson).toMatchObject({ verdict: 'refused', corrections: 400 });
    const refusals = Object.fromEntries(lesson.measures.map(({ name, refusal }) => [name, refusal]));
    expect(refusals).toMatchObject({ 'emergencies found, beside the model in use': 'too many points' });
    expect(showMeasures(lesson.measures)).toMatch(/model in use.*REFUSED: too many points/);
    // Judged against the build again, not against what was learnt in between.
    expect(lesson.measures.slice(0, -1).map(({ built }) => built)).toEqual(
      measures.map(({ built }) => built),
    );
    expect(Buffer.compare(readFileSync(files.learnt), before)).toBe(0);
    expect(Buffer.compare(readFileSync(previousOf(files.learnt)), builtBytes)).toBe(0);
    expect(await count()).toEqual({ queued: 0, learnt: good.length, refused: 400 });
  });

  it('refuses poison for the very first model too', async () => {
    await queue(poison);
    const lesson = await train();
    expect(lesson).toMatchObject({ verdict: 'refused', corrections: 400 });
    expect(lesson.measures.find(({ name }) => name === 'emergencies found')?.refusal).toBe('too many texts');
    expect(existsSync(files.learnt)).toBe(false);
  });

  it('without anything queued says so and writes nothing', async () => {
    expect(await train()).toMatchObject({ verdict: 'nothing_to_learn' });
    expect(existsSync(files.learnt)).toBe(false);
  });

  it('is not judged by a set that lacks emergencies or a language', async () => {
    await queue(good);
    const calm = evaluation.filter(({ intent, lang }) => intent !== 'emergency' && lang !== 'hi');
    await expect(learn(store, files, directory, calm, NOW)).rejects.toThrow(
      /LRN-004.*hi[\s\S]*LRN-004.*emergencies/,
    );
    expect(await count()).toMatchObject({ queued: good.length });
  });

  it('cut short between file and database does the same again, and counts nothing twice', async () => {
    await queue(good);
    const deaf = { ...store, settleCorrections: async () => Promise.reject(new Error('killed')) };
    await expect(learn(deaf, files, directory, evaluation, NOW)).rejects.toThrow('killed');
    const written = readFileSync(files.learnt);
    expect(await train()).toMatchObject({ verdict: 'accepted' });
    expect(Buffer.compare(readFileSync(files.learnt), written)).toBe(0);
    expect(Buffer.compare(readFileSync(previousOf(files.learnt)), builtBytes)).toBe(0);
  });

  it('a new build is used instead, with a warning, until what was learnt is added to it', async () => {
    await queue(good);
    await train();
    const next = trainParts(taught, { folds: 3 }).parts;
    writeFileSync(files.built, encodeModel(next));
    expect(modelInUse(files.built, files.learnt)).toMatchObject({
      file: files.built,
      fault: { code: 'MDL-002', where: files.learnt },
    });
    expect(await train()).toMatchObject({ verdict: 'accepted', corrections: 0 });
    expect(modelInUse(files.built, files.learnt)).toMatchObject({ file: files.learnt, fault: null });
    expect(await train()).toMatchObject({ verdict: 'nothing_to_learn' });
  });
});

describe('going back', () => {
  it('restores the very bytes, step by step is one step, and what was learnt is refused', async () => {
    await queue(good.slice(0, -1));
    await train();
    const first = readFileSync(files.learnt);
    await queue(good.slice(-1));
    expect(await train()).toMatchObject({ verdict: 'accepted' });
    expect(Buffer.compare(readFileSync(files.learnt), first)).not.toBe(0);
    expect(await unlearn(store, files, NOW)).toBe(1);
    expect(Buffer.compare(readFileSync(files.learnt), first)).toBe(0);
    expect(await count()).toEqual({ queued: 0, learnt: good.length - 1, refused: 1 });
    await expect(unlearn(store, files, NOW)).rejects.toThrow('LRN-003');
    expect(Buffer.compare(readFileSync(files.learnt), first)).toBe(0);
  });

  it('to the built model leaves a desk that uses it without a warning', async () => {
    await queue(good);
    await train();
    await unlearn(store, files, NOW);
    expect(Buffer.compare(readFileSync(files.learnt), builtBytes)).toBe(0);
    expect(modelInUse(files.built, files.learnt).fault).toBeNull();
    expect(await train()).toMatchObject({ verdict: 'nothing_to_learn' });
  });

  it('without an earlier model says so', async () => {
    await expect(unlearn(store, files, NOW)).rejects.toThrow('LRN-003');
    expect(existsSync(files.learnt)).toBe(false);
  });
});

describe('the model in use', () => {
  it('is the built one when the other is broken, and the fault says why', () => {
    const broken = join(folder, 'broken.bin');
    writeFileSync(broken, builtBytes.subarray(0, 500));
    expect(modelInUse(files.built, broken)).toMatchObject({ file: files.built, fault: { code: 'MDL-002' } });
  });
});

it('no word of a post is in the queue or in the model, once the post itself is gone', async () => {
  const longWords = (text: string) =>
    tokensOf(text)
      .map((token) => token.text)
      .filter((word) => word.length >= 6);
  const row = evaluation.find(({ text, lang }) => lang === 'hinglish' && longWords(text).length > 2);
  if (row === undefined) throw new Error('no such row');
  const desk = join(folder, 'desk.db');
  const onDisk = await openDesk(`sqlite:${desk}`);
  await queue([{ ...lessonFrom(row), after: { intent: 'query', service: null } }, ...good], onDisk);
  await learn(onDisk, files, directory, evaluation, NOW);
  await onDisk.close();
  const words = longWords(row.text);
  const kept = [desk, files.learnt].map((file) => readFileSync(file).toString('utf8').toLowerCase());
  for (const word of words) for (const text of kept) expect(text).not.toContain(word.toLowerCase());
});
