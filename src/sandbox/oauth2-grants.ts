import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { DAY, HOUR, type Instant, SECOND } from '../lib/instant.js';
import type { Caller } from './oauth.js';
import { Shelf } from './shelf.js';
import type { World } from './world.js';

const CODE_LIFE = 30 * SECOND;
const ACCESS_LIFE = 2 * HOUR;
const REFRESH_LIFE = 183 * DAY;

/** What a user allowed a client to do for them, and the tokens that stand for it now. */
export interface Grant {
  id: string;
  userId: string;
  clientId: string;
  scopes: string[];
  access: Token;
  /** Only with `offline.access`. */
  refresh: Token | null;
}

export interface Token {
  text: string;
  expiresAt: Instant;
}

/** What a client asked for and the user said yes to. */
export interface Consent {
  userId: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  /** Base64url of the SHA-256 of a verifier only the client knows. */
  challenge: string;
}

/** What a client shows to get the tokens of a consent. */
export interface Redemption {
  code: string;
  clientId: string;
  redirectUri: string;
  verifier: string;
}

export type CodeFault = 'code' | 'verifier' | 'redirect';

/** Consents under OAuth 2.0. What the ledger knows survives a restart; a code that nobody redeemed does not. */
export class Grants {
  readonly #world: World;
  readonly #shelf: Shelf<Grant>;
  readonly #codes = new Map<string, { consent: Consent; expiresAt: Instant }>();

  constructor(world: World) {
    this.#world = world;
    this.#shelf = new Shelf(world, 'grants');
    world.onChange((change) => {
      if (change.event === 'account' && change.account.revoked) this.#forget(change.account.id);
    });
  }

  /** A code for the client to redeem, once and soon. */
  issueCode(consent: Consent): string {
    const code = randomBytes(32).toString('base64url');
    this.#codes.set(code, { consent, expiresAt: this.#world.clock.now() + CODE_LIFE });
    return code;
  }

  /** The tokens of a consent, or what is wrong with what was shown. A code dies at its first use, right or wrong. */
  redeem({ code, clientId, redirectUri, verifier }: Redemption): Grant | CodeFault {
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    if (issued === undefined || issued.expiresAt <= this.#world.clock.now()) return 'code';
    const { consent } = issued;
    if (consent.clientId !== clientId) return 'code';
    if (consent.redirectUri !== redirectUri) return 'redirect';
    if (createHash('sha256').update(verifier).digest('base64url') !== consent.challenge) return 'verifier';
    const { userId, scopes } = consent;
    return this.#issue({ id: this.#world.newId(), userId, clientId, scopes });
  }

  /** New tokens for the old refresh token; both old ones die. Null: unknown, spent, expired or someone else's. */
  refresh(text: string, clientId: string): Grant | null {
    const grant = this.#shelf.get(idIn(text));
    if (grant?.refresh == null || !isLive(grant.refresh, text, this.#world.clock.now())) return null;
    return grant.clientId === clientId ? this.#issue(grant) : null;
  }

  /** The whole consent ends, whichever of its two tokens is shown. */
  revoke(text: string, clientId: string): void {
    const grant = this.#shelf.get(idIn(text));
    if (grant === undefined || grant.clientId !== clientId) return;
    if ([grant.access, grant.refresh].some((token) => token !== null && sameText(token.text, text))) {
      this.#shelf.delete(grant.id);
    }
  }

  /** Whose access token a request shows, while it lives. */
  callerOf(authorization: string): Caller | null {
    const text = authorization.slice('Bearer '.length);
    const grant = this.#shelf.get(idIn(text));
    if (grant === undefined || !isLive(grant.access, text, this.#world.clock.now())) return null;
    return { kind: 'user', userId: grant.userId, scopes: new Set(grant.scopes) };
  }

  /** Does a consent of this user with this scope stand? */
  allows(userId: string, scope: string): boolean {
    const now = this.#world.clock.now();
    return this.#shelf.all().some((grant) => {
      if (grant.userId !== userId || !grant.scopes.includes(scope)) return false;
      return (grant.refresh ?? grant.access).expiresAt > now;
    });
  }

  #issue({ id, userId, clientId, scopes }: Omit<Grant, 'access' | 'refresh'>): Grant {
    const offline = scopes.includes('offline.access');
    const access = this.#token(id, 'at', ACCESS_LIFE);
    const refresh = offline ? this.#token(id, 'rt', REFRESH_LIFE) : null;
    const grant = { id, userId, clientId, scopes, access, refresh };
    this.#shelf.put(grant);
    return grant;
  }

  #token(id: string, kind: 'at' | 'rt', life: number): Token {
    const text = `${id}.${kind}.${randomBytes(32).toString('base64url')}`;
    return { text, expiresAt: this.#world.clock.now() + life };
  }

  #forget(userId: string): void {
    for (const [code, { consent }] of this.#codes) if (consent.userId === userId) this.#codes.delete(code);
    const gone = this.#shelf.all().filter((grant) => grant.userId === userId);
    this.#shelf.delete(...gone.map(({ id }) => id));
  }
}

/** Life of an access token in seconds, as X tells it. */
export const EXPIRES_IN = ACCESS_LIFE / SECOND;

/** A token carries the id of its grant: nothing has to be searched. */
function idIn(token: string): string {
  return token.slice(0, Math.max(0, token.indexOf('.')));
}

function isLive(token: Token, text: string, now: Instant): boolean {
  return token.expiresAt > now && sameText(token.text, text);
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
