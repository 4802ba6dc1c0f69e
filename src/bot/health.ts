import type { Instant } from '../lib/instant.js';
import type { AccountRow } from './account-store.js';
import type { CredentialRow } from './credential-store.js';
import type { Desk } from './desk.js';
import type { LoopRow, MessageQueue, Queue } from './health-store.js';
import { forecastFrom, forecastMonth, type MonthForecast } from './month.js';
import type { WatchedHandle } from './ports.js';
import { accountDay } from './prices.js';
import type { AlarmRow, GapRow, RateWindow } from './spend-store.js';

/** A handle of the directory with what is known of it. */
export interface HandleHealth {
  handle: WatchedHandle;
  /** null: nobody has looked yet. */
  account: AccountRow | null;
  /** null: it has granted none. */
  token: Pick<CredentialRow, 'kind' | 'state'> | null;
}

/** How the desk is, as far as its database tells. No citizen's words are in it, and no secret. */
export interface Health {
  at: Instant;
  handles: HandleHealth[];
  rounds: LoopRow[];
  posts: Queue;
  notices: Queue;
  /** Messages that are not settled. */
  messages: MessageQueue[];
  messageStates: Record<string, number>;
  caseStages: Record<string, number>;
  limits: RateWindow[];
  /** Open ones, newest first. */
  alarms: AlarmRow[];
  gaps: GapRow[];
  /** Millionths of a dollar in this UTC day. */
  spentToday: number;
  forecast: MonthForecast;
}

/** Reads how the desk is. `handles`: those of the directory. */
export async function readHealth(
  { store, clock }: Pick<Desk, 'store' | 'clock'>,
  handles: readonly WatchedHandle[],
): Promise<Health> {
  const at = clock.now();
  const today = accountDay(at);
  const spend = await store.spend(forecastFrom(today));
  const accounts = await store.accounts();
  const tokens = new Map((await store.credentials()).map((row) => [row.xUserId, row]));
  return {
    at,
    handles: handles.map((handle) => {
      const token = tokens.get(handle.xUserId);
      return {
        handle,
        account: accounts.get(handle.xUserId) ?? null,
        token: token === undefined ? null : { kind: token.kind, state: token.state },
      };
    }),
    rounds: await store.rounds(),
    posts: await store.undecidedPosts(),
    notices: await store.openNotices(),
    messages: await store.openMessages(),
    messageStates: await store.messageStates(),
    caseStages: await store.caseStages(),
    limits: await store.rateWindows(),
    alarms: await store.alarms(),
    gaps: await store.gaps(),
    spentToday: spend.filter(({ day }) => day === today).reduce((sum, { micros }) => sum + micros, 0),
    forecast: forecastMonth(spend, today),
  };
}
