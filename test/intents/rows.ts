import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeModel } from '../../src/intents/model.js';
import { type TrainingRow, trainParts } from '../../src/intents/train.js';
import { readModel } from '../../src/model-file.js';

const FOLDER = join(import.meta.dirname, '../../data/training');

/** Every n-th row of the project's own training text, so that all intents, languages and hands are there. */
export function someRows(every: number): TrainingRow[] {
  const lines = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(FOLDER, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '');
  return lines.filter((_, at) => at % every === 0).map((line) => JSON.parse(line) as TrainingRow);
}

/** What is learnt from a part of the text: enough to behave, quick to train. */
export const smallParts = () => trainParts(someRows(12), { folds: 2 }).parts;

export const smallModel = () => makeModel(smallParts());

/** The model as the build made it, of all the text. */
export const builtModel = () => makeModel(readModel(join(import.meta.dirname, '../../dist/model.bin')).parts);
