import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountDay, dollars, endOfAccountDay, priceOn } from '../../src/bot/prices.js';
import type { Price } from '../../src/directory/price-list.js';
import { DAY } from '../../src/lib/instant.js';

const price = (validFrom: string, micros: number, item: Price['item'] = 'post_read'): Price => ({
  validFrom,
  item,
  micros,
  unit: 'resource',
  source: 'a page',
});

// In no order, as people write them.
const LIST = [
  price('2026-06-01', 7),
  price('2026-01-01', 5),
  price('2026-09-01', 9),
  price('2026-02-01', 1, 'user_read'),
];

describe('a price', () => {
  it.each([
    ['2026-01-01', 5],
    ['2026-05-31', 5],
    ['2026-06-01', 7],
    ['2026-08-31', 7],
    ['2026-09-01', 9],
    ['2030-01-01', 9],
  ])('on %s is that of the newest row that has begun', (day, micros) => {
    expect(priceOn(LIST, 'post_read', day)).toBe(micros);
  });

  it('before the first row is that of the first row: nothing looks free', () => {
    expect(priceOn(LIST, 'post_read', '2020-01-01')).toBe(5);
  });

  it('of another item is its own', () => {
    expect(priceOn(LIST, 'user_read', '2026-09-01')).toBe(1);
  });

  it('of an item that has none is a fault', () => {
    expect(() => priceOn(LIST, 'dm_read', '2026-09-01')).toThrow('dm_read');
  });
});

it('a day of account lasts from midnight to midnight in UTC', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
      const end = endOfAccountDay(at);
      expect(end).toBeGreaterThan(at);
      expect(end - at).toBeLessThanOrEqual(DAY);
      expect(accountDay(end - 1)).toBe(accountDay(at));
      expect(accountDay(end)).not.toBe(accountDay(at));
    }),
  );
});

it.each([
  [0, '$0.00'],
  [5_000, '$0.0050'],
  [10_000, '$0.01'],
  [1_234_567, '$1.23'],
])('%i millionths are shown as %s', (micros, shown) => {
  expect(dollars(micros)).toBe(shown);
});
