import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { SECOND } from '../lib/instant.js';
import { createPost } from './create-post.js';
import type { FaultKind, Faults } from './faults.js';
import { type Caller, callerOf } from './oauth.js';
import { invalid, noSuchPath, tooMany, unauthorized, wrongAuthentication, XProblem } from './problems.js';
import { type Endpoint, LIMITS, RateLimits, rateHeaders } from './rate-limits.js';
import { renderPost } from './render-post.js';
import type { World } from './world.js';
import { me, postsById, searchRecent, usersByName, userTimeline } from './x-reads.js';

/** After a planned 429 the window ends this soon: long enough to be waited for, short enough for a test. */
const PLANNED_RESET = 5 * SECOND;

/** The side the bot talks to. Shapes and refusals are X's. */
export function xRoutes(world: World, faults: Faults): FastifyPluginCallback {
  const limits = new RateLimits(world.clock);

  /** Who calls, if they may; counts the call. */
  function admit(request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint): Caller {
    const { method, url, headers } = request;
    const caller = callerOf({ method, url, authorization: headers.authorization });
    if (caller === null) throw unauthorized();
    if (caller.kind === 'user' && world.account(caller.userId) === undefined) throw unauthorized();
    const { allowed, headers: rate } = limits.take(caller.kind === 'user' ? caller.userId : 'app', endpoint);
    reply.headers(rate);
    if (!allowed) throw tooMany();
    return caller;
  }

  function userOnly(caller: Caller): string {
    if (caller.kind === 'user') return caller.userId;
    throw wrongAuthentication('OAuth 2.0 Application-Only', 'OAuth 1.0a User Context');
  }

  return (app, _options, done) => {
    app.setErrorHandler((error, _request, reply) => answerProblem(error, reply));
    app.setNotFoundHandler((_request, reply) => answerProblem(noSuchPath(), reply));

    app.get('/tweets/search/recent', (request, reply) => {
      const caller = admit(request, reply, 'search');
      if (caller.kind === 'user')
        throw wrongAuthentication('OAuth 1.0a User Context', 'OAuth 2.0 Application-Only');
      return searchRecent(world, request.url);
    });
    app.get<{ Params: { id: string } }>('/users/:id/tweets', (request, reply) => {
      admit(request, reply, 'timeline');
      return userTimeline(world, request.url, request.params.id);
    });
    app.get('/tweets', (request, reply) => {
      admit(request, reply, 'posts');
      return postsById(world, request.url);
    });
    app.get('/users/by', (request, reply) => {
      admit(request, reply, 'users');
      return usersByName(world, request.url);
    });
    app.get('/users/me', (request, reply) => me(world, request.url, userOnly(admit(request, reply, 'me'))));

    app.post('/tweets', (request, reply) => {
      const fault = faults.next();
      if (fault !== undefined && strikesFirst(fault)) return strike(fault, world, reply);
      try {
        const author = world.account(userOnly(admit(request, reply, 'create')));
        if (author === undefined) throw unauthorized();
        const post = createPost(world, author, request.body);
        reply.code(201);
        const { id, text, edit_history_tweet_ids } = renderPost(world, post, new Set());
        const answer = { data: { edit_history_tweet_ids, id, text } };
        return fault === undefined ? answer : strike(fault, world, reply, JSON.stringify(answer));
      } catch (error) {
        // Whoever is cut off must not learn a refusal either.
        if (fault === undefined || !(error instanceof XProblem)) throw error;
        return strike(fault, world, reply.code(error.status), JSON.stringify(error.body));
      }
    });
    done();
  };
}

function strikesFirst(fault: FaultKind): boolean {
  return fault === 'error500' || fault === 'reset_before' || fault === 'rate429';
}

/** Answers, or does not, as the fault wants it. `answer` is what would have been said. */
function strike(fault: FaultKind, world: World, reply: FastifyReply, answer = ''): FastifyReply {
  if (fault === 'rate429') {
    reply.headers(rateHeaders(LIMITS.create, 0, world.clock.now() + PLANNED_RESET));
    return answerProblem(tooMany(), reply);
  }
  if (fault === 'error500' || fault === 'error500_after') {
    // From the machines in front of X, not from X: no JSON.
    return reply
      .code(500)
      .type('text/html')
      .send('<html><body><h1>500 Internal Server Error</h1></body></html>');
  }
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

function answerProblem(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof XProblem) return reply.code(error.status).type('application/json').send(error.body);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status < 500) return answerProblem(invalid({}, 'The body is not JSON that can be read'), reply);
  return reply
    .code(500)
    .send({ title: 'Internal Error', type: 'about:blank', status: 500, detail: String(error) });
}
