import type { Consent } from './oauth2-grants.js';
import { SCOPES } from './oauth2-scopes.js';
import type { Identity } from './types.js';
import type { World } from './world.js';

/** Known to everyone and worth nothing. Null: a public client, which has no secret. */
export const CLIENTS: ReadonlyMap<string, string | null> = new Map([
  ['sandbox-client-id', 'sandbox-client-secret'],
  ['sandbox-public-client-id', null],
]);

const FIELDS = [
  ...['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge'],
  ...['code_challenge_method', 'as'],
];
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What X's page says instead of asking: the link is wrong. */
export class WrongLink extends Error {}

/** A client's wish, before anyone said yes to it. */
export interface Wish extends Omit<Consent, 'userId'> {
  state: string;
  /** Who should say yes, when the link names them. */
  as: Identity | null;
}

/** Reads the query of the authorise page, or its form. Throws WrongLink. */
export function readWish(world: World, fields: Readonly<Record<string, unknown>>): Wish {
  const stray = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (stray !== undefined) throw new WrongLink(`${stray}: unknown; known are ${FIELDS.join(', ')}`);
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new WrongLink(`${name}: is missing, or there twice`);
  };
  if (text('response_type') !== 'code') throw new WrongLink('response_type: must be code');
  const clientId = text('client_id');
  if (!CLIENTS.has(clientId)) throw new WrongLink('client_id: there is no such client');
  // The client library writes it small.
  if (text('code_challenge_method').toUpperCase() !== 'S256') {
    throw new WrongLink('code_challenge_method: must be S256');
  }
  const challenge = text('code_challenge');
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    throw new WrongLink('code_challenge: is no SHA-256 in base64url');
  const redirectUri = text('redirect_uri');
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  if (url === null || url.protocol !== 'http:' || !LOOPBACK.has(url.hostname) || url.hash !== '') {
    throw new WrongLink('redirect_uri: must be http on loopback');
  }
  const scopes = [...new Set(text('scope').split(' '))];
  const unknown = scopes.find((scope) => !SCOPES.some((one) => one === scope));
  if (unknown !== undefined)
    throw new WrongLink(`scope: ${unknown} is unknown; known are ${SCOPES.join(' ')}`);
  const as = fields.as === undefined ? null : accountOf(world, text('as'));
  return { clientId, redirectUri, scopes, challenge, state: text('state'), as };
}

/** Where the browser goes with the code. */
export function redirection({ redirectUri, state }: Wish, code: string): string {
  const url = new URL(redirectUri);
  url.searchParams.set('state', state);
  url.searchParams.set('code', code);
  return url.href;
}

/** The page: who, what, and one button. */
export function authorizePage(world: World, wish: Wish): string {
  const { as } = wish;
  const hidden = {
    response_type: 'code',
    client_id: wish.clientId,
    redirect_uri: wish.redirectUri,
    scope: wish.scopes.join(' '),
    state: wish.state,
    code_challenge: wish.challenge,
    code_challenge_method: 'S256',
    ...(as !== null && { as: as.handle }),
  };
  const inputs = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const departments = world.accounts().filter(({ kind }) => kind === 'department');
  const options = departments.map(({ handle }) => `<option value="${handle}">@${handle}</option>`);
  const choice = as === null ? `<label>Account <select name="as">${options.join('')}</select></label>` : '';
  const button = as === null ? 'Authorise' : `Authorise as @${as.handle}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox: authorise an app</title>
<h1>Authorise an app (sandbox)</h1>
<p>It asks for: ${wish.scopes.join(', ')}. The answer goes to ${escaped(wish.redirectUri)}.</p>
<form method="post" action="/i/oauth2/authorize">${inputs.join('')}${choice}<button>${button}</button></form>
</html>`;
}

/** The page when the link is wrong. */
export function wrongLinkPage(message: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title>
<h1>Something went wrong</h1>
<p>You weren’t able to give access to the App. ${escaped(message)}</p>
</html>`;
}

function accountOf(world: World, handleOrId: string): Identity {
  const found = world.account(handleOrId) ?? world.identityOf(handleOrId.replace(/^@/, ''));
  if (found === undefined) throw new WrongLink(`as: there is no account ${handleOrId}`);
  return found;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
