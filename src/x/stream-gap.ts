import { SECOND } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';

/** What a stream may have missed, until another way has read it. Open at first: nothing was brought yet. */
export interface StreamGap {
  readonly open: boolean;
  /** How often it was opened: work begun before the last time proves nothing. */
  readonly breaks: number;
  /** Why it could not be read; null: it could. */
  readonly trouble: string | null;
  /** Something may be missing from now on. */
  broken(): void;
  /** The stream is there again: what it missed is read at the next chance. */
  hurry(): void;
  /**
   * Reads what is missing, when it is time to. `completeSince`: since when nothing but what was on its way can be
   * missing; null: something is missing now.
   */
  close(read: () => Promise<void>, completeSince: () => number | null): Promise<void>;
}

export interface GapOptions {
  monotonic: () => number;
  log: Log;
  /** After so long the search shows what the stream did not bring yet when it was opened. */
  settleMs: number;
}

/** As long as there is no stream, and after a failure, it is read so often. */
const EVERY = 30 * SECOND;

export function createStreamGap({ monotonic, log, settleMs }: GapOptions): StreamGap {
  let open = true;
  let dueAt = 0;
  let breaks = 0;
  let trouble: string | null = null;
  return {
    get open() {
      return open;
    },
    get breaks() {
      return breaks;
    },
    get trouble() {
      return trouble;
    },
    broken() {
      breaks += 1;
      open = true;
      dueAt = monotonic() + EVERY;
    },
    hurry() {
      dueAt = 0;
    },
    async close(read, completeSince) {
      const begun = monotonic();
      if (!open || begun < dueAt) return;
      const seen = breaks;
      dueAt = begun + EVERY;
      try {
        await read();
        trouble = null;
      } catch (error) {
        trouble = describe(error);
        log.warn({ error: trouble }, 'what the stream missed was not read');
        return;
      }
      const since = completeSince();
      if (seen !== breaks || since === null) return;
      // Read at once, so that nobody waits; and once more when the search knows of what was on its way.
      if (begun >= since + settleMs) open = false;
      else dueAt = since + settleMs;
    },
  };
}
