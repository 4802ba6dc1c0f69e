import { DAY, iso } from '../lib/instant.js';
import type { Reader } from './post-answers.js';
import { Query } from './query.js';

const FIELDS = [
  ...['cap_reset_day', 'daily_client_app_usage', 'daily_project_usage'],
  ...['project_cap', 'project_id', 'project_usage'],
];
const DEFAULTS = ['cap_reset_day', 'project_cap', 'project_id', 'project_usage'];

const PROJECT = '1000000000000000001';
const APP = '10000001';
/** Posts of a billing month on pay per use. */
const CAP = '3000000';
/** The billing month is the calendar's. */
const RESET_DAY = 1;

/** `GET /2/usage/tweets`: the posts that were charged, of this month and day by day. */
export function postUsage({ world, bill }: Reader, url: string): object {
  const query = new Query(url, ['days', 'usage.fields']);
  const days = query.count('days', 1, 90, 7);
  const asked = query.fields('usage.fields', FIELDS);
  const now = world.clock.now();
  const usage = lastDays(now, days).map((day) => ({
    date: `${day}T00:00:00.000Z`,
    usage: String(bill.postsOn(day)),
  }));
  const month = lastDays(now, new Date(now).getUTCDate()).reduce((sum, day) => sum + bill.postsOn(day), 0);
  const all: Record<string, unknown> = {
    cap_reset_day: RESET_DAY,
    daily_client_app_usage: [{ client_app_id: APP, usage, usage_result_count: usage.length }],
    daily_project_usage: { project_id: PROJECT, usage },
    project_cap: CAP,
    project_id: PROJECT,
    project_usage: String(month),
  };
  const wanted = [...DEFAULTS, ...asked];
  return { data: Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name))) };
}

/** Today and the days before it, newest last. */
function lastDays(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => iso(now - (count - 1 - index) * DAY).slice(0, 10));
}
