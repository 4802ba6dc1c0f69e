import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { countRecent } from './counts.js';
import { createPost, priceOf } from './create-post.js';
import { faultHooks } from './fault-hooks.js';
import type { Doorkeepers, Gate } from './gate.js';
import type { Endpoint } from './limit-tables.js';
import type { Caller } from './oauth.js';
import { authenticationName, requireScopes } from './oauth2-scopes.js';
import type { Reader } from './post-answers.js';
import { noSuchPath, unauthorized, wrongAuthentication, XProblem } from './problems.js';
import type { Push } from './push.js';
import { renderPost } from './render-post.js';
import { answerProblem, strike, strikesFirst } from './strike.js';
import { postUsage } from './usage.js';
import { me, usersById, usersByName } from './user-reads.js';
import { postsById, searchRecent, userMentions, userTimeline } from './x-reads.js';

const READING = ['tweet.read', 'users.read'];
const WRITING = [...READING, 'tweet.write'];

type One = { Params: { id: string } };

interface XOptions {
  /** Does what X lets any account post in a day hold? */
  accountLimit: boolean;
  push: Push;
}

/** The side the bot talks to. Shapes and refusals are X's. */
export function xRoutes(
  keepers: Doorkeepers,
  gate: Gate,
  { accountLimit, push }: XOptions,
): FastifyPluginCallback {
  const { world, bill, faults, days } = keepers;

  /** A read that any credential may make. */
  function reader(request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint): Reader {
    const caller = gate.admit(request, reply, endpoint);
    requireScopes(caller, READING);
    return { world, bill, ...(caller.kind === 'user' && { viewerId: caller.userId }) };
  }

  /** A read for the app's own token. */
  function appReader(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: Endpoint,
    billable = true,
  ): Reader {
    const caller = gate.admit(request, reply, endpoint, { billable });
    if (caller.kind === 'app') return { world, bill };
    throw wrongAuthentication(authenticationName(caller), 'OAuth 2.0 Application-Only');
  }

  function userOf(caller: Caller, scopes: readonly string[]): string {
    if (caller.kind !== 'user')
      throw wrongAuthentication(authenticationName(caller), 'OAuth 1.0a User Context');
    requireScopes(caller, scopes);
    return caller.userId;
  }

  function create(request: FastifyRequest, reply: FastifyReply): object {
    const author = world.account(userOf(gate.admit(request, reply, 'create'), WRITING));
    if (author === undefined) throw unauthorized();
    const post = createPost(world, author, request.body, {
      accountLimit,
      lateBy: faults.standing.lateBy('api'),
    });
    bill.charge(priceOf(world, post));
    days.count(author.id);
    reply.code(201).headers(days.headers(author.id));
    const { id, text, edit_history_tweet_ids } = renderPost(world, post, new Set());
    return { data: { edit_history_tweet_ids, id, text } };
  }

  return (app, _options, done) => {
    faultHooks(app, keepers, gate);
    app.setErrorHandler((error, request, reply) => {
      if (error instanceof XProblem) gate.note(error, request);
      return answerProblem(error, reply);
    });
    app.setNotFoundHandler((_request, reply) => answerProblem(noSuchPath(), reply));

    app.get('/tweets/search/recent', (request, reply) => {
      return searchRecent(appReader(request, reply, 'search'), request.url);
    });
    app.get('/tweets/counts/recent', (request, reply) => {
      return countRecent(appReader(request, reply, 'counts'), request.url);
    });
    app.get('/usage/tweets', (request, reply) => {
      return postUsage(appReader(request, reply, 'usage', false), request.url);
    });
    app.get<One>('/users/:id/tweets', (request, reply) => {
      return userTimeline(reader(request, reply, 'timeline'), request.url, request.params.id);
    });
    app.get<One>('/users/:id/mentions', (request, reply) => {
      return userMentions(reader(request, reply, 'mentions'), request.url, request.params.id);
    });
    app.get('/tweets', (request, reply) => postsById(reader(request, reply, 'posts'), request.url));
    app.get('/users', (request, reply) => usersById(reader(request, reply, 'usersById'), request.url));
    app.get('/users/by', (request, reply) => usersByName(reader(request, reply, 'users'), request.url));
    app.get('/users/me', (request, reply) => {
      const userId = userOf(gate.admit(request, reply, 'me'), READING);
      return me({ world, bill }, request.url, userId);
    });

    app.post('/tweets', (request, reply) => {
      const fault = faults.next();
      if (fault !== undefined && strikesFirst(fault)) return strike(fault, keepers, request, reply);
      try {
        const answer = create(request, reply);
        return fault === undefined ? answer : strike(fault, keepers, request, reply, JSON.stringify(answer));
      } catch (error) {
        // Whoever is cut off must not learn a refusal either.
        if (fault === undefined || !(error instanceof XProblem)) throw error;
        gate.note(error, request);
        return strike(fault, keepers, request, reply.code(error.status), JSON.stringify(error.body));
      }
    });
    push.addXRoutes(app, gate, keepers.report);
    done();
  };
}
