import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

const HEARTBEAT_MS = 15_000;
/** A reader that leaves this much unread is cut off; its browser comes back and reads everything anew. */
const MAX_BACKLOG_BYTES = 1_000_000;

/** Open server-sent-event connections. Every one of them is ended by `close`. */
export class EventStream {
  readonly #open = new Set<ServerResponse>();
  readonly #heartbeat = setInterval(() => this.#write(': still here\n\n'), HEARTBEAT_MS).unref();
  #closed = false;

  /** Takes the reply over and keeps it open. */
  add(reply: FastifyReply): void {
    reply.hijack();
    const response = reply.raw;
    if (this.#closed) {
      response.destroy();
      return;
    }
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    response.on('error', () => this.#open.delete(response));
  }

  send(event: string, data: object): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    for (const response of this.#open) response.end();
    this.#open.clear();
  }

  #write(chunk: string): void {
    for (const response of this.#open) {
      if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
      else response.write(chunk);
    }
  }
}
