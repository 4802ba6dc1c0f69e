import type { FastifyPluginCallback } from 'fastify';
import type { Desk } from './desk.js';
import type { EventStream } from './event-stream.js';

const DEFAULT_CASES = 50;
const MAX_CASES = 200;

/** The desk half: reading only. */
export function deskRoutes(desk: Desk, events: EventStream): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    app.get<{ Params: { postId: string } }>('/desk/posts/:postId', async (request, reply) => {
      const post = await desk.post(request.params.postId);
      return post ?? reply.code(404).send({ error: 'This post is not read yet.' });
    });

    app.get<{ Querystring: { limit?: string } }>('/desk/cases', async (request, reply) => {
      const limit = Number(request.query.limit ?? DEFAULT_CASES);
      if (!Number.isInteger(limit) || limit < 1) {
        return reply.code(400).send({ error: 'limit must be a whole number from 1 on.' });
      }
      return { cases: await desk.cases(Math.min(limit, MAX_CASES)) };
    });

    app.get<{ Params: { code: string } }>('/desk/cases/:code', async (request, reply) => {
      const found = await desk.case(request.params.code);
      return found ?? reply.code(404).send({ error: 'No case has this code.' });
    });

    app.get('/desk/events', (_request, reply) => events.add(reply));
    done();
  };
}
