import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE } from '../lib/instant.js';

/** Known to everyone and worth nothing. */
export const APP_KEY = 'sandbox-app-key';
export const APP_SECRET = 'sandbox-app-secret';
export const BEARER = 'sandbox-bearer';

/** The client signs the address it believes in, not the one it connects to. */
const SIGNED_ORIGIN = 'https://api.x.com';
const SKEW = 5 * MINUTE;

/** Who calls: the app as such, or one of its users. */
export type Caller =
  | { kind: 'app' }
  /** `scopes`: what an OAuth 2.0 token allows; null: OAuth 1.0a, which allows everything here. */
  | { kind: 'user'; userId: string; scopes: ReadonlySet<string> | null };

/** What of a request is signed. `url` is the path with its query. */
export interface SignedRequest {
  method: string;
  url: string;
  authorization: string | undefined;
}

/** Who knows the tokens that users granted by OAuth 2.0. */
export interface BearerTokens {
  callerOf(authorization: string): Caller | null;
}

/** Whose credentials these are; null when they are missing, unknown or wrongly signed. */
export function callerOf(request: SignedRequest, grants: BearerTokens): Caller | null {
  const { authorization = '' } = request;
  if (authorization === `Bearer ${BEARER}`) return { kind: 'app' };
  if (authorization.startsWith('Bearer ')) return grants.callerOf(authorization);
  if (!authorization.startsWith('OAuth ')) return null;
  const fields = oauthFields(authorization.slice('OAuth '.length));
  const userId = /^(\d{1,19})-sandbox$/.exec(fields.get('oauth_token') ?? '')?.[1];
  if (userId === undefined || fields.get('oauth_consumer_key') !== APP_KEY) return null;
  if (fields.get('oauth_signature_method') !== 'HMAC-SHA1' || !fields.get('oauth_nonce')) return null;
  // The machine's time, not the sandbox's: that is what the client stamps with.
  if (!(Math.abs(Number(fields.get('oauth_timestamp')) * 1_000 - Date.now()) < SKEW)) return null;
  const expected = signature(request, fields, `sandbox-secret-${userId}`);
  return sameText(fields.get('oauth_signature') ?? '', expected)
    ? { kind: 'user', userId, scopes: null }
    : null;
}

/** `a="1", b="2"`, percent-encoded, as it stands in the header. */
function oauthFields(header: string): Map<string, string> {
  const pairs = [...header.matchAll(/([A-Za-z_]+)="([^"]*)"/g)];
  return new Map(pairs.map(([, name = '', value = '']) => [name, decode(value)]));
}

/** HMAC-SHA1 after RFC 5849, section 3.4. A JSON body is no part of it. */
function signature(
  { method, url }: SignedRequest,
  fields: ReadonlyMap<string, string>,
  secret: string,
): string {
  const { pathname, searchParams } = new URL(url, SIGNED_ORIGIN);
  const signed = [...fields].filter(([name]) => name.startsWith('oauth_') && name !== 'oauth_signature');
  const parameters = [...signed, ...searchParams]
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const base = [method.toUpperCase(), SIGNED_ORIGIN + pathname, parameters].map(encode).join('&');
  return createHmac('sha1', `${encode(APP_SECRET)}&${encode(secret)}`)
    .update(base)
    .digest('base64');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  const code = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, code);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
