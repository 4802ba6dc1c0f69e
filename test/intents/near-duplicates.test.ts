import { describe, expect, it } from 'vitest';
import { nearDuplicates, TOO_NEAR } from '../../src/intents/near-duplicates.js';

const near = (left: string, right: string): number => nearDuplicates([left], [right])[0]?.likeness ?? 0;

const LONG = '3 दिन से बिजली नहीं आ रही है गोमती नगर में, कोई सुनने वाला नहीं';

describe('near-duplicates', () => {
  it.each([
    ['the same text', LONG, LONG],
    ['another script', '3 din se bijli nahi aa rahi hai gomti nagar mein, koi sunne wala nahi', LONG],
    ['other handles and numbers', `@UPPCLLKO @dmlucknow ${LONG.replace('3', '15')}`, LONG],
    ['capitals, marks and emoji', 'Road is BROKEN near the school!!! 😡', 'road is broken near the school.'],
    ['a word more', `${LONG} साहब`, LONG],
    ['a short text in another spelling', 'Jai Shree Ram 🙏', 'जय श्री राम 🚩'],
    ['two words', 'hatt saale', 'Hatt saale!!'],
    ['the same marks and nothing else', '@dm 👆', '@user1 👆'],
  ])('catches %s', (_name, left, right) => {
    expect(near(left, right)).toBeGreaterThanOrEqual(TOO_NEAR);
    expect(near(right, left)).toBe(near(left, right));
  });

  it.each([
    [
      'the same matter in other words',
      'bijli teen din se gayab hai bhai',
      'kab aayegi light hamare mohalle me',
    ],
    [
      'a common phrase in two long texts',
      `koi sunne wala nahi ${'nali jam padi hai aur badbu se jeena muhal'}`,
      LONG,
    ],
    ['two words of three', 'sadak toot gayi', 'sadak toot rahi'],
    ['texts without words but with other marks', '🤡🤡🤡', '???'],
    ['nothing and something', '', 'bijli nahi hai'],
  ])('lets %s pass', (_name, left, right) => {
    expect(near(left, right)).toBeLessThan(TOO_NEAR);
  });

  it('says which texts of the two lists belong together', () => {
    const found = nearDuplicates(
      ['nali jam padi hai barabanki me', LONG, 'pul toot gaya hai, koi rasta nahi bacha'],
      ['kuch aur hi likha hua hai yahan', 'पुल टूट गया है कोई रास्ता नहीं बचा'],
    );
    expect(found).toEqual([{ left: 2, right: 1, likeness: 1 }]);
  });
});
