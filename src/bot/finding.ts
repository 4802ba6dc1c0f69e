import { CATALOGUE, type ErrorCode, type Fault } from '../lib/errors.js';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../lib/instant.js';
import type { AppAnswer, TokenOwner } from './account-ports.js';

/** One line of `sunwai doctor`. `fault`: somebody must act; `notice`: worth knowing; the mend says what to do. */
export interface Finding {
  /** What was looked at: `handle`, `source`, `queue` … */
  check: string;
  /** Which of them. */
  subject: string;
  level: 'ok' | 'notice' | 'fault';
  detail: string;
  /** Empty when there is nothing to do. */
  mend: string;
}

/** What X itself said when it was asked; null: nobody asked. */
export interface Asked {
  app: AppAnswer;
  /** For each handle with a token: whose it is. A fault: X did not say. */
  owners: ReadonlyMap<string, TokenOwner | 'refused' | Fault>;
}

/** A coded fault as a finding. */
export function toFinding({ code, where, detail }: Fault, check: string): Finding {
  return { check, subject: where, level: 'fault', detail: `${code} ${detail}`, mend: nextOf(code) };
}

/** What the catalogue says to do about a code; what is no code has no entry. */
export function nextOf(code: string): string {
  return code in CATALOGUE ? CATALOGUE[code as ErrorCode].next : 'Read the log.';
}

/** How long ago, as people say it. */
export function ago(from: Instant, now: Instant): string {
  const passed = Math.max(0, now - from);
  if (passed < 2 * MINUTE) return `${Math.round(passed / SECOND)} s`;
  if (passed < 2 * HOUR) return `${Math.round(passed / MINUTE)} min`;
  return passed < 2 * DAY ? `${Math.round(passed / HOUR)} h` : `${Math.round(passed / DAY)} days`;
}
