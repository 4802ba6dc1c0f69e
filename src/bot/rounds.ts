import { type Instant, SECOND } from '../lib/instant.js';
import { describe, type Loop, startLoop } from '../lib/loop.js';
import type { Desk } from './desk.js';

/** How often a loop that goes well writes that down: some have a round a second. */
const REMEMBER_EVERY = 15 * SECOND;
/** An error is told in so many characters. */
const LONGEST_ERROR = 300;

type Work = Parameters<typeof startLoop>[2];

/** Starts loops whose rounds are remembered, so that `sunwai doctor` can say how each went last. */
export function createLoopStarter({
  store,
  clock,
  log,
}: Pick<Desk, 'store' | 'clock' | 'log'>): (name: string, everyMs: number, work: Work) => Loop {
  async function remember(name: string, at: Instant, error: string | null): Promise<void> {
    try {
      await store.saveRound(name, at, error);
    } catch (cause) {
      // A store that cannot write will be heard of through the work itself.
      log.warn({ loop: name, error: describe(cause) }, 'how a round went could not be written down');
    }
  }

  return (name, everyMs, work) => {
    let savedAt: Instant | null = null;
    const round = async () => {
      let wanted: number | undefined;
      try {
        const said = await work();
        wanted = typeof said === 'number' ? said : undefined;
      } catch (error) {
        savedAt = null;
        await remember(name, clock.now(), describe(error).slice(0, LONGEST_ERROR));
        throw error;
      }
      const now = clock.now();
      if (savedAt === null || now - savedAt >= REMEMBER_EVERY) {
        savedAt = now;
        await remember(name, now, null);
      }
      return wanted;
    };
    return startLoop(name, everyMs, round, log);
  };
}
