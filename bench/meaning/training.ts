import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { SparseBayes } from '../../src/intents/sparse-bayes.js';
import { figureOf, median, type Row, ratios } from '../figures.js';
import { duration, inRounds } from '../rounds.js';
import type { Document } from './documents.js';

/** What learning costs, of documents few enough for stock natural to learn them in about a second. */
export function measureTraining(documents: readonly Document[]): Row {
  const learn = (classifier: BayesClassifier): BayesClassifier => {
    for (const { names, label } of documents) classifier.addDocument(names, label);
    classifier.train();
    return classifier;
  };
  const [stock, ours] = [() => learn(new BayesClassifier()), () => learn(new SparseBayes())];
  ours();
  const times = inRounds({ stock: { run: stock }, ours: { run: ours } }, 9);
  return {
    what: `training, words, ${documents.length} texts`,
    peer: 'stock natural',
    ours: duration(median(times.ours)),
    theirs: duration(median(times.stock)),
    figure: figureOf(ratios(times.ours, times.stock), '×'),
    target: { atLeast: 30 },
  };
}
