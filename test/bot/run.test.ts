import { afterEach, expect, it } from 'vitest';
import type { Source } from '../../src/bot/ports.js';
import { type RunningBot, runBot } from '../../src/bot/run.js';
import { idAt } from '../../src/lib/snowflake.js';
import { inboxRow, opening } from '../store/given.js';
import { makeDesk, NOW, type TestDesk, xPost } from './desk.js';

/** Loops that only run when they are woken, as far as a test goes. */
const RARELY = { pollSeconds: 600, activityAgeMs: 60_000 };

let bot: RunningBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});
const run = async (desk: TestDesk) => {
  bot = await runBot(desk, RARELY);
  return bot;
};
const sent = (desk: TestDesk) => async () => (await desk.store.counts()).messages_sent;

it('reads, decides and answers by itself', async () => {
  const desk = await makeDesk();
  const id = idAt(NOW + 1);
  desk.source.pages.push({ posts: [xPost(id)], nextToken: null, newestId: id });
  await run(desk);
  await expect.poll(sent(desk), { timeout: 5_000 }).toBe(1);
  expect(desk.poster.calls).toMatchObject([{ as: '900', to: id }]);
});

it('decides what was read before a crash, even when X cannot be read now', async () => {
  const desk = await makeDesk();
  await desk.store.savePage([inboxRow('100')], null);
  desk.source.pages.push(new Error('X does not answer'));
  const running = await run(desk);
  await expect.poll(async () => (await desk.store.decided('100'))?.disposition).toBe('case_opened');
  running.wake();
  await expect.poll(sent(desk), { timeout: 5_000 }).toBe(1);
});

it('takes every call of a former process for unknown, and looks before it sends', async () => {
  const desk = await makeDesk();
  await desk.store.savePage([inboxRow('100')], null);
  await desk.store.commitPost('100', null, opening(), [], null, NOW);
  const [row] = await desk.store.sendable(NOW, 1);
  await desk.store.markSending(row?.id ?? 0, 'Recorded 7KM2-PQ4X', '900', NOW);
  desk.poster.show('900', '100', 'Recorded 7KM2-PQ4X');
  const running = await run(desk);
  expect(await desk.store.counts()).toMatchObject({ messages_unknown: 1 });
  desk.clock.at += 5_000;
  running.wake();
  await expect.poll(sent(desk), { timeout: 5_000 }).toBe(1);
  expect(desk.poster.calls).toEqual([]);
});

it('begins nothing any more once it was stopped', async () => {
  const desk = await makeDesk();
  const running = await run(desk);
  await running.stop();
  const reads = desk.source.reads.length;
  running.wake();
  await new Promise((resolve) => setImmediate(resolve));
  expect(desk.source.reads).toHaveLength(reads);
});

it('has a loop for each source: one that fails or waits holds up none of the others', async () => {
  const desk = await makeDesk();
  const id = idAt(NOW + 1);
  desk.source.pages.push({ posts: [xPost(id)], nextToken: null, newestId: id });
  let ended: () => void = () => {};
  const waiting = new Promise<number>((resolve) => {
    ended = () => resolve(NOW);
  });
  const slow: Source = { name: 'stream', turn: () => waiting, stop: async () => ended() };
  const broken: Source = {
    name: 'mentions',
    turn: () => Promise.reject(new Error('X does not answer')),
    stop: async () => {},
  };
  Object.assign(desk, { sources: [slow, broken, ...desk.sources] });
  const running = await run(desk);
  await expect.poll(sent(desk), { timeout: 5_000 }).toBe(1);
  // A source that waits for X ends its turn when it is told to stop.
  await running.stop();
});

it('raises an alarm when a source does not work for ten minutes, and clears it when it does', async () => {
  const desk = await makeDesk();
  const alarms = async () => (await desk.store.alarms()).map(({ code }) => code);
  let trouble: string | null = 'no stream';
  const source: Source = {
    name: 'stream',
    turn: async () => desk.clock.now() + 60_000,
    trouble: () => trouble,
    stop: async () => {},
  };
  Object.assign(desk, { sources: [source] });
  const running = await run(desk);
  desk.clock.at += 11 * 60_000;
  running.wake();
  await expect.poll(alarms, { timeout: 5_000 }).toEqual(['SRC-002']);
  trouble = null;
  running.wake();
  await expect.poll(alarms, { timeout: 5_000 }).toEqual([]);
});
