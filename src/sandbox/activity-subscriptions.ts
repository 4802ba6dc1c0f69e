import { iso } from '../lib/instant.js';
import type { Webhooks } from './activity-webhooks.js';
import type { Caller } from './oauth.js';
import { authenticationName, requireScopes } from './oauth2-scopes.js';
import { forbidden, invalid, noSuchPath, wrongAuthentication } from './problems.js';
import { Shelf } from './shelf.js';
import { object } from './stream-input.js';
import type { World } from './world.js';

/** Those of X's event types that the sandbox makes. */
export const EVENT_TYPES = [
  'post.mention.create',
  'post.reply.create',
  'oauth.revoke',
  'profile.update.handle',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** Only the user concerned may ask for these, and only while their consent stands. */
export const PRIVATE: ReadonlySet<EventType> = new Set(['post.mention.create', 'post.reply.create']);
/** What such a consent must allow. */
export const PRIVATE_SCOPE = 'tweet.read';

/** Self-serve plans. */
const MOST = 1_500;
const LONGEST_TAG = 200;

export interface Filter {
  /** Absent: whoever it is. Only `oauth.revoke` can do without. */
  user_id?: string;
}

export interface Subscription {
  id: string;
  eventType: EventType;
  filter: Filter;
  tag: string | null;
  webhookId: string | null;
  createdAt: string;
}

/** What the app wants to be told of. */
export class Subscriptions {
  readonly #world: World;
  readonly #webhooks: Webhooks;
  readonly #shelf: Shelf<Subscription>;

  constructor(world: World, webhooks: Webhooks) {
    this.#world = world;
    this.#webhooks = webhooks;
    this.#shelf = new Shelf(world, 'subscriptions');
  }

  /** Those an event of this kind about this user is for. */
  for(eventType: EventType, userId: string): Subscription[] {
    return this.#shelf.all().filter((one) => {
      return one.eventType === eventType && (one.filter.user_id ?? userId) === userId;
    });
  }

  /** `GET /2/activity/subscriptions` */
  list(): object {
    return { data: this.#shelf.all().map(rendered), meta: this.#meta() };
  }

  /** `POST /2/activity/subscriptions` */
  create(caller: Caller, body: unknown): object {
    const asked = this.#read(body);
    if (PRIVATE.has(asked.eventType)) {
      if (caller.kind === 'app' || caller.scopes === null) {
        throw wrongAuthentication(authenticationName(caller), 'OAuth 2.0 User Context');
      }
      requireScopes(caller, [PRIVATE_SCOPE]);
      if (asked.filter.user_id !== caller.userId) {
        throw forbidden('The user_id of the filter of a private event must be the authenticated user.');
      }
    }
    const alike = this.#shelf.all().find(({ eventType, filter }) => {
      return eventType === asked.eventType && filter.user_id === asked.filter.user_id;
    });
    if (alike !== undefined) throw invalid({}, `There is such a subscription already: ${alike.id}`);
    if (this.#shelf.size >= MOST) throw forbidden(`At most ${MOST} subscriptions.`);
    const createdAt = iso(this.#world.clock.now());
    const subscription = { id: this.#world.newId(), ...asked, createdAt };
    this.#shelf.put(subscription);
    return { data: { subscription: rendered(subscription) }, meta: this.#meta() };
  }

  /** `DELETE /2/activity/subscriptions/:id` */
  delete(id: string): object {
    if (this.#shelf.get(id) === undefined) throw noSuchPath();
    this.#shelf.delete(id);
    return { data: { deleted: true }, meta: this.#meta() };
  }

  #read(body: unknown): Omit<Subscription, 'id' | 'createdAt'> {
    const fields = object(body, '$', ['event_type', 'filter', 'tag', 'webhook_id']);
    const eventType = EVENT_TYPES.find((one) => one === fields.event_type);
    if (eventType === undefined) throw invalid({}, `$.event_type: is not one of [${EVENT_TYPES.join(',')}]`);
    const { tag = null, webhook_id: webhookId = null } = fields;
    if (tag !== null && (typeof tag !== 'string' || tag === '' || tag.length > LONGEST_TAG)) {
      throw invalid({}, `$.tag: a text of 1 to ${LONGEST_TAG} characters is expected`);
    }
    if (webhookId !== null && this.#webhooks.get(String(webhookId)) === undefined) {
      throw invalid({}, `$.webhook_id: there is no webhook [${String(webhookId)}]`);
    }
    const filter = this.#readFilter(fields.filter, eventType);
    return { eventType, filter, tag, webhookId: webhookId === null ? null : String(webhookId) };
  }

  #readFilter(value: unknown, eventType: EventType): Filter {
    const { user_id: userId } = object(value, '$.filter', ['user_id']);
    if (userId === undefined && eventType === 'oauth.revoke') return {};
    if (typeof userId !== 'string' || this.#world.account(userId) === undefined) {
      throw invalid({}, `$.filter.user_id: [${String(userId)}] is no user`);
    }
    return { user_id: userId };
  }

  #meta(): object {
    return { total_subscriptions: this.#shelf.size };
  }
}

function rendered({ id, eventType, filter, tag, webhookId, createdAt }: Subscription): object {
  return {
    subscription_id: id,
    event_type: eventType,
    filter,
    created_at: createdAt,
    updated_at: createdAt,
    ...(tag !== null && { tag }),
    ...(webhookId !== null && { webhook_id: webhookId }),
  };
}
