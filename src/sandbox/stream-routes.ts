import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BadRequest, object } from './control-input.js';
import { endpointOf, type Gate } from './gate.js';
import type { Endpoint } from './limit-tables.js';
import { authenticationName } from './oauth2-scopes.js';
import { wrongAuthentication } from './problems.js';
import { Query } from './query.js';
import { TWEET_FIELDS } from './render-post.js';
import type { Report } from './report.js';
import type { FilteredStream } from './stream-connection.js';
import type { StreamRules } from './stream-rules.js';

const ACTIONS = ['cut', 'disconnect', 'silent'] as const;
const MOST_BACKFILL = 5;

export interface StreamParts {
  gate: Gate;
  report: Report;
  rules: StreamRules;
  stream: FilteredStream;
}

/** `/2/tweets/search/stream` and its rules. */
export function streamRoutes(app: FastifyInstance, { gate, report, rules, stream }: StreamParts): void {
  /** The app's own Bearer token only. */
  function admitApp(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: Endpoint,
    billable: boolean,
  ): void {
    const caller = gate.admit(request, reply, endpoint, { billable });
    if (caller.kind === 'app') return;
    throw wrongAuthentication(authenticationName(caller), 'OAuth 2.0 Application-Only');
  }

  app.get('/tweets/search/stream/rules', (request, reply) => {
    admitApp(request, reply, 'rulesRead', false);
    return rules.list(request.url);
  });
  app.post('/tweets/search/stream/rules', (request, reply) => {
    admitApp(request, reply, 'rulesWrite', false);
    const { status, answer } = rules.change(request.url, request.body);
    return reply.code(status).send(answer);
  });
  app.get('/tweets/search/stream', (request, reply) => {
    admitApp(request, reply, 'stream', true);
    const query = new Query(request.url, ['tweet.fields', 'backfill_minutes']);
    const fields = query.fields('tweet.fields', TWEET_FIELDS);
    const backfillMinutes = query.count('backfill_minutes', 0, MOST_BACKFILL, 0);
    stream.connect(reply, { fields, backfillMinutes });
    report.request(endpointOf(request), 200);
  });
}

/** `/sandbox/stream`: how the stream is, and what happens to it. */
export function streamControl(app: FastifyInstance, stream: FilteredStream): void {
  app.get('/stream', () => stream.state);
  app.post('/stream', (request) => {
    const { action, on } = object(request.body, ['action', 'on']);
    if (!ACTIONS.some((one) => one === action)) throw new BadRequest(`action: one of ${ACTIONS.join(', ')}`);
    if (action === 'silent' ? typeof on !== 'boolean' : on !== undefined) {
      throw new BadRequest('on: true or false, with silent only');
    }
    if (action === 'cut') stream.cut();
    else if (action === 'disconnect') stream.disconnect();
    else stream.silence(on === true);
    return stream.state;
  });
}
