import type { Health } from '../bot/health.js';
import type { Instant } from '../lib/instant.js';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** How the desk is, in the text form that Prometheus reads. All of it is of now, so all are gauges. */
export function metricsText(health: Health): string {
  const { at, handles, rounds, posts, notices, messages, limits, alarms } = health;
  const live = limits.filter(({ resetAt }) => resetAt > at);
  return [
    family('sunwai_messages', 'Messages by state and, while they wait, by reason.', [
      ...messages.map(({ state, reason, count }): Sample => [{ state, reason }, count]),
      ...Object.entries(health.messageStates)
        .filter(([state]) => !messages.some((queue) => queue.state === state))
        .map(([state, count]): Sample => [{ state, reason: '' }, count]),
    ]),
    family('sunwai_cases', 'Cases by stage.', counts(health.caseStages, 'stage')),
    family('sunwai_queue_length', 'What waits to be done, by queue.', [
      [{ queue: 'posts' }, posts.count],
      [{ queue: 'notices' }, notices.count],
    ]),
    family('sunwai_queue_age_seconds', 'How long the oldest of each queue has waited.', [
      [{ queue: 'posts' }, age(posts.oldestAt, at)],
      [{ queue: 'notices' }, age(notices.oldestAt, at)],
      ...messages.map(
        ({ state, reason, oldestAt }): Sample => [{ queue: 'messages', state, reason }, age(oldestAt, at)],
      ),
    ]),
    family(
      'sunwai_source_lag_seconds',
      'How long ago a source last read everything it can show.',
      rounds.flatMap(({ name, okAt }): Sample[] => {
        const source = /^watch by (.+)$/.exec(name)?.[1];
        return source === undefined || okAt === null ? [] : [[{ source }, age(okAt, at)]];
      }),
    ),
    family(
      'sunwai_loop_failing',
      '1 while the last round of a loop failed.',
      rounds.map(
        ({ name, okAt, failedAt }): Sample => [
          { loop: name },
          failedAt !== null && failedAt > (okAt ?? 0) ? 1 : 0,
        ],
      ),
    ),
    family(
      'sunwai_handles',
      'Handles by condition and kind of token.',
      tally(
        handles.map(({ account, token }) => ({
          condition: account?.condition ?? 'active',
          token: token === null ? 'none' : token.state === 'revoked' ? 'revoked' : token.kind,
        })),
      ),
    ),
    family(
      'sunwai_x_limit_remaining',
      'Calls left in the window, of the credential with the least.',
      least(live),
    ),
    family('sunwai_spent_today_dollars', 'Spent at X in this UTC day, as we count it.', [
      [{}, health.spentToday / 1_000_000],
    ]),
    family('sunwai_spend_month_forecast_dollars', 'What this month will have cost at X.', [
      [{}, health.forecast.total / 1_000_000],
    ]),
    family('sunwai_alarms_open', 'Open alarms by code.', tally(alarms.map(({ code }) => ({ code })))),
  ].join('');
}

function family(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${shown(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n');
}

function shown(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function age(from: Instant | null, now: Instant): number {
  return from === null ? 0 : Math.max(0, Math.round((now - from) / 1_000));
}

function counts(all: Readonly<Record<string, number>>, label: string): Sample[] {
  return Object.entries(all).map(([name, count]): Sample => [{ [label]: name }, count]);
}

/** How often each set of labels comes. */
function tally(all: readonly Labels[]): Sample[] {
  const found = new Map<string, [Labels, number]>();
  for (const labels of all) {
    const key = shown(labels);
    found.set(key, [labels, (found.get(key)?.[1] ?? 0) + 1]);
  }
  return [...found.values()];
}

/** By endpoint, for the app and for handles apart: one series for each of thousands of handles would help nobody. */
function least(limits: Health['limits']): Sample[] {
  const found = new Map<string, Sample>();
  for (const { endpoint, credential, remaining } of limits) {
    const labels = { endpoint, credential: credential === 'app' ? 'app' : 'handle' };
    const known = found.get(shown(labels));
    if (known === undefined || remaining < known[1]) found.set(shown(labels), [labels, remaining]);
  }
  return [...found.values()];
}
