import { describe, expect, it } from 'vitest';
import { findAnswer } from '../../src/bot/answers.js';
import type { Answer } from '../../src/directory/types.js';

const text = { en: 'a', hi: 'a', hinglish: 'a' };
const answers: Answer[] = [
  { id: 'pension', service: 'PENSION', words: ['old', 'old-age', 'वृद्धा'], text },
  { id: 'licence', service: 'LICENCE', words: ['dl', 'driving'], text },
  { id: 'any', service: null, words: ['office hours'], text },
];

describe('a ready answer', () => {
  it.each([
    ['How do I get an OLD age pension?', 'PENSION', 'pension'],
    ['वृद्धा पेंशन कैसे मिलेगी', null, 'pension'],
    ['what are the office hours', 'LICENCE', 'any'],
    ['DL, driving test when', null, 'licence'],
  ])('%s (%s) → %s', (question, service, id) => {
    expect(findAnswer(answers, question, service)).toBe(id);
  });

  it('is not found by a word inside another word, nor for another service', () => {
    expect(findAnswer(answers, 'I was told the gold rate', null)).toBeNull();
    expect(findAnswer(answers, 'old age pension', 'LICENCE')).toBeNull();
  });
});
