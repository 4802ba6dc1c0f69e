import type { Log } from './log.js';

export interface Loop {
  /** Runs the work soon, also when it is running now: then once more after it. */
  wake(): void;
  /** No new round begins; resolves when the running one is over. */
  stop(): Promise<void>;
}

/**
 * Repeats `work` every `everyMs` real milliseconds, or after as many as it asks for, never two rounds at once. An error
 * is logged and the next round comes after a pause that doubles up to a minute: a loop never dies.
 */
export function startLoop(
  name: string,
  everyMs: number,
  work: () => Promise<number | undefined> | Promise<void>,
  log: Log,
): Loop {
  let stopped = false;
  let again = false;
  let failures = 0;
  let wanted = everyMs;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  async function round(): Promise<void> {
    again = false;
    try {
      wanted = (await work()) ?? everyMs;
      failures = 0;
    } catch (error) {
      failures += 1;
      log.error({ loop: name, failures, error: describe(error) }, 'a round failed');
    }
  }

  function begin(): void {
    if (stopped || running !== null) return;
    clearTimeout(timer);
    running = round().finally(() => {
      running = null;
      if (stopped) return;
      const pause =
        failures > 0 ? Math.min(60_000, Math.max(everyMs, 250) * 2 ** Math.min(failures, 10)) : wanted;
      timer = setTimeout(begin, again && failures === 0 ? 0 : pause);
    });
  }

  begin();
  return {
    wake() {
      again = true;
      begin();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      if (running !== null) await running;
    },
  };
}

/** Name and message only: an error's other fields may hold a request with its secrets. */
export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
