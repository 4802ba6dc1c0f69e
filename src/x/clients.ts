import type https from 'node:https';
import { type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { SECOND } from '../lib/instant.js';

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

/** Tokens of one handle, from the store, unsealed. */
export type TokenOf = (xUserId: string) => Promise<{ accessToken: string; accessSecret: string } | null>;

/** One client for the app, one for each handle. Handles' clients are made anew when their tokens change. */
export interface Clients {
  app: TwitterApi;
  /** null: this handle has granted no token. */
  user(xUserId: string): Promise<TwitterApi | null>;
}

export function createClients(keys: AppKeys, agent: https.Agent | undefined, tokenOf: TokenOf): Clients {
  const settings = { plugins: [timeout], ...(agent === undefined ? {} : { httpAgent: agent }) };
  const cache = new Map<string, { token: string; client: TwitterApi }>();
  return {
    app: new TwitterApi(keys.bearerToken, settings),
    async user(xUserId) {
      const tokens = await tokenOf(xUserId);
      if (tokens === null) return null;
      const token = `${tokens.accessToken} ${tokens.accessSecret}`;
      const known = cache.get(xUserId);
      if (known?.token === token) return known.client;
      const client = new TwitterApi({ appKey: keys.appKey, appSecret: keys.appSecret, ...tokens }, settings);
      cache.set(xUserId, { token, client });
      return client;
    },
  };
}
