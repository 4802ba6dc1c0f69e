import type { Instant } from '../lib/instant.js';

/** Events that X delivered by webhook: none is taken twice. */
export interface DeliveryStore {
  wasDelivered(eventId: string): Promise<boolean>;
  /** Remembers it, and forgets those from before `since`. */
  saveDelivery(eventId: string, at: Instant, since: Instant): Promise<void>;
}

/** What X tells of accounts without being asked. */
export interface AccountNews {
  /** The account lets the app act for it no more. `at`: when it said so; null: X did not say when. */
  revoked(xUserId: string, at: Instant | null): Promise<void>;
  /** The account is called differently now: without the @. */
  renamed(xUserId: string, name: string): Promise<void>;
}
