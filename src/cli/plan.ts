import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  activityPostsADay,
  forecastSources,
  limitOf,
  MONTH_DAYS,
  type PlanInput,
  toldLimits,
} from '../bot/forecast.js';
import type { XPlan } from '../bot/plan-reply.js';
import { forecastPolling } from '../bot/poll-forecast.js';
import { ALONE, byNeed } from '../bot/poll-schedule.js';
import { everyRound } from '../bot/poll-source.js';
import { accountDay, dollars, priceOn } from '../bot/prices.js';
import { directoryFolder, LIMIT_LIST, PRICE_LIST, ROOT, readConfig, watchedHandles } from '../compose.js';
import { type DocumentedLimit, loadLimits } from '../directory/limit-list.js';
import { loadDirectory } from '../directory/load-directory.js';
import { loadPrices } from '../directory/price-list.js';
import { DAY, MINUTE, SECOND, systemClock } from '../lib/instant.js';
import { ACTIVITY_READ } from '../x/poster.js';
import { splitByQuery } from '../x/search-reader.js';
import { print, printJson } from './output.js';
import { costTable, limitTable, planJson } from './plan-tables.js';
import { OVERLAP } from './sources.js';
import { withStore } from './with-store.js';

interface Options {
  mentions: number;
  plan?: XPlan;
  answered: number;
  json?: true;
}

export function planCommand(program: Command): void {
  program
    .command('plan')
    .description(
      'What each way to watch would cost a month with this directory, how fast it is, and how near it comes to the limits of X.',
    )
    .requiredOption('--mentions <number>', 'posts a day that name a handle, all together', count)
    .addOption(
      new Option('--plan <plan>', "X's contract; without it SUNWAI_X_PLAN").choices([
        'self-serve',
        'enterprise',
      ]),
    )
    .option('--answered <percent>', 'how many of them get an automatic answer', percent, 60)
    .option('--json', 'as JSON; micros are millionths of a US dollar')
    .addHelpText('after', '\nExample:\n  $ npx sunwai plan --mentions 5000\n')
    .action(plan);
}

async function plan(options: Options): Promise<void> {
  const { input, groups, pollSeconds } = await gather(options);
  const sources = forecastSources(input);
  const assumptions = assumptionsOf(input, pollSeconds);
  if (options.json === true) {
    const { handles, mentionsADay, answered, day } = input;
    return printJson({
      plan: input.plan,
      handles,
      mentions_a_day: mentionsADay,
      answered_share: answered,
      prices_of: day,
      search_queries: groups,
      sources: sources.map(planJson),
      assumptions,
    });
  }
  print(
    `${input.handles} handles, ${input.mentionsADay} mentions a day, ${input.plan}, ${groups} search queries`,
  );
  print(costTable(sources));
  print(limitTable(sources));
  print('Taken for granted:');
  for (const assumption of assumptions) print(`- ${assumption}`);
}

async function gather({ mentions: mentionsADay, plan: chosen, answered: share }: Options) {
  const config = readConfig();
  const { values } = config;
  const plan = chosen ?? (values.SUNWAI_X_PLAN === 'enterprise' ? 'enterprise' : 'self-serve');
  const directory = loadDirectory(directoryFolder(config), join(ROOT, 'data', 'answers'));
  const limits = loadLimits(LIMIT_LIST);
  const handles = watchedHandles(directory);
  const answered = share / 100;
  const answersPerHandle = (mentionsADay * answered) / Math.max(1, handles.length);
  const groups = splitByQuery(handles, limitOf(limits, plan, 'query_characters')?.limit ?? 512);
  const pollSeconds = Number(values.SUNWAI_POLL_SECONDS);
  const load = (what: 'search' | 'mentions') => ({
    rate: mentionsADay / DAY,
    limit: windowOf(limitOf(limits, plan, what)),
  });
  const input: PlanInput = {
    plan,
    handles: handles.length,
    watchedForActivity: handles.filter(
      ({ department }) => directory.departments.get(department)?.ack === 'when_inactive',
    ).length,
    mentionsADay,
    answered,
    prices: loadPrices(PRICE_LIST),
    day: accountDay(systemClock.now()),
    limits,
    told: toldLimits(await withStore((store) => store.rateWindows())),
    overlapMs: OVERLAP,
    search: forecastPolling(everyRound(pollSeconds * SECOND), { groups, ...load('search') }),
    mentions: forecastPolling(byNeed(ALONE), {
      groups: handles.map((handle) => [handle]),
      ...load('mentions'),
    }),
    activityPosts: activityPostsADay(answersPerHandle, directory.policy.inactiveDays, ACTIVITY_READ),
  };
  return { input, groups: groups.length, pollSeconds };
}

function windowOf(limit: DocumentedLimit | undefined) {
  return limit === undefined ? null : { requests: limit.limit, windowMs: limit.windowMinutes * MINUTE };
}

function assumptionsOf(input: PlanInput, pollSeconds: number): string[] {
  const enterprise =
    'Enterprise has prices and limits of its own contract; the public price list stands in for it';
  return [
    `a month of ${MONTH_DAYS} days; prices of data/prices.csv as of ${input.day}; limits as X last told this desk, else data/limits.csv`,
    `mentions come evenly over the day and over all handles; each is charged once a UTC day, whichever way it comes`,
    `${Math.round(input.answered * 100)} % of the mentions get one answer, summoned and without a link; notices of closing come on top`,
    `search looks every ${pollSeconds} s (SUNWAI_POLL_SECONDS); mentions are asked for as often as X lets; what stream and webhook take is what X's pages say`,
    `nobody but the desk writes as the ${input.watchedForActivity} handles whose activity is looked at; each handle's account is looked at once a day`,
    'not counted: looking for answers that may or may not have been posted',
    `not counted: the daily look whether the posts of open cases were deleted, one read each: for every day that cases stay open on average ${dollars(deletionLook(input))} a month more`,
    ...(input.plan === 'enterprise' ? [enterprise] : []),
  ];
}

/** What it costs a month to look at the post of each answered mention once more. Micros. */
function deletionLook({ mentionsADay, answered, prices, day }: PlanInput): number {
  return MONTH_DAYS * mentionsADay * answered * priceOn(prices, 'post_read', day);
}

function count(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('must be a whole number');
  return Number(value);
}

function percent(value: string): number {
  const number = Number(value);
  if (!(number >= 0 && number <= 100)) throw new InvalidArgumentError('must be a number from 0 to 100');
  return number;
}
