import type https from 'node:https';
import { type IClientSettings, type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { SECOND } from '../lib/instant.js';
import type { Recorder } from './meter-plugin.js';
import { renewalPlugin } from './renewal-plugin.js';
import type { Token, Tokens } from './tokens.js';

/** The library waits for ever unless told otherwise. */
const CALL_TIMEOUT = 15 * SECOND;
const timeout: ITwitterApiClientPlugin = {
  onBeforeRequestConfig({ params }) {
    params.timeout = CALL_TIMEOUT;
  },
};

export interface AppKeys {
  appKey: string;
  appSecret: string;
  bearerToken: string;
}

export type ClientSettings = Partial<IClientSettings>;

/** What every client of the library gets: a time limit, the meter of its credential, and the way to a local X. */
export function clientSettings(
  agent: https.Agent | undefined,
  recorder: Recorder | null,
  credential = 'app',
  ...more: ITwitterApiClientPlugin[]
): ClientSettings {
  const meter = recorder === null ? [] : [recorder.pluginFor(credential)];
  return {
    plugins: [timeout, ...meter, ...more],
    ...(agent === undefined ? {} : { httpAgent: agent }),
  };
}

/** One client for the app, one for each handle. Handles' clients are made anew when their tokens change. */
export interface Clients {
  app: TwitterApi;
  /** Has this handle granted a token that was not found dead? Asks nobody. */
  mayAct(xUserId: string): Promise<boolean>;
  /** null: this handle has granted no token. Throws SunwaiError X-00n when its token cannot be renewed just now. */
  user(xUserId: string): Promise<TwitterApi | null>;
}

/** `recorder`: keeps the books of every call; null: nobody does. */
export function createClients(
  keys: AppKeys,
  agent: https.Agent | undefined,
  tokens: Tokens,
  recorder: Recorder | null = null,
): Clients {
  const cache = new Map<string, { token: string; client: TwitterApi }>();

  function make(xUserId: string, token: Token): TwitterApi {
    if (token.kind === 'oauth2') {
      const renewal = renewalPlugin(xUserId, tokens);
      return new TwitterApi(token.accessToken, clientSettings(agent, recorder, xUserId, renewal));
    }
    const { appKey, appSecret } = keys;
    const { accessToken, accessSecret } = token;
    return new TwitterApi(
      { appKey, appSecret, accessToken, accessSecret },
      clientSettings(agent, recorder, xUserId),
    );
  }

  return {
    app: new TwitterApi(keys.bearerToken, clientSettings(agent, recorder)),
    mayAct: (xUserId) => tokens.has(xUserId),
    async user(xUserId) {
      const found = await tokens.of(xUserId);
      if (found === null) return null;
      const token = JSON.stringify(found);
      const known = cache.get(xUserId);
      if (known?.token === token) return known.client;
      const client = make(xUserId, found);
      cache.set(xUserId, { token, client });
      return client;
    },
  };
}
