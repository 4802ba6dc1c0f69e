import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/lib/instant.js';
import { planDay, typed } from '../../src/rehearsal/day.js';

const options = {
  mentions: 2_000,
  handles: ['busy', 'second', 'third', 'quiet'],
  texts: [{ text: '@somebody पानी नहीं आ रहा', intent: 'grievance' }],
  citizens: 1_200,
  seed: 7,
};

describe('a made-up day', () => {
  const day = planDay(options);

  it('is the same for the same seed, and another for another', () => {
    expect(planDay(options)).toEqual(day);
    expect(planDay({ ...options, seed: 8 })).not.toEqual(day);
  });

  it('has so many posts, in order, within the day', () => {
    expect(day).toHaveLength(2_000);
    expect(day.map(({ offset }) => offset)).toEqual(
      [...day].map(({ offset }) => offset).sort((a, b) => a - b),
    );
    expect(day.every(({ offset }) => offset >= 0 && offset < DAY)).toBe(true);
  });

  it('asks for some handles far more often than for others, and for all of them', () => {
    const asked = (handle: string) => day.filter(({ handles }) => handles[0] === handle).length;
    expect(asked('busy')).toBeGreaterThan(2 * asked('quiet'));
    expect(asked('quiet')).toBeGreaterThan(0);
  });

  it('has posts that name several, and bare replies under a post that is none', () => {
    expect(day.some(({ handles }) => handles.length > 1)).toBe(true);
    const bare = day.filter(({ repliesTo }) => repliesTo !== null);
    expect(bare.length).toBeGreaterThan(0);
    for (const { repliesTo, handles } of bare) {
      expect(handles).toEqual([]);
      expect(day[repliesTo ?? -1]?.repliesTo).toBeNull();
    }
  });

  it('lets nobody near the daily cap, and summons nobody the sample text names', () => {
    const posts = new Map<number, number>();
    for (const { author } of day) posts.set(author, (posts.get(author) ?? 0) + 1);
    expect(Math.max(...posts.values())).toBeLessThanOrEqual(2);
    expect(day.every((post) => !typed(post).includes('@somebody'))).toBe(true);
  });
});
