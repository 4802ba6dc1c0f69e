import { describe, expect, it } from 'vitest';
import { withCounts } from '../../src/eval/datasheet.js';
import { trainBernoulli, trainComplement } from '../../src/eval/other-bayes.js';
import { namesakes } from '../../src/eval/places.js';
import { lengthOf, scriptOf } from '../../src/eval/slices.js';
import { cell, told } from '../../src/eval/words.js';
import { directory, tinyInputs } from './given.js';

describe('the other naive Bayes', () => {
  // Feature 0 speaks for a, 1 for b, 2 for nobody.
  const examples = [
    { features: [0, 2], label: 'a', hand: '1' },
    { features: [0], label: 'a', hand: '1' },
    { features: [1, 2], label: 'b', hand: '2' },
    { features: [1], label: 'b', hand: '2' },
  ];

  it.each([
    ['complement', trainComplement],
    ['Bernoulli', trainBernoulli],
  ])('learns which class a feature speaks for: %s', (_name, train) => {
    const classify = train(examples, 3, 1);
    expect(classify([0])).toBe('a');
    expect(classify([1, 2])).toBe('b');
  });

  it('lets the absence of a feature speak in the Bernoulli kind', () => {
    const some = [...examples, { features: [2], label: 'c', hand: '3' }];
    expect(trainBernoulli(some, 3, 0.1)([2])).toBe('c');
  });
});

describe('namesakes', () => {
  const alike = namesakes([...directory.districts.values()]);
  it.each([
    ['KANPURNAGAR', 'KANPURDEHAT', true],
    ['BAREILLY', 'RAEBARELI', true],
    ['AMBEDKARNAGAR', 'KANPURNAGAR', false],
    ['AGRA', 'MATHURA', false],
    ['AGRA', 'AGRA', false],
  ])('%s and %s: %s', (one, other, wanted) => {
    expect(alike(one, other)).toBe(wanted);
    expect(alike(other, one)).toBe(wanted);
  });
  it('are never nothing', () => expect(alike(null, 'AGRA')).toBe(false));
});

describe('slices', () => {
  it.each([
    ['@UPPCLLKO बिजली नहीं है', 'Devanagari'],
    ['bijli nahi hai @UPPCLLKO', 'Latin'],
    ['road kharab hai', 'Latin'],
    ['सड़क road खराब kharab', 'mixed'],
    ['👍 112 @dm', 'none'],
  ])('the script of %s is %s', (text, wanted) => expect(scriptOf(text)).toBe(wanted));

  it('the length counts characters as a reader does not see code units', () => {
    expect(lengthOf('😡'.repeat(39))).toBe('under 40');
    expect(lengthOf('x'.repeat(40))).toBe('40 to 140');
    expect(lengthOf('x'.repeat(140))).toBe('40 to 140');
    expect(lengthOf('x'.repeat(280))).toBe('141 to 280');
    expect(lengthOf('x'.repeat(281))).toBe('over 280');
  });
});

describe('words', () => {
  it('tell a share with its denominator and its interval', () => {
    expect(told({ right: 81, of: 263 })).toBe('30.8 % (81 of 263; 25.5–36.6)');
    expect(told({ right: 0, of: 0 })).toBe('no such text');
  });
  it('keep a text on one line and out of the table', () => {
    expect(cell('a\n| b `c` #d')).toBe('a \\| b \\`c\\` \\#d');
  });
});

describe('the datasheet', () => {
  const sheet = 'before\n<!-- counts: written by npm run eval -->\nold\n<!-- end of counts -->\nafter\n';
  it('gets its counts between the marks, and the same again', () => {
    const parts = tinyInputs();
    const once = withCounts(sheet, parts);
    expect(once).toContain(`| texts | ${parts.training.length} | ${parts.test.length} |`);
    expect(once.startsWith('before\n')).toBe(true);
    expect(once.endsWith('-->\nafter\n')).toBe(true);
    expect(once).not.toContain('old');
    expect(withCounts(once, parts)).toBe(once);
  });
  it('is not written when the marks are gone', () => {
    expect(() => withCounts('nothing', { training: [], test: [] })).toThrow('has no');
  });
});
