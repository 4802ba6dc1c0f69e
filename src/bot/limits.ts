import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../lib/instant.js';
import type { XAnswer, XCall } from './ports.js';
import type { RateWindow } from './spend-store.js';

/** One of X's counters: how many there may be, how many are left, and when it begins anew. */
export interface Limit {
  limit: number;
  remaining: number;
  resetAt: Instant;
}

/** What the headers of one answer tell; null: not told. */
export interface ToldLimits {
  window: Limit | null;
  appDay: Limit | null;
  userDay: Limit | null;
}

/** What is known of all limits. The app's 24-hour limit is one for all credentials of an endpoint. */
export interface KnownLimits {
  windows: ReadonlyMap<string, RateWindow>;
  appDays: ReadonlyMap<string, Limit>;
}

/** A refusal that names no time holds this long. */
const UNTOLD = 15 * MINUTE;
/** A refusal that names a time already past: X's clock and ours do not agree. */
const PAST = MINUTE;
/** X counts nothing for longer than a day: a stranger number must not silence the desk for good. */
const LONGEST = DAY + HOUR;
/** X tells whole seconds, and all handles wait for the same one. */
const JITTER = { from: SECOND, width: 4 * SECOND };

/** Stands for a counter X said nothing of: it holds nobody. */
const UNKNOWN: Limit = { limit: 0, remaining: 0, resetAt: 0 };

export function keyOf({ endpoint, credential }: { endpoint: string; credential: string }): string {
  return `${endpoint} ${credential}`;
}

/** Reads X's limit headers. A counter of which any part is missing or no number is not told. */
export function parseLimits(headers: XAnswer['headers']): ToldLimits {
  return {
    window: readLimit(headers, 'x-rate-limit'),
    appDay: readLimit(headers, 'x-app-limit-24hour'),
    userDay: readLimit(headers, 'x-user-limit-24hour'),
  };
}

function readLimit(headers: XAnswer['headers'], prefix: string): Limit | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((part) => {
    const value = headers[`${prefix}-${part}`];
    const text = (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
    return /^\d{1,12}$/.test(text) ? Number(text) : null;
  });
  if (limit == null || remaining == null || reset == null) return null;
  return { limit, remaining, resetAt: reset * SECOND };
}

/**
 * What is known of this endpoint and credential after an answer; null: the answer told nothing. Whatever X refused
 * with 429 is held, also when its headers give no reason or no time.
 */
export function learnLimits(
  known: RateWindow | null,
  call: XCall,
  answer: Pick<XAnswer, 'status' | 'headers'>,
  now: Instant,
): RateWindow | null {
  const told = plausible(parseLimits(answer.headers), now);
  if (answer.status === 429 && !explains(told, now)) told.window = refusal(told.window, known, now);
  if (told.window === null && told.appDay === null && told.userDay === null) return null;
  const { limit, remaining, resetAt } = merge(known, told.window, now) ?? UNKNOWN;
  return {
    endpoint: call.endpoint,
    credential: call.credential,
    limit,
    remaining,
    resetAt,
    appDay: merge(known?.appDay ?? null, told.appDay, now),
    userDay: merge(known?.userDay ?? null, told.userDay, now),
    seenAt: now,
  };
}

/** No counter ends later than the longest of X's. */
function plausible({ window, appDay, userDay }: ToldLimits, now: Instant): ToldLimits {
  const cap = (limit: Limit | null) =>
    limit === null ? null : { ...limit, resetAt: Math.min(limit.resetAt, now + LONGEST) };
  return { window: cap(window), appDay: cap(appDay), userDay: cap(userDay) };
}

/** Does any counter say for itself why X refused? */
function explains(told: ToldLimits, now: Instant): boolean {
  return [told.window, told.appDay, told.userDay].some(
    (limit) => limit !== null && limit.remaining === 0 && limit.resetAt > now,
  );
}

function refusal(told: Limit | null, known: Limit | null, now: Instant): Limit {
  const limit = told?.limit ?? known?.limit ?? 0;
  if (told === null) return { limit, remaining: 0, resetAt: now + UNTOLD };
  return { limit, remaining: 0, resetAt: told.resetAt > now ? told.resetAt : now + PAST };
}

/**
 * Answers overtake each other. Within a window the smaller rest is the newer one; of two windows the later; and a
 * window that is used up stays so until it ends: whatever comes in meanwhile was sent before.
 */
export function merge(known: Limit | null, told: Limit | null, now: Instant): Limit | null {
  if (told === null || known === null) return told ?? known;
  const usedUp = [known, told].filter(({ remaining, resetAt }) => remaining <= 0 && resetAt > now);
  if (usedUp.length > 0) return usedUp.reduce(later);
  if (told.resetAt === known.resetAt) {
    return { ...told, remaining: Math.min(known.remaining, told.remaining) };
  }
  return later(known, told);
}

function later(a: Limit, b: Limit): Limit {
  return b.resetAt > a.resetAt ? b : a;
}

/** One request is on its way: until its answer tells the rest, it counts as used. */
export function take<T extends Limit>(limit: T): T {
  return { ...limit, remaining: limit.remaining - 1 };
}

/**
 * Until when X is known to refuse this call; null: nothing is known against it. A little later than X says, by a time
 * that is the same for the same call and differs between credentials.
 */
export function holdOf({ windows, appDays }: KnownLimits, call: XCall, now: Instant): Instant | null {
  const own = windows.get(keyOf(call));
  const counters = [own, own?.userDay, appDays.get(call.endpoint)];
  const held = counters
    .filter((limit) => limit != null)
    .filter(({ remaining }) => remaining <= 0)
    .map(({ resetAt }) => resetAt + jitterOf(`${keyOf(call)} ${resetAt}`))
    .filter((until) => until > now);
  return held.length === 0 ? null : Math.max(...held);
}

/** Spreads by name: FNV-1a, which mixes short names well enough. */
function jitterOf(seed: string): number {
  let hash = 0x811c9dc5;
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return JITTER.from + ((hash >>> 0) % JITTER.width);
}
