import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/intents/counts.js';
import { namesOf } from '../../src/intents/features.js';
import { dangerOf } from '../../src/intents/labels.js';
import { Scorer } from '../../src/intents/scorer.js';
import { SparseBayes } from '../../src/intents/sparse-bayes.js';
import { stockScores } from '../../src/intents/stock.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { DEFAULTS } from '../../src/intents/train.js';
import { Lookup } from '../../src/intents/vocabulary.js';
import { someRows } from './rows.js';

type Names = (text: string) => string[];
const allNames: Names = (text) => namesOf(tokensOf(text));
/** Words alone: stock natural needs minutes for all features of the whole corpus. */
const wordNames: Names = (text) => allNames(text).filter((name) => name.startsWith('w:'));

/** natural itself, its sparse subclass, and the table compiled from the latter, of the same texts. */
function trainBoth(rows: readonly { text: string; label: string }[], names: Names) {
  const [stock, sparse] = [new BayesClassifier(), new SparseBayes()];
  for (const { text, label } of rows) {
    stock.addDocument(names(text), label);
    sparse.addDocument(names(text), label);
  }
  stock.train();
  sparse.train();
  const { vocabulary, counts, ranks } = compile(sparse);
  const lookup = new Lookup(vocabulary);
  return {
    stock,
    sparse,
    vocabulary,
    counts,
    lookup,
    score: (text: string) => stockScores(names(text), lookup, counts, ranks),
  };
}

function expectSame(
  got: readonly { label: string; value: number }[],
  wanted: readonly { label: string; value: number }[],
): void {
  const same =
    got.length === wanted.length &&
    got.every(({ label, value }, at) => label === wanted[at]?.label && Object.is(value, wanted[at]?.value));
  if (!same) expect(got).toEqual(wanted);
  expect(same).toBe(true);
}

describe('natural, its sparse subclass and the compiled table', () => {
  const rows = someRows(60);
  let trained: ReturnType<typeof trainBoth>;

  beforeAll(() => {
    trained = trainBoth(
      rows.map(({ text, intent }) => ({ text, label: intent })),
      allNames,
    );
  });

  it('train the same engine, to the last bit', () => {
    expect(JSON.stringify(trained.sparse.classifier)).toBe(JSON.stringify(trained.stock.classifier));
  });

  it('give the same scores over all features, to the last bit, also on text never seen', () => {
    const unseen = someRows(150).map(({ text }) => text.split(' ').reverse().join(' '));
    for (const text of [...rows.slice(0, 40).map((row) => row.text), ...unseen, '', 'xyzzy']) {
      const wanted = trained.stock.getClassifications(allNames(text));
      expectSame(trained.sparse.getClassifications(allNames(text)), wanted);
      expectSame(trained.score(text), wanted);
    }
  });

  it('leave no global behind', () => {
    expect(Object.hasOwn(globalThis, 'value')).toBe(false);
  });

  it('show why the stock score does not ship: it underflows to nothing on a long post', () => {
    const long = rows.map(({ text }) => text).join(' ');
    expect(trained.stock.getClassifications(allNames(long)).every(({ value }) => value === 0)).toBe(true);
    const scorer = new Scorer(trained.counts, DEFAULTS.readings.intent, trained.vocabulary.families);
    const { scores } = scorer.score(trained.lookup.known(tokensOf(long)));
    expect(new Set(scores).size).toBe(scores.length);
  });

  it('count the emergency head, read out of the intents, as natural counts its two labels', () => {
    const two = trainBoth(
      rows.map(({ text, intent }) => ({ text, label: dangerOf(intent) })),
      allNames,
    );
    const reading = DEFAULTS.readings.emergency;
    const merged = new Scorer(trained.counts, reading, trained.vocabulary.families, { merge: dangerOf });
    const own = new Scorer(two.counts, reading, two.vocabulary.families);
    for (const { text } of rows.slice(0, 50)) {
      const tokens = tokensOf(text);
      const [a, b] = [merged.score(trained.lookup.known(tokens)), own.score(two.lookup.known(tokens))];
      for (const [at, label] of merged.labels.entries())
        expect(a.scores[at]).toBeCloseTo(b.scores[own.labels.indexOf(label)] ?? Number.NaN, 9);
    }
  });
});

describe('natural and the compiled table over the whole corpus', () => {
  // Stock natural needs minutes to train on all words and 8 ms to read a text, so it is given the engine that its
  // subclass trained (the same to the last bit, see above) and reads every tenth text; natural's own scoring, over the
  // features a text has, reads them all.
  it('give the same scores for every text, to the last bit', { timeout: 300_000 }, () => {
    const rows = someRows(1);
    const sparse = new SparseBayes();
    for (const { text, intent } of rows) sparse.addDocument(wordNames(text), intent);
    sparse.train();
    const stock = Object.assign(new BayesClassifier(), {
      classifier: sparse.classifier,
      features: sparse.features,
    });
    const { vocabulary, counts, ranks } = compile(sparse);
    const lookup = new Lookup(vocabulary);
    for (const [at, { text }] of rows.entries()) {
      const names = wordNames(text);
      const got = stockScores(names, lookup, counts, ranks);
      expectSame(got, sparse.getClassifications(names));
      if (at % 10 === 0) expectSame(got, stock.getClassifications(names));
    }
  });
});
