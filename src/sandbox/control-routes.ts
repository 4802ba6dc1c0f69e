import type { FastifyPluginCallback } from 'fastify';
import { BadRequest, object, readAccount, readAdvance, readDraft, readDrafts } from './control-input.js';
import type { EventStream } from './event-stream.js';
import { FAULT_KINDS, type Faults } from './faults.js';
import type { Post, Sample, StoredPost } from './types.js';
import type { World } from './world.js';

/** As many posts as a page is given at once. */
const SHOWN = 200;
const MOST_FAULTS = 10_000;

/** The side the page and tests talk to. */
export function controlRoutes(
  world: World,
  faults: Faults,
  samples: readonly Sample[],
  events: EventStream,
): FastifyPluginCallback {
  return (app, _options, done) => {
    app.setErrorHandler((error, _request, reply) => {
      const status =
        error instanceof BadRequest ? 400 : ((error as { statusCode?: number }).statusCode ?? 500);
      return reply.code(status).send({ error: error instanceof Error ? error.message : String(error) });
    });

    app.get('/state', () => ({
      now: world.clock.now(),
      offset: world.offset,
      accounts: world.accounts(),
      posts: newest(world, SHOWN),
      samples,
    }));
    app.get('/ledger', () => ({ posts: world.timeline.oldestFirst().map(shown) }));
    app.get('/events', (_request, reply) => events.add(reply));

    app.post('/posts', (request, reply) => {
      const [post] = world.post([readDraft(world, request.body)]);
      return reply.code(201).send(post && shown(post));
    });
    app.post('/posts/bulk', (request, reply) => {
      const posts = world.post(readDrafts(world, request.body));
      return reply.code(201).send({ ids: posts.map(({ id }) => id) });
    });
    app.post('/accounts', (request, reply) => {
      const account = world.putAccount(readAccount(world, request.body));
      return reply.code(201).send(account);
    });
    app.post<{ Params: { id: string } }>('/accounts/:id/dormant', (request, reply) => {
      const account = world.account(request.params.id);
      if (account === undefined) return reply.code(404).send({ error: 'there is no such account' });
      const { dormant } = object(request.body, ['dormant']);
      if (typeof dormant !== 'boolean') throw new BadRequest('dormant: true or false');
      if (dormant) world.fallDormant(account.id);
      else world.post([{ authorId: account.id, text: wordsOf(account.name, world), via: 'page' }]);
      return world.account(account.id);
    });
    app.post('/clock', (request) => {
      world.advance(readAdvance(world, request.body));
      return { now: world.clock.now(), offset: world.offset };
    });
    app.post('/faults', (request) => {
      const { kind, count } = object(request.body, ['kind', 'count']);
      const known = FAULT_KINDS.find((one) => one === kind);
      if (known === undefined) throw new BadRequest(`kind: one of ${FAULT_KINDS.join(', ')}`);
      if (!Number.isInteger(count) || (count as number) < 0 || (count as number) > MOST_FAULTS) {
        throw new BadRequest(`count: a whole number from 0 to ${MOST_FAULTS}`);
      }
      faults.plan(known, count as number);
      return { waiting: faults.waiting() };
    });
    done();
  };
}

/** A post without what only the sandbox needs to know. */
export function shown({ prefix: _, ...post }: StoredPost): Post {
  return post;
}

function newest(world: World, most: number): Post[] {
  const posts: Post[] = [];
  for (const { post } of world.timeline.newestFirst()) {
    if (posts.length === most) break;
    posts.push(shown(post));
  }
  return posts;
}

/** Not the same twice. */
function wordsOf(name: string, world: World): string {
  return `${name}: our staff read this account again. (sample ${world.newId().slice(-8)})`;
}
