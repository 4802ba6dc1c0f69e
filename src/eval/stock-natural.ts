import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { labelFor } from '../intents/labels.js';
import type { TrainingRow } from '../intents/train.js';
import type { Rival } from './types.js';

/** natural as it comes out of the box: default settings, raw strings, its own English tokeniser and stemmer. */
export function stockNatural(training: readonly TrainingRow[]): Rival {
  const [intent, service] = [new BayesClassifier(), new BayesClassifier()];
  for (const row of training) {
    intent.addDocument(row.text, row.intent);
    const label = labelFor('service', row);
    if (label !== null) service.addDocument(row.text, label);
  }
  intent.train();
  service.train();
  return {
    name: 'natural, as it comes',
    intent: (text) => intent.classify(text),
    service: (text) => service.classify(text),
  };
}
