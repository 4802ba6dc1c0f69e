import type { DocumentedLimit, LimitName } from '../directory/limit-list.js';
import type { Price, PriceItem } from '../directory/price-list.js';
import { DAY, MINUTE, SECOND } from '../lib/instant.js';
import type { XPlan } from './plan-reply.js';
import type { PollForecast } from './poll-forecast.js';
import type { SourceName } from './ports.js';
import { priceOn } from './prices.js';
import type { RateWindow } from './spend-store.js';

/** What is planned for, and what is taken for granted. */
export interface PlanInput {
  plan: XPlan;
  handles: number;
  /** Handles whose activity is looked at, because they are answered for only while inactive. */
  watchedForActivity: number;
  mentionsADay: number;
  /** Share of the mentions that get an automatic answer, from 0 to 1. */
  answered: number;
  prices: readonly Price[];
  /** The day whose prices hold. */
  day: string;
  limits: readonly DocumentedLimit[];
  /** Limits X told this desk already: they stand before the documented ones. */
  told: readonly ToldLimit[];
  /** So far below the mark is read again each time. */
  overlapMs: number;
  search: PollForecast;
  mentions: PollForecast;
  /** Posts of a handle's timeline that X charges a day for looking at its activity. */
  activityPosts: number;
}

/** A limit out of X's headers. */
export interface ToldLimit {
  what: string;
  scope: 'app' | 'handle';
  limit: number;
  windowMinutes: number;
}

export interface LimitUse {
  what: LimitName;
  scope: 'app' | 'handle';
  used: number;
  /** null: the contract says, not a public page. */
  limit: number | null;
  /** 0: at once, not by time. */
  windowMinutes: number;
  /** Hundredths of the limit that are left; below 0: it does not fit. */
  headroom: number | null;
  from: 'headers' | 'documented' | 'contract';
}

export interface SourcePlan {
  source: SourceName;
  /** Millionths of a dollar a month, by what they are for. */
  costs: { mentions: number; answers: number; activity: number; accounts: number };
  total: number;
  /** Seconds from the post to the desk: on average, and at worst. */
  latency: { mean: number; worst: number };
  limits: LimitUse[];
  fits: boolean;
}

export const MONTH_DAYS = 30;
/** What X's pages say: 99 of 100 posts of the stream within 7 seconds; webhook events in less than one. */
const STREAM_WAIT = { mean: 6 * SECOND, worst: 7 * SECOND };
const WEBHOOK_WAIT = { mean: SECOND / 2, worst: SECOND };
/** Events each handle is subscribed to: somebody names it, somebody answers it. */
const EVENTS_PER_HANDLE = 2;

/** What each source would cost and how near to X's limits it would come, in the order of the sources. */
export function forecastSources(input: PlanInput): SourcePlan[] {
  const { handles, search, mentions, mentionsADay, overlapMs } = input;
  // X charges a post once a UTC day: what the overlap reads again just after midnight is charged again.
  const readAgain = (mentionsADay * overlapMs) / DAY;
  const polled = mentionsADay + readAgain;
  const told = mentionsADay;
  return [
    sourcePlan(input, 'search', polled, { mean: search.meanWait, worst: search.longestWait }, [
      use(input, 'search', 'app', search.requests),
    ]),
    sourcePlan(input, 'mentions', polled, { mean: mentions.meanWait, worst: mentions.longestWait }, [
      use(input, 'mentions', 'app', mentions.requests),
    ]),
    sourcePlan(input, 'stream', told, STREAM_WAIT, [
      use(input, 'stream', 'app', 1),
      use(input, 'stream_rules', 'app', handles),
    ]),
    sourcePlan(input, 'webhook', told, WEBHOOK_WAIT, [
      use(input, 'subscriptions', 'app', handles * EVENTS_PER_HANDLE),
    ]),
  ];
}

function sourcePlan(
  input: PlanInput,
  source: SourceName,
  postsADay: number,
  wait: { mean: number; worst: number },
  own: LimitUse[],
): SourcePlan {
  const { handles, mentionsADay, answered, watchedForActivity, activityPosts } = input;
  const month = (item: PriceItem, aDay: number) =>
    Math.round(aDay * MONTH_DAYS * priceOn(input.prices, item, input.day));
  const answers = mentionsADay * answered;
  const costs = {
    mentions: month('post_read', postsADay),
    answers: month('post_create_summoned', answers),
    activity: month('post_read', watchedForActivity * activityPosts),
    accounts: month('user_read', handles),
  };
  const limits = [
    ...own,
    use(input, 'create', 'app', answers),
    use(input, 'create', 'handle', answers / Math.max(1, handles) / (DAY / (15 * MINUTE))),
    use(input, 'post_reads', 'app', (postsADay + watchedForActivity * activityPosts) * MONTH_DAYS),
  ];
  return {
    source,
    costs,
    total: Object.values(costs).reduce((sum, cost) => sum + cost, 0),
    latency: { mean: wait.mean / SECOND, worst: wait.worst / SECOND },
    limits,
    fits: limits.every(({ headroom }) => headroom === null || headroom >= 0),
  };
}

function use(input: PlanInput, what: LimitName, scope: 'app' | 'handle', used: number): LimitUse {
  const documented = limitOf(input.limits, input.plan, what, scope);
  const told = input.told.find(
    (limit) =>
      limit.what === what && limit.scope === scope && limit.windowMinutes === documented?.windowMinutes,
  );
  const limit = told?.limit ?? documented?.limit ?? null;
  return {
    what,
    scope,
    used,
    limit,
    windowMinutes: documented?.windowMinutes ?? 15,
    headroom: limit === null ? null : Math.floor((100 * (limit - used)) / limit),
    from: told !== undefined ? 'headers' : documented === undefined ? 'contract' : 'documented',
  };
}

/** Limits as X last told them, the smallest first: handles may have different ones. */
export function toldLimits(windows: readonly RateWindow[]): ToldLimit[] {
  const told = windows.flatMap(({ endpoint: what, credential, limit, appDay, userDay }): ToldLimit[] => [
    { what, scope: credential === 'app' ? 'app' : 'handle', limit, windowMinutes: 15 },
    { what, scope: 'app', limit: appDay?.limit ?? 0, windowMinutes: DAY / MINUTE },
    { what, scope: 'handle', limit: userDay?.limit ?? 0, windowMinutes: DAY / MINUTE },
  ]);
  return told.filter(({ limit }) => limit > 0).sort((a, b) => a.limit - b.limit);
}

/**
 * Posts a day that X charges for looking at the activity of a handle which nobody but the desk writes as: as many pages
 * back as the desk looks for a post of a person, and what the desk adds during the day.
 */
export function activityPostsADay(
  answersADay: number,
  inactiveDays: number,
  { page, pages }: { page: number; pages: number },
): number {
  const back = page * Math.ceil((answersADay * inactiveDays + 1) / page);
  return Math.min(page * pages, back) + answersADay;
}

/** The documented limit of that name; undefined: X does not publish it for this plan. */
export function limitOf(
  limits: readonly DocumentedLimit[],
  plan: XPlan,
  what: LimitName,
  scope: 'app' | 'handle' = 'app',
): DocumentedLimit | undefined {
  return limits.find((limit) => limit.plan === plan && limit.what === what && limit.scope === scope);
}
