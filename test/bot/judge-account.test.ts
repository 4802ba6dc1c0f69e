import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MissingAccount, XAccount } from '../../src/bot/account-ports.js';
import type { AccountCondition, AccountRow } from '../../src/bot/account-store.js';
import { judgeAccount } from '../../src/bot/judge-account.js';
import { DAY } from '../../src/lib/instant.js';
import { ENERGY, NOW } from './desk.js';

function account(more: Partial<XAccount> = {}): XAccount {
  return {
    id: ENERGY.xUserId,
    name: 'sw_energy',
    protected: false,
    verified: 'government',
    followers: 12,
    lastPostAt: NOW - DAY,
    ...more,
  };
}

function known(condition: AccountCondition, more: Partial<AccountRow> = {}): AccountRow {
  return {
    handleId: ENERGY.xUserId,
    condition,
    reason: condition === 'active' ? '' : 'some reason',
    since: NOW - DAY,
    until: null,
    summon: null,
    name: 'sw_energy',
    verified: 'none',
    followers: 1,
    lastPostAt: null,
    checkedAt: NOW - DAY,
    ...more,
  };
}

const STRANGER = account({ id: '4711', verified: 'none' });

function judge(
  shown: XAccount | MissingAccount | undefined,
  holder?: XAccount | MissingAccount,
  before: AccountRow | null = known('active'),
) {
  return judgeAccount(ENERGY, shown, holder, before, NOW);
}

describe('a handle looked at on X', () => {
  it('is as it should be: only what X shows of it is kept', () => {
    expect(judge(account())).toEqual({
      change: {
        name: 'sw_energy',
        verified: 'government',
        followers: 12,
        lastPostAt: NOW - DAY,
        checkedAt: NOW,
      },
      alarms: [],
    });
  });

  it('is the same in any case of letters', () => {
    expect(judge(account({ name: 'SW_Energy' }))).toMatchObject({
      change: { name: 'sw_energy' },
      alarms: [],
    });
  });

  it('of which X says nothing stays as it is', () => {
    expect(judge(undefined, STRANGER)).toBeNull();
  });

  it.each([
    ['suspended', 'suspended', 'suspended'],
    ['not there', 'not_found', 'not_found'],
    ['protected', account({ protected: true }), 'protected'],
  ] as const)('that is %s answers nobody until X shows it otherwise', (_name, shown, condition) => {
    const first = judge(shown);
    expect(first?.change).toMatchObject({ condition, since: NOW, until: null, checkedAt: NOW });
    expect(first?.alarms.map(({ code }) => code)).toEqual(['X-012']);
    const row = known(condition, { reason: first?.change.reason ?? '' });
    const again = judge(shown, undefined, row);
    expect(again?.change).not.toHaveProperty('condition');
    expect(again?.alarms).toEqual(first?.alarms);
    expect(judge(account(), undefined, row)).toMatchObject({
      change: { condition: 'active', reason: '', since: NOW },
      alarms: [],
    });
  });

  it('that was renamed goes on by its id, under an alarm with the new name', () => {
    const judged = judge(account({ name: 'UP_Power' }), 'not_found');
    expect(judged?.change).toMatchObject({ name: 'up_power' });
    expect(judged?.change).not.toHaveProperty('condition');
    expect(judged?.alarms).toEqual([{ code: 'X-010', detail: '@sw_energy is @UP_Power now (id 900)' }]);
  });

  it.each([
    ['renamed', account({ name: 'up_power' }), ['X-010', 'X-011']],
    ['gone', 'not_found', ['X-011']],
  ] as const)('whose name a stranger took is refused, though it was only %s', (_name, shown, codes) => {
    const judged = judge(shown, STRANGER);
    expect(judged?.change).toMatchObject({ condition: 'taken', reason: expect.stringContaining('4711') });
    expect(judged?.alarms.map(({ code }) => code)).toEqual(codes);
  });

  it('keeps its name although the same account is found under it', () => {
    // X answers for names with the account of that moment: it may have been renamed back between the two requests.
    expect(judge(account({ name: 'up_power' }), account())).toMatchObject({ alarms: [{ code: 'X-010' }] });
    expect(judge('suspended', STRANGER)?.change).toMatchObject({ condition: 'suspended' });
  });

  it.each(['paused', 'removed'] as const)(
    'stays %s whatever X shows: that is the operator’s word',
    (condition) => {
      for (const shown of [account(), 'suspended', 'not_found'] as const) {
        expect(judge(shown, STRANGER, known(condition))?.change).not.toHaveProperty('condition');
      }
    },
  );

  it('stays revoked while its account looks well: only a token that works ends that', () => {
    expect(judge(account(), undefined, known('revoked'))?.change).not.toHaveProperty('condition');
    expect(judge('suspended', undefined, known('revoked'))?.change).toMatchObject({ condition: 'suspended' });
  });

  it('stays limited until its time is over', () => {
    const at = (until: number) => judge(account(), undefined, known('limited', { until }))?.change;
    expect(at(NOW + 1)).not.toHaveProperty('condition');
    expect(at(NOW)).toMatchObject({ condition: 'active', until: null });
  });

  it('that nobody looked at before is judged alike', () => {
    expect(judge(account(), undefined, null)?.change).toMatchObject({
      condition: 'active',
      name: 'sw_energy',
    });
    expect(judge('suspended', undefined, null)?.change).toMatchObject({ condition: 'suspended' });
  });

  it('never counts as its own an account with another id, and is judged the same a second time', () => {
    const shown = fc.oneof(
      fc.constantFrom<MissingAccount>('suspended', 'not_found'),
      fc
        .record({ name: fc.constantFrom('sw_energy', 'other'), protected: fc.boolean() })
        .map((more) => account(more)),
    );
    const holder = fc.constantFrom<XAccount | MissingAccount | undefined>(
      STRANGER,
      'not_found',
      'suspended',
      undefined,
    );
    const before = fc.constantFrom<AccountCondition>('active', 'revoked', 'paused', 'taken', 'suspended');
    fc.assert(
      fc.property(shown, holder, before, (seen, held, condition) => {
        const judged = judge(seen, held, known(condition));
        if (typeof seen === 'string') expect(judged?.change).not.toHaveProperty('name');
        const row = { ...known(condition), ...judged?.change } as AccountRow;
        const again = judgeAccount(ENERGY, seen, held, row, NOW + 1);
        expect(again?.alarms).toEqual(judged?.alarms);
        expect(again?.change).not.toHaveProperty('condition');
      }),
    );
  });
});
