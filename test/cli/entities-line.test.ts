import { describe, expect, it } from 'vitest';
import { entitiesLine } from '../../src/cli/entities-line.js';
import type { Entities } from '../../src/intents/types.js';

const line = (more: Partial<Entities>) =>
  entitiesLine({ since: null, dates: [], numbers: [], amounts: [], script: 'latin', media: false, ...more });

describe('the line for an officer', () => {
  it.each<[string, Partial<Entities>]>([
    ['latin script', {}],
    ['since 1 day · latin script', { since: { amount: 1, unit: 'days', from: null } }],
    ['since 2 hours · latin script', { since: { amount: 2, unit: 'hours', from: null } }],
    ['since 06:00 · latin script', { since: { amount: null, unit: 'hours', from: '06:00' } }],
    [
      'date 12/10 · date 5/1/2026 · latin script',
      {
        dates: [
          { day: 12, month: 10, year: null },
          { day: 5, month: 1, year: 2026 },
        ],
      },
    ],
    [
      'reference …23 · Aadhaar (hidden) · photo or video · mixed script',
      {
        numbers: [
          { kind: 'reference', tail: '23' },
          { kind: 'aadhaar', tail: null },
        ],
        media: true,
        script: 'mixed',
      },
    ],
    [
      '₹1,50,000 asked · ₹500 · latin script',
      {
        amounts: [
          { rupees: 150_000, about: 'asked' },
          { rupees: 500, about: null },
        ],
      },
    ],
  ])('%s', (words, entities) => {
    expect(line(entities)).toBe(words);
  });
});
