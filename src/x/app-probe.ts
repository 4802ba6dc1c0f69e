import { ApiResponseError } from 'twitter-api-v2';
import type { AppProbe } from '../bot/account-ports.js';
import type { Clock } from '../lib/instant.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';

/** Asks for the usage of the app: it needs the bearer token and is not charged. `clock`: this machine's own. */
export function createAppProbe(clients: Pick<Clients, 'app'>, clock: Clock): AppProbe {
  return {
    async ask() {
      const asked = clock.now();
      /** X's clock stands in every answer, also in a refusal; the call took place somewhere between. */
      const aheadOf = (date: unknown) => {
        const said = typeof date === 'string' ? Date.parse(date) : Number.NaN;
        return Number.isNaN(said) ? null : Math.round((asked + clock.now()) / 2 - said);
      };
      try {
        const { headers } = await clients.app.v2.get('usage/tweets', { days: 1 }, { fullResponse: true });
        return { fault: null, aheadMs: aheadOf(headers.date) };
      } catch (error) {
        const [fault = null] = readError(error, 'GET /2/usage/tweets').faults;
        return { fault, aheadMs: error instanceof ApiResponseError ? aheadOf(error.headers.date) : null };
      }
    },
  };
}
