import fc from 'fast-check';
import twitter from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { cutToWeight, weightedLength } from '../../src/lib/weighted-length.js';

const oracle = (text: string) => twitter.parseTweet(text).weightedLength;

const PIECES = [
  ...['a', 'Z', '7', ' ', '\n', '.', ', ', '!', '(', '‘', '’', '–', '…', '€', '₹', '漢', 'ñ', 'n\u0303'],
  ...['क', 'क्ष', 'ि', '\u093c', 'ज़', '।', '०', 'शिकायत ', 'ஆ', 'ع'],
  ...['😀', '👍🏽', '👨‍👩‍👧', '🇮🇳', '1️⃣', '❤️', '🙏'],
  ...[' https://example.com/a?b=1 ', ' example.com ', ' gov.in ', '#status ', ' 7KM2-PQ4X '],
];

describe('weightedLength', () => {
  it('counts as twitter-text does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (pieces) => {
        const text = pieces.join(' ');
        expect(weightedLength(text)).toBe(oracle(text));
      }),
    );
  });

  it.each([
    ['Your complaint is recorded: 7KM2-PQ4X.', 38],
    ['शिकायत', 6],
    ['漢字', 4],
    ['n\u0303', 1],
    ['👨‍👩‍👧', 2],
    ['🇮🇳', 2],
    ['see https://example.com/a/long/path/that/goes/on/and/on', 27],
    ['see example.com', 27],
    ['the end.Zzzz', 12],
    ['', 0],
  ])('counts %j as %i', (text, weight) => {
    expect(weightedLength(text)).toBe(weight);
    expect(oracle(text)).toBe(weight);
  });
});

describe('cutToWeight', () => {
  it('keeps the longest beginning that fits', () => {
    expect(cutToWeight('漢字漢字', 5)).toBe('漢字');
    expect(cutToWeight('abc', 3)).toBe('abc');
  });
});
