import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  calibrationError,
  confusion,
  coverageCurve,
  interval,
  type Judgement,
  macroF1,
  perClass,
  reliability,
  wilson,
} from '../../src/intents/measure.js';

const judge = (truth: string, guess: string, confidence = 1): Judgement => ({ truth, guess, confidence });
/** Four of a (three found, one called b), two of b (one found, one called c). */
const six = [
  judge('a', 'a', 0.9),
  judge('a', 'a', 0.8),
  judge('a', 'a', 0.6),
  judge('a', 'b', 0.7),
  judge('b', 'b', 0.95),
  judge('b', 'c', 0.3),
];

const judgements = fc.array(
  fc.record({
    truth: fc.constantFrom('a', 'b', 'c'),
    guess: fc.constantFrom('a', 'b', 'c', 'd'),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('accuracy and the measures of a class', () => {
  it('are what a hand gets', () => {
    expect(accuracy(six)).toBeCloseTo(4 / 6, 12);
    const [a, b] = perClass(six);
    expect(a).toMatchObject({ label: 'a', count: 4, precision: 1, recall: 0.75 });
    expect(a?.f1).toBeCloseTo(6 / 7, 12);
    expect(b).toMatchObject({ label: 'b', count: 2, precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(macroF1(six)).toBeCloseTo((6 / 7 + 0.5) / 2, 12);
  });

  it('count a class nobody answered as found never, and one that is nowhere true as no class', () => {
    expect(perClass([judge('a', 'b')])).toEqual([{ label: 'a', count: 1, precision: 0, recall: 0, f1: 0 }]);
    expect(accuracy([])).toBe(0);
    expect(macroF1([])).toBe(0);
  });

  it('do not depend on the order, and are 1 exactly when all is right', () => {
    fc.assert(
      fc.property(judgements, (judged) => {
        expect(macroF1([...judged].reverse())).toBeCloseTo(macroF1(judged), 12);
        expect(macroF1(judged) === 1).toBe(accuracy(judged) === 1);
        for (const { precision, recall, f1 } of perClass(judged)) {
          expect(f1).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12);
          expect(f1).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12);
        }
      }),
    );
  });
});

describe('the confusion matrix', () => {
  it('counts truth down and answer across', () => {
    expect(confusion(six, ['a', 'b', 'c'])).toEqual([
      [3, 1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
  });

  it('holds every text of the labels once', () => {
    fc.assert(
      fc.property(judgements, (judged) => {
        const cells = confusion(judged, ['a', 'b', 'c', 'd']).flat();
        expect(cells.reduce((sum, count) => sum + count, 0)).toBe(judged.length);
      }),
    );
  });
});

describe('reliability', () => {
  it('puts each text into the bin of its confidence, 1 into the last', () => {
    const bins = reliability([judge('a', 'a', 1), judge('a', 'b', 0.95), judge('a', 'a', 0.1)]);
    expect(bins.map(({ from, count, accuracy: right }) => [from, count, right])).toEqual([
      [0.1, 1, 1],
      [0.9, 2, 0.5],
    ]);
    expect(bins[1]?.confidence).toBeCloseTo(0.975, 12);
  });

  it('gives the error a hand gets: bins weighted by their texts', () => {
    // 0.9 bin: |0.975 − 0.5| of two texts; 0.1 bin: |0.1 − 1| of one.
    const judged = [judge('a', 'a', 1), judge('a', 'b', 0.95), judge('a', 'a', 0.1)];
    expect(calibrationError(judged)).toBeCloseTo((2 * 0.475 + 0.9) / 3, 12);
    expect(calibrationError([judge('a', 'a', 1), judge('b', 'c', 0)])).toBe(0);
  });

  it('loses no text, and its error is a share', () => {
    fc.assert(
      fc.property(judgements, (judged) => {
        expect(reliability(judged).reduce((sum, { count }) => sum + count, 0)).toBe(judged.length);
        expect(calibrationError(judged)).toBeGreaterThanOrEqual(0);
        expect(calibrationError(judged)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the coverage curve', () => {
  it('takes the surest first', () => {
    // Surest first: right, right, right, wrong, right, wrong.
    expect(coverageCurve(six, [1 / 6, 0.5, 4 / 6, 1])).toEqual([
      { share: 1 / 6, accuracy: 1 },
      { share: 0.5, accuracy: 1 },
      { share: 4 / 6, accuracy: 0.75 },
      { share: 1, accuracy: 4 / 6 },
    ]);
  });

  it('ends at the accuracy of all', () => {
    fc.assert(
      fc.property(judgements, (judged) => {
        expect(coverageCurve(judged, [1])[0]?.accuracy).toBeCloseTo(accuracy(judged), 12);
      }),
    );
  });
});

describe('intervals', () => {
  it('are those of the textbook', () => {
    // Newcombe 1998, table I: 81 of 263 and 0 of 20.
    expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20).low).toBeCloseTo(0, 12);
    expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('of a share hold the share and grow narrower with more texts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (of, some) => {
        const right = Math.min(some, of);
        const { low, high } = wilson(right, of);
        expect(low).toBeLessThanOrEqual(right / of + 1e-12);
        expect(high).toBeGreaterThanOrEqual(right / of - 1e-12);
        const more = wilson(right * 4, of * 4);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });

  it('drawn anew are the same every time, lie around the measure, and are a point when all texts agree', () => {
    const many = Array.from({ length: 100 }, (_, at) => judge('a', at < 80 ? 'a' : 'b'));
    const first = interval(many, accuracy);
    expect(interval(many, accuracy)).toEqual(first);
    expect(first.low).toBeLessThan(0.8);
    expect(first.low).toBeGreaterThan(0.65);
    expect(first.high).toBeGreaterThan(0.8);
    expect(first.high).toBeLessThan(0.95);
    expect(interval(many.slice(0, 80), accuracy)).toEqual({ low: 1, high: 1 });
  });
});
