import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dev2rom, fold } from '../../src/intents/fold.js';

describe('dev2rom', () => {
  it.each([
    ['बिजली', 'bijlee'],
    ['सड़क', 'sadak'],
    ['गोरखपुर', 'gorakhpur'],
    ['लखनऊ', 'lakhnaoo'],
    ['शिकायत', 'shikaayat'],
  ])('%s is spoken %s', (word, spoken) => {
    expect(dev2rom(word)).toBe(spoken);
  });
});

describe('fold', () => {
  it.each([
    ['हिंदी', 'हिन्दी', 'hindi', 'hindee'],
    ['बिजली', 'bijli', 'bijlee', 'bijali'.replace('ali', 'li')],
    ['नहीं', 'nahi', 'nahin', 'nhi', 'nai'],
    ['गाँव', 'गांव', 'gaon', 'gaanv', 'ganv'],
    ['सड़क', 'सड\u093cक', 'sadak', 'sarak'],
    ['पानी', 'pani', 'paani', 'panee'],
    ['शिकायत', 'shikayat', 'shikaayat', 'sikayat'],
    ['में', 'mein', 'me', 'mei'],
    ['मुझे', 'mujhe', 'muje'],
    ['थाना', 'thana', 'thaana'],
  ])('%s = %s and their like', (first, ...others) => {
    for (const other of others) expect(fold(other), other).toBe(fold(first));
  });

  it.each([
    ['bachao', 'bachcho'],
    ['ki', 'ke'],
    ['bijli', 'bill'],
    ['nali', 'nal'],
    ['thana', 'khana'],
  ])('%s is not %s', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  it('never throws and never answers nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), (word) => fold(word).length > 0));
  });

  it('does not stumble over the names of Object.prototype', () => {
    expect(fold('constructor')).not.toBe('');
    expect(fold('toString')).not.toBe('');
  });
});
