import { describe, expect, it } from 'vitest';
import type { AccountRow } from '../../src/bot/account-store.js';
import { type DiagnosisOptions, diagnose } from '../../src/bot/diagnosis.js';
import { type Asked, ago, type Finding } from '../../src/bot/finding.js';
import type { HandleHealth, Health } from '../../src/bot/health.js';
import { readHealth } from '../../src/bot/health.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { ENERGY, HOME, makeDesk, NOW } from './desk.js';

const account = (more: Partial<AccountRow> = {}): AccountRow => ({
  handleId: '900',
  condition: 'active',
  reason: '',
  since: NOW - DAY,
  until: null,
  summon: null,
  name: 'sw_energy',
  verified: 'government',
  followers: 1,
  lastPostAt: null,
  checkedAt: NOW,
  ...more,
});

const energy = (more: Partial<HandleHealth> = {}): HandleHealth => ({
  handle: ENERGY,
  account: account(),
  token: { kind: 'oauth2', state: 'active' },
  ...more,
});

/** A desk at work with nothing to complain of. */
function health(more: Partial<Health> = {}): Health {
  const ok = (name: string) => ({ name, okAt: NOW - SECOND, failedAt: null, error: null });
  return {
    at: NOW,
    handles: [energy()],
    rounds: ['decide', 'dispatch', 'watch by search'].map(ok),
    posts: { count: 0, oldestAt: null },
    notices: { count: 0, oldestAt: null },
    messages: [],
    messageStates: {},
    caseStages: {},
    limits: [],
    alarms: [],
    gaps: [],
    spentToday: 0,
    forecast: { month: '2026-11', spent: 1_000_000, perDay: 0, total: 2_500_000 },
    ...more,
  };
}

const served: Asked = { app: { fault: null, aheadMs: 400 }, owners: new Map() };
const OPTIONS: DiagnosisOptions = { watch: ['search'], tokensGiven: false };

function examine(more: Partial<Health>, asked: Asked | null = served, options = OPTIONS): Finding[] {
  return diagnose(health(more), asked, options);
}

/** Everything that is not in order; each with something to do. */
function wrong(...args: Parameters<typeof examine>): [level: string, what: string][] {
  const found = examine(...args).filter(({ level }) => level !== 'ok');
  for (const { mend } of found) expect(mend).not.toBe('');
  return found.map(({ level, subject, detail }) => [level, `${subject}: ${detail}`]);
}

describe('a desk in order', () => {
  it('has no fault and nothing to mend, and a line for all that was looked at', () => {
    const found = examine({});
    expect(found.every(({ level, mend }) => level === 'ok' && mend === '')).toBe(true);
    expect(new Set(found.map(({ check }) => check))).toEqual(
      new Set(['x', 'money', 'source', 'loop', 'queue', 'handle']),
    );
    expect(found.find(({ check }) => check === 'money')?.detail).toContain('$2.50 when it is over');
  });

  it('is read from a database as it comes', async () => {
    const desk = await makeDesk();
    const read = await readHealth(desk, [ENERGY, HOME]);
    expect(read).toMatchObject({ at: NOW, posts: { count: 0 }, spentToday: 0 });
    expect(wrong(read, null, { ...OPTIONS, tokensGiven: true })).toEqual([
      ['fault', 'start: it does not run: it has not run with this database'],
    ]);
    await desk.store.saveRound('watch by search', NOW, null);
    expect(wrong(await readHealth(desk, [ENERGY]), null, { ...OPTIONS, tokensGiven: true })).toEqual([]);
  });
});

describe('each fault is named', () => {
  it.each([
    [
      'the bearer token',
      {
        ...served,
        app: { fault: { code: 'X-001' as const, where: 'GET /2/usage/tweets', detail: '401' }, aheadMs: 0 },
      },
      'app: X-001 401',
    ],
    [
      'a fast clock',
      { ...served, app: { fault: null, aheadMs: 90 * SECOND } },
      'clock: this machine is 90 s ahead of X',
    ],
    [
      'a slow clock',
      { ...served, app: { fault: null, aheadMs: -2 * MINUTE } },
      'clock: this machine is 120 s behind X',
    ],
  ])('%s', (_name, asked, expected) => {
    expect(wrong({}, asked)).toEqual([['fault', expected]]);
  });

  it('a desk that does not run, whatever its loops said before', () => {
    const rounds = [{ name: 'decide', okAt: NOW - HOUR, failedAt: null, error: null }];
    expect(wrong({ rounds })).toEqual([['fault', 'start: it does not run: last seen 60 min ago']]);
  });

  it('a source that fails, one that stands still, and one that never read', () => {
    const rounds = [
      { name: 'decide', okAt: NOW, failedAt: null, error: null },
      {
        name: 'watch by search',
        okAt: NOW - HOUR,
        failedAt: NOW,
        error: 'SunwaiError: X-002 GET /2/x: 503 (…)',
      },
      { name: 'watch by mentions', okAt: NOW - HOUR, failedAt: null, error: null },
      { name: 'watch by webhook', okAt: null, failedAt: NOW, error: 'Error: not in the settings any more' },
    ];
    const watch = ['search', 'mentions', 'stream'] as const;
    expect(wrong({ rounds }, served, { ...OPTIONS, watch })).toEqual([
      ['fault', 'search: last round 60 min ago; it fails: X-002 GET /2/x: 503 (…)'],
      ['fault', 'mentions: last round 60 min ago'],
      ['fault', 'stream: it has not read yet'],
    ]);
    const search = examine({ rounds }, served, { ...OPTIONS, watch }).find(
      ({ subject }) => subject === 'search',
    );
    expect(search?.mend).toContain('it is tried again');
  });

  it('the last error of a loop, for a day after it is over', () => {
    const loop = (failedAt: number) => [
      { name: 'watch by search', okAt: NOW, failedAt: null, error: null },
      { name: 'sweep', okAt: NOW, failedAt, error: 'Error: broken' },
    ];
    expect(wrong({ rounds: loop(NOW - HOUR) })).toEqual([
      ['notice', 'sweep: last round 0 s ago; last error 60 min ago: Error: broken'],
    ]);
    expect(wrong({ rounds: loop(NOW - DAY) })).toEqual([]);
  });

  it('what waits too long', () => {
    const queue = (count: number, age: number) => ({ count, oldestAt: NOW - age });
    expect(wrong({ posts: queue(3, 4 * MINUTE), notices: queue(1, 14 * MINUTE) })).toEqual([]);
    expect(wrong({ posts: queue(3, 6 * MINUTE), notices: queue(1, HOUR) })).toEqual([
      ['fault', 'posts read and not decided: 3, the oldest for 6 min'],
      ['fault', 'notices for officers: 1, the oldest for 60 min'],
    ]);
    const message = (state: string, reason: string, age: number) => ({ state, reason, ...queue(2, age) });
    expect(
      wrong({
        messages: [
          message('pending', '', MINUTE),
          message('pending', '', HOUR),
          message('pending', 'rate_limited', HOUR),
          message('sending', '', HOUR),
          message('unknown', '', HOUR),
          message('waiting', 'needs_authorisation', MINUTE),
          message('waiting', 'budget', HOUR),
        ],
      }),
    ).toEqual([
      ['fault', 'messages pending: 2, the oldest for 60 min'],
      ['notice', 'messages pending (rate_limited): 2, the oldest for 60 min'],
      ['fault', 'messages sending: 2, the oldest for 60 min'],
      ['fault', 'messages unknown: 2, the oldest for 60 min'],
      ['notice', 'messages waiting (needs_authorisation): 2, the oldest for 60 s'],
      ['notice', 'messages waiting (budget): 2, the oldest for 60 min'],
    ]);
  });

  it.each([
    ['no token', { token: null }, 'fault', 'CFG-005 no token: it cannot answer'],
    ['a dead token', { token: { kind: 'oauth2', state: 'revoked' } }, 'fault', 'X-008 revoked'],
    ['found revoked', { account: account({ condition: 'revoked', reason: 'why' }) }, 'fault', 'revoked: why'],
    [
      'suspended',
      { account: account({ condition: 'suspended', reason: 'why' }) },
      'fault',
      'X-012 suspended: why',
    ],
    [
      'a stranger’s',
      { account: account({ condition: 'taken', reason: 'why' }) },
      'fault',
      'X-011 taken: why',
    ],
    [
      'gone',
      { account: account({ condition: 'not_found', reason: 'why' }) },
      'fault',
      'X-012 not_found: why',
    ],
    ['paused', { account: account({ condition: 'paused', reason: 'why' }) }, 'notice', 'paused: why'],
    ['not verified', { account: account({ verified: 'none' }) }, 'notice', 'not verified on X'],
  ] as const)('a handle that is %s', (_name, more, level, expected) => {
    const [[found = '', what = ''] = [], ...others] = wrong({
      handles: [energy(more as Partial<HandleHealth>)],
    });
    expect(others).toEqual([]);
    expect(found).toBe(level);
    expect(what).toContain(`@sw_energy: ${expected}`);
  });

  it.each([
    ['refused', 'X-008 X refuses its token'],
    [{ id: '901', readOnly: false }, 'its token belongs to the account 901, not to 900'],
    [{ id: '900', readOnly: true }, 'its token may only read, so nothing can be posted'],
    [{ code: 'X-002', where: 'GET', detail: '503' }, 'its token could not be tried: X-002 503'],
  ] as const)('a token of which X says %j', (owner, expected) => {
    expect(wrong({}, { ...served, owners: new Map([['900', owner]]) })).toEqual([
      ['fault', `@sw_energy: ${expected}`],
    ]);
    expect(wrong({}, { ...served, owners: new Map([['900', { id: '900', readOnly: false }]]) })).toEqual([]);
  });

  it('not a handle that was removed, nor a missing token where all have one', () => {
    expect(wrong({ handles: [energy({ account: account({ condition: 'removed' }), token: null })] })).toEqual(
      [],
    );
    expect(wrong({ handles: [energy({ token: null })] }, served, { ...OPTIONS, tokensGiven: true })).toEqual(
      [],
    );
  });

  it('an open alarm, by the name of its handle, and not twice', () => {
    const alarm = (code: string, subject = '900') => ({
      code,
      subject,
      detail: 'why',
      raisedAt: NOW - HOUR,
      clearedAt: null,
    });
    expect(wrong({ alarms: [alarm('X-010'), alarm('X-009'), alarm('PAY-001', 'app')] })).toEqual([
      ['fault', `@sw_energy: X-010 since 2026-11-24T05:00:00.000Z: why`],
      ['notice', `@sw_energy: X-009 since 2026-11-24T05:00:00.000Z: why`],
      ['fault', `app: PAY-001 since 2026-11-24T05:00:00.000Z: why`],
    ]);
    const suspended = [energy({ account: account({ condition: 'suspended', reason: 'why' }) })];
    expect(wrong({ handles: suspended, alarms: [alarm('X-012')] })).toHaveLength(1);
  });

  it('what was lost, for a week', () => {
    const gap = (at: number) => ({
      handleIds: ['900', '901'],
      from: NOW - 9 * DAY,
      until: NOW - 8 * DAY,
      at,
    });
    expect(wrong({ gaps: [gap(NOW - DAY), gap(NOW - 8 * DAY)] })).toEqual([
      [
        'notice',
        '2 handles: X-007 mentions from 2026-11-15T06:00:00.000Z to 2026-11-16T06:00:00.000Z could not be read any more',
      ],
    ]);
  });
});

describe('limits', () => {
  const window = (credential: string, remaining: number, more: object = {}) => ({
    endpoint: 'create',
    credential,
    limit: 100,
    remaining,
    resetAt: NOW + MINUTE,
    appDay: null,
    userDay: null,
    seenAt: NOW,
    ...more,
  });
  const lines = (limits: Health['limits']) =>
    examine({ limits })
      .filter(({ check }) => check === 'limit')
      .map(({ level, detail }) => `${level} ${detail}`);

  it('are told by the one that has least left, while its window lasts', () => {
    expect(lines([window('901', 50), window('900', 7), window('app', 1, { resetAt: NOW })])).toEqual([
      `ok 7 of 100 left for @sw_energy until 2026-11-24T06:01:00.000Z`,
    ]);
  });

  it('are worth a word when nothing is left, of the window or of the day', () => {
    const day = { limit: 10_000, remaining: 0, resetAt: NOW + HOUR };
    expect(lines([window('900', 0)])[0]).toMatch(/^notice 0 of 100/);
    expect(lines([window('900', 9, { appDay: day })])[0]).toMatch(
      /^notice 9 of 100 .*; 0 of 10000 of the day/,
    );
  });
});

it('says ages as people do', () => {
  const ages = [0, 90 * SECOND, 5 * MINUTE, 3 * HOUR, 47 * HOUR, 9 * DAY].map((age) => ago(NOW - age, NOW));
  expect(ages).toEqual(['0 s', '90 s', '5 min', '3 h', '47 h', '9 days']);
  expect(ago(NOW + HOUR, NOW)).toBe('0 s');
});
