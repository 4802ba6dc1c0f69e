import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { SECOND } from '../lib/instant.js';

/** Often enough that nothing between us and the page thinks the connection is dead. */
const HEARTBEAT = 15 * SECOND;
/** Who leaves more than this unread is cut off, and reads the state anew when it comes back. */
const MOST_UNREAD = 16 * 1024 * 1024;

/** Everyone who listens to the sandbox's events. */
export class EventStream {
  readonly #open = new Set<ServerResponse>();
  readonly #heartbeat = setInterval(() => this.#write(': still here\n\n'), HEARTBEAT).unref();

  /** Keeps this answer open and sends it every event from now on. */
  add(reply: FastifyReply): FastifyReply {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    raw.write('retry: 1000\n\n');
    this.#open.add(raw);
    raw.on('close', () => this.#open.delete(raw));
    raw.on('error', () => this.#open.delete(raw));
    return reply;
  }

  send(event: string, data: object): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const response of this.#open) response.end();
  }

  #write(text: string): void {
    for (const response of this.#open) {
      if (response.writableLength > MOST_UNREAD) response.destroy();
      else response.write(text);
    }
  }
}
