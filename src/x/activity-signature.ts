import { createHmac, timingSafeEqual } from 'node:crypto';

/** The secrets of the app, by the header that X puts a signature with them into. The newer one first. */
const HEADERS = [
  ['x-twitter-webhooks-signature-oauth2', 'clientSecret'],
  ['x-twitter-webhooks-signature', 'appSecret'],
] as const;

/** What X and the app know and nobody else. Empty: the app has none of this kind. */
export interface SigningSecrets {
  /** OAuth 2.0 client secret. */
  clientSecret: string;
  /** OAuth 1.0a consumer secret. */
  appSecret: string;
}

/**
 * X's challenges are texts in base64 or like it. Never more than that is signed: the answer to a challenge is signed
 * with the same secret as an event, and whoever may have any text signed could have an event signed.
 */
const CHALLENGE = /^[A-Za-z0-9+/=_.~-]{1,512}$/;

/** `sha256=` and the HMAC-SHA256 of the message in base64. */
export function signatureOf(message: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(message).digest('base64')}`;
}

/** What proves to X that we know the secret; null: that is no challenge of X. */
export function challengeAnswer(token: unknown, secret: string): string | null {
  return typeof token === 'string' && CHALLENGE.test(token) ? signatureOf(token, secret) : null;
}

/** Secrets a challenge may have to be answered with, the likelier first: X's pages do not agree which it is. */
export function challengeSecrets({ clientSecret, appSecret }: SigningSecrets): string[] {
  return [clientSecret, appSecret].filter((secret) => secret !== '');
}

/** Did X sign these very bytes? */
export function isSigned(
  body: Uint8Array,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  secrets: SigningSecrets,
): boolean {
  return HEADERS.some(([header, name]) => {
    const given = headers[header];
    const secret = secrets[name];
    return typeof given === 'string' && secret !== '' && sameText(given, signatureOf(body, secret));
  });
}

/** In constant time: how much of it is right must not show in how long it takes. */
function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
