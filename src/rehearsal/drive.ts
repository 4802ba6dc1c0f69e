import { refreshActivity } from '../bot/activity.js';
import type { Desk } from '../bot/desk.js';
import { dispatch } from '../bot/dispatch.js';
import { createSink, startWatching } from '../bot/intake.js';
import { processInbox } from '../bot/process.js';
import { sweep } from '../bot/sweep.js';
import { upkeep } from '../bot/upkeep.js';
import { HOUR, type Instant, MINUTE, SECOND } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import type { Control } from './control.js';

/** Something that goes wrong at a moment of the day. */
export interface Mishap {
  offset: number;
  happen(control: Control): Promise<void>;
}

export interface DriveOptions {
  lengthMs: number;
  stepMs: number;
  mishaps: readonly Mishap[];
  /** Real milliseconds after each step in which pushed posts may arrive; 0 when nothing is pushed. */
  settleMs: number;
  progress(share: number): void;
}

/**
 * Runs the desk's own rounds along the sandbox's clock, step by step: the same functions as the running bot, without
 * its real pauses. A source that throws is tried again at its next step after a minute, as its loop would.
 */
export async function driveDay(
  desk: Desk,
  control: Control,
  { lengthMs, stepMs, mishaps, settleMs, progress }: DriveOptions,
): Promise<void> {
  await startWatching(desk);
  const sink = createSink(desk);
  const due = new Map<string, Instant>();
  const begun = desk.clock.now();
  let upkeepAt = begun;
  let swept = begun;
  const waiting = [...mishaps].sort((a, b) => a.offset - b.offset);

  /** One turn of everything that is due. */
  async function round(): Promise<void> {
    const now = desk.clock.now();
    for (const source of desk.sources) {
      if ((due.get(source.name) ?? 0) > now) continue;
      try {
        due.set(source.name, await source.turn(sink));
      } catch (error) {
        desk.log.warn({ source: source.name, error: describe(error) }, 'a turn failed');
        due.set(source.name, now + MINUTE);
      }
    }
    await refreshActivity(desk, 6 * HOUR);
    await processInbox(desk);
    await dispatch(desk);
    if (now - swept >= MINUTE) {
      await sweep(desk);
      swept = now;
    }
    if (now >= upkeepAt) upkeepAt = now + (await upkeep(desk).catch(() => MINUTE));
  }

  await round();
  for (let offset = 0; offset < lengthMs; offset += stepMs) {
    for (; (waiting[0]?.offset ?? Number.POSITIVE_INFINITY) <= offset; )
      await waiting.shift()?.happen(control);
    await control.advance(stepMs);
    if (settleMs > 0) await pause(settleMs);
    await round();
    progress(Math.min(1, (offset + stepMs) / lengthMs));
  }
}

/** So long after the last post of a day everything owed has gone out. */
export const QUIET = 20 * MINUTE;
export const STEP = 10 * SECOND;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
