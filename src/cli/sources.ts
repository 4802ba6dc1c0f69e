import { readGroups } from '../bot/intake.js';
import { ALONE, ASSUMED_LIMIT, byNeed, HOURLY } from '../bot/poll-schedule.js';
import { createPollSource, everyRound, type WindowBudget } from '../bot/poll-source.js';
import type { MentionReader, Meter, Sink, Source, SourceName } from '../bot/ports.js';
import type { SpendStore } from '../bot/spend-store.js';
import type { Spending } from '../bot/spending.js';
import type { Config } from '../config/load-config.js';
import { SunwaiError } from '../lib/errors.js';
import { type Clock, MINUTE, SECOND } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import type { Clients } from '../x/clients.js';
import { createMentionsReader } from '../x/mentions-reader.js';
import { createRuleKeeper } from '../x/rule-keeper.js';
import { createSearchReader } from '../x/search-reader.js';
import { ENTERPRISE_RULES, SELF_SERVE_RULES } from '../x/stream-rules.js';
import { createStreamSource } from '../x/stream-source.js';

/** X shows some posts late: so far back is read again each time. */
export const OVERLAP = 2 * MINUTE;
/** The safety net reads again what the others should have brought since it last looked, and what came late to them. */
const NET_OVERLAP = 10 * MINUTE;
/** Beside a source that X tells by itself, search looks so many times less often. */
const SLOWER_BESIDE = 4;

export interface SourceTools {
  config: Config;
  clients: Clients;
  store: Pick<SpendStore, 'rateWindows'>;
  spending: Pick<Spending, 'pollFactor'>;
  meter: Meter;
  clock: Clock;
  log: Log;
  /** Pause between two searches. */
  pollSeconds: number;
  /** Opened by who calls, because it listens; null: it is not meant. */
  webhook: Source | null;
}

/** The sources that SUNWAI_WATCH names. Throws CFG-001 for a choice that cannot work. */
export function openSources(tools: SourceTools): Source[] {
  const { config, clients, clock } = tools;
  const names = watchedBy(config);
  if (isWebhookAlone(namedBy(config)))
    tools.log.info({}, 'not every mention is an event of X: each handle is also read once an hour');
  const search = createSearchReader(clients, clock, queryLimit(config));
  const make: Record<SourceName, () => Source> = {
    search: () => searchSource(tools, names, search),
    mentions: () => mentionsSource(tools, names),
    stream: () => streamSource(tools, search),
    webhook() {
      if (tools.webhook !== null) return tools.webhook;
      throw wrongChoice('webhook cannot be opened here');
    },
  };
  return names.map((name) => make[name]());
}

/** What SUNWAI_WATCH names, in its order; and mentions beside a webhook that would be alone. */
export function watchedBy(config: Config): SourceName[] {
  const names = namedBy(config);
  return isWebhookAlone(names) ? ['webhook', 'mentions'] : names;
}

function namedBy({ values }: Config): SourceName[] {
  return values.SUNWAI_WATCH.split(',').map((name) => name.trim()) as SourceName[];
}

function isWebhookAlone(names: readonly SourceName[]): boolean {
  return names.every((name) => name === 'webhook');
}

function wrongChoice(detail: string): SunwaiError {
  return new SunwaiError({ code: 'CFG-001', where: 'SUNWAI_WATCH', detail });
}

/** How long a query may be. */
export function queryLimit(config: Config): number {
  return hasEnterpriseLimits(config) ? 4_096 : 512;
}

/** The sandbox reads only what self-serve allows, whatever the plan. */
function hasEnterpriseLimits({ values, mode }: Config): boolean {
  return mode === 'live' && values.SUNWAI_X_PLAN === 'enterprise';
}

function searchSource(
  { pollSeconds, spending, clock, log }: SourceTools,
  names: readonly SourceName[],
  reader: MentionReader,
): Source {
  const beside = names.includes('stream') || names.includes('webhook') ? SLOWER_BESIDE : 1;
  const schedule = everyRound(pollSeconds * beside * SECOND);
  return createPollSource('search', reader, schedule, {
    overlapMs: OVERLAP,
    factor: spending.pollFactor,
    clock,
    log,
  });
}

function mentionsSource(tools: SourceTools, names: readonly SourceName[]): Source {
  const { clients, spending, clock, log } = tools;
  const net = names.some((name) => name !== 'mentions');
  return createPollSource('mentions', createMentionsReader(clients), byNeed(net ? HOURLY : ALONE), {
    overlapMs: net ? NET_OVERLAP : OVERLAP,
    budget: mentionsBudget(tools),
    factor: spending.pollFactor,
    clock,
    log,
  });
}

/** What X last said of the limit; says once when it has said nothing yet. */
function mentionsBudget({ store, log }: SourceTools): () => Promise<WindowBudget | null> {
  let said = false;
  return async () => {
    const windows = await store.rateWindows();
    const known = windows.find(({ endpoint, credential }) => endpoint === 'mentions' && credential === 'app');
    // A limit of 0 stands for a window X has not spoken of.
    if (known !== undefined && known.limit > 0) return known;
    if (!said) log.info({ assumed: ASSUMED_LIMIT }, 'the limit of mentions is assumed until X tells it');
    said = true;
    return null;
  };
}

function streamSource(tools: SourceTools, search: MentionReader): Source {
  const { config, clients, meter, clock, log } = tools;
  const rules = hasEnterpriseLimits(config) ? ENTERPRISE_RULES : SELF_SERVE_RULES;
  return createStreamSource({
    clients,
    clock,
    monotonic: () => performance.now(),
    log,
    rules: createRuleKeeper(clients, rules),
    closeGap: (sink) => readAll(sink, search, tools),
    meter,
    backfillMinutes: Number(config.values.SUNWAI_STREAM_BACKFILL),
  });
}

async function readAll(sink: Sink, search: MentionReader, tools: SourceTools): Promise<void> {
  const groups = search.groups(sink.handles());
  // What the stream has brought meanwhile is below the marks: only the overlap is read again.
  const overlap = { ms: OVERLAP, readAt: new Map() };
  const added = await readGroups(sink, search, groups, overlap, tools);
  const missing = added.filter((count) => count === null).length;
  if (missing === 0) return;
  const detail = `${missing} of ${groups.length} groups of handles were not read`;
  throw new SunwaiError({ code: 'X-002', where: 'closing a gap of the stream', detail });
}
