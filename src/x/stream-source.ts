import type { Meter, Sink, Source, WatchedHandle, XCall, XPost } from '../bot/ports.js';
import { type Clock, HOUR, type Instant, MINUTE, SECOND } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import { compareIds, idAt, maxId } from '../lib/snowflake.js';
import type { Clients } from './clients.js';
import type { RuleKeeper } from './rule-keeper.js';
import { createStreamGap } from './stream-gap.js';
import { createStreamLink } from './stream-link.js';
import { type RawPost, toPost } from './to-post.js';

export interface StreamOptions {
  clients: Clients;
  clock: Clock;
  /** Milliseconds that only go forward, in real time: X's heartbeats do not follow a clock that is moved. */
  monotonic: () => number;
  log: Log;
  rules: RuleKeeper;
  /** Reads by another way everything since the marks. Throws when any of it could not be read. */
  closeGap(sink: Sink): Promise<void>;
  /** Billed are connections and every post that came. */
  meter: Meter | null;
  /** 0 to 5, where the plan has it. */
  backfillMinutes: number;
  /** X gives a sign every 20 seconds. @default 30 seconds */
  silenceMs?: number;
  /** After so long the search shows what the stream did not bring yet when it was opened. @default a minute */
  settleMs?: number;
}

const STREAM_CALL: XCall = { endpoint: 'stream', credential: 'app' };

/** The source looks after everything so often. */
const BEAT = SECOND;
/** Rules may be changed by somebody else: so often they are compared. */
const RULES_EVERY = HOUR;
const RETRY = 30 * SECOND;
const MARKS_EVERY = 15 * SECOND;
/** X delivers most posts within seven seconds. */
const LATE = MINUTE;
/** When nobody writes the marks follow the clock this far behind: it may be wrong. */
const IDLE_MARGIN = 12 * HOUR;

/**
 * The filtered stream. What it brings is stored at once; the marks follow only while it lives and nothing is missing.
 * Whenever it was not there, search reads what it missed.
 */
export function createStreamSource(options: StreamOptions): Source {
  const { clients, clock, monotonic, log, rules, meter, backfillMinutes } = options;
  const { silenceMs = 30 * SECOND, settleMs = MINUTE } = options;

  let sink: Sink | null = null;
  let stopped = false;
  /** Handles whose rules X holds, and since when it does. */
  let covered: { ids: readonly string[]; since: number } | null = null;
  let rulesAt = 0;
  let rulesTrouble: string | null = null;
  let marksAt = 0;
  let mark = '0';
  let newestId = '0';
  let waiting: XPost[] = [];
  let storing: Promise<void> = Promise.resolve();

  const gap = createStreamGap({ monotonic, log, settleMs });
  const link = createStreamLink(
    { client: clients.app, clock, monotonic, log, meter, backfillMinutes, silenceMs },
    {
      post: take,
      broken: gap.broken,
      withoutRules() {
        covered = null;
        rulesAt = 0;
      },
    },
  );

  function take(raw: RawPost): void {
    try {
      waiting.push(toPost(raw));
    } catch (error) {
      log.error({ error: describe(error) }, 'a post of the stream cannot be read');
      gap.broken();
    }
    storing = storing.then(store);
  }

  /** All that came meanwhile, in one transaction. */
  async function store(): Promise<void> {
    const posts = waiting;
    waiting = [];
    if (posts.length === 0 || sink === null) return;
    const postIds = posts.map(({ id }) => id);
    try {
      await sink.take(posts, null);
      newestId = postIds.reduce(maxId, newestId);
    } catch (error) {
      log.error({ posts: posts.length, error: describe(error) }, 'posts of the stream were not stored');
      gap.broken();
    }
    await meter
      ?.record(STREAM_CALL, { status: 200, headers: {}, postIds, userIds: [], created: null })
      .catch((error: unknown) =>
        log.error({ error: describe(error) }, 'posts of the stream were not billed'),
      );
  }

  async function keepRules(handles: readonly WatchedHandle[]): Promise<void> {
    const now = monotonic();
    const ids = handles.map(({ xUserId }) => xUserId);
    const same = covered !== null && ids.join() === covered.ids.join();
    if (now < rulesAt && (same || rulesTrouble !== null)) return;
    rulesAt = now + RETRY;
    try {
      const changed = await rules.keep(handles);
      rulesAt = now + RULES_EVERY;
      rulesTrouble = null;
      if (same && !changed) return;
      covered = { ids, since: monotonic() };
      gap.broken();
    } catch (error) {
      rulesTrouble = describe(error);
      log.warn({ error: rulesTrouble }, 'the rules of the stream are not known');
    }
  }

  /** Since when nothing can be missing but what was on its way; null: something is missing now. */
  function completeSince(): number | null {
    return covered === null || link.openSince === null ? null : Math.max(covered.since, link.openSince);
  }

  async function tend(): Promise<number> {
    if (covered === null) return RETRY;
    const before = link.openSince;
    const wait = await link.tend();
    if (link.openSince !== null && link.openSince !== before) gap.hurry();
    return wait;
  }

  async function moveMarks(to: Sink): Promise<void> {
    const sign = link.lastSignAt;
    if (gap.open || covered === null || sign === null || monotonic() < marksAt) return;
    const { ids } = covered;
    const seen = gap.breaks;
    await storing;
    if (gap.open || seen !== gap.breaks) return;
    marksAt = monotonic() + MARKS_EVERY;
    const upTo = markAfter(sign, newestId);
    if (upTo === mark) return;
    await to.take([], { handleIds: ids, sinceId: upTo });
    mark = upTo;
  }

  return {
    name: 'stream',
    async turn(to) {
      sink = to;
      if (stopped) return clock.now() + BEAT;
      await keepRules(to.handles());
      const wait = await tend();
      await gap.close(() => options.closeGap(to), completeSince);
      await moveMarks(to);
      return clock.now() + Math.min(BEAT, wait);
    },
    trouble: () => rulesTrouble ?? link.trouble ?? gap.trouble,
    async stop() {
      stopped = true;
      link.close();
      await storing;
    },
  };
}

/** Up to where everything was brought, when the last sign came at `sign` and `newestId` is the newest post seen. */
export function markAfter(sign: Instant, newestId: string): string {
  const known = maxId(newestId, idAt(sign - IDLE_MARGIN));
  const safe = idAt(sign - LATE);
  return compareIds(known, safe) < 0 ? known : safe;
}
