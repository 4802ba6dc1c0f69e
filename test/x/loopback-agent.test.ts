import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import { fixedTokens } from '../../src/x/tokens.js';

describe('another address than X', () => {
  it.each([
    'https://127.0.0.1:8080',
    'http://example.org',
    'http://127.0.0.1.example.org',
    'http://127.0.0.1@example.org/',
    'http://localhost.example.org',
    'http://0.0.0.0:8080',
    'http://10.0.0.1',
    'http://api.x.com',
    'https://api.x.com/',
    'ftp://127.0.0.1',
    '127.0.0.1:8080',
    '',
  ])('is refused: %s', (address) => {
    expect(() => agentFor(address)).toThrow(/^CFG-001 X_API_BASE_URL/);
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080', 'http://127.0.0.1'])(
    'is taken on this machine: %s',
    (address) => {
      expect(agentFor(address)).toBeDefined();
    },
  );

  it('needs nothing for the real one', () => {
    expect(agentFor('https://api.x.com')).toBeUndefined();
  });

  it('is reached by plain HTTP while the client believes in X', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.host, request.url, request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const keys = { appKey: 'k', appSecret: 's', bearerToken: 'bearer' };
      const agent = agentFor(`http://127.0.0.1:${port}`);
      if (agent === undefined) throw new Error('there is no agent');
      const connect = vi.spyOn(agent, 'createConnection');
      const { app } = createClients(
        keys,
        agent,
        fixedTokens(() => null),
      );
      expect(await app.v2.get('users/1/tweets')).toEqual({ data: [] });
      expect(seen).toEqual(['api.x.com', '/2/users/1/tweets', 'Bearer bearer']);
      // The library itself would wait for an answer for ever.
      expect(connect).toHaveBeenCalledWith(expect.objectContaining({ timeout: 15_000 }), expect.anything());
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('the clients of handles', () => {
  it('are kept while their tokens are, and made anew when those change', async () => {
    let accessToken: string | null = 'one';
    const keys = { appKey: 'k', appSecret: 's', bearerToken: 'b' };
    const tokens = fixedTokens(() =>
      accessToken === null ? null : { kind: 'oauth1', accessToken, accessSecret: 'secret' },
    );
    const clients = createClients(keys, undefined, tokens);
    const first = await clients.user('1');
    expect(first).not.toBeNull();
    expect(await clients.user('1')).toBe(first);
    expect(await clients.user('2')).not.toBe(first);
    accessToken = 'two';
    expect(await clients.user('1')).not.toBe(first);
    accessToken = null;
    expect(await clients.user('1')).toBeNull();
  });
});
