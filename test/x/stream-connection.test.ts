import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TwitterApi } from 'twitter-api-v2';
import { afterEach, describe, expect, it } from 'vitest';
import { agentFor } from '../../src/x/loopback-agent.js';
import { openStream, StreamRefused } from '../../src/x/stream-connection.js';
import { until } from '../sandbox/push-helpers.js';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** An X that does with each connection what a test says. */
async function x(answer: (response: ServerResponse) => void): Promise<TwitterApi> {
  const server = createServer((_request, response) => answer(response));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const agent = agentFor(`http://127.0.0.1:${port}`);
  return new TwitterApi('bearer', agent === undefined ? {} : { httpAgent: agent });
}

class Heard {
  alives = 0;
  posts: string[] = [];
  unreadables = 0;
  ends: string[] = [];
  alive() {
    this.alives += 1;
  }
  post(post: { text?: string }) {
    this.posts.push(post.text ?? '');
  }
  unreadable() {
    this.unreadables += 1;
  }
  ended(failure: string, detail: string) {
    this.ends.push(`${failure}: ${detail}`);
  }
}

const open = (client: TwitterApi, heard: Heard, signal = new AbortController().signal) =>
  openStream(client, { backfillMinutes: 0, signal }, heard);
const line = (text: string) => `${JSON.stringify({ data: { id: '1', text }, matching_rules: [] })}\r\n`;

describe('what comes through a stream', () => {
  it('is whole, wherever the network cuts it: a letter of Hindi has three bytes', async () => {
    const text = 'बिजली नहीं है 😡';
    const bytes = Buffer.from(line(text));
    const heard = new Heard();
    const client = await x((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const next = (at: number): void => {
        if (at < bytes.length) response.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
      };
      next(0);
    });
    const stream = await open(client, heard);
    await until(() => heard.posts.length > 0);
    expect(heard.posts).toEqual([text]);
    expect(heard.alives).toBeGreaterThan(1);
    stream.close();
  });

  it('may be several posts and heartbeats in one piece', async () => {
    const heard = new Heard();
    const client = await x((response) => {
      response.writeHead(200);
      response.write(`\r\n${line('one')}\r\n${line('two')}\r\n`);
    });
    const stream = await open(client, heard);
    await until(() => heard.posts.length === 2);
    expect(heard.posts).toEqual(['one', 'two']);
    stream.close();
  });

  it('may be a line that cannot be read: that is told, and the next ones are read', async () => {
    const heard = new Heard();
    const client = await x((response) => {
      response.writeHead(200);
      response.write(`{"data":{"id":"1\r\n${line('after')}`);
    });
    const stream = await open(client, heard);
    await until(() => heard.posts.length === 1);
    expect(heard).toMatchObject({ unreadables: 1, posts: ['after'], ends: [] });
    stream.close();
  });

  it('may hold errors beside the post: the post counts', async () => {
    const heard = new Heard();
    const client = await x((response) => {
      response.writeHead(200);
      response.write(
        `${JSON.stringify({ data: { id: '1', text: 'there' }, errors: [{ title: 'Not Found' }] })}\r\n`,
      );
    });
    const stream = await open(client, heard);
    await until(() => heard.posts.length === 1);
    expect(heard.ends).toEqual([]);
    stream.close();
  });
});

describe('the end of a stream', () => {
  const inBand = (payload: object) => (response: ServerResponse) => {
    response.writeHead(200);
    response.write(`${JSON.stringify(payload)}\r\n`);
  };

  it.each([
    ['when X ends it', (response: ServerResponse) => response.writeHead(200).end('\r\n'), 'ended: '],
    [
      'when the line is cut',
      (response: ServerResponse) => {
        response.writeHead(200);
        response.write('\r\n', () => response.destroy());
      },
      'ended: ',
    ],
    [
      'when X says so in the stream',
      inBand({ errors: [{ title: 'operational-disconnect', detail: 'for operational reasons' }] }),
      'ended: for operational reasons',
    ],
    [
      'when X says in the stream that there is another',
      inBand({ title: 'ConnectionException', detail: 'too many', connection_issue: 'TooManyConnections' }),
      'limited: too many',
    ],
  ])('is told once %s', async (_when, answer, told) => {
    const heard = new Heard();
    await open(await x(answer), heard);
    await until(() => heard.ends.length > 0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard.ends).toEqual([expect.stringContaining(told)]);
  });

  it('is not told when we close it, and X sees it close', async () => {
    const heard = new Heard();
    let left = false;
    const client = await x((response) => {
      response.writeHead(200);
      response.write(line('one'));
      response.on('close', () => {
        left = true;
      });
    });
    const stream = await open(client, heard);
    await until(() => heard.posts.length === 1);
    stream.close();
    await until(() => left);
    expect(heard.ends).toEqual([]);
  });
});

describe('a stream that cannot be opened', () => {
  const refusal = (status: number, body: object | string, headers: Record<string, string> = {}) =>
    x((response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  const failure = async (client: TwitterApi, signal?: AbortSignal) =>
    open(client, new Heard(), signal).then(
      () => null,
      (error: unknown) => error,
    );

  it.each([
    [401, { title: 'Unauthorized' }, { failure: 'http', status: 401, tooMany: false }],
    [409, { connection_issue: 'RuleConfigurationIssue' }, { failure: 'http', status: 409, tooMany: false }],
    [429, { title: 'Too Many Requests' }, { failure: 'limited', status: 429, tooMany: false }],
    [429, { connection_issue: 'TooManyConnections' }, { failure: 'limited', status: 429, tooMany: true }],
    [402, { title: 'CreditsDepleted' }, { failure: 'http', status: 402, outOfCredits: true }],
    [503, '<html>', { failure: 'http', status: 503, tooMany: false }],
  ])('is refused with %i %j', async (status, body, expected) => {
    const error = await failure(await refusal(status, body));
    expect(error).toBeInstanceOf(StreamRefused);
    expect(error).toMatchObject(expected);
  });

  it('tells when X may be asked again', async () => {
    const reset = 1_800_000_000;
    const headers = {
      'x-rate-limit-limit': '50',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(reset),
    };
    expect(await failure(await refusal(429, { title: 'Too Many Requests' }, headers))).toMatchObject({
      until: reset * 1_000,
      headers,
    });
  });

  it('is a matter of the network when nobody is there', async () => {
    const client = await x(() => {});
    for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed));
    expect(await failure(client)).toMatchObject({ failure: 'network', status: null });
  });

  it('and never answers, is given up', async () => {
    const attempt = new AbortController();
    let asked = false;
    const client = await x(() => {
      asked = true;
    });
    const failed = failure(client, attempt.signal);
    await until(() => asked);
    attempt.abort();
    expect(await failed).toMatchObject({ failure: 'network', status: null });
  });
});
