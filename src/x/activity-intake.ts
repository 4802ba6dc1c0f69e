import type { Meter, Sink } from '../bot/ports.js';
import type { AccountNews, DeliveryStore } from '../bot/webhook-ports.js';
import { type Clock, DAY } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import { type ActivityEvent, readEvent } from './activity-event.js';

/** How often each happened since the start. */
export interface ActivityCounts {
  taken: number;
  /** Delivered before. */
  repeated: number;
  /** Of a type we have no use for. */
  other: number;
  /** Signed by X, and yet in no form we know. */
  unreadable: number;
  /** Signed wrongly, or not at all. */
  forged: number;
  /** Not stored, so that X delivers it again. */
  failed: number;
}

/** What becomes of what X delivers. */
export interface ActivityIntake {
  readonly counts: Readonly<ActivityCounts>;
  /** From now on posts go there; null: nowhere, and X is asked to come again. */
  setSink(sink: Sink | null): void;
  /** Stores what stands in a body that X has signed. Throws when it could not: X must deliver it again. */
  receive(body: Uint8Array): Promise<void>;
  /** Somebody who is not X was here. */
  forged(): void;
}

export interface IntakeTools {
  store: DeliveryStore;
  news: AccountNews;
  /** X charges for each post it delivers; null: nobody keeps books. */
  meter: Meter | null;
  clock: Clock;
  log: Log;
}

/** So long an event is remembered. What comes again later than that meets an inbox that knows the post. */
const REMEMBERED = 7 * DAY;

export function createActivityIntake({ store, news, meter, clock, log }: IntakeTools): ActivityIntake {
  const counts: ActivityCounts = { taken: 0, repeated: 0, other: 0, unreadable: 0, forged: 0, failed: 0 };
  let sink: Sink | null = null;

  async function take(event: ActivityEvent): Promise<void> {
    if (event.kind === 'post') {
      if (sink === null) throw new Error('the desk is not ready to take posts');
      // The marks stay: by them the sources that ask read what no event told of.
      await sink.take([event.post], null);
      await bill(event.userId, event.post.id);
    }
    if (event.kind === 'revoked') await news.revoked(event.userId, event.at);
    if (event.kind === 'renamed') await news.renamed(event.userId, event.name);
  }

  /** A fault in the books must not make X deliver again what was stored. */
  async function bill(credential: string, postId: string): Promise<void> {
    const answer = { status: 200, headers: {}, postIds: [postId], userIds: [], created: null };
    await meter
      ?.record({ endpoint: 'webhooks', credential }, answer)
      .catch((error: unknown) => log.error({ error: describe(error) }, 'a delivered post was not billed'));
  }

  async function handle(body: Uint8Array): Promise<keyof ActivityCounts> {
    const event = readEvent(body);
    if (event === null) {
      // Delivered again it would be no clearer. Nothing of it is written down: it may hold a citizen's words.
      log.error({ bytes: body.length }, 'X-002 an event of X cannot be read');
      return 'unreadable';
    }
    if (event.kind === 'other') return 'other';
    if (await store.wasDelivered(event.eventId)) return 'repeated';
    await take(event);
    // Only now: whoever dies before this is delivered the same again, and all of the above may be repeated.
    const now = clock.now();
    await store.saveDelivery(event.eventId, now, now - REMEMBERED);
    return 'taken';
  }

  return {
    counts,
    setSink(to) {
      sink = to;
    },
    async receive(body) {
      try {
        counts[await handle(body)] += 1;
      } catch (error) {
        counts.failed += 1;
        throw error;
      }
    },
    forged() {
      counts.forged += 1;
    },
  };
}
