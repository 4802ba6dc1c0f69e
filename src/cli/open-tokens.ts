import type https from 'node:https';
import { parkRevoked } from '../bot/accounts.js';
import type { Store } from '../bot/store.js';
import type { Config } from '../config/load-config.js';
import type { Clock } from '../lib/instant.js';
import { createSeal, type Seal } from '../lib/seal.js';
import { type AppKeys, clientSettings } from '../x/clients.js';
import { agentFor } from '../x/loopback-agent.js';
import type { Recorder } from '../x/meter-plugin.js';
import { createOAuth2, type OAuth2, type OAuth2App } from '../x/oauth2.js';
import { createTokens, type Tokens } from '../x/tokens.js';
import { SANDBOX_CLIENT, SANDBOX_KEYS, sandboxToken } from './open-sandbox.js';

/** What the settings say of asking X. */
export interface XAccess {
  keys: AppKeys;
  oauth2: OAuth2App;
  baseUrl: string;
  agent: https.Agent | undefined;
}

/** `sandboxUrl`: where the sandbox listens when that is the X meant; null: the one of the settings. */
export function xAccess({ values }: Config, sandboxUrl: string | null): XAccess {
  const baseUrl = sandboxUrl ?? values.X_API_BASE_URL;
  const agent = agentFor(baseUrl);
  if (sandboxUrl !== null) return { keys: SANDBOX_KEYS, oauth2: SANDBOX_CLIENT, baseUrl, agent };
  return {
    keys: { appKey: values.X_APP_KEY, appSecret: values.X_APP_SECRET, bearerToken: values.X_BEARER_TOKEN },
    oauth2: { clientId: values.X_CLIENT_ID, clientSecret: values.X_CLIENT_SECRET },
    baseUrl,
    agent,
  };
}

/** The seal of the settings; null: the sandbox without a key, where nothing is stored. */
export function openSeal({ values, mode }: Config): Seal | null {
  if (mode === 'sandbox' && values.SUNWAI_SECRET_KEY === '') return null;
  return createSeal(values.SUNWAI_SECRET_KEY, values.SUNWAI_SECRET_KEY_NEW);
}

/** The handles' tokens as they stand in the store at the time of asking: an import while the desk runs takes effect. */
export async function openTokens(
  config: Config,
  access: XAccess,
  store: Store,
  clock: Clock,
  recorder: Recorder | null,
): Promise<{ tokens: Tokens; oauth2: OAuth2 }> {
  const seal = openSeal(config);
  // A wrong key is found now, not at the first citizen.
  if (seal !== null) for (const { sealed } of await store.credentials()) seal.open(sealed);
  const oauth2 = createOAuth2(access.oauth2, clientSettings(access.agent, recorder), clock, access.baseUrl);
  const tokens = createTokens({
    store,
    seal,
    oauth2,
    clock,
    dead: (xUserId, detail) => parkRevoked(store, xUserId, detail, clock.now()),
    otherwise: config.mode === 'sandbox' ? sandboxToken : () => null,
  });
  return { tokens, oauth2 };
}
