import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfLosses } from '../../src/intents/sign-test.js';

describe('the sign test', () => {
  it.each([
    [0, 0, 1],
    [0, 4, 1 / 16],
    [0, 5, 1 / 32],
    [1, 7, 9 / 256],
    [2, 2, 11 / 16],
  ])('of %i won and %i lost is exact', (won, lost, chance) => {
    expect(chanceOfLosses(won, lost)).toBeCloseTo(chance, 12);
  });

  it('knows that either all losses, or fewer, is certain; also where a power of a half vanishes', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.integer({ min: 1, max: 3000 }), (won, lost) => {
        expect(chanceOfLosses(won, lost) + chanceOfLosses(lost - 1, won + 1)).toBeCloseTo(1, 8);
      }),
    );
  });
});
