import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { SunwaiError } from '../lib/errors.js';
import type { Clock, Instant } from '../lib/instant.js';
import { Bill } from './bill.js';
import { shown } from './control-posts.js';
import { controlRoutes } from './control-routes.js';
import { DayLimits } from './day-limits.js';
import { EventStream } from './event-stream.js';
import { Faults } from './faults.js';
import { type Doorkeepers, Gate } from './gate.js';
import { fileLedger, noLedger } from './ledger.js';
import { ROOMY, X_DAY, X_TABLE } from './limit-tables.js';
import { callerOf } from './oauth.js';
import { Push } from './push.js';
import { RateLimits } from './rate-limits.js';
import { Report } from './report.js';
import { seed } from './seed.js';
import type { Sample, SeedAccount } from './types.js';
import { type Change, World } from './world.js';
import { xRoutes } from './x-routes.js';

export type { Account, AccountKind, Post, Sample, SeedAccount } from './types.js';

/** Room for a bulk of some ten thousand posts. */
const LARGEST_BODY = 64 * 1024 * 1024;

export interface SandboxOptions {
  /** 0: any free one. */
  port: number;
  /** @default '127.0.0.1' */
  host?: string;
  /** Who is there at first. Those a ledger knows already keep their posts. */
  accounts: SeedAccount[];
  samples: Sample[];
  /** Where everything is kept; null: nowhere. Its folder must exist. */
  ledgerFile: string | null;
  /**
   * `x`: what X allows paying guests, by 15 minutes and by day; `roomy`: enough for a desk that looks every second.
   * @default 'roomy'
   */
  limits?: 'roomy' | 'x';
  /** Milliseconds of real time between two heartbeats of the stream. */
  heartbeatMs?: number;
  /** Milliseconds of real time before an event is sent again. */
  retryMs?: number;
}

export interface RunningSandbox {
  url: string;
  port: number;
  /** Real time plus what the clock was moved forward. */
  clock: Clock;
  /** Calls `listener` each time the clock was moved; the answer ends that. */
  onClock(listener: (now: Instant) => void): () => void;
  /** Cuts every connection, those that wait for ever too. */
  close(): Promise<void>;
}

/**
 * Starts a small X. Throws WEB-001 for a taken port, IN-001 and IN-002 for a ledger that cannot be read.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { host = '127.0.0.1' } = options;
  const world = new World(options.ledgerFile === null ? noLedger : fileLedger(options.ledgerFile));
  const faults = new Faults(world.clock);
  const bill = new Bill(world.clock);
  const report = new Report(world.clock);
  const events = new EventStream();
  const push = new Push(world, {
    heartbeatMs: options.heartbeatMs,
    retryMs: options.retryMs,
    onDelivered: (postId) => bill.read('post_read', [postId]),
    isDown: () => faults.isDown() !== 'none' || bill.exhausted,
  });
  const strict = options.limits === 'x';
  const keepers: Doorkeepers = {
    ...{ world, faults, bill, report },
    limits: new RateLimits(world.clock, strict ? X_TABLE : ROOMY),
    days: new DayLimits(world.clock, strict ? X_DAY : null),
    authenticate: (request) => callerOf(request, push.grants),
  };
  const gate = new Gate(keepers);
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: LARGEST_BODY });
  // JSON only: a page of another site can send text without asking, and must not be able to post.
  app.removeContentTypeParser('text/plain');
  await app.register(xRoutes(keepers, gate, { accountLimit: strict, push }), { prefix: '/2' });
  const control = controlRoutes({ ...keepers, samples: options.samples, events, push });
  await app.register(control, { prefix: '/sandbox' });
  await app.register(push.oauth2());

  const port = await listen(app, host, options.port).catch((cause: unknown) => {
    world.close();
    push.close();
    world.close();
    push.close();
    events.close();
    throw cause;
  });
  // After the port is ours: a second start on the same ledger must not write to it.
  seed(world, options.accounts);
  world.onChange((change) => tell(events, change));
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    clock: world.clock,
    onClock: (listener) => world.onChange((change) => change.event === 'clock' && listener(change.now)),
    async close() {
      world.close();
      push.close();
      events.close();
      await app.close();
    },
  };
}

function tell(events: EventStream, change: Change): void {
  if (change.event === 'post') events.send('post', shown(change.post));
  else if (change.event === 'account') events.send('account', change.account);
  else if (change.event === 'deleted') events.send('deleted', { id: change.post.id });
  else if (change.event === 'clock') events.send('clock', { now: change.now, offset: change.offset });
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    const detail = `something already listens on ${host}:${port}`;
    throw new SunwaiError({ code: 'WEB-001', where: `port ${port}`, detail }, { cause });
  }
  return (app.server.address() as AddressInfo).port;
}
