import { createInterpreter } from '../../src/compose.js';
import { loadDirectory } from '../../src/directory/load-directory.js';
import type { Inputs } from '../../src/eval/evaluate.js';
import type { PlacedRow } from '../../src/intents/leakage.js';
import { type TrainingRow, trainParts } from '../../src/intents/train.js';
import { someRows } from '../intents/rows.js';

const place = (file: string, rows: readonly TrainingRow[]): PlacedRow[] =>
  rows.map((row, at) => ({ where: `${file}:${at + 1}`, row }));

export const directory = loadDirectory('data/directory', 'data/answers');

/** A small model of the project's own text and a tiny test part, which holds the rows handed in. */
export function tinyInputs(planted: readonly TrainingRow[] = []): Inputs {
  const rows = someRows(9);
  const training = rows.filter((_, at) => at % 8 !== 0);
  const test = [...planted, ...rows.filter((_, at) => at % 8 === 0)];
  const interpret = createInterpreter(directory, trainParts(training, { folds: 2 }).parts);
  return {
    training: place('/somewhere/a.jsonl', training),
    test: place('/somewhere/test/b.jsonl', test),
    directory,
    interpret: (text) => interpret(text, null),
  };
}
