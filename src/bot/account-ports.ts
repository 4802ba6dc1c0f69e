import type { Fault } from '../lib/errors.js';
import type { Instant } from '../lib/instant.js';

/** An account as X shows it to everybody. */
export interface XAccount {
  id: string;
  /** Without the @, as its owner writes it. */
  name: string;
  protected: boolean;
  /** `blue`, `business`, `government` or `none`. */
  verified: string;
  followers: number | null;
  /** From the id of its newest post; null: it has none, or hides them. */
  lastPostAt: Instant | null;
}

/** X shows no account: there is none, or X has locked it away. */
export type MissingAccount = 'not_found' | 'suspended';

/** What X said to each id or name that was asked for. What X did not speak of is not in the map: nothing is known of it. */
export type AccountAnswers = ReadonlyMap<string, XAccount | MissingAccount>;

/** Looks accounts up, as many at a time as X lets. Throws SunwaiError X-00n; may always be repeated. */
export interface AccountReader {
  /** By numeric id. */
  byId(ids: readonly string[]): Promise<AccountAnswers>;
  /** By name without the @, in any case of letters; answered in lower case. */
  byName(names: readonly string[]): Promise<AccountAnswers>;
  /**
   * Whose token the desk holds for this handle, as X says. `refused`: X takes it no more. null: there is none.
   * Throws SunwaiError when X does not say.
   */
  ownerOf(handleId: string): Promise<TokenOwner | 'refused' | null>;
}

export interface TokenOwner {
  id: string;
  /** The token was granted to read only: nothing can be posted with it. */
  readOnly: boolean;
}

/** What asking X as the app brought. */
export interface AppAnswer {
  /** Why X does not serve the app; null: it does. */
  fault: Fault | null;
  /** How far this machine's clock is ahead of X's, in milliseconds; null: X did not say. */
  aheadMs: number | null;
}

/** Asks X something that costs nothing, to see whether it serves the app. */
export interface AppProbe {
  ask(): Promise<AppAnswer>;
}
