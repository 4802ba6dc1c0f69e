import type { Counts } from './counts.js';
import { dangerOf } from './labels.js';
import { type Reading, Scorer } from './scorer.js';
import type { Trust } from './trust.js';
import { Lookup, type Vocabulary } from './vocabulary.js';

/** One question the model answers: how its counts are read, and how sure the answer is. */
export interface Head {
  scorer: Scorer;
  /** The temperature of a post is this times the square root of its evidence; fitted on held-out hands. */
  temperature: number;
}

export type HeadName = 'intent' | 'service' | 'emergency';
export const HEADS: readonly HeadName[] = ['intent', 'service', 'emergency'];

/** All that was learnt from the training text. Holds counts of hashed features, no text. */
export interface Model {
  lookup: Lookup;
  heads: Readonly<Record<HeadName, Head>>;
  /** Below this confidence in the intent a human decides. */
  sureIntent: number;
  /** At or above this probability the emergency head alone calls an emergency. */
  alarm: number;
}

/** What a model is made of; all of it is in the model file. */
export interface ModelParts {
  vocabulary: Vocabulary;
  /** The emergency head reads the intents' counts. */
  counts: Readonly<Record<'intent' | 'service', Counts>>;
  readings: Readonly<Record<HeadName, Reading>>;
  /** null: nothing was learnt about the features. */
  trust: Readonly<Record<HeadName, Trust>> | null;
  temperatures: Readonly<Record<HeadName, number>>;
  sureIntent: number;
  alarm: number;
  /** Of a model that corrections went into: SHA-256 of the model file they were added to. */
  base?: string;
}

export function makeModel(parts: ModelParts): Model {
  const { vocabulary, counts, readings, trust, temperatures, sureIntent, alarm } = parts;
  const head = (name: HeadName): Head => ({
    scorer: makeScorer(name, counts, readings[name], vocabulary.families, trust?.[name]),
    temperature: temperatures[name],
  });
  return {
    lookup: new Lookup(vocabulary),
    heads: { intent: head('intent'), service: head('service'), emergency: head('emergency') },
    sureIntent,
    alarm,
  };
}

/** The scorer of a head. */
export function makeScorer(
  name: HeadName,
  counts: ModelParts['counts'],
  reading: Reading,
  families: Vocabulary['families'],
  trust: Trust | null = null,
): Scorer {
  if (name !== 'emergency') return new Scorer(counts[name], reading, families, { trust });
  return new Scorer(counts.intent, reading, families, { merge: dangerOf, trust });
}
