import { describe, expect, it } from 'vitest';
import { createSink, startWatching } from '../../src/bot/intake.js';
import {
  createPollSource,
  everyRound,
  type PollMeans,
  type PollSchedule,
} from '../../src/bot/poll-source.js';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { SunwaiError } from '../../src/lib/errors.js';
import { MINUTE, SECOND } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { idAt } from '../../src/lib/snowflake.js';
import { makeDesk, NOW, type TestDesk, xPost } from './desk.js';

const MEANS: PollMeans = { budget: null, factor: 1 };
const group = (name: string): WatchedHandle[] => [
  { handle: name, xUserId: name, department: 'D', district: null },
];
const page = (id: string) => ({ posts: [xPost(id)], nextToken: null, newestId: id });

async function watch(desk: TestDesk, schedule: PollSchedule, more = {}) {
  await startWatching(desk);
  const source = createPollSource('search', desk.source, schedule, {
    overlapMs: 0,
    clock: desk.clock,
    log: silentLog,
    ...more,
  });
  return { source, turn: () => source.turn(createSink(desk)) };
}

describe('every round', () => {
  it('reads everything after each pause, and wants to be asked again at its end', async () => {
    const desk = await makeDesk();
    const { turn } = await watch(desk, everyRound(30 * SECOND));
    expect(await turn()).toBe(NOW + 30 * SECOND);
    desk.clock.at += 10 * SECOND;
    expect(await turn()).toBe(NOW + 30 * SECOND);
    expect(desk.source.reads).toHaveLength(1);
    desk.clock.at += 20 * SECOND;
    expect(await turn()).toBe(NOW + 60 * SECOND);
    expect(desk.source.reads).toHaveLength(2);
  });

  it('waits so many times longer when money is short', async () => {
    const desk = await makeDesk();
    const { turn } = await watch(desk, everyRound(30 * SECOND), { factor: () => 4 });
    expect(await turn()).toBe(NOW + 120 * SECOND);
  });

  it('does not run in circles without a handle, and looks again when the clock was set back', () => {
    const schedule = everyRound(30 * SECOND);
    expect(schedule.due([], NOW, MEANS)).toEqual([]);
    expect(schedule.nextAt(NOW)).toBe(NOW + 30 * SECOND);
    expect(schedule.due([group('a')], NOW - MINUTE, MEANS)).toEqual([group('a')]);
  });
});

describe('a source that asks', () => {
  it('tells the schedule what each group brought, and what could not be read', async () => {
    const desk = await makeDesk();
    desk.source.groupSize = 1;
    desk.source.pages.push(page(idAt(NOW + 1)), new Error('refused'));
    const told: [string | undefined, number | null][] = [];
    const { turn } = await watch(desk, {
      due: (groups) => groups,
      read: (one, added) => void told.push([one[0]?.handle, added]),
      nextAt: (now) => now + 7,
    });
    expect(await turn()).toBe(NOW + 7);
    expect(told).toEqual([
      ['sw_energy', 1],
      ['sw_home', null],
    ]);
  });

  it('hands on what X said of its limit', async () => {
    const desk = await makeDesk();
    const budget = { limit: 450, remaining: 7, resetAt: NOW + MINUTE };
    const seen: PollMeans[] = [];
    const schedule: PollSchedule = {
      due(_groups, _now, means) {
        seen.push(means);
        return [];
      },
      read: () => {},
      nextAt: (now) => now + 1,
    };
    const { turn } = await watch(desk, schedule, { budget: async () => budget });
    await turn();
    expect(seen).toEqual([{ budget, factor: 1 }]);
  });

  it('ends the round when X asks to wait: the others would be refused as well', async () => {
    const desk = await makeDesk();
    desk.source.groupSize = 1;
    const wait = new SunwaiError({ code: 'X-004', where: 'search', detail: 'too many' });
    desk.source.pages.push(wait);
    const { turn } = await watch(desk, everyRound(SECOND));
    await expect(turn()).rejects.toBe(wait);
    expect(desk.source.reads).toHaveLength(1);
  });

  it('is in trouble when a group cannot be read for minutes, although the others are', async () => {
    const desk = await makeDesk();
    desk.source.groupSize = 1;
    const { source, turn } = await watch(desk, everyRound(SECOND));
    const round = async (fails: boolean) => {
      desk.source.pages.push(
        { posts: [], nextToken: null, newestId: null },
        fails ? new Error('refused') : { posts: [], nextToken: null, newestId: null },
      );
      await turn();
      desk.clock.at += MINUTE;
      return source.trouble?.();
    };
    for (let minute = 0; minute < 4; minute += 1) expect(await round(true)).toBeNull();
    expect(await round(true)).toContain('@sw_home');
    expect(await round(true)).not.toContain('@sw_energy');
    expect(await round(false)).toBeNull();
    expect(await round(true)).toBeNull();
  });
});
