import type { ErrorCode } from '../lib/errors.js';
import type { Instant } from '../lib/instant.js';
import type { MissingAccount, XAccount } from './account-ports.js';
import type { AccountCondition, AccountRow } from './account-store.js';
import type { WatchedHandle } from './ports.js';

/** Alarms that looking at an account raises, and clears when they hold no more. */
export const ACCOUNT_ALARMS = ['X-010', 'X-011', 'X-012'] as const satisfies readonly ErrorCode[];

/** What follows from looking at an account. */
export interface Judgement {
  change: Partial<Omit<AccountRow, 'handleId'>>;
  alarms: { code: (typeof ACCOUNT_ALARMS)[number]; detail: string }[];
}

/** Said by the desk's people: nothing that X shows ends it. */
const OPERATORS: readonly AccountCondition[] = ['paused', 'removed'];
/** Found out by trying: looking at the account does not show whether it is over. */
const TRIED: readonly AccountCondition[] = ['revoked', 'limited'];

/** Is it shown under the name the directory has for it? If not, one must look who has that name. */
export function isUnderItsName(handle: WatchedHandle, shown: XAccount | MissingAccount | undefined): boolean {
  return typeof shown === 'object' && sameName(shown.name, handle.handle);
}

/**
 * What the desk knows of a handle after a look. Pure. By its id it is the same account, whatever its name; a name alone
 * proves nothing.
 *
 * @param handle as the directory writes it
 * @param shown what X shows under its id; undefined: X did not say, so nothing changes
 * @param holder what X shows under its name; undefined: nobody asked, or X did not say
 * @param known what was known before
 */
export function judgeAccount(
  handle: WatchedHandle,
  shown: XAccount | MissingAccount | undefined,
  holder: XAccount | MissingAccount | undefined,
  known: AccountRow | null,
  now: Instant,
): Judgement | null {
  if (shown === undefined) return null;
  const alarms: Judgement['alarms'] = [];
  const renamed = typeof shown === 'object' && !sameName(shown.name, handle.handle);
  if (renamed) {
    alarms.push({ code: 'X-010', detail: `@${handle.handle} is @${shown.name} now (id ${handle.xUserId})` });
  }
  const seen = conditionSeen(handle, shown, holder, renamed);
  if (seen.condition === 'taken') alarms.push({ code: 'X-011', detail: `@${handle.handle}: ${seen.reason}` });
  else if (seen.condition !== 'active') {
    alarms.push({ code: 'X-012', detail: `@${handle.handle}: ${seen.reason}` });
  }
  return { change: { ...stands(seen, known, now), ...facts(shown), checkedAt: now }, alarms };
}

interface Seen {
  condition: AccountCondition;
  reason: string;
}

function conditionSeen(
  handle: WatchedHandle,
  shown: XAccount | MissingAccount,
  holder: XAccount | MissingAccount | undefined,
  renamed: boolean,
): Seen {
  if (shown === 'suspended') return { condition: 'suspended', reason: 'X has suspended it' };
  const astray = shown === 'not_found' || renamed;
  if (astray && typeof holder === 'object' && holder.id !== handle.xUserId) {
    return { condition: 'taken', reason: `the name belongs to the account with id ${holder.id} now` };
  }
  if (shown === 'not_found')
    return { condition: 'not_found', reason: `X knows no account ${handle.xUserId}` };
  // Nobody but its followers can see an answer of a protected account.
  if (shown.protected) return { condition: 'protected', reason: 'its posts are protected' };
  return { condition: 'active', reason: '' };
}

/** The new condition, or nothing when the one that stands goes on. */
function stands({ condition, reason }: Seen, known: AccountRow | null, now: Instant): Judgement['change'] {
  if (known !== null && OPERATORS.includes(known.condition)) return {};
  if (condition === 'active' && known !== null && TRIED.includes(known.condition)) {
    const over = known.until !== null && known.until <= now;
    if (!over) return {};
  }
  if (known !== null && known.condition === condition && known.reason === reason) return {};
  return { condition, reason, since: now, until: null };
}

function facts(shown: XAccount | MissingAccount): Judgement['change'] {
  if (typeof shown === 'string') return {};
  const { name, verified, followers, lastPostAt } = shown;
  return { name: name.toLowerCase(), verified, followers, lastPostAt };
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
