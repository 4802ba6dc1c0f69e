import { DAY, iso, SECOND } from '../lib/instant.js';
import { type Asked, type Finding, nextOf, toFinding } from './finding.js';
import type { Health } from './health.js';
import { dollars } from './prices.js';
import type { AlarmRow, RateWindow } from './spend-store.js';

/** OAuth 1.0a signatures carry the time; X refuses those that are minutes off. */
const LARGEST_SKEW = 60 * SECOND;
/** Gaps are told for so long: people have asked about it by then. */
const TOLD = 7 * DAY;

/** What is between the desk and X: the app's access, the clock, limits, money, alarms and what was lost. */
export function diagnoseX(health: Health, asked: Asked | null): Finding[] {
  return [
    ...(asked === null ? [] : [access(asked), clock(asked)]),
    ...limits(health),
    money(health),
    ...alarms(health),
    ...gaps(health),
  ];
}

function access({ app }: Asked): Finding {
  if (app.fault !== null) return { ...toFinding(app.fault, 'x'), subject: 'app' };
  return { check: 'x', subject: 'app', level: 'ok', detail: 'X takes the bearer token', mend: '' };
}

function clock({ app }: Asked): Finding {
  const told = { check: 'x', subject: 'clock' } as const;
  if (app.aheadMs === null) {
    return { ...told, level: 'notice', detail: 'X did not say its time', mend: 'Look again when X answers.' };
  }
  const off = Math.abs(app.aheadMs) > LARGEST_SKEW;
  const side = app.aheadMs >= 0 ? 'ahead of' : 'behind';
  return {
    ...told,
    level: off ? 'fault' : 'ok',
    detail: `this machine is ${Math.round(Math.abs(app.aheadMs) / SECOND)} s ${side} X`,
    mend: off ? 'Let the machine keep its time with NTP: X refuses what is signed with another one.' : '',
  };
}

/** Of each endpoint the credential that has least left. */
function limits({ limits: windows, handles, at }: Health): Finding[] {
  const names = new Map(handles.map(({ handle }) => [handle.xUserId, `@${handle.handle}`]));
  const least = new Map<string, RateWindow>();
  for (const window of windows.filter(({ resetAt }) => resetAt > at)) {
    const known = least.get(window.endpoint);
    if (known === undefined || window.remaining < known.remaining) least.set(window.endpoint, window);
  }
  return [...least.values()].map(({ endpoint, credential, limit, remaining, resetAt, appDay }) => {
    const who = names.get(credential) ?? credential;
    const day =
      appDay !== null && appDay.resetAt > at ? `; ${appDay.remaining} of ${appDay.limit} of the day` : '';
    const out = remaining === 0 || (appDay !== null && appDay.resetAt > at && appDay.remaining === 0);
    return {
      check: 'limit',
      subject: endpoint,
      level: out ? 'notice' : 'ok',
      detail: `${remaining} of ${limit} left for ${who} until ${iso(resetAt)}${day}`,
      mend: out ? 'Nothing to do: it goes on after that time.' : '',
    };
  });
}

function money({ spentToday, forecast }: Health): Finding {
  const { month, spent, total } = forecast;
  const detail = `${dollars(spentToday)} today; ${month}: ${dollars(spent)} so far, ${dollars(total)} when it is over`;
  return { check: 'money', subject: 'spent at X', level: 'ok', detail, mend: '' };
}

/** Told because they are worth knowing; nobody has to act. */
const CALM = new Set(['X-009', 'PAY-003']);
/** What the line of the handle says already. */
const OF_HANDLES = new Set(['X-008', 'X-011', 'X-012']);

function alarms({ alarms: open, handles }: Health): Finding[] {
  const names = new Map(handles.map(({ handle }) => [handle.xUserId, `@${handle.handle}`]));
  const said = new Set(
    handles.flatMap(({ handle, account }) =>
      account === null || account.condition === 'active' ? [] : [handle.xUserId],
    ),
  );
  return open
    .filter(({ code, subject }) => !(OF_HANDLES.has(code) && said.has(subject)))
    .map(({ code, subject, detail, raisedAt }: AlarmRow) => ({
      check: 'alarm',
      subject: names.get(subject) ?? subject,
      level: CALM.has(code) ? 'notice' : 'fault',
      detail: `${code} since ${iso(raisedAt)}: ${detail}`,
      mend: nextOf(code),
    }));
}

function gaps({ gaps: rows, at }: Health): Finding[] {
  return rows
    .filter((gap) => at - gap.at < TOLD)
    .map(({ handleIds, from, until }) => ({
      check: 'gap',
      subject: `${handleIds.length} handle${handleIds.length === 1 ? '' : 's'}`,
      level: 'notice',
      detail: `X-007 mentions from ${iso(from)} to ${iso(until)} could not be read any more`,
      mend: nextOf('X-007'),
    }));
}
