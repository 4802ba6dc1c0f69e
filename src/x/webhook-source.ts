import type { Sink, Source, WatchedHandle } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import { type Clock, HOUR, type Instant } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import type { ActivityIntake } from './activity-intake.js';
import { type Change, isPrivate } from './activity-subscriptions.js';
import type { SubscriptionKeeper } from './subscription-keeper.js';
import type { WebhookKeeper } from './webhook-keeper.js';

export interface WebhookSourceOptions {
  webhook: WebhookKeeper;
  subscriptions: SubscriptionKeeper;
  intake: ActivityIntake;
  /** Since when each handle has agreed by OAuth 2.0, by id; the others have not. */
  consents(): Promise<ReadonlyMap<string, Instant>>;
  clock: Clock;
  log: Log;
}

/** Somebody else may change what X holds, and X may find the webhook invalid: so often it is looked at. */
const CHECK_EVERY = HOUR;
/** Changes in one turn: it must not take long. */
const MOST_CHANGES = 50;

/** One look at what X holds, and what is still to be changed of it. */
interface Check {
  /** The handles and consents it was made for. */
  of: string;
  at: Instant;
  webhookId: string;
  changes: Change[];
  handles: number;
  /** By id; those whose token X refused are among them. */
  untold: Map<string, WatchedHandle>;
}

/**
 * X's Activity API. X brings the posts to the receiver; the turns only see to it that X knows where to and about whom.
 * It moves no marks: not every mention is an event (a reply deep in a thread that does not name the handle again is
 * none), so a source that asks must run beside it.
 */
export function createWebhookSource(options: WebhookSourceOptions): Source {
  const { webhook, subscriptions, intake, clock, log } = options;
  let check: Check | null = null;
  let waiting = false;
  let logged = JSON.stringify(intake.counts);
  let saidUntold = '';

  /** The check that holds for these handles, made anew when it does not. */
  async function current(handles: readonly WatchedHandle[], now: Instant): Promise<Check> {
    const consents = await options.consents();
    const of = JSON.stringify([handles.map(({ xUserId }) => xUserId), [...consents]]);
    if (check !== null && check.of === of && check.at <= now && now < check.at + CHECK_EVERY) return check;
    check = null;
    const webhookId = await webhook.keep();
    const { changes, untold } = await subscriptions.plan(handles, webhookId, consents);
    logCounts();
    if (changes.length > 0)
      log.info({ changes: changes.length, untold: untold.length }, 'X is told what to deliver');
    check = {
      of,
      at: now,
      webhookId,
      changes: [...changes],
      handles: handles.length,
      untold: new Map(untold.map((handle) => [handle.xUserId, handle])),
    };
    return check;
  }

  async function change(found: Check, handles: readonly WatchedHandle[]): Promise<void> {
    for (let done = 0; done < MOST_CHANGES; done += 1) {
      const [next] = found.changes;
      if (next === undefined) return;
      const taken = await subscriptions.apply(next, found.webhookId);
      found.changes.shift();
      if (taken || next.kind !== 'add' || !isPrivate(next.subscription)) continue;
      const handle = handles.find(({ xUserId }) => xUserId === next.subscription.userId);
      if (handle !== undefined) found.untold.set(handle.xUserId, handle);
    }
  }

  /** What came since the last look, when anything did. */
  function logCounts(): void {
    const counts = JSON.stringify(intake.counts);
    if (counts !== logged) log.info({ ...intake.counts }, 'events of the webhook since the start');
    logged = counts;
  }

  /** Once, whenever others are concerned than before: another source reads what names them, but later. */
  function sayUntold({ untold }: Check): void {
    const names = [...untold.values()].map(({ handle }) => handle).sort();
    if (names.length > 0 && names.join() !== saidUntold)
      log.warn({ handles: names }, 'X-016 X does not deliver what concerns these handles');
    saidUntold = names.join();
  }

  return {
    name: 'webhook',
    async turn(sink: Sink) {
      intake.setSink(sink);
      const now = clock.now();
      const handles = sink.handles();
      try {
        const found = await current(handles, now);
        await change(found, handles);
        waiting = false;
        if (found.changes.length === 0) sayUntold(found);
        return found.changes.length > 0 ? now : found.at + CHECK_EVERY;
      } catch (error) {
        if (!(error instanceof SunwaiError) || error.code !== 'X-004' || error.until === null) throw error;
        // What was done stays done; the rest goes on when X lets it.
        waiting = true;
        return error.until;
      }
    },
    trouble() {
      if (waiting) return 'X-004 X has asked to wait before it is told what to deliver';
      const nobody = check !== null && check.handles > 0 && check.untold.size === check.handles;
      return nobody ? 'X-016 no handle has agreed by OAuth 2.0: X delivers nothing' : null;
    },
    async stop() {
      intake.setSink(null);
    },
  };
}
