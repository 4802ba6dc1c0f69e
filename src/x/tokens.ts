import type { CredentialRow, CredentialStore } from '../bot/credential-store.js';
import { SunwaiError } from '../lib/errors.js';
import { type Clock, MINUTE } from '../lib/instant.js';
import type { Seal } from '../lib/seal.js';
import type { Grant, OAuth2 } from './oauth2.js';

/** What a call as a handle is signed with. */
export type Token =
  | { kind: 'oauth1'; accessToken: string; accessSecret: string }
  | { kind: 'oauth2'; accessToken: string };

/** The handles' tokens, ready for use. */
export interface Tokens {
  /** Is there one that was not found dead? Asks nobody. */
  has(xUserId: string): Promise<boolean>;
  /** One that X should take now, renewed when its time is nearly over; null: none. Throws SunwaiError X-00n. */
  of(xUserId: string): Promise<Token | null>;
  /** X answered 401 to this access token: another one; null: there is none. Throws SunwaiError X-00n. */
  instead(xUserId: string, refused: string): Promise<Token | null>;
}

export interface TokenTools {
  store: Pick<
    CredentialStore,
    'credential' | 'beginRenewal' | 'replaceCredential' | 'endRenewal' | 'revokeCredential'
  >;
  /** null: nothing can be opened, so nothing is stored either (the sandbox). */
  seal: Seal | null;
  oauth2: Pick<OAuth2, 'renew'>;
  clock: Clock;
  /** Told once when X takes a handle's grant no more. */
  dead(xUserId: string, detail: string): Promise<void>;
  /** For handles without a stored one. */
  otherwise?: (xUserId: string) => Token | null;
}

/** So long before its end a token is renewed: a call may take a while, and clocks differ. */
const EARLY = 5 * MINUTE;
/** After so long, whoever renews a token has died with it. Longer than any call lasts. */
const LEASE = MINUTE;
/** Between two looks at whether another process is through with its renewal. */
const LOOK_AGAIN = 250;

type Opened = { kind: 'oauth1'; accessToken: string; accessSecret: string } | ({ kind: 'oauth2' } & Grant);

const UNREADABLE = {
  code: 'CFG-004',
  where: 'SUNWAI_SECRET_KEY',
  detail: 'a stored token is broken',
} as const;

/** What is stored of a token, sealed. */
export function sealToken(
  seal: Seal,
  token: Omit<Extract<Token, { kind: 'oauth1' }>, 'kind'> | Grant,
): string {
  return seal.seal(JSON.stringify(token));
}

/**
 * Serves both kinds of token. An OAuth 2.0 one is renewed by one caller at a time, in this process by sharing the work,
 * among processes by a lease in the database; what X gives is stored, over what it replaces, before anyone uses it.
 */
export function createTokens({
  store,
  seal,
  oauth2,
  clock,
  dead,
  otherwise = () => null,
}: TokenTools): Tokens {
  const renewals = new Map<string, Promise<Token | null>>();

  const stored = async (xUserId: string) => (seal === null ? null : store.credential(xUserId));

  function opened({ kind, sealed }: CredentialRow): Opened {
    try {
      return { ...(JSON.parse((seal as Seal).open(sealed)) as Opened), kind } as Opened;
    } catch (cause) {
      // The key was changed under us: whoever needs the token waits until somebody has looked.
      const faults = cause instanceof SunwaiError ? cause.faults : UNREADABLE;
      throw new SunwaiError(faults, { cause, until: clock.now() + MINUTE });
    }
  }

  function renewed(row: CredentialRow, grant: Grant): Promise<Token | null> {
    const known = renewals.get(row.xUserId);
    if (known !== undefined) return known;
    const work = renew(row, grant).finally(() => renewals.delete(row.xUserId));
    renewals.set(row.xUserId, work);
    return work;
  }

  async function renew(row: CredentialRow, grant: Grant): Promise<Token | null> {
    const { xUserId, sealed } = row;
    for (let waited = 0; waited <= LEASE; waited += LOOK_AGAIN) {
      const now = clock.now();
      if (await store.beginRenewal(xUserId, sealed, now + LEASE, now)) return trade(row, grant);
      // Another process is at it: its token will stand here, or it has died and its time runs out.
      const found = await stored(xUserId);
      if (found === null || found.state === 'revoked') return null;
      if (found.sealed !== sealed) return usable(opened(found));
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
    const fault = { code: 'X-002', where: 'POST /2/oauth2/token', detail: 'a renewal does not end' } as const;
    throw new SunwaiError(fault, { until: clock.now() + LEASE });
  }

  /** The old refresh token for a new pair. Only whoever has the right may come here. */
  async function trade({ xUserId, sealed }: CredentialRow, grant: Grant): Promise<Token | null> {
    let fresh: Grant | 'dead';
    try {
      fresh = await oauth2.renew(grant);
    } catch (error) {
      await store.endRenewal(xUserId, sealed);
      throw error;
    }
    const replaced =
      fresh === 'dead'
        ? await store.revokeCredential(xUserId, sealed)
        : await store.replaceCredential(xUserId, sealed, sealToken(seal as Seal, fresh));
    if (!replaced) {
      // Somebody granted anew meanwhile, and that one counts.
      const found = await stored(xUserId);
      return found === null || found.state === 'revoked' ? null : usable(opened(found));
    }
    if (fresh !== 'dead') return { kind: 'oauth2', accessToken: fresh.accessToken };
    await dead(xUserId, 'X takes its refresh token no more');
    return null;
  }

  return {
    async has(xUserId) {
      const row = await stored(xUserId);
      return row === null ? otherwise(xUserId) !== null : row.state === 'active';
    },

    async of(xUserId) {
      const row = await stored(xUserId);
      if (row === null) return otherwise(xUserId);
      if (row.state === 'revoked') return null;
      const token = opened(row);
      if (token.kind === 'oauth1' || token.expiresAt - clock.now() > EARLY) return usable(token);
      try {
        return await renewed(row, token);
      } catch (error) {
        // What is not over yet still serves.
        if (token.expiresAt > clock.now()) return usable(token);
        throw error;
      }
    },

    async instead(xUserId, refused) {
      const row = await stored(xUserId);
      if (row === null || row.state === 'revoked') return null;
      const token = opened(row);
      if (token.kind === 'oauth1') return null;
      return token.accessToken === refused ? renewed(row, token) : usable(token);
    },
  };
}

/** Tokens that are there and stay: OAuth 1.0a, from wherever. */
export function fixedTokens(of: (xUserId: string) => Token | null): Tokens {
  return {
    has: async (xUserId) => of(xUserId) !== null,
    of: async (xUserId) => of(xUserId),
    instead: async () => null,
  };
}

function usable(token: Opened): Token {
  return token.kind === 'oauth1'
    ? { kind: 'oauth1', accessToken: token.accessToken, accessSecret: token.accessSecret }
    : { kind: 'oauth2', accessToken: token.accessToken };
}
