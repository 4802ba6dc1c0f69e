import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { compile } from '../../src/intents/counts.js';
import { Scorer } from '../../src/intents/scorer.js';
import { SparseBayes } from '../../src/intents/sparse-bayes.js';
import type { Token } from '../../src/intents/tokens.js';
import { DEFAULTS } from '../../src/intents/train.js';
import { Lookup } from '../../src/intents/vocabulary.js';
import type { Document } from './documents.js';

/** One training, read in both ways. */
export interface Both {
  stock: BayesClassifier;
  /** What natural's own `save` would write. */
  json: string;
  /** The compiled scorer: scores of all classes, of names as stock natural gets them, or of tokens. */
  ofNames(names: readonly string[]): Float64Array;
  ofTokens(tokens: readonly Token[]): Float64Array;
  features: number;
}

/**
 * Stock natural and the table compiled from it. natural would need minutes to train on the whole corpus; it is restored
 * from what its sparse subclass trained, which is the same to the last bit (test/intents/sparse-bayes.test.ts), and is
 * then as fast as one that trained itself.
 */
export function trainBoth(documents: readonly Document[]): Both {
  const sparse = new SparseBayes();
  for (const { names, label } of documents) sparse.addDocument(names, label);
  sparse.train();
  const json = JSON.stringify(sparse);
  const { vocabulary, counts } = compile(sparse);
  const lookup = new Lookup(vocabulary);
  const scorer = new Scorer(counts, DEFAULTS.readings.intent, vocabulary.families);
  return {
    stock: BayesClassifier.restore(JSON.parse(json) as object),
    json,
    ofNames: (names) => {
      const places: number[] = [];
      for (const name of names) {
        const place = lookup.placeOfName(name);
        if (place >= 0) places.push(place);
      }
      return scorer.score({ places, from: places, to: places }).scores;
    },
    ofTokens: (tokens) => scorer.score(lookup.known(tokens)).scores,
    features: vocabulary.families.length,
  };
}

/** Runs over some and gives the last result. */
export function forAll<T>(items: readonly T[], run: (item: T) => unknown): unknown {
  let last: unknown;
  for (const item of items) last = run(item);
  return last;
}
