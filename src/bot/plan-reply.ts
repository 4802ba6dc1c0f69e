import { HOUR, type Instant, MINUTE } from '../lib/instant.js';
import type { AccountCondition } from './account-store.js';

/** `enterprise`: X's contract under which an account may answer whom it was not summoned by. */
export type XPlan = 'self-serve' | 'enterprise';

/** An account that could answer. */
export interface Answerer {
  handleId: string;
  condition: AccountCondition;
  until: Instant | null;
  hasToken: boolean;
  /** X shows a sign of verification; null: nobody has looked yet. */
  verified: boolean | null;
  /** Its automatic posts of the last 24 hours, and of the last half hour. */
  postsToday: number;
  postsLately: number;
  /** `implicit`: a direct reply to a post of ours counts as a summon. */
  summon: 'explicit' | 'implicit';
}

/** The post to be answered. */
export interface Target {
  authorId: string;
  /** X shows it no more. */
  gone: boolean;
  /** Its author named the answering handle in the post's own words. */
  named: boolean;
  /** It is a direct reply to a post of the answering handle. */
  repliesToOurs: boolean;
  /** Automatic answers of this desk to this very post, sent or perhaps sent. */
  answers: number;
}

/** What is known of who wrote it. */
export interface Author {
  /** A handle of this desk. */
  ours: boolean;
  /** A program, by X's label, by the list, or because it speaks like a desk. */
  automated: boolean;
  /** Asked for no more automatic answers. */
  stopped: boolean;
  /** An officer of the directory: no cap holds up who works. */
  officer: boolean;
  /** Automatic answers to this author in the last 24 hours. */
  answersToday: number;
}

export interface ReplyRules {
  plan: XPlan;
  /** Automatic answers one author gets in 24 hours; emergencies get as many again. */
  perAuthorADay: number;
  /** Posts an account may make in 24 hours, in slices of half an hour; null: X does not say (the sandbox). */
  accountLimits: { verified: number; unverified: number } | null;
  /** The day's money is spent: only emergencies are answered until then. */
  budgetHeldUntil: Instant | null;
}

export type NeverReason =
  | 'gone'
  | 'own_account'
  | 'automated'
  | 'stopped'
  | 'not_summoned'
  | 'already_answered'
  | 'author_cap';

export type WaitReason = 'needs_authorisation' | 'account_limit' | 'budget';

export type ReplyPlan =
  | { kind: 'reply'; as: string /** X may still say that nobody summoned. */; implicit: boolean }
  /** `until`: when it is worth planning again; null: when somebody has acted. */
  | { kind: 'wait'; reason: WaitReason; detail: string; until: Instant | null }
  | { kind: 'never'; reason: NeverReason };

/** What X lets an account post in a day, by hand and by program together; no header tells it (docs/x-rules.md). */
export const ACCOUNT_LIMITS = { verified: 2_400, unverified: 200 } as const;

const SLICES = 48;
const SLICE = 30 * MINUTE;

/**
 * Which account may lawfully answer this post now, or why none may. Pure. What can never become lawful comes first, so
 * that a message that waits is always one that somebody can set free. Rules: docs/x-rules.md.
 *
 * @param handle the account the author addressed
 * @param nodal the desk's coordinating account, which may stand in for another on an Enterprise contract; null: none
 */
export function planReply(
  emergency: boolean,
  target: Target,
  author: Author,
  handle: Answerer,
  nodal: Answerer | null,
  rules: ReplyRules,
  now: Instant,
): ReplyPlan {
  const reason = whyNever(emergency, target, author, handle, rules);
  if (reason !== null) return { kind: 'never', reason };
  if (rules.budgetHeldUntil !== null && rules.budgetHeldUntil > now && !emergency) {
    return {
      kind: 'wait',
      reason: 'budget',
      detail: 'the daily ceiling is reached',
      until: rules.budgetHeldUntil,
    };
  }
  const held = whyHeld(handle, rules, now);
  if (held === null) return { kind: 'reply', as: handle.handleId, implicit: !target.named };
  // Only that contract frees an account from the summon: without it the nodal account was not called by anybody.
  if (rules.plan === 'enterprise' && nodal !== null && whyHeld(nodal, rules, now) === null) {
    return { kind: 'reply', as: nodal.handleId, implicit: false };
  }
  return held;
}

function whyNever(
  emergency: boolean,
  target: Target,
  author: Author,
  handle: Answerer,
  rules: ReplyRules,
): NeverReason | null {
  if (target.gone) return 'gone';
  if (author.ours) return 'own_account';
  if (author.automated) return 'automated';
  if (author.stopped) return 'stopped';
  if (target.answers > 0) return 'already_answered';
  if (rules.plan === 'self-serve' && !summoned(target, handle)) return 'not_summoned';
  const cap = emergency ? 2 * rules.perAuthorADay : rules.perAuthorADay;
  return !author.officer && author.answersToday >= cap ? 'author_cap' : null;
}

/** X answers whoever named the account; whether its own reply prefix counts, only trying tells. */
function summoned(target: Target, handle: Answerer): boolean {
  return target.named || (handle.summon === 'implicit' && target.repliesToOurs);
}

function whyHeld(
  answerer: Answerer,
  rules: ReplyRules,
  now: Instant,
): Extract<ReplyPlan, { kind: 'wait' }> | null {
  if (answerer.condition !== 'active' && (answerer.until === null || answerer.until > now)) {
    return { kind: 'wait', reason: 'needs_authorisation', detail: answerer.condition, until: answerer.until };
  }
  if (!answerer.hasToken) {
    return { kind: 'wait', reason: 'needs_authorisation', detail: 'no token', until: null };
  }
  if (rules.accountLimits === null) return null;
  // Who is not known to be verified may not be: the smaller limit is the safe one.
  const limit = answerer.verified === true ? rules.accountLimits.verified : rules.accountLimits.unverified;
  if (answerer.postsToday >= limit) return limited(`${limit} posts in 24 hours`, now + HOUR);
  const slice = Math.ceil(limit / SLICES);
  if (answerer.postsLately >= slice) return limited(`${slice} posts in half an hour`, now + SLICE / 6);
  return null;
}

function limited(detail: string, until: Instant): Extract<ReplyPlan, { kind: 'wait' }> {
  return { kind: 'wait', reason: 'account_limit', detail, until };
}
