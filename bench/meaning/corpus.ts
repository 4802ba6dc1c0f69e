import { join } from 'node:path';
import { loadDirectory } from '../../src/directory/load-directory.js';
import type { Directory } from '../../src/directory/types.js';
import type { TrainingRow } from '../../src/intents/train.js';
import { loadTraining } from '../../src/model-file.js';

/** npm runs scripts in the folder of the package. */
const DATA = 'data';
export const MODEL = join('dist', 'model.bin');

export interface Corpus {
  directory: Directory;
  training: TrainingRow[];
  /** Never learnt from: read here as the posts of tomorrow. */
  test: TrainingRow[];
}

export function readCorpus(): Corpus {
  const directory = loadDirectory(join(DATA, 'directory'));
  const services = new Set([...directory.services.keys(), ...directory.outside.keys()]);
  const districts = new Set(directory.districts.keys());
  const read = (folder: string): TrainingRow[] => loadTraining(folder, services, districts);
  return {
    directory,
    training: read(join(DATA, 'training')),
    test: read(join(DATA, 'training', 'test')),
  };
}

/** Every `nth` of some, so that a sample has something of each file. */
export function sample<T>(all: readonly T[], nth: number): T[] {
  return all.filter((_, at) => at % nth === 0);
}

/** Deals some into `parts` of equal size; what is left over is left out. */
export function parts<T>(all: readonly T[], count: number): T[][] {
  const size = Math.floor(all.length / count);
  return Array.from({ length: count }, (_, part) =>
    Array.from({ length: size }, (_, at) => all[part + at * count] as T),
  );
}
