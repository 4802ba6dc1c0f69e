import cron from 'node-cron';
import { MINUTE, SECOND } from '../lib/instant.js';
import { refreshActivity } from './activity.js';
import { checkPosts } from './compliance.js';
import type { Desk } from './desk.js';
import { dispatch } from './dispatch.js';
import { createSink, startWatching } from './intake.js';
import type { UsageReader } from './ports.js';
import { processInbox } from './process.js';
import { createLoopStarter } from './rounds.js';
import { watchSilence, watchTurns } from './source-health.js';
import { sweep } from './sweep.js';
import { renameHandles, upkeep } from './upkeep.js';
import { createUsageCheck } from './usage.js';

export interface RunningBot {
  /** Runs all loops soon: something outside changed (a clock, a file). */
  wake(): void;
  stop(): Promise<void>;
}

export interface RunOptions {
  /** Longest pause between two looks for what may be sent. */
  pollSeconds: number;
  /** How old knowledge of a handle's activity may be, in milliseconds. */
  activityAgeMs: number;
  /** X's own count of what was read, compared with ours once a day. */
  usage?: UsageReader;
}

/** A source is asked again at least so often, in real time, whatever it wished for: a clock may have jumped. */
const LONGEST_TURN = 60 * SECOND;
const SHORTEST_TURN = 50;

/**
 * Starts the loops: one for each source, and one each to decide, to sweep, to dispatch and to look at the
 * accounts. A former process's calls in flight are unknown from here on, and whatever is posted after the answer is read.
 */
export async function runBot(
  desk: Desk,
  { pollSeconds, activityAgeMs, usage }: RunOptions,
): Promise<RunningBot> {
  const begun = desk.clock.now();
  const abandoned = await desk.store.abandonSending(begun + 1, begun);
  if (abandoned > 0) desk.log.warn({ abandoned }, 'calls of a former process are looked for');
  await renameHandles(desk);
  await startWatching(desk);

  const startLoop = createLoopStarter(desk);
  const pause = pollSeconds * SECOND;
  const dispatching = startLoop('dispatch', Math.min(SECOND, pause), () => dispatch(desk));
  // Starts with what was read before a crash, and is woken by whatever comes in.
  const deciding = startLoop('decide', pause, async () => {
    await refreshActivity(desk, activityAgeMs);
    if ((await processInbox(desk)) > 0) dispatching.wake();
  });
  const hearing = startLoop('silence', 5 * MINUTE, watchSilence(desk));
  const sink = createSink(desk, () => deciding.wake());
  const watching = desk.sources.map((source) => {
    const turn = watchTurns(desk, source);
    return startLoop(`watch by ${source.name}`, pause, async () => {
      const next = await turn(sink);
      return Math.min(LONGEST_TURN, Math.max(SHORTEST_TURN, next - desk.clock.now()));
    });
  });
  const sweeping = startLoop('sweep', 60_000, async () => void (await sweep(desk)));
  const looking = startLoop('accounts', MINUTE, () => upkeep(desk));
  // A loop of its own: accounts that cannot be read must not keep from being purged what must be.
  const checking = startLoop('posts', 10 * MINUTE, () => checkPosts(desk));
  const counting =
    usage === undefined ? [] : [startLoop('usage', 10 * MINUTE, createUsageCheck({ ...desk, usage }))];
  const loops = [...watching, hearing, deciding, sweeping, dispatching, looking, checking, ...counting];
  // Cron only wakes; what is due stands in the database, so a missed tick loses nothing.
  const task = cron.schedule('*/10 * * * * *', () => sweeping.wake(), { noOverlap: true });
  return {
    wake() {
      for (const loop of loops) loop.wake();
    },
    async stop() {
      await task.destroy();
      // A source that waits for X ends its turn sooner when it is told.
      await Promise.all([...loops, ...desk.sources].map((one) => one.stop()));
    },
  };
}
