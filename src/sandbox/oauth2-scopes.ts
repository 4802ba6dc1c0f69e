import type { Caller } from './oauth.js';
import { forbidden } from './problems.js';

/** Every scope the sandbox has a use for; X knows more, and refuses what it does not know. */
export const SCOPES = ['tweet.read', 'tweet.write', 'users.read', 'offline.access'] as const;

/** What an OAuth 2.0 user token must allow. OAuth 1.0a and the app's own token have no scopes. */
export function requireScopes(caller: Caller, needed: readonly string[]): void {
  if (caller.kind === 'app' || caller.scopes === null) return;
  const { scopes } = caller;
  if (!needed.every((scope) => scopes.has(scope))) throw forbidden('Forbidden');
}

/** How X calls the kind of credential in its refusals. */
export function authenticationName(caller: Caller): string {
  if (caller.kind === 'app') return 'OAuth 2.0 Application-Only';
  return caller.scopes === null ? 'OAuth 1.0a User Context' : 'OAuth 2.0 User Context';
}
