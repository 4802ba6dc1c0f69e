import cron from 'node-cron';
import { startLoop } from '../lib/loop.js';
import { refreshActivity } from './activity.js';
import type { Desk } from './desk.js';
import { dispatch } from './dispatch.js';
import { readMentions, startWatching } from './intake.js';
import { processInbox } from './process.js';
import { sweep } from './sweep.js';

export interface RunningBot {
  /** Runs all loops soon: something outside changed (a clock, a file). */
  wake(): void;
  stop(): Promise<void>;
}

export interface RunOptions {
  pollSeconds: number;
  /** How old knowledge of a handle's activity may be, in milliseconds. */
  activityAgeMs: number;
}

/**
 * Starts the three loops. A former process's calls in flight are unknown from here on, and whatever is posted after
 * the answer is read.
 */
export async function runBot(desk: Desk, { pollSeconds, activityAgeMs }: RunOptions): Promise<RunningBot> {
  const begun = desk.clock.now();
  const abandoned = await desk.store.abandonSending(begun + 1, begun);
  if (abandoned > 0) desk.log.warn({ abandoned }, 'calls of a former process are looked for');
  await startWatching(desk);

  const dispatching = startLoop(
    'dispatch',
    Math.min(1_000, pollSeconds * 1_000),
    () => dispatch(desk),
    desk.log,
  );
  const intake = startLoop(
    'intake',
    pollSeconds * 1_000,
    async () => {
      // What was read before a crash is decided before anything new is read.
      await processInbox(desk);
      await refreshActivity(desk, activityAgeMs);
      await readMentions(desk);
      if ((await processInbox(desk)) > 0) dispatching.wake();
    },
    desk.log,
  );
  const sweeping = startLoop('sweep', 60_000, async () => void (await sweep(desk)), desk.log);
  // Cron only wakes; what is due stands in the database, so a missed tick loses nothing.
  const task = cron.schedule('*/10 * * * * *', () => sweeping.wake(), { noOverlap: true });
  return {
    wake() {
      intake.wake();
      sweeping.wake();
      dispatching.wake();
    },
    async stop() {
      await task.destroy();
      await Promise.all([intake.stop(), sweeping.stop(), dispatching.stop()]);
    },
  };
}
