import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  cellsOf,
  figureOf,
  growth,
  median,
  type Row,
  ratios,
  reached,
} from '../../bench/figures.js';

const row = (change: Partial<Row> = {}): Row => ({
  what: 'scoring',
  peer: 'stock natural',
  ours: '2.00 µs',
  theirs: '900 µs',
  figure: figureOf([450], '×'),
  target: { atLeast: 300 },
  ...change,
});

describe('the median', () => {
  it('is the middle value, or half way between the two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it('has as many values below it as above it, and leaves them in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const before = [...values];
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
        expect(values).toEqual(before);
      }),
    );
  });
});

describe('ratios', () => {
  it('compare each round with itself, so that a slow round tells nothing', () => {
    expect(ratios([2, 20, 2], [600, 6000, 600])).toEqual([300, 300, 300]);
    expect(() => ratios([1], [1, 2])).toThrow(RangeError);
  });
});

describe('growth', () => {
  const sizes = [2000, 4000, 8000, 32_000];

  it('finds the power a time was made with, whatever the unit', () => {
    const power = fc.double({ min: -2, max: 3, noNaN: true });
    const unit = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(power, unit, (exponent, scale) => {
        const found = growth(
          sizes,
          sizes.map((size) => scale * size ** exponent),
        );
        expect(found).toBeCloseTo(exponent, 6);
      }),
    );
  });

  it('is the least-squares slope where no line goes through all', () => {
    expect(growth([1, Math.E, Math.E ** 2], [1, Math.E ** 3, Math.E ** 2])).toBeCloseTo(1, 9);
  });

  it('needs two sizes', () => {
    expect(() => growth([8, 8], [1, 2])).toThrow(RangeError);
    expect(() => growth([8, 9], [1])).toThrow(RangeError);
  });
});

describe('a row', () => {
  it('has a cell for each column', () => {
    expect(cellsOf(row())).toEqual(['scoring', '2.00 µs', 'stock natural: 900 µs', '450×', '≥ 300×', 'yes']);
    expect(cellsOf(row())).toHaveLength(COLUMNS.length);
  });

  it('shows how far the rounds lie apart', () => {
    expect(cellsOf(row({ figure: figureOf([81.2, 95, 240.4], '×') }))[3]).toBe('95.0× (81.2–240)');
  });

  it('says no when the median misses its bound, and nothing where none was set', () => {
    expect(reached(row({ figure: figureOf([299, 299, 900], '×') }))).toBe(false);
    expect(reached(row({ figure: figureOf([15], 'ms'), target: { atMost: 15 } }))).toBe(true);
    expect(cellsOf(row({ figure: figureOf([2.14], 'MB'), target: { atMost: 1.5 } })).slice(3)).toEqual([
      '2.14 MB',
      '≤ 1.5 MB',
      'no',
    ]);
    expect(cellsOf(row({ target: null })).slice(4)).toEqual(['–', '–']);
  });

  it('names no peer where a figure stands for itself', () => {
    expect(cellsOf(row({ peer: null, theirs: '' }))[2]).toBe('–');
  });
});
