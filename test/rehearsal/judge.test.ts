import { describe, expect, it } from 'vitest';
import { brokenPromises, type DayResult, judgeDay } from '../../src/rehearsal/judge.js';

const result = (more: Partial<DayResult> = {}): DayResult => ({
  posts: [
    { id: '1', owed: true },
    { id: '2', owed: true },
    { id: '3', owed: false },
  ],
  report: {
    requests: { 'GET /2/tweets/search/recent': { '200': 10, '503': 1 }, 'POST /2/tweets': { '201': 2 } },
    violations: {},
    bill: { totalMicros: 35_000, kinds: { post_read: { count: 3, micros: 15_000 } } },
    replies: { '1': 1, '2': 1 },
  },
  taken: new Set(['1', '2', '3']),
  unsent: new Map(),
  spentMicros: 35_000,
  ...more,
});
const report = (more: Partial<DayResult['report']>) => ({ report: { ...result().report, ...more } });

describe('a day', () => {
  it('on which everything was kept has nothing to be blamed for', () => {
    const verdict = judgeDay(result());
    expect(verdict).toMatchObject({
      ...{ mentions: 3, taken: 3, owed: 2, answeredOnce: 2, answeredTwice: 0, missing: 0, explained: 0 },
      ...{ requests: 13, readsPerMention: 1, billError: 0 },
    });
    expect(brokenPromises(verdict)).toEqual([]);
  });

  it.each([
    ['more than once', report({ replies: { '1': 2, '2': 1 } })],
    ['more than once', report({ replies: { '1': 1, '2': 1, '3': 2 } })],
    ['nobody knows why', report({ replies: { '1': 1 } })],
    ['known 429', report({ violations: { inside429: 1 } })],
    ['lack of summon', report({ violations: { notSummoned: 1 } })],
    ['over the length', report({ violations: { tooLong: 1 } })],
    ['never came in', { taken: new Set(['1', '2']) }],
  ])('is blamed: %s', (words, more) => {
    const broken = brokenPromises(judgeDay(result(more)));
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(words);
  });

  it('lets an answer that waits for a known reason wait', () => {
    const verdict = judgeDay(
      result({
        ...report({ replies: { '1': 1 } }),
        unsent: new Map([['2', 'waiting needs_authorisation: revoked']]),
      }),
    );
    expect(verdict).toMatchObject({ explained: 1, missing: 0 });
    expect(brokenPromises(verdict)).toEqual([]);
  });

  it('shows how far the desk was from the bill', () => {
    expect(judgeDay(result({ spentMicros: 34_300 })).billError).toBeCloseTo(-0.02);
  });
});
