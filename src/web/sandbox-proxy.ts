import { request as httpRequest } from 'node:http';
import type { FastifyPluginCallback } from 'fastify';
import { SunwaiError } from '../lib/errors.js';
import type { Log } from '../lib/log.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const FORWARDED = ['accept', 'content-type', 'content-length', 'transfer-encoding', 'last-event-id'] as const;

/** Where the sandbox listens. Nothing but loopback: the page must never become a way into other machines. */
export function sandboxOrigin(sandboxUrl: string): URL {
  const url = URL.canParse(sandboxUrl) ? new URL(sandboxUrl) : null;
  if (url === null || url.protocol !== 'http:' || !LOOPBACK.has(url.hostname)) {
    throw new SunwaiError({
      code: 'CFG-001',
      where: 'sandboxUrl',
      detail: 'the sandbox must be http on loopback',
    });
  }
  return url;
}

/** Hands /sandbox/* to the sandbox byte by byte, so that its event stream works too. */
export function sandboxProxy(origin: URL, log: Log): FastifyPluginCallback {
  return (app, _options, done) => {
    // Open pages keep asking; the log hears of an outage once.
    let answering = true;
    // Bodies stay unread here: they are piped on as they come.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));

    app.route({
      method: ['GET', 'POST'],
      url: '/sandbox/*',
      handler(request, reply) {
        const target = new URL(request.raw.url ?? '/', origin);
        // `..` is resolved by now; the X side of the sandbox is not for the page.
        if (target.origin !== origin.origin || !target.pathname.startsWith('/sandbox/')) {
          return reply.code(404).send({ error: 'no such page' });
        }
        reply.hijack();
        const client = reply.raw;
        const headers: Record<string, string> = {};
        for (const name of FORWARDED) {
          const value = request.headers[name];
          if (typeof value === 'string') headers[name] = value;
        }
        const security = reply.getHeaders() as Record<string, string>;
        const upstream = httpRequest(target, { method: request.method, headers, agent: false }, (answer) => {
          answering = true;
          client.writeHead(answer.statusCode ?? 502, {
            ...security,
            'content-type': answer.headers['content-type'] ?? 'application/json',
            'cache-control': 'no-store',
          });
          client.flushHeaders();
          answer.pipe(client);
          answer.on('error', () => client.destroy());
        });
        upstream.on('error', (cause: NodeJS.ErrnoException) => {
          if (client.headersSent || client.destroyed) {
            client.destroy();
            return;
          }
          if (answering) log.warn({ code: cause.code }, 'the sandbox did not answer');
          answering = false;
          client.writeHead(502, { ...security, 'content-type': 'application/json' });
          client.end(JSON.stringify({ error: 'The sandbox does not answer. It is tried again by itself.' }));
        });
        client.on('close', () => upstream.destroy());
        request.raw.pipe(upstream);
        return reply;
      },
    });
    done();
  };
}
