import { DAY, type Instant, MINUTE } from '../lib/instant.js';
import { ago, type Finding, nextOf } from './finding.js';
import type { Health } from './health.js';
import type { LoopRow, MessageQueue, Queue } from './health-store.js';
import type { SourceName } from './ports.js';

/** A source has a turn at least once a minute, and posts are decided as they come. */
const STILL = 5 * MINUTE;
/** The slowest loop has a round more often, and what the desk does by itself is done within this. */
const SLOW = 15 * MINUTE;

/** Is the desk at work: its loops, the sources it reads by, and what waits. */
export function diagnoseWork(health: Health, watch: readonly SourceName[]): Finding[] {
  const newest = Math.max(
    ...health.rounds.map(({ okAt, failedAt }) => Math.max(okAt ?? 0, failedAt ?? 0)),
    0,
  );
  if (health.at - newest > STILL) {
    const since =
      newest === 0 ? 'it has not run with this database' : `last seen ${ago(newest, health.at)} ago`;
    const down = finding(
      'desk',
      'start',
      'fault',
      `it does not run: ${since}`,
      'Start it with `npx sunwai start`.',
    );
    return [down, ...queues(health)];
  }
  const sources = watch.map((name) => sourceOf(health, name));
  const loops = health.rounds
    .filter(({ name }) => !name.startsWith('watch by '))
    .map((row) => loopOf(row, health.at, SLOW));
  return [...sources, ...loops, ...queues(health)];
}

function sourceOf({ rounds, at }: Health, name: SourceName): Finding {
  const row = rounds.find((one) => one.name === `watch by ${name}`);
  if (row === undefined) {
    return finding(
      'source',
      name,
      'fault',
      'it has not read yet',
      'Start the desk anew with these settings.',
    );
  }
  return { ...loopOf(row, at, STILL), check: 'source', subject: name };
}

/** `okAt` of a source is up to when everything it can show has been read. */
function loopOf({ name, okAt, failedAt, error }: LoopRow, now: Instant, longest: number): Finding {
  const lag = okAt === null ? 'no round has ended well' : `last round ${ago(okAt, now)} ago`;
  const what = (error ?? '').replace(/^SunwaiError: /, '');
  const mend = nextOf(/\b[A-Z]{1,4}-\d{3}\b/.exec(what)?.[0] ?? '');
  const failing = failedAt !== null && failedAt > (okAt ?? Number.NEGATIVE_INFINITY);
  if (failing) return finding('loop', name, 'fault', `${lag}; it fails: ${what}`, mend);
  if (okAt === null || now - okAt > longest)
    return finding('loop', name, 'fault', lag, 'Start the desk anew; its log says what held it up.');
  if (failedAt !== null && now - failedAt < DAY) {
    return finding('loop', name, 'notice', `${lag}; last error ${ago(failedAt, now)} ago: ${what}`, mend);
  }
  return finding('loop', name, 'ok', lag, '');
}

function queues({ posts, notices, messages, at }: Health): Finding[] {
  return [
    backlog('posts read and not decided', posts, STILL, at, 'Read the log of the loop `decide`.'),
    backlog('notices for officers', notices, SLOW, at, 'Look whether SUNWAI_WEBHOOK_URL answers.'),
    ...messages.map((queue) => queueOf(queue, at)),
  ];
}

function backlog(
  name: string,
  { count, oldestAt }: Queue,
  longest: number,
  now: Instant,
  mend: string,
): Finding {
  if (oldestAt === null) return finding('queue', name, 'ok', 'none', '');
  const late = now - oldestAt > longest;
  const detail = `${count}, the oldest for ${ago(oldestAt, now)}`;
  return finding('queue', name, late ? 'fault' : 'ok', detail, late ? mend : '');
}

/** What each kind of waiting message waits for; the rest goes on by itself. */
const WAITS: Record<string, string> = {
  needs_authorisation: 'See the lines of the handles: their messages wait until those may answer.',
  account_limit: 'Nothing to do: X lets an account post only so much a day.',
  budget: 'Nothing to do before midnight UTC, or raise SUNWAI_DAILY_BUDGET_USD.',
  rate_limited: 'Nothing to do: X asked to wait.',
};

function queueOf({ state, reason, count, oldestAt }: MessageQueue, now: Instant): Finding {
  const name = `messages ${state}${reason === '' ? '' : ` (${reason})`}`;
  const detail = `${count}, the oldest for ${ago(oldestAt, now)}`;
  const known = WAITS[reason];
  if (known !== undefined && state !== 'unknown') return finding('queue', name, 'notice', detail, known);
  if (now - oldestAt <= SLOW) return finding('queue', name, 'ok', detail, '');
  const mend =
    state === 'unknown'
      ? "Nothing to do while X is away; else look at the handle's timeline: nobody knows whether they were posted."
      : 'Read the log of the loop `dispatch`.';
  return finding('queue', name, 'fault', detail, mend);
}

function finding(
  check: string,
  subject: string,
  level: Finding['level'],
  detail: string,
  mend: string,
): Finding {
  return { check, subject, level, detail, mend };
}
