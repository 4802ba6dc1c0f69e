import { randomBytes } from 'node:crypto';
import { iso } from '../lib/instant.js';
import type { ActivityEvent, Deliveries } from './activity-delivery.js';
import {
  type EventType,
  PRIVATE,
  PRIVATE_SCOPE,
  type Subscription,
  type Subscriptions,
} from './activity-subscriptions.js';
import type { Grants } from './oauth2-grants.js';
import { renderPost, TWEET_FIELDS } from './render-post.js';
import type { StoredPost } from './types.js';
import type { Change, World } from './world.js';

/** The app, as `oauth.revoke` names it. */
const APP_ID = '29820954';

/** What an event carries besides whom it is for. */
interface Content {
  payload: object;
  includes?: object;
  postId: string | null;
}

/** Turns what happens in the world into events for whoever subscribed to them. */
export class ActivityEvents {
  readonly #subscriptions: Subscriptions;
  readonly #grants: Grants;
  readonly #deliveries: Deliveries;

  constructor(subscriptions: Subscriptions, grants: Grants, deliveries: Deliveries) {
    this.#subscriptions = subscriptions;
    this.#grants = grants;
    this.#deliveries = deliveries;
  }

  listen(world: World): void {
    world.onChange((change) => this.#hear(world, change));
  }

  #hear(world: World, change: Change): void {
    if (change.event === 'indexed') this.#hearPost(world, change.post);
    if (change.event !== 'account' || change.before === undefined) return;
    const { account, before } = change;
    if (before.handle !== account.handle) {
      const payload = { before: before.handle, after: account.handle };
      this.#tell('profile.update.handle', account.id, { payload, postId: null });
    }
    if (account.revoked && !before.revoked) {
      const date_time = iso(world.clock.now()).replace(/\.\d+Z$/, '+00:00');
      const payload = { date_time, user_id: account.id, app_id: APP_ID };
      this.#tell('oauth.revoke', account.id, { payload, postId: null });
    }
  }

  #hearPost(world: World, post: StoredPost): void {
    if (post.retweetOf !== null) return;
    const content = contentOf(world, post);
    // In the author's own words: whom the reply prefix names was not addressed.
    for (const id of world.namedIn(post.text, post.createdAt)) {
      if (id !== post.authorId) this.#tell('post.mention.create', id, content);
    }
    const target = post.replyTo === null ? undefined : world.timeline.get(post.replyTo)?.authorId;
    if (target !== undefined && target !== post.authorId) this.#tell('post.reply.create', target, content);
  }

  #tell(eventType: EventType, userId: string, content: Content): void {
    for (const subscription of this.#subscriptions.for(eventType, userId)) {
      if (PRIVATE.has(eventType) && !this.#grants.allows(userId, PRIVATE_SCOPE)) continue;
      const event = eventFor(subscription, content);
      if (event !== null) this.#deliveries.push(event);
    }
  }
}

/** The same event once more under a new id, as a forger would make it. */
export function underNewId(event: ActivityEvent): ActivityEvent {
  const { data } = JSON.parse(event.body) as { data: object };
  const uuid = newUuid();
  return { ...event, uuid, body: JSON.stringify({ data: { ...data, event_uuid: uuid } }) };
}

function contentOf(world: World, post: StoredPost): Content {
  const shown = renderPost(world, post, new Set(TWEET_FIELDS));
  const payload = { ...shown, ...(post.replyTo !== null && { in_reply_to_tweet_id: post.replyTo }) };
  const author = world.account(post.authorId);
  const users = author === undefined ? [] : [{ id: author.id, name: author.name, username: author.handle }];
  return { payload: withTexts(payload) as object, includes: { users }, postId: post.id };
}

function eventFor(subscription: Subscription, { payload, includes, postId }: Content): ActivityEvent | null {
  const { eventType, filter, tag, webhookId } = subscription;
  if (webhookId === null) return null;
  const uuid = newUuid();
  const data = {
    event_uuid: uuid,
    filter,
    event_type: eventType,
    ...(tag !== null && { tag }),
    payload,
    ...(includes !== undefined && { includes }),
  };
  return { uuid, eventType, webhookId, body: JSON.stringify({ data }), postId };
}

/** X's are numbers of 64 bits with a sign. */
function newUuid(): string {
  return randomBytes(8).readBigInt64BE().toString();
}

/** Beside each number in an object X puts the same as a text, `…_str`. Lists stay as they are. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, field]) =>
    typeof field === 'number'
      ? [
          [name, field],
          [`${name}_str`, String(field)],
        ]
      : [[name, withTexts(field)]],
  );
  return Object.fromEntries(entries);
}
