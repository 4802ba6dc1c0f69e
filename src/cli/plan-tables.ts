import Table from 'cli-table3';
import type { LimitUse, SourcePlan } from '../bot/forecast.js';
import { dollars } from '../bot/prices.js';

/** One source as JSON. */
export function planJson({ source, costs, total, latency, limits, fits }: SourcePlan) {
  return {
    source,
    month_micros: { ...costs, total },
    latency_seconds: latency,
    fits,
    limits: limits.map(({ windowMinutes, headroom, ...limit }) => ({
      ...limit,
      window_minutes: windowMinutes,
      headroom_percent: headroom,
    })),
  };
}

/** What each source costs a month, and how long a mention waits. */
export function costTable(sources: readonly SourcePlan[]): string {
  const table = new Table({
    head: [
      'source',
      'mentions',
      'answers',
      'activity',
      'accounts',
      '$ a month',
      'wait: mean',
      'worst',
      'fits',
    ],
  });
  for (const { source, costs, total, latency, fits } of sources) {
    const { mentions, answers, activity, accounts } = costs;
    const money = [mentions, answers, activity, accounts, total].map(dollars);
    const waits = [latency.mean, latency.worst].map((seconds) => `${seconds.toFixed(1)} s`);
    table.push([source, ...money, ...waits, fits ? 'yes' : 'NO']);
  }
  return table.toString();
}

/** How near each source comes to each limit; what is the same for all of them stands once. */
export function limitTable(sources: readonly SourcePlan[]): string {
  const table = new Table({ head: ['source', 'limit', 'used', 'of', 'in', 'left', 'known from'] });
  const rows = sources.flatMap(({ source, limits }) => limits.map((use) => ({ source, use })));
  const shared = (use: LimitUse) => sources.every(({ limits }) => limits.some((other) => isSame(use, other)));
  for (const { source, use } of rows) if (!shared(use)) table.push([source, ...cells(use)]);
  for (const use of sources[0]?.limits.filter(shared) ?? []) table.push(['every one', ...cells(use)]);
  return table.toString();
}

function isSame(a: LimitUse, b: LimitUse): boolean {
  return a.what === b.what && a.scope === b.scope && a.used === b.used;
}

function cells({ what, scope, used, limit, windowMinutes, headroom, from }: LimitUse): string[] {
  return [
    `${what} per ${scope}`,
    used < 10 ? String(Number(used.toFixed(2))) : String(Math.ceil(used)),
    limit === null ? 'contract' : String(limit),
    windowMinutes === 0 ? 'at once' : `${windowMinutes} min`,
    left(headroom),
    from,
  ];
}

function left(headroom: number | null): string {
  return headroom === null ? '' : `${headroom} %`;
}
