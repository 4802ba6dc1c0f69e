import type { IncomingHttpHeaders } from 'node:http';
import {
  ApiPartialResponseError,
  type ITwitterApiBeforeRequestHookArgs,
  type ITwitterApiClientPlugin,
} from 'twitter-api-v2';
import type { Meter, XAnswer, XCall } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import { iso } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import { hasLink } from '../lib/weighted-length.js';
import { billedIds, endpointOf } from './endpoints.js';
import { isOutOfCredits } from './errors.js';

/** Puts the meter between the library and X. */
export interface Recorder {
  /** For the client of the app (`app`) or of the handle with this id. */
  pluginFor(credential: string): ITwitterApiClientPlugin;
}

const NOTHING: Pick<XAnswer, 'postIds' | 'userIds' | 'created'> = { postIds: [], userIds: [], created: null };

export function createRecorder(meter: Meter, log: Log): Recorder {
  /** A fault in the books must never turn an answer of X into an error: it may be a post that was made. */
  async function record(call: XCall, answer: XAnswer): Promise<void> {
    try {
      await meter.record(call, answer);
    } catch (error) {
      log.error(
        { ...call, status: answer.status, error: describe(error) },
        'an answer of X was not written down',
      );
    }
  }

  return {
    pluginFor(credential) {
      const callOf = ({ computedParams: { method, url } }: ITwitterApiBeforeRequestHookArgs): XCall => ({
        endpoint: endpointOf(method, url.pathname),
        credential,
      });
      return {
        async onBeforeRequest(request) {
          const call = callOf(request);
          const until = await meter.heldUntil(call);
          if (until === null) return;
          const where = `${request.computedParams.method} ${request.computedParams.url.pathname}`;
          const detail = `not asked: X is known to refuse it before ${iso(until)}`;
          throw new SunwaiError({ code: 'X-004', where, detail }, { until });
        },

        async onAfterRequest(request) {
          const call = callOf(request);
          const { data, headers } = request.response as { data: unknown; headers: IncomingHttpHeaders };
          // The library tells no status of a success; everything below 400 comes here.
          const created = call.endpoint === 'create' ? createdBy(request.params.body) : null;
          await record(call, { status: 200, headers, ...billedIds(call.endpoint, data), created });
        },

        async onResponseError(request) {
          const { code, headers, data } = request.error;
          const outOfCredits = isOutOfCredits(code, data);
          await record(callOf(request), { status: code, headers, ...NOTHING, outOfCredits });
        },

        async onRequestError(request) {
          const { error } = request;
          const response = error instanceof ApiPartialResponseError ? error.response : null;
          const status = response?.statusCode ?? null;
          await record(callOf(request), { status, headers: response?.headers ?? {}, ...NOTHING });
        },
      };
    },
  };
}

/**
 * What the price of a new post depends on. Every answer of the desk is summoned, or X would have refused it; where an
 * Enterprise contract frees it from that, the contract has its own price.
 */
function createdBy(body: unknown): XAnswer['created'] {
  const { text, reply } = (body ?? {}) as { text?: unknown; reply?: unknown };
  return { summoned: reply !== undefined, hasUrl: typeof text === 'string' && hasLink(text) };
}
