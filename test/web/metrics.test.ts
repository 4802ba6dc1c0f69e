import { afterEach, describe, expect, it } from 'vitest';
import type { Health } from '../../src/bot/health.js';
import { silentLog } from '../../src/lib/log.js';
import { metricsText } from '../../src/web/metrics.js';
import { startWeb, type Web } from '../../src/web/server.js';
import { FakeDesk } from './fakes.js';

const NOW = Date.UTC(2026, 10, 24, 6);

function health(more: Partial<Health> = {}): Health {
  return {
    at: NOW,
    handles: [],
    rounds: [],
    posts: { count: 0, oldestAt: null },
    notices: { count: 0, oldestAt: null },
    messages: [],
    messageStates: {},
    caseStages: {},
    limits: [],
    alarms: [],
    gaps: [],
    spentToday: 0,
    forecast: { month: '2026-11', spent: 0, perDay: 0, total: 0 },
    ...more,
  };
}

/** Reads the text as Prometheus does: every sample by its name with labels. Throws where it would. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  const typed = new Set<string>();
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.slice(0, -1).split('\n')) {
    const type = /^# TYPE ([a-z_]+) gauge$/.exec(line)?.[1];
    if (type !== undefined) {
      expect(typed.has(type)).toBe(false);
      typed.add(type);
    } else if (!/^# HELP [a-z_]+ \S/.test(line)) {
      const found =
        /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? (-?\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(line);
      if (found === null || !typed.has(found[1] ?? '')) throw new Error(`not a sample: ${line}`);
      const key = `${found[1]}${found[2] ?? ''}`;
      if (samples.has(key)) throw new Error(`twice: ${key}`);
      samples.set(key, Number(found[3]));
    }
  }
  return samples;
}

describe('metrics', () => {
  it('are well formed with nothing in them', () => {
    const samples = parse(metricsText(health()));
    expect(samples.get('sunwai_queue_length{queue="posts"}')).toBe(0);
    expect(samples.get('sunwai_spent_today_dollars')).toBe(0);
  });

  it('tell what waits, how long, of what kind, and what is left', () => {
    const handle = { handle: 'sw_energy', xUserId: '900', department: 'ENERGY', district: null };
    const queue = (state: string, reason: string, count: number) => ({
      state,
      reason,
      count,
      oldestAt: NOW - 90_000,
    });
    const window = (credential: string, remaining: number, resetAt = NOW + 1) => ({
      endpoint: 'create',
      credential,
      limit: 100,
      remaining,
      resetAt,
      appDay: null,
      userDay: null,
      seenAt: NOW,
    });
    const alarm = (subject: string) => ({
      code: 'X-008',
      subject,
      detail: '',
      raisedAt: NOW,
      clearedAt: null,
    });
    const samples = parse(
      metricsText(
        health({
          handles: [
            { handle, account: null, token: { kind: 'oauth2', state: 'active' } },
            { handle, account: null, token: { kind: 'oauth2', state: 'active' } },
            { handle, account: null, token: { kind: 'oauth1', state: 'revoked' } },
            { handle, account: null, token: null },
          ],
          rounds: [
            { name: 'watch by search', okAt: NOW - 31_000, failedAt: NOW - 40_000, error: 'e' },
            { name: 'dispatch', okAt: NOW - 2, failedAt: NOW - 1, error: 'e' },
          ],
          posts: { count: 4, oldestAt: NOW - 10_000 },
          messages: [
            queue('waiting', 'needs_authorisation', 3),
            queue('waiting', 'budget', 2),
            queue('pending', '', 1),
          ],
          messageStates: { waiting: 5, pending: 1, sent: 70, refused: 2 },
          caseStages: { acknowledged: 9 },
          limits: [window('900', 40), window('901', 7), window('902', 1, NOW), window('app', 9_000)],
          alarms: [alarm('900'), alarm('901')],
          spentToday: 1_615_000,
          forecast: { month: '2026-11', spent: 0, perDay: 0, total: 9_690_000 },
        }),
      ),
    );
    expect(Object.fromEntries(samples)).toEqual({
      'sunwai_messages{state="waiting",reason="needs_authorisation"}': 3,
      'sunwai_messages{state="waiting",reason="budget"}': 2,
      'sunwai_messages{state="pending",reason=""}': 1,
      'sunwai_messages{state="sent",reason=""}': 70,
      'sunwai_messages{state="refused",reason=""}': 2,
      'sunwai_cases{stage="acknowledged"}': 9,
      'sunwai_queue_length{queue="posts"}': 4,
      'sunwai_queue_length{queue="notices"}': 0,
      'sunwai_queue_age_seconds{queue="posts"}': 10,
      'sunwai_queue_age_seconds{queue="notices"}': 0,
      'sunwai_queue_age_seconds{queue="messages",state="waiting",reason="needs_authorisation"}': 90,
      'sunwai_queue_age_seconds{queue="messages",state="waiting",reason="budget"}': 90,
      'sunwai_queue_age_seconds{queue="messages",state="pending",reason=""}': 90,
      'sunwai_source_lag_seconds{source="search"}': 31,
      'sunwai_loop_failing{loop="watch by search"}': 0,
      'sunwai_loop_failing{loop="dispatch"}': 1,
      'sunwai_handles{condition="active",token="oauth2"}': 2,
      'sunwai_handles{condition="active",token="revoked"}': 1,
      'sunwai_handles{condition="active",token="none"}': 1,
      'sunwai_x_limit_remaining{endpoint="create",credential="handle"}': 7,
      'sunwai_x_limit_remaining{endpoint="create",credential="app"}': 9_000,
      sunwai_spent_today_dollars: 1.615,
      sunwai_spend_month_forecast_dollars: 9.69,
      'sunwai_alarms_open{code="X-008"}': 2,
    });
  });

  it('stay well formed whatever a name holds', () => {
    const rounds = [{ name: 'watch by a"b\\c\nd', okAt: NOW, failedAt: null, error: null }];
    expect([...parse(metricsText(health({ rounds }))).keys()].at(-1)).toBeDefined();
  });
});

describe('the page of metrics', () => {
  let web: Web | null = null;
  afterEach(async () => {
    await web?.close();
    web = null;
  });
  const start = async (read?: () => Promise<Health>) => {
    const common = { host: '127.0.0.1', port: 0, desk: new FakeDesk(), sandboxUrl: null, log: silentLog };
    web = await startWeb({ ...common, ...(read === undefined ? {} : { health: read }) });
    return fetch(`${web.url}/metrics`);
  };

  it('is read anew each time, as text', async () => {
    let count = 1;
    const answer = await start(async () => health({ posts: { count: count++, oldestAt: NOW } }));
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(parse(await answer.text()).get('sunwai_queue_length{queue="posts"}')).toBe(1);
    const again = await (await fetch(`${web?.url}/metrics`)).text();
    expect(parse(again).get('sunwai_queue_length{queue="posts"}')).toBe(2);
  });

  it('is not there where nobody gave the state of the desk, and says no more than an error when that fails', async () => {
    expect((await start()).status).toBe(404);
    await web?.close();
    const failed = await start(async () => {
      throw new Error('the database is locked');
    });
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('database');
  });
});
