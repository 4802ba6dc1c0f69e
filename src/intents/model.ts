import type { Table } from './compile-model.js';
import { type Reading, Scorer } from './table.js';

/** One question the model answers: a table of counts, how it is read, and how sure its answer is. */
export interface Head {
  scorer: Scorer;
  /** The temperature of a post is this times the square root of its evidence; fitted on held-out hands. */
  temperature: number;
}

export type HeadName = 'intent' | 'service' | 'emergency';
export const HEADS: readonly HeadName[] = ['intent', 'service', 'emergency'];

/** All that was learnt from the training text. Holds counts of hashed features, no text. */
export interface Model {
  heads: Readonly<Record<HeadName, Head>>;
  /** Below this confidence in the intent a human decides. */
  sureIntent: number;
  /** At or above this probability the emergency head alone calls an emergency. */
  alarm: number;
}

export function makeHead(table: Table, reading: Reading, temperature: number): Head {
  return { scorer: new Scorer(table, reading), temperature };
}
