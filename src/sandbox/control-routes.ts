import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import type { Bill } from './bill.js';
import { accountRoutes } from './control-accounts.js';
import { BadRequest, object, readAdvance, readCredits } from './control-input.js';
import { allPosts, newest, postRoutes } from './control-posts.js';
import type { EventStream } from './event-stream.js';
import { setFault } from './fault-input.js';
import type { Faults } from './faults.js';
import type { Push } from './push.js';
import type { Report } from './report.js';
import type { Sample } from './types.js';
import type { World } from './world.js';

/** As many posts as a page is given at once. */
const SHOWN = 200;

/** What the control side shows and changes. */
export interface Controlled {
  world: World;
  faults: Faults;
  bill: Bill;
  report: Report;
  samples: readonly Sample[];
  events: EventStream;
  push: Push;
}

/** The side the page and tests talk to. */
export function controlRoutes(controlled: Controlled): FastifyPluginCallback {
  const { world, faults, samples, events } = controlled;
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
    app.get('/ledger', () => ({ posts: allPosts(world) }));
    app.get('/events', (_request, reply) => events.add(reply));

    postRoutes(app, world, faults);
    accountRoutes(app, world);
    app.post('/clock', (request) => {
      world.advance(readAdvance(world, request.body));
      return { now: world.clock.now(), offset: world.offset };
    });
    faultRoutes(app, controlled);
    reportRoutes(app, controlled);
    controlled.push.addControlRoutes(app);
    done();
  };
}

function faultRoutes(app: FastifyInstance, { world, faults }: Controlled): void {
  const now = () => ({ waiting: faults.waiting(), standing: faults.standing.list() });
  app.get('/faults', now);
  app.post('/faults', (request) => {
    setFault(faults, world.clock, request.body);
    return now();
  });
}

function reportRoutes(app: FastifyInstance, { world, bill, report }: Controlled): void {
  app.get('/report', () => ({ ...report.show(world), ...bill.show() }));
  app.post('/report/reset', (request) => {
    object(request.body, []);
    bill.reset();
    return { since: report.reset() };
  });
  app.post('/credits', (request) => {
    bill.remaining = readCredits(request.body);
    return { remainingMicros: bill.remaining };
  });
}
