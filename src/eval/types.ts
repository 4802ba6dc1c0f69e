import type { TrainingRow } from '../intents/train.js';
import type { Meaning } from '../intents/types.js';

/** A test text as the desk read it. */
export interface Answer {
  /** `file:line` in the folder of the test part. */
  where: string;
  row: TrainingRow;
  meaning: Meaning;
}

/** Another way to answer the same two questions, for comparison only. */
export interface Rival {
  name: string;
  intent(text: string): string;
  /** A code of services.csv or outside.csv, or anything else for "cannot tell". */
  service(text: string): string;
}

/** So many of so many. */
export interface Share {
  right: number;
  of: number;
}

/** A measure with its 95 % interval. */
export interface Measured {
  value: number;
  low: number;
  high: number;
}
