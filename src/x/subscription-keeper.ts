import type { WatchedHandle } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import type { Instant } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import {
  type Change,
  type Difference,
  differenceOf,
  isPrivate,
  type PresentSubscription,
  type Subscription,
  TAG,
} from './activity-subscriptions.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';

/** Makes X tell us of what these handles need. */
export interface SubscriptionKeeper {
  /** Throws SunwaiError X-015 when X does not allow so many, else X-00n. */
  plan(
    handles: readonly WatchedHandle[],
    webhookId: string,
    consents: ReadonlyMap<string, Instant>,
  ): Promise<Difference>;
  /** False: X refuses this one; another one may well be taken. Throws SunwaiError X-00n when none would. */
  apply(change: Change, webhookId: string): Promise<boolean>;
}

export interface SubscriptionKeeperTools {
  clients: Pick<Clients, 'app' | 'user'>;
  /** How many subscriptions the plan allows. */
  most: number;
  log: Log;
}

interface RawSubscription {
  subscription_id?: string;
  event_type?: string;
  filter?: { user_id?: string };
  tag?: string;
  webhook_id?: string;
  created_at?: string;
}

interface ListAnswer {
  data?: RawSubscription[];
  meta?: { next_token?: string };
}

/** What is under `data` differs from page to page of X's documentation: that there is something says enough. */
interface CreateAnswer {
  data?: unknown;
  errors?: { title?: string; detail?: string }[];
}

const PATH = 'activity/subscriptions';
const MOST_PAGES = 100;

export function createSubscriptionKeeper({
  clients,
  most,
  log,
}: SubscriptionKeeperTools): SubscriptionKeeper {
  async function present(): Promise<PresentSubscription[]> {
    const where = `GET /2/${PATH}`;
    const found: PresentSubscription[] = [];
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = token === undefined ? {} : { pagination_token: token };
      const answer = await told(clients.app.v2.get<ListAnswer | undefined>(PATH, query), where);
      // Taken for an empty list, anything else would make all of them be asked for anew.
      if (answer?.data === undefined && answer?.meta === undefined)
        throw new SunwaiError({ code: 'X-002', where, detail: 'an answer without data' });
      found.push(...(answer.data ?? []).flatMap(toPresent));
      token = answer.meta?.next_token;
      if (token === undefined) break;
    }
    return found;
  }

  async function add(subscription: Subscription, webhookId: string): Promise<void> {
    const { eventType, userId } = subscription;
    const client = isPrivate(subscription) ? await clients.user(userId ?? '') : clients.app;
    const where = `POST /2/${PATH}`;
    if (client === null)
      throw new SunwaiError({ code: 'X-001', where, detail: 'there is no token any more' });
    const filter = userId === null ? {} : { user_id: userId };
    const body = { event_type: eventType, filter, tag: TAG, webhook_id: webhookId };
    const answer = await told(client.v2.post<CreateAnswer | undefined>(PATH, body), where);
    if (answer?.data !== undefined) return;
    const [problem] = answer?.errors ?? [];
    const detail = problem?.detail ?? problem?.title ?? 'an answer without data';
    throw new SunwaiError({ code: 'X-003', where, detail: detail.slice(0, 200) });
  }

  return {
    async plan(handles, webhookId, consents) {
      const difference = differenceOf(handles, await present(), webhookId, consents);
      if (difference.total <= most) return difference;
      const detail = `${difference.total} are needed for ${handles.length} handles, X allows ${most}`;
      throw new SunwaiError({ code: 'X-015', where: 'SUNWAI_WATCH', detail });
    },

    async apply(change, webhookId) {
      try {
        if (change.kind === 'add') await add(change.subscription, webhookId);
        else await told(clients.app.v2.delete(`${PATH}/${change.id}`), `DELETE /2/${PATH}/:id`);
        return true;
      } catch (error) {
        if (!isOfThisOne(error, change)) throw error;
        log.warn({ ...change, error: describe(error) }, 'a subscription was not changed');
        return false;
      }
    },
  };
}

/** X's no to one subscription, or a token of one handle that cannot be used, says nothing of the others. */
function isOfThisOne(error: unknown, change: Change): boolean {
  if (!(error instanceof SunwaiError)) return false;
  if (error.code === 'X-003') return true;
  const byHandle = change.kind === 'add' && isPrivate(change.subscription);
  return byHandle && (error.code === 'X-001' || error.code === 'CFG-004');
}

function toPresent(raw: RawSubscription): PresentSubscription[] {
  const { subscription_id: id, event_type: eventType } = raw;
  if (id === undefined || eventType === undefined) return [];
  const createdAt = Date.parse(raw.created_at ?? '');
  return [
    {
      id,
      eventType,
      userId: raw.filter?.user_id ?? null,
      tag: raw.tag ?? null,
      webhookId: raw.webhook_id ?? null,
      createdAt: Number.isNaN(createdAt) ? null : createdAt,
    },
  ];
}

async function told<T>(request: Promise<T>, where: string): Promise<T> {
  return request.catch((error: unknown) => {
    throw readError(error, where);
  });
}
