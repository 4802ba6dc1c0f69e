import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Log } from '../../src/lib/log.js';
import { silentLog } from '../../src/lib/log.js';
import { type Loop, startLoop } from '../../src/lib/loop.js';

let loop: Loop | undefined;
beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  await loop?.stop();
  vi.useRealTimers();
});

/** Work that ends when it is told to. */
function gate() {
  const ends: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
  const end = async () => {
    ends.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { work, end };
}

it('begins at once and goes on in its rhythm', async () => {
  const work = vi.fn(async () => {});
  loop = startLoop('test', 1_000, work, silentLog);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(work).toHaveBeenCalledTimes(3);
});

it('never runs two rounds at once, and being woken meanwhile means exactly once more', async () => {
  const { work, end } = gate();
  loop = startLoop('test', 60_000, work, silentLog);
  loop.wake();
  loop.wake();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(work).toHaveBeenCalledTimes(1);
  await end();
  expect(work).toHaveBeenCalledTimes(2);
  await end();
  expect(work).toHaveBeenCalledTimes(2);
});

it('is woken out of its pause', async () => {
  const work = vi.fn(async () => {});
  loop = startLoop('test', 60_000, work, silentLog);
  await vi.advanceTimersByTimeAsync(1);
  loop.wake();
  expect(work).toHaveBeenCalledTimes(2);
});

it('outlives every error: it says so, waits longer each time, and finds back into its rhythm', async () => {
  const said: object[] = [];
  const log: Log = { ...silentLog, error: (fields) => void said.push(fields) };
  let broken = true;
  const work = vi.fn(async () => {
    if (broken) throw new Error('no answer');
  });
  loop = startLoop('intake', 1_000, work, log);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(work).toHaveBeenCalledTimes(3);
  expect(said.at(-1)).toEqual({ loop: 'intake', failures: 3, error: 'Error: no answer' });

  await vi.advanceTimersByTimeAsync(600_000);
  const before = work.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(before + 1);

  broken = false;
  await vi.advanceTimersByTimeAsync(60_000);
  const mended = work.mock.calls.length;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(work.mock.calls.length).toBeGreaterThanOrEqual(mended + 4);
});

it('says nothing of an error but its name and message', async () => {
  const said: object[] = [];
  const log: Log = { ...silentLog, error: (fields) => void said.push(fields) };
  const error = Object.assign(new Error('Request failed.'), { request: { authorization: 'Bearer secret' } });
  loop = startLoop(
    'intake',
    1_000,
    async () => {
      throw error;
    },
    log,
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(JSON.stringify(said)).not.toContain('secret');
});

it('stops when the running round is over, and never begins another', async () => {
  const { work, end } = gate();
  loop = startLoop('test', 10, work, silentLog);
  let stopped = false;
  const stopping = loop.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(100);
  expect(stopped).toBe(false);
  await end();
  await stopping;
  loop.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(1);
});
