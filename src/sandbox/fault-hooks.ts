import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Doorkeepers, endpointOf, type Gate } from './gate.js';
import { Spoiler } from './spoiler.js';
import { htmlError, htmlOf } from './strike.js';

/**
 * What befalls any call under /2, whatever it asks for; and the count of all answers. A POST that fails with 5xx was
 * carried out in half of the cases: nobody can tell from the answer.
 */
export function faultHooks(app: FastifyInstance, { faults, report }: Doorkeepers, gate: Gate): void {
  const failingLater = new WeakMap<FastifyRequest, number>();
  const spoiler = new Spoiler();

  app.addHook('onRequest', async (request, reply) => {
    const endpoint = endpointOf(request);
    const outage = faults.isDown();
    if (outage === 'reset') {
      report.request(endpoint, 'cut');
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return reply;
    }
    if (outage === '503') return htmlError(reply, 503);
    const failure = faults.standing.failure(endpoint);
    if (failure === null) return undefined;
    if (request.method === 'GET' || failure.coin < 0.5) return htmlError(reply, failure.status);
    failingLater.set(request, failure.status);
    return undefined;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const endpoint = endpointOf(request);
    const failing = failingLater.get(request);
    if (failing !== undefined) reply.code(failing).type('text/html');
    report.request(endpoint, reply.statusCode);
    if (failing !== undefined) return htmlOf(failing);
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    return spoiler.spoil(faults.standing.spoiling(endpoint), gate.callerName(request), request.url, payload);
  });
}
