import { type ITwitterApiClientPlugin, TwitterApiPluginResponseOverride } from 'twitter-api-v2';
import type { Tokens } from './tokens.js';

/**
 * For the client of one handle with an OAuth 2.0 token: a call that X answers with 401 is made once more with another
 * token, if there is one. A 401 is certain: nothing was posted.
 */
export function renewalPlugin(xUserId: string, tokens: Tokens): ITwitterApiClientPlugin {
  const repeated = new WeakSet<object>();
  return {
    async onResponseError({ client, error, params, computedParams }) {
      if (error.code !== 401 || repeated.has(params)) return;
      const refused = (computedParams.headers.Authorization ?? '').replace(/^Bearer /, '');
      const other = await tokens.instead(xUserId, refused);
      if (other?.kind !== 'oauth2') return;
      client.initializeToken(other.accessToken);
      const again = { ...params };
      repeated.add(again);
      return new TwitterApiPluginResponseOverride(await client.send(again));
    },
  };
}
