import type { Fault } from '../lib/errors.js';
import type { TokenOwner } from './account-ports.js';
import type { AccountCondition } from './account-store.js';
import { type Asked, type Finding, nextOf, toFinding } from './finding.js';
import type { HandleHealth, Health } from './health.js';

type Line = Pick<Finding, 'level' | 'detail' | 'mend'>;

/** A line for each handle: its worst fault, or that it is in order. Removed ones are no business of the desk. */
export function diagnoseHandles(health: Health, asked: Asked | null, tokensGiven: boolean): Finding[] {
  return health.handles
    .filter(({ account }) => account?.condition !== 'removed')
    .map((one) => {
      const owner = asked?.owners.get(one.handle.xUserId) ?? null;
      const line =
        conditionLine(one) ??
        tokenLine(one, tokensGiven) ??
        ownerLine(one, owner) ??
        hint(one) ??
        inOrder(one);
      return { check: 'handle', subject: `@${one.handle.handle}`, ...line };
    });
}

const MENDS: Partial<Record<AccountCondition, string>> = {
  suspended: 'Appeal to X; the desk looks once a day, `sunwai handle verify` looks now.',
  protected: 'Make its posts public on X, then `sunwai handle verify`.',
  not_found: 'Correct x_user_id in departments.csv or handles.csv.',
};

function conditionLine({ handle, account }: HandleHealth): Line | null {
  if (account === null || account.condition === 'active') return null;
  const { condition, reason } = account;
  const detail = `${condition}: ${reason}`;
  switch (condition) {
    case 'paused':
      return {
        level: 'notice',
        detail,
        mend: `\`sunwai handle resume @${handle.handle}\` lets it answer again.`,
      };
    case 'limited':
      return { level: 'notice', detail, mend: 'Nothing to do: it ends by itself.' };
    case 'revoked':
      return { level: 'fault', detail, mend: connect(handle.handle) };
    case 'taken':
      return { level: 'fault', detail: `X-011 ${detail}`, mend: nextOf('X-011') };
    default:
      return { level: 'fault', detail: `X-012 ${detail}`, mend: MENDS[condition] ?? nextOf('X-012') };
  }
}

function tokenLine({ handle, token }: HandleHealth, tokensGiven: boolean): Line | null {
  if (token?.state === 'active' || (token === null && tokensGiven)) return null;
  const detail =
    token === null ? 'CFG-005 no token: it cannot answer' : 'X-008 revoked: X takes its token no more';
  return { level: 'fault', detail, mend: connect(handle.handle) };
}

type Owner = TokenOwner | 'refused' | Fault;

function ownerLine({ handle }: HandleHealth, owner: Owner | null): Line | null {
  if (owner === null) return null;
  const mend = connect(handle.handle);
  if (owner === 'refused') return { level: 'fault', detail: 'X-008 X refuses its token', mend };
  if ('code' in owner) {
    const { level, detail, mend: next } = toFinding(owner, 'handle');
    return { level, detail: `its token could not be tried: ${detail}`, mend: next };
  }
  if (owner.id !== handle.xUserId) {
    const detail = `its token belongs to the account ${owner.id}, not to ${handle.xUserId}`;
    return { level: 'fault', detail, mend };
  }
  if (!owner.readOnly) return null;
  const detail = 'its token may only read, so nothing can be posted';
  return {
    level: 'fault',
    detail,
    mend: `Let the app read and write in the Developer Console, then ${mend}`,
  };
}

function hint({ account }: HandleHealth): Line | null {
  if (account?.verified !== 'none') return null;
  const detail = 'not verified on X: its account may post 200 answers a day';
  return { level: 'notice', detail, mend: 'Have X verify the account as one of a government.' };
}

function inOrder({ account, token }: HandleHealth): Line {
  const kind = token === null ? 'token of the sandbox' : `token ${token.kind}`;
  return {
    level: 'ok',
    detail: `${kind}, ${account === null ? 'not looked at yet' : 'account in order'}`,
    mend: '',
  };
}

function connect(handle: string): string {
  return `\`sunwai handle connect @${handle}\`, or import a new token.`;
}
