import type { FastifyReply, FastifyRequest } from 'fastify';
import { SECOND } from '../lib/instant.js';
import type { FaultKind } from './faults.js';
import { type Doorkeepers, endpointOf } from './gate.js';
import { invalid, tooMany, XProblem } from './problems.js';
import { rateHeaders } from './rate-limits.js';

/** After a planned 429 the window ends this soon: long enough to be waited for, short enough for a test. */
const PLANNED_RESET = 5 * SECOND;

/** Does it strike before anything is done? */
export function strikesFirst(fault: FaultKind): boolean {
  return fault === 'error500' || fault === 'reset_before' || fault === 'rate429';
}

/** Answers `POST /2/tweets`, or does not, as the fault wants it. `answer` is what would have been said. */
export function strike(
  fault: FaultKind,
  { world, limits, report }: Doorkeepers,
  request: FastifyRequest,
  reply: FastifyReply,
  answer = '',
): FastifyReply {
  if (fault === 'rate429') {
    const limit = limits.limitOf('user', 'create') ?? 0;
    reply.headers(rateHeaders(limit, 0, world.clock.now() + PLANNED_RESET));
    return answerProblem(tooMany(), reply);
  }
  if (fault === 'error500' || fault === 'error500_after') return htmlError(reply, 500);
  report.request(endpointOf(request), 'cut');
  reply.hijack();
  const { raw } = reply;
  if (fault === 'cut_body') {
    const bytes = Buffer.from(answer);
    raw.writeHead(reply.statusCode, { 'content-type': 'application/json', 'content-length': bytes.length });
    raw.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => raw.destroy());
  } else if (fault !== 'timeout_after') {
    raw.socket?.resetAndDestroy();
  }
  return reply;
}

/** From the machines in front of X, not from X: no JSON. */
export function htmlError(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).type('text/html').send(htmlOf(status));
}

export function htmlOf(status: number): string {
  return `<html><body><h1>${status} Server Error</h1></body></html>`;
}

export function answerProblem(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof XProblem) return reply.code(error.status).type('application/json').send(error.body);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status < 500) return answerProblem(invalid({}, 'The body is not JSON that can be read'), reply);
  return reply
    .code(500)
    .send({ title: 'Internal Error', type: 'about:blank', status: 500, detail: String(error) });
}
