import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SunwaiError } from '../lib/errors.js';

/** Waits on this machine for the browser that comes back from X. */
export interface Callback {
  redirectUri: string;
  /** The code that X gives for this state. Rejects with HDL-003 when the owner said no, or nobody came in time. */
  code(state: string): Promise<string>;
  close(): Promise<void>;
}

const PATH = '/callback';

/** `port` 0 takes any free one. Throws WEB-001 for a taken one. */
export async function listenForCallback(port: number, waitMs: number): Promise<Callback> {
  let answer: (query: URLSearchParams) => string | null = () => null;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const said = request.method === 'GET' && url.pathname === PATH ? answer(url.searchParams) : null;
    response.writeHead(said === null ? 404 : 200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    response.end(`${said ?? 'There is nothing here.'}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const fault = {
        code: 'WEB-001',
        where: `port ${port}`,
        detail: 'something already listens there',
      } as const;
      reject(new SunwaiError(fault, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    code: (state) =>
      new Promise((resolve, reject) => {
        const refuse = (detail: string) => {
          clearTimeout(late);
          reject(new SunwaiError({ code: 'HDL-003', where: 'handle connect', detail }));
        };
        const late = setTimeout(() => refuse('nobody answered in time'), waitMs);
        answer = (query) => {
          // Another state: not the answer to our question, whoever sent it.
          if (query.get('state') !== state) return null;
          const code = query.get('code');
          if (code === null) {
            refuse('the owner of the account did not agree');
            return 'Nothing was granted. You may close this window.';
          }
          clearTimeout(late);
          resolve(code);
          return 'Sunwai has the answer; its terminal says how it ends. You may close this window.';
        };
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
