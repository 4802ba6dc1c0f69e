import type { Price, PriceItem } from '../directory/price-list.js';
import type { Clock, Instant } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import type { XAnswer, XCall } from './ports.js';
import { accountDay, dollars, endOfAccountDay, priceOn } from './prices.js';
import type { AlarmStore, SpendStore } from './spend-store.js';
import { hasReached, pollFactorOf, STAGES, STOPPED, type Stage, stageOf } from './stages.js';

/** The cost meter, and what the daily ceiling allows. */
export interface Spending {
  /** Writes down what an answer costs: to the handle that asked, or to all together when the app did. */
  bill(call: XCall, answer: XAnswer): Promise<void>;
  stage(): Stage;
  /** Millionths of a dollar spent in this UTC day. */
  spentToday(): number;
  /** Answers other than to emergencies wait until then; null: they may go. */
  ackHeldUntil(now: Instant): Instant | null;
  /** What the pauses between two looks for mentions are multiplied by. */
  pollFactor(): number;
  /** May it be read how active the handles are? */
  readsLeague(): boolean;
}

export interface SpendingTools {
  store: SpendStore & AlarmStore;
  prices: readonly Price[];
  /** Millionths of a dollar a UTC day; 0: no ceiling. */
  ceiling: number;
  clock: Clock;
  log: Log;
}

/** One item of an answer. `ids`: X charges each of these once a UTC day; a number: each time. */
export interface Purchase {
  item: PriceItem;
  what: readonly string[] | number;
}

/** What X charges for an answer. What was not answered with success costs nothing. */
export function purchasesOf({ status, postIds, userIds, created }: XAnswer): Purchase[] {
  if (status === null || status < 200 || status >= 300) return [];
  const purchases: Purchase[] = [
    { item: 'post_read', what: postIds },
    { item: 'user_read', what: userIds },
  ];
  if (created !== null) {
    // Whether a summoned answer with a link costs as the one or as the other X does not say: the dearer is assumed.
    const summoned = created.summoned ? 'post_create_summoned' : 'post_create';
    purchases.push({ item: created.hasUrl ? 'post_create_with_url' : summoned, what: 1 });
  }
  return purchases.filter(({ what }) => typeof what === 'number' || what.length > 0);
}

/** Starts with what the store knows of today. */
export async function createSpending(tools: SpendingTools): Promise<Spending> {
  const { store, prices, ceiling, clock, log } = tools;
  let today = { day: '', micros: 0 };
  let writing: Promise<unknown> = Promise.resolve();

  async function begin(day: string): Promise<void> {
    const rows = await store.spend(day);
    const micros = rows.filter((row) => row.day === day).reduce((sum, row) => sum + row.micros, 0);
    today = { day, micros };
    for (const stage of STAGES) {
      if (!hasReached(stageOf(micros, ceiling), stage)) await store.clearAlarm('PAY-003', stage, clock.now());
    }
  }

  async function write(call: XCall, answer: XAnswer): Promise<void> {
    const purchases = purchasesOf(answer);
    if (purchases.length === 0) return;
    const day = accountDay(clock.now());
    if (today.day !== day) await begin(day);
    const before = stageOf(today.micros, ceiling);
    for (const { item, what } of purchases) {
      const count = typeof what === 'number' ? what : (await store.firstToday(day, item, what)).length;
      if (count === 0) continue;
      const micros = count * priceOn(prices, item, day);
      const handleId = call.credential === 'app' ? '' : call.credential;
      await store.addSpend({ day, handleId, item, count, micros });
      today.micros += micros;
    }
    await warn(before);
  }

  async function warn(before: Stage): Promise<void> {
    const now = stageOf(today.micros, ceiling);
    if (now === before || now === 'normal') return;
    const detail = `${dollars(today.micros)} of ${dollars(ceiling)}: ${STOPPED[now]}`;
    if (await store.raiseAlarm('PAY-003', now, detail, clock.now()))
      log.warn({ stage: now }, `PAY-003 ${detail}`);
  }

  const spentToday = () => (today.day === accountDay(clock.now()) ? today.micros : 0);
  const stage = () => stageOf(spentToday(), ceiling);
  await begin(accountDay(clock.now()));
  return {
    bill(call, answer) {
      // One after the other: at midnight two must not both begin the new day.
      const turn = writing.then(() => write(call, answer));
      writing = turn.catch(() => {});
      return turn;
    },
    stage,
    spentToday,
    ackHeldUntil: (now) => (hasReached(stage(), 'no_acks') ? endOfAccountDay(now) : null),
    pollFactor: () => pollFactorOf(stage()),
    readsLeague: () => !hasReached(stage(), 'no_league'),
  };
}
