import { labelFor } from '../intents/labels.js';
import type { TrainingRow } from '../intents/train.js';
import { countsOf, type Documents, type Example } from './sparse-documents.js';
import type { Rival } from './types.js';

type Classifier = (features: readonly number[]) => string;
type Trainer = (examples: readonly Example[], size: number, alpha: number) => Classifier;

/** Smoothings tried; the best on held-out hands of the training part is taken, for each question by itself. */
const ALPHAS = [1, 0.1, 0.01];

/** Complement naive Bayes with normalised weights (Rennie 2003): a class is what its complement is least like. */
export const trainComplement: Trainer = (examples, size, alpha) => {
  const { labels, features } = countsOf(examples, size);
  const all = new Float64Array(size);
  for (const counts of features)
    for (let at = 0; at < size; at += 1) all[at] = at0(all, at) + at0(counts, at);
  const mass = sum(all);
  const weights = features.map((counts) => {
    const rest = mass - sum(counts) + alpha * size;
    const raw = counts.map((count, at) => Math.log((at0(all, at) - count + alpha) / rest));
    const norm = raw.reduce((total, weight) => total + Math.abs(weight), 0);
    return raw.map((weight) => weight / norm);
  });
  return (mine) => labels[best(weights.map((weight) => -total(weight, mine)))] ?? '';
};

/** Bernoulli naive Bayes: a feature that is absent speaks too. */
export const trainBernoulli: Trainer = (examples, size, alpha) => {
  const { labels, texts, features } = countsOf(examples, size);
  const classes = features.map((counts, at) => {
    const texts1 = texts[at] ?? 0;
    const gains = new Float64Array(size);
    let absent = Math.log(texts1 / examples.length);
    for (let feature = 0; feature < size; feature += 1) {
      const present = (at0(counts, feature) + alpha) / (texts1 + 2 * alpha);
      absent += Math.log(1 - present);
      gains[feature] = Math.log(present / (1 - present));
    }
    return { absent, gains };
  });
  return (mine) => labels[best(classes.map(({ absent, gains }) => absent + total(gains, mine)))] ?? '';
};

/** A rival that answers both questions with one kind of naive Bayes over the same features as the model that ships. */
export function otherBayes(
  name: string,
  train: Trainer,
  training: readonly TrainingRow[],
  documents: Documents,
): Rival {
  const examples = (head: 'intent' | 'service'): Example[] =>
    training.flatMap((row) => {
      const label = labelFor(head, row);
      return label === null ? [] : [{ features: documents.of(row.text), label, hand: row.group }];
    });
  const [intent, service] = [examples('intent'), examples('service')].map((mine) =>
    train(mine, documents.size, smoothingFor(train, mine, documents.size)),
  ) as [Classifier, Classifier];
  return {
    name,
    intent: (text) => intent(documents.of(text)),
    service: (text) => service(documents.of(text)),
  };
}

/** The smoothing that is right most often on every fourth hand, learnt from the others. */
function smoothingFor(train: Trainer, examples: readonly Example[], size: number): number {
  const hands = [...new Set(examples.map(({ hand }) => hand))].sort();
  const held = new Set(hands.filter((_, at) => at % 4 === 0));
  const [kept, judged] = [false, true].map((out) =>
    examples.filter(({ hand }) => held.has(hand) === out),
  ) as [Example[], Example[]];
  if (kept.length === 0) return ALPHAS[0] as number;
  const right = ALPHAS.map((alpha) => {
    const classify = train(kept, size, alpha);
    return judged.filter(({ features, label }) => classify(features) === label).length;
  });
  return ALPHAS[best(right)] as number;
}

const at0 = (values: Float64Array, at: number): number => values[at] as number;
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
const total = (weights: Float64Array, features: readonly number[]): number =>
  features.reduce((all, feature) => all + at0(weights, feature), 0);
const best = (values: readonly number[]): number => values.indexOf(Math.max(...values));
