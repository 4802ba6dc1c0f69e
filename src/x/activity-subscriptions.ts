import type { WatchedHandle } from '../bot/ports.js';
import type { Instant } from '../lib/instant.js';

/** One thing X is to tell us of. `userId` null: whoever it is about. */
export interface Subscription {
  eventType: string;
  userId: string | null;
}

/** A subscription that X holds. */
export interface PresentSubscription extends Subscription {
  id: string;
  tag: string | null;
  /** null: it goes to no webhook. */
  webhookId: string | null;
  /** null: X did not say. */
  createdAt: Instant | null;
}

export type Change = { kind: 'remove'; id: string } | { kind: 'add'; subscription: Subscription };

/** What must be done so that X tells us of all that is wanted. */
export interface Difference {
  /** In this order: X takes no second one of what it still holds. */
  changes: Change[];
  /** Handles that have not agreed by OAuth 2.0: X tells of none of their mentions. */
  untold: WatchedHandle[];
  /** Subscriptions of this app once that is done, those of others with them. */
  total: number;
}

/** How many subscriptions X allows an app. */
export const SELF_SERVE_SUBSCRIPTIONS = 1_500;
export const ENTERPRISE_SUBSCRIPTIONS = 75_000;

/** Subscriptions of this desk carry it; all others belong to somebody else and are left alone. */
export const TAG = 'sunwai';

/** X tells of these only whoever the account has agreed with. */
const PRIVATE = ['post.mention.create', 'post.reply.create'];
const PUBLIC = ['profile.update.handle'];

export function isPrivate({ eventType }: Subscription): boolean {
  return PRIVATE.includes(eventType);
}

/**
 * Compares what X holds with what these handles need.
 *
 * @param consents since when each handle has agreed by OAuth 2.0, by id; the others have not
 */
export function differenceOf(
  handles: readonly WatchedHandle[],
  present: readonly PresentSubscription[],
  webhookId: string,
  consents: ReadonlyMap<string, Instant>,
): Difference {
  const untold = handles.filter(({ xUserId }) => !consents.has(xUserId));
  const wanted = new Map(wantedFor(handles).map((one) => [keyOf(one), one]));
  const add = new Map([...wanted].filter(([, one]) => !isPrivate(one) || consents.has(one.userId ?? '')));
  const remove = new Map<string, string[]>();
  let kept = 0;
  for (const one of present) {
    const key = keyOf(one);
    const asWanted = one.webhookId === webhookId && !isOutlived(one, consents);
    if (one.tag !== TAG) {
      // Somebody else's, but it brings us the same.
      if (asWanted) add.delete(key);
    } else if (asWanted && wanted.delete(key)) {
      add.delete(key);
      kept += 1;
    } else remove.set(key, [...(remove.get(key) ?? []), one.id]);
  }
  const foreign = present.filter(({ tag }) => tag !== TAG).length;
  return { changes: inOrder(add, remove), untold, total: foreign + kept + add.size };
}

/**
 * One that takes the place of another comes right after it, mentions first: X may ask to wait at any of them, and then
 * as much as can be is as it was or as it is to be.
 */
function inOrder(
  add: ReadonlyMap<string, Subscription>,
  remove: ReadonlyMap<string, readonly string[]>,
): Change[] {
  const removals = (key: string) => (remove.get(key) ?? []).map((id): Change => ({ kind: 'remove', id }));
  const useless = [...remove.keys()].filter((key) => !add.has(key)).flatMap(removals);
  const added = [...add].sort(([, a], [, b]) => Number(isPrivate(b)) - Number(isPrivate(a)));
  return [
    ...useless,
    ...added.flatMap(([key, subscription]) => [...removals(key), { kind: 'add' as const, subscription }]),
  ];
}

function wantedFor(handles: readonly WatchedHandle[]): Subscription[] {
  const each = handles.flatMap(({ xUserId: userId }) =>
    [...PRIVATE, ...PUBLIC].map((eventType) => ({ eventType, userId })),
  );
  return handles.length === 0 ? [] : [...each, { eventType: 'oauth.revoke', userId: null }];
}

/**
 * Was it made under a consent that was withdrawn and given anew since? Whether it outlives that X does not say, and a
 * dead one looks like any other.
 */
function isOutlived(one: PresentSubscription, consents: ReadonlyMap<string, Instant>): boolean {
  if (!isPrivate(one) || one.createdAt === null) return false;
  return one.createdAt < (consents.get(one.userId ?? '') ?? 0);
}

function keyOf({ eventType, userId }: Subscription): string {
  return `${eventType} ${userId ?? ''}`;
}
