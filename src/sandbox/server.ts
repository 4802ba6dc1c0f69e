import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { SunwaiError } from '../lib/errors.js';
import type { Clock, Instant } from '../lib/instant.js';
import { controlRoutes, shown } from './control-routes.js';
import { EventStream } from './event-stream.js';
import { Faults } from './faults.js';
import { fileLedger, noLedger } from './ledger.js';
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
  const faults = new Faults();
  const events = new EventStream();
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: LARGEST_BODY });
  // JSON only: a page of another site can send text without asking, and must not be able to post.
  app.removeContentTypeParser('text/plain');
  await app.register(xRoutes(world, faults), { prefix: '/2' });
  await app.register(controlRoutes(world, faults, options.samples, events), { prefix: '/sandbox' });

  const port = await listen(app, host, options.port).catch((cause: unknown) => {
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
      events.close();
      await app.close();
    },
  };
}

function tell(events: EventStream, change: Change): void {
  if (change.event === 'post') events.send('post', shown(change.post));
  else if (change.event === 'account') events.send('account', change.account);
  else events.send('clock', { now: change.now, offset: change.offset });
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
