import type { Instant } from '../lib/instant.js';

/** What X last said of one endpoint's limit for one credential (`app`, or a handle's id). Times are X's own. */
export interface RateWindow {
  endpoint: string;
  credential: string;
  limit: number;
  remaining: number;
  resetAt: Instant;
  /** The 24-hour limits X sends beside it, of the app and of the user; null: none was sent. */
  appDay: { limit: number; remaining: number; resetAt: Instant } | null;
  userDay: { limit: number; remaining: number; resetAt: Instant } | null;
  seenAt: Instant;
}

/** What was bought: `count` of `item` (a row of prices.csv) on one UTC day for one handle (empty: for all together). */
export interface SpendRow {
  /** YYYY-MM-DD in UTC: X's day of account. */
  day: string;
  handleId: string;
  item: string;
  count: number;
  /** Millionths of a US dollar. */
  micros: number;
}

export interface SpendStore {
  rateWindows(): Promise<RateWindow[]>;
  saveRateWindow(window: RateWindow): Promise<void>;
  /**
   * Of these ids, those not yet paid for that day as that item; remembers them. X bills a resource once a UTC day.
   * Rows of days before the day before are dropped.
   */
  firstToday(day: string, item: string, ids: readonly string[]): Promise<string[]>;
  addSpend(row: SpendRow): Promise<void>;
  /** Rows from `fromDay` on, oldest first. */
  spend(fromDay: string): Promise<SpendRow[]>;
}

/** Something an operator must see. One open row for each kind and subject. */
export interface AlarmRow {
  /** One of the codes of docs/errors.md. */
  code: string;
  /** What it is about: a handle, an endpoint, the app. */
  subject: string;
  detail: string;
  raisedAt: Instant;
  clearedAt: Instant | null;
}

/** An interval in which mentions may have been missed and could not be read any more. */
export interface GapRow {
  handleIds: string[];
  from: Instant;
  until: Instant;
  at: Instant;
}

export interface AlarmStore {
  /** Raises an alarm; true when it was not open already. */
  raiseAlarm(code: string, subject: string, detail: string, now: Instant): Promise<boolean>;
  clearAlarm(code: string, subject: string, now: Instant): Promise<boolean>;
  /** Open ones, newest first. */
  alarms(): Promise<AlarmRow[]>;
  addGap(gap: GapRow): Promise<void>;
  /** Newest first. */
  gaps(): Promise<GapRow[]>;
}
