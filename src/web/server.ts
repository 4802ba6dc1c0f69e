import type { AddressInfo } from 'node:net';
import helmet from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import type { Health } from '../bot/health.js';
import { SunwaiError } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import { assets } from './assets.js';
import type { Desk } from './desk.js';
import { deskRoutes } from './desk-routes.js';
import { EventStream } from './event-stream.js';
import { METRICS_TYPE, metricsText } from './metrics.js';
import { refuseForeign } from './same-origin.js';
import { sandboxOrigin, sandboxProxy } from './sandbox-proxy.js';

export interface WebOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  desk: Desk;
  /** Where the sandbox listens (loopback); null: the page shows only the desk half. */
  sandboxUrl: string | null;
  log: Log;
  /** How the desk is, for /metrics; absent: there is no such page. */
  health?: () => Promise<Health>;
}

export interface Web {
  url: string;
  port: number;
  /** Ends every open connection, event streams too. */
  close(): Promise<void>;
}

/** The page for people: what was posted, and what Sunwai understood of it. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { desk, log } = options;
  const origin = options.sandboxUrl === null ? null : sandboxOrigin(options.sandboxUrl);
  const events = new EventStream();
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 64 * 1024 });

  await app.register(helmet, HELMET);
  app.addHook('onRequest', refuseForeign);
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'no such page' }));
  app.setErrorHandler<Error & { statusCode?: number }>((cause, request, reply) => {
    const status = cause.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: cause.message });
    log.error({ err: cause, route: request.routeOptions.url }, 'a page could not be answered');
    return reply.code(500).send({ error: 'Something went wrong here; the log says what.' });
  });

  app.get('/health/live', () => ({ status: 'ok' }));
  const { health } = options;
  if (health !== undefined) {
    app.get('/metrics', async (_request, reply) =>
      reply
        .type(METRICS_TYPE)
        .header('cache-control', 'no-store')
        .send(metricsText(await health())),
    );
  }
  await app.register(assets(origin !== null));
  await app.register(deskRoutes(desk, events));
  if (origin !== null) await app.register(sandboxProxy(origin, log));

  const port = await listen(app, options).catch((cause: unknown) => {
    events.close();
    throw cause;
  });
  const unsubscribe = desk.onChange((change) => {
    if (change.kind === 'post') events.send('post', { postId: change.postId ?? null, code: change.code });
    else events.send('case', { code: change.code });
  });
  const name = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${name}:${port}`,
    port,
    async close() {
      unsubscribe();
      events.close();
      await app.close();
    },
  };
}

async function listen(app: FastifyInstance, { host, port }: WebOptions): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new SunwaiError(
      { code: 'WEB-001', where: `port ${port}`, detail: `something already listens on ${host}:${port}` },
      { cause },
    );
  }
  return (app.server.address() as AddressInfo).port;
}

/** Nothing from elsewhere, nothing inline, no HTML out of strings (trusted types without any policy). */
const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'font-src': ["'self'"],
      'img-src': ["'self'"],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'require-trusted-types-for': ["'script'"],
    },
  },
  // The page is plain http on loopback; TLS is the business of whoever puts a proxy before it.
  strictTransportSecurity: false,
};
