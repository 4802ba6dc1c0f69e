import https from 'node:https';
import net from 'node:net';
import { SunwaiError } from '../lib/errors.js';

/**
 * Connects to a server on this machine by plain HTTP while the library goes on to believe in https://api.x.com:
 * URLs and OAuth signatures stay true. The library has no setting for another address.
 */
class LoopbackAgent extends https.Agent {
  readonly #host: string;
  readonly #port: number;
  constructor(host: string, port: number) {
    super({ keepAlive: true });
    this.#host = host;
    this.#port = port;
  }
  // Node calls this for every new connection.
  override createConnection(): net.Socket {
    return net.connect(this.#port, this.#host);
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The agent for X_API_BASE_URL; undefined for the real X. Throws CFG-001 for anything but loopback. */
export function agentFor(baseUrl: string): https.Agent | undefined {
  if (baseUrl === 'https://api.x.com') return undefined;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || url.protocol !== 'http:' || !LOOPBACK.has(url.hostname)) {
    throw new SunwaiError({
      code: 'CFG-001',
      where: 'X_API_BASE_URL',
      detail: 'must be https://api.x.com or http:// on a loopback address (127.0.0.1, localhost, [::1])',
    });
  }
  return new LoopbackAgent(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || '80'));
}
