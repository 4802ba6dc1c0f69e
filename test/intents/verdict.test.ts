import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/intents/verdict.js';

describe('a verdict', () => {
  it.each([
    'haan',
    'हाँ',
    'हां',
    'yes',
    'Yes, solved',
    'ho gaya',
    'हो गया',
    'theek ho gaya',
    'ठीक हो गया है धन्यवाद',
    'solved',
    'ji haan ho gaya',
    'लाइट आ गई',
    '👍',
    'Yes it is fixed now, thank you',
  ])('yes: %s', (text) => {
    expect(verdictOf(`@UPPCLLKO ${text}`)).toBe('yes');
  });

  it.each([
    'nahi',
    'नहीं',
    'no',
    'nhi',
    'abhi tak nahi',
    'अभी तक नहीं',
    'not solved',
    'nahi hua',
    'nhi hua sir',
    'haan par abhi bhi pani nahi aa raha',
    'yes but still leaking',
    'झूठ बोल रहे हैं',
    'not fixed',
    "it isn't done",
    'problem still there',
    'kuch nahi hua',
    '👎',
  ])('no: %s', (text) => {
    expect(verdictOf(text)).toBe('no');
  });

  it.each([
    '',
    'kab hoga?',
    'kab tak theek ho jayega?',
    'ok?',
    '@UPPCLLKO',
    '🙏',
    'गोमती नगर लखनऊ',
    'is it solved?',
  ])('neither: %s', (text) => {
    expect(verdictOf(text)).toBeNull();
  });
});
