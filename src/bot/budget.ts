import { type Clock, type Instant, iso } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { askCredits, type Credits, learnCredits } from './credits.js';
import { holdOf, keyOf, type Limit, learnLimits, merge, take } from './limits.js';
import type { Meter, XAnswer, XCall } from './ports.js';
import type { AlarmStore, RateWindow, SpendStore } from './spend-store.js';
import type { Spending } from './spending.js';

export interface MeterTools {
  store: SpendStore & AlarmStore;
  spending: Pick<Spending, 'bill'>;
  clock: Clock;
  log: Log;
}

/** Under this name the store keeps since when the credits are used up; X has no such endpoint. */
const CREDITS = { endpoint: 'credits', credential: 'app' };

/**
 * Stands between the desk and X. Limits are learnt from X's headers alone, never from a constant, and kept in the
 * store: what a former process was told holds on.
 */
export async function createMeter({ store, spending, clock, log }: MeterTools): Promise<Meter> {
  const windows = new Map<string, RateWindow>();
  const appDays = new Map<string, Limit>();
  let credits: Credits = null;

  for (const window of await store.rateWindows()) {
    if (window.endpoint === CREDITS.endpoint) credits = readCredits(window);
    else keep(window, clock.now());
  }

  function keep(window: RateWindow, now: Instant): void {
    windows.set(keyOf(window), window);
    const day = merge(appDays.get(window.endpoint) ?? null, window.appDay, now);
    if (day !== null) appDays.set(window.endpoint, day);
  }

  /** Calls on their way count as used: eight at once must not all take the last one. */
  function useOne(call: XCall): void {
    const own = windows.get(keyOf(call));
    if (own !== undefined) {
      windows.set(keyOf(call), { ...take(own), userDay: own.userDay === null ? null : take(own.userDay) });
    }
    const day = appDays.get(call.endpoint);
    if (day !== undefined) appDays.set(call.endpoint, take(day));
  }

  async function learnOfCredits(call: XCall, answer: XAnswer, now: Instant): Promise<void> {
    const before = credits;
    credits = learnCredits(before, call, answer, now);
    if (credits === before) return;
    await store.saveRateWindow(writeCredits(credits, now));
    if (credits === null) {
      await store.clearAlarm('PAY-001', 'app', now);
      log.info({ endpoint: call.endpoint }, 'there are credits again');
      return;
    }
    const detail = `${call.endpoint} was refused with ${answer.status}; next try ${iso(credits.until)}`;
    await store.raiseAlarm('PAY-001', 'app', detail, now);
    log.error({ endpoint: call.endpoint, status: answer.status }, 'PAY-001 no credits: everything waits');
  }

  return {
    async heldUntil(call) {
      const now = clock.now();
      const held = holdOf({ windows, appDays }, call, now);
      if (held !== null) return held;
      const asked = askCredits(credits, call, now);
      credits = asked.credits;
      if (asked.heldUntil === null) useOne(call);
      return asked.heldUntil;
    },

    async record(call, answer) {
      const now = clock.now();
      const learnt = learnLimits(windows.get(keyOf(call)) ?? null, call, answer, now);
      if (learnt !== null) {
        keep(learnt, now);
        await store.saveRateWindow(learnt);
      }
      await learnOfCredits(call, answer, now);
      await spending.bill(call, answer);
    },
  };
}

function readCredits({ remaining, resetAt }: RateWindow): Credits {
  return remaining > 0 ? null : { until: resetAt, trying: false };
}

function writeCredits(credits: Credits, now: Instant): RateWindow {
  return {
    ...CREDITS,
    limit: 1,
    remaining: credits === null ? 1 : 0,
    resetAt: credits?.until ?? now,
    appDay: null,
    userDay: null,
    seenAt: now,
  };
}
