import { describe, expect, it } from 'vitest';
import { parts, sample } from '../../bench/meaning/corpus.js';
import { syntheticDocuments } from '../../bench/meaning/documents.js';
import { duration, inRounds, turns } from '../../bench/rounds.js';

describe('rounds', () => {
  it('let everybody run once, and everybody be first in turn', () => {
    expect([0, 1, 2, 3].map((round) => turns(3, round))).toEqual([
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
      [0, 1, 2],
    ]);
  });

  it('tell each contender which round it is, and keep a time of every round', () => {
    const ran: string[] = [];
    const contender = (name: string) => ({ each: 2, run: (round: number) => ran.push(`${name}${round}`) });
    const times = inRounds({ a: contender('a'), b: contender('b') }, 3);
    expect(ran).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
    expect([times.a.length, times.b.length]).toEqual([3, 3]);
  });

  it('name a time in the unit it is read in', () => {
    expect([2.372, 60.28, 7148, 3_494_000].map(duration)).toEqual([
      '2.37 µs',
      '60.3 µs',
      '7.15 ms',
      '3.49 s',
    ]);
  });
});

describe('what is measured on', () => {
  it('is dealt to the rounds without one post in two of them', () => {
    const posts = Array.from({ length: 23 }, (_, at) => at);
    const dealt = parts(posts, 5);
    expect(dealt.map((part) => part.length)).toEqual([4, 4, 4, 4, 4]);
    expect(new Set(dealt.flat()).size).toBe(20);
    expect(sample(posts, 10)).toEqual([0, 10, 20]);
  });

  it('has exactly the vocabulary that was asked for, in eight classes, the same every time', () => {
    const documents = syntheticDocuments(2048, 400);
    expect(new Set(documents.flatMap(({ names }) => names)).size).toBe(2048);
    expect(new Set(documents.map(({ label }) => label)).size).toBe(8);
    const lengths = documents.map(({ names }) => names.length);
    expect(Math.max(...lengths)).toBe(19);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeGreaterThan(18.5);
    expect(documents.every(({ names }) => new Set(names).size === names.length)).toBe(true);
    expect(syntheticDocuments(2048, 400)).toEqual(documents);
    expect(() => syntheticDocuments(2048, 100)).toThrow(RangeError);
  });
});
