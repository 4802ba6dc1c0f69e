import { describe, expect, it } from 'vitest';
import { createSink } from '../../src/bot/intake.js';
import type { Source } from '../../src/bot/ports.js';
import { watchTurns } from '../../src/bot/source-health.js';
import { MINUTE } from '../../src/lib/instant.js';
import { makeDesk, NOW, type TestDesk } from './desk.js';

/** A source that does what a test says. */
class Told implements Source {
  readonly name = 'stream';
  fails = false;
  said: string | null = null;
  async turn(): Promise<number> {
    if (this.fails) throw new Error('X does not answer');
    return 7;
  }
  trouble = () => this.said;
  async stop(): Promise<void> {}
}

async function watched() {
  const desk = await makeDesk();
  const source = new Told();
  const turn = watchTurns(desk, source);
  return { desk, source, turn: () => turn(createSink(desk)) };
}
const open = async (desk: TestDesk) =>
  (await desk.store.alarms()).map(({ code, subject }) => [code, subject]);

describe('a source that does not work', () => {
  const byFailing = (source: Told, fails: boolean) => {
    source.fails = fails;
  };
  const bySaying = (source: Told, fails: boolean) => {
    source.said = fails ? 'no stream' : null;
  };

  it.each([
    ['because its turns fail', byFailing],
    ['although its turns succeed', bySaying],
  ])('%s raises an alarm after ten minutes, once, and clears it when it works', async (_why, set) => {
    const { desk, source, turn } = await watched();
    const run = () => turn().catch(() => null);
    set(source, true);
    await run();
    desk.clock.at += 9 * MINUTE;
    await run();
    expect(await open(desk)).toEqual([]);
    desk.clock.at += MINUTE;
    await run();
    await run();
    expect(await open(desk)).toEqual([['SRC-002', 'stream']]);
    set(source, false);
    expect(await turn()).toBe(7);
    expect(await open(desk)).toEqual([]);
  });

  it('begins to count anew after each success', async () => {
    const { desk, source, turn } = await watched();
    for (let minute = 0; minute < 30; minute += 1) {
      source.fails = minute % 9 !== 0;
      await turn().catch(() => null);
      desk.clock.at += MINUTE;
    }
    expect(await open(desk)).toEqual([]);
  });

  it('lets the loop hear of the error', async () => {
    const { source, turn } = await watched();
    source.fails = true;
    await expect(turn()).rejects.toThrow('X does not answer');
  });

  it('clears what a former process left', async () => {
    const { desk, turn } = await watched();
    await desk.store.raiseAlarm('SRC-002', 'stream', 'of old', NOW);
    await turn();
    expect(await open(desk)).toEqual([]);
  });
});
