import type { Instant } from '../lib/instant.js';

/** How a handle has let the desk act for it. `oauth2` tokens live two hours and are renewed; `oauth1` ones stay. */
export type TokenKind = 'oauth1' | 'oauth2';

/** A handle's token at rest. What is in `sealed` only the secret key opens. */
export interface CredentialRow {
  handle: string;
  xUserId: string;
  kind: TokenKind;
  sealed: string;
  /** `revoked`: X takes it no more. */
  state: 'active' | 'revoked';
  addedAt: Instant;
}

/** The handles' tokens. One for each handle; the newest grant replaces the one before. */
export interface CredentialStore {
  /** Stores new grants as active; messages that waited for one are planned again. */
  saveCredentials(
    rows: readonly { handle: string; xUserId: string; kind?: TokenKind; sealed: string }[],
    now: Instant,
  ): Promise<void>;
  /** By handle. */
  credentials(): Promise<CredentialRow[]>;
  credential(xUserId: string): Promise<CredentialRow | null>;
  /**
   * The right to renew this very token, until `until`: of all callers, in whatever process, one gets it. False: another
   * one renews it now, or it is not the token that stands there.
   */
  beginRenewal(xUserId: string, sealed: string, until: Instant, now: Instant): Promise<boolean>;
  /** Puts the new token where the old one stood, and ends the renewal. False: somebody put another one there. */
  replaceCredential(xUserId: string, sealed: string, fresh: string): Promise<boolean>;
  /** Gives the right back without a new token. */
  endRenewal(xUserId: string, sealed: string): Promise<void>;
  /** X takes this very token no more. False: another one stands there by now. */
  revokeCredential(xUserId: string, sealed: string): Promise<boolean>;
  removeCredential(xUserId: string): Promise<boolean>;
  /**
   * Seals every token anew, all or none. Returns how many; null: one is being renewed just now, so none was touched.
   * An error of `reseal` leaves all as they are.
   */
  resealCredentials(reseal: (sealed: string) => string, now: Instant): Promise<number | null>;
}
