import { TwitterApi } from 'twitter-api-v2';
import { SunwaiError } from '../lib/errors.js';
import { type Clock, HOUR, type Instant, MINUTE, SECOND } from '../lib/instant.js';
import type { ClientSettings } from './clients.js';
import { readError, troubleOf } from './errors.js';

/** What a handle must allow: to read what names it, to answer, and that without its owner being there. */
export const SCOPES = ['tweet.read', 'tweet.write', 'users.read', 'offline.access'] as const;

/** The app as OAuth 2.0 knows it. An empty secret: a public client. */
export interface OAuth2App {
  clientId: string;
  clientSecret: string;
}

/** What a handle has granted. The refresh token is good for one renewal, which brings the next one. */
export interface Grant {
  accessToken: string;
  refreshToken: string;
  expiresAt: Instant;
  scopes: string[];
}

/** A wish to be granted something, on its way through a browser. */
export interface Link {
  /** Where the handle's owner says yes. */
  url: string;
  /** Comes back with the answer: whoever has another one answers something else. */
  state: string;
  /** Never leaves this process before the answer is there. */
  verifier: string;
}

/** OAuth 2.0 with PKCE. Throws SunwaiError X-00n. */
export interface OAuth2 {
  link(redirectUri: string): Link;
  redeem(code: string, verifier: string, redirectUri: string): Promise<Grant>;
  /** `dead`: X takes this refresh token no more. An error: it may, later. */
  renew(grant: Grant): Promise<Grant | 'dead'>;
  /** Whose access token this is: a numeric id. */
  owner(accessToken: string): Promise<string>;
  /** Gives the whole grant back. */
  revoke(token: string): Promise<void>;
}

interface TokenAnswer {
  access_token?: string;
  refresh_token?: string;
  expires_in?: number;
  scope?: string;
}

const WHERE = 'POST /2/oauth2/token';
/** So long an access token lives when X does not say. */
const LIFE = 2 * HOUR;
/** X complains of us, not of a token. */
const CLIENT = /client/i;

const API = 'https://api.x.com';
/** The owner's browser goes to X's site, not to its API; the sandbox is one server for both. */
const SITE = 'https://x.com';

/** `baseUrl`: X_API_BASE_URL. Without a client id every call throws CFG-002. */
export function createOAuth2(
  app: OAuth2App,
  settings: ClientSettings,
  clock: Clock,
  baseUrl: string = API,
): OAuth2 {
  function client(): TwitterApi {
    if (app.clientId === '') {
      const fault = { code: 'CFG-002', where: 'X_CLIENT_ID', detail: 'it is not set' } as const;
      throw new SunwaiError(fault, { until: clock.now() + MINUTE });
    }
    return new TwitterApi(app.clientSecret === '' ? { clientId: app.clientId } : app, settings);
  }

  /** Who asks stands in the header, or, for a client without a secret, in the body. */
  function call<T>(path: 'token' | 'revoke', fields: Record<string, string>): Promise<T> {
    const name = app.clientSecret === '' ? { client_id: app.clientId } : {};
    return client().v2.post<T>(`oauth2/${path}`, { ...fields, ...name }, { forceBodyMode: 'url' });
  }

  /** `before`: the grant that this one renews. What X does not say of it stays as it was. */
  function toGrant(answer: TokenAnswer, before: Pick<Grant, 'refreshToken' | 'scopes'> | null): Grant {
    const accessToken = answer.access_token;
    const refreshToken = answer.refresh_token ?? before?.refreshToken;
    if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') {
      const lacking = typeof accessToken === 'string' ? 'a refresh token' : 'an access token';
      const fault = { code: 'X-002', where: WHERE, detail: `an answer without ${lacking}` } as const;
      throw new SunwaiError(fault, { until: clock.now() + MINUTE });
    }
    const life = typeof answer.expires_in === 'number' ? answer.expires_in * SECOND : LIFE;
    return {
      accessToken,
      refreshToken,
      expiresAt: clock.now() + life,
      scopes: answer.scope?.split(' ') ?? before?.scopes ?? [...SCOPES],
    };
  }

  function refused(error: unknown): never {
    // Of a call that was held back is known when it may go.
    if (error instanceof SunwaiError) throw error;
    const { status, detail, resetAt } = troubleOf(error);
    if (status === 401 || (status === 400 && CLIENT.test(detail))) {
      const fault = { code: 'CFG-006', where: 'X_CLIENT_ID, X_CLIENT_SECRET', detail } as const;
      throw new SunwaiError(fault, { until: clock.now() + MINUTE });
    }
    const code = status === 429 ? 'X-004' : status === 400 ? 'X-003' : 'X-002';
    // Until then a token that is not renewed is as good as a limit: whoever needs it waits.
    throw new SunwaiError({ code, where: WHERE, detail }, { until: resetAt ?? clock.now() + MINUTE });
  }

  return {
    link(redirectUri) {
      const made = client().generateOAuth2AuthLink(redirectUri, { scope: [...SCOPES] });
      const url = baseUrl === API ? made.url : made.url.replace(SITE, baseUrl);
      return { url, state: made.state, verifier: made.codeVerifier };
    },

    async redeem(code, verifier, redirectUri) {
      const fields = {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
      };
      return toGrant(await call<TokenAnswer>('token', fields).catch(refused), null);
    },

    async renew(before) {
      const fields = { grant_type: 'refresh_token', refresh_token: before.refreshToken };
      try {
        return toGrant(await call<TokenAnswer>('token', fields), before);
      } catch (error) {
        return isDead(error) ? 'dead' : refused(error);
      }
    },

    async owner(accessToken) {
      const answer = await new TwitterApi(accessToken, settings).v2
        .get<{ data?: { id?: string } }>('users/me')
        .catch((error: unknown) => {
          throw readError(error, 'GET /2/users/me');
        });
      const id = answer.data?.id;
      if (id !== undefined) return id;
      throw new SunwaiError({ code: 'X-002', where: 'GET /2/users/me', detail: 'an answer without an id' });
    },

    async revoke(token) {
      await call('revoke', { token }).catch(refused);
    },
  };
}

/** X says it of the token. What it says of the client, or does not say at all, is no fault of the handle. */
function isDead(error: unknown): boolean {
  const { status, detail } = troubleOf(error);
  return status === 400 && !CLIENT.test(detail);
}
