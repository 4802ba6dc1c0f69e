import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileTable } from '../../src/intents/compile-model.js';
import { featuresOf } from '../../src/intents/features.js';
import { SparseBayes } from '../../src/intents/sparse-bayes.js';
import { Scorer } from '../../src/intents/table.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { DEFAULTS } from '../../src/intents/train.js';
import { someRows } from './rows.js';

const namesOf = (text: string): string[] => featuresOf(tokensOf(text)).map(({ name }) => name);
const stock = new BayesClassifier();
const sparse = new SparseBayes();
const rows = someRows(9);
let scorer: Scorer;

beforeAll(() => {
  for (const { text, intent } of rows) {
    stock.addDocument(namesOf(text), intent);
    sparse.addDocument(namesOf(text), intent);
  }
  stock.train();
  sparse.train();
  scorer = new Scorer(compileTable(sparse), DEFAULTS.readings.intent);
});

describe('natural, its sparse subclass and the compiled table', () => {
  it('train the same engine, to the last bit', () => {
    expect(JSON.stringify(sparse.classifier)).toBe(JSON.stringify(stock.classifier));
  });

  it('give the same scores, to the last bit, also on text never seen', () => {
    const unseen = someRows(50).map(({ text }) => text.split(' ').reverse().join(' '));
    for (const text of [...rows.slice(0, 40).map((row) => row.text), ...unseen, '', 'xyzzy']) {
      const names = namesOf(text);
      const wanted = stock.getClassifications(names);
      for (const got of [sparse.getClassifications(names), scorer.stock(names)]) {
        expect(got.map(({ label }) => label)).toEqual(wanted.map(({ label }) => label));
        expect(got.every(({ value }, at) => Object.is(value, wanted[at]?.value))).toBe(true);
      }
    }
  });

  it('leave no global behind', () => {
    expect(Object.hasOwn(globalThis, 'value')).toBe(false);
  });

  it('show why the stock score does not ship: it underflows to nothing on a long post', () => {
    const long = rows.map(({ text }) => text).join(' ');
    expect(stock.getClassifications(namesOf(long)).every(({ value }) => value === 0)).toBe(true);
    const { scores } = scorer.renormalised(featuresOf(tokensOf(long)));
    expect(new Set(scores).size).toBe(scores.length);
  });
});
