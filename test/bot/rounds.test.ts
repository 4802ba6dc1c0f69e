import { describe, expect, it } from 'vitest';
import { createLoopStarter } from '../../src/bot/rounds.js';
import { MINUTE, SECOND } from '../../src/lib/instant.js';
import { makeDesk, NOW, type TestDesk } from './desk.js';

/** One loop whose rounds a test makes happen. */
async function loopOf(desk: TestDesk, work: () => Promise<void>) {
  let ended = () => {};
  const loop = createLoopStarter(desk)('work', 10 * MINUTE, () =>
    work().finally(() => setImmediate(() => ended())),
  );
  const round = async () => {
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    loop.wake();
    await over;
    await loop.stop();
    return (await desk.store.rounds())[0];
  };
  return { loop, round };
}

describe('how the rounds of a loop went', () => {
  it('is kept: when the last good one ended', async () => {
    const desk = await makeDesk();
    const { round } = await loopOf(desk, async () => {});
    expect(await round()).toEqual({ name: 'work', okAt: NOW, failedAt: null, error: null });
  });

  it('is kept: of what the last bad one failed, shortly and without what belongs to a request', async () => {
    const desk = await makeDesk();
    const broken = Object.assign(new Error(`broken ${'x'.repeat(900)}`), { request: { token: 'secret' } });
    const { round } = await loopOf(desk, async () => {
      throw broken;
    });
    const row = await round();
    expect(row).toMatchObject({ okAt: null, failedAt: NOW });
    expect(row?.error).toHaveLength(300);
    expect(row?.error).toMatch(/^Error: broken x/);
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('is written now and then, not each time, but a recovery at once', async () => {
    const desk = await makeDesk();
    const written: (string | null)[] = [];
    desk.store = {
      ...desk.store,
      saveRound: async (_name, _at, error) => void written.push(error === null ? 'ok' : 'failed'),
    };
    const fails = [false, false, true, false, false];
    let at = 0;
    let done = () => {};
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    // Wakes itself until the list is through: a failure is followed by a pause that nobody has to wait for.
    const loop = createLoopStarter(desk)('work', 10 * MINUTE, async () => {
      const fail = fails[at];
      at += 1;
      desk.clock.at += SECOND;
      if (at >= fails.length) setImmediate(done);
      else setImmediate(() => loop.wake());
      if (fail === true) throw new Error('broken');
    });
    await all;
    await loop.stop();
    expect(written).toEqual(['ok', 'failed', 'ok']);
  });

  it('hinders nothing when it cannot be written down', async () => {
    const desk = await makeDesk();
    desk.store = { ...desk.store, saveRound: () => Promise.reject(new Error('the disk is full')) };
    let rounds = 0;
    const { round } = await loopOf(desk, async () => {
      rounds += 1;
    });
    await round();
    expect(rounds).toBeGreaterThan(0);
  });
});
