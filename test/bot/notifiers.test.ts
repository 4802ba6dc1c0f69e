import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logNotifier, webhookNotifier } from '../../src/bot/notifiers.js';
import { silentLog } from '../../src/lib/log.js';
import { notice } from '../store/given.js';

const SECRET = 'a secret both sides know';
const got: { request: IncomingMessage; body: string }[] = [];
let server: Server;
let url: string;
let status: number;

beforeEach(async () => {
  got.length = 0;
  status = 204;
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      got.push({ request, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('the webhook', () => {
  it('gets the notice as JSON, and a signature of exactly those bytes', async () => {
    await webhookNotifier(url, SECRET).notify(notice({ district: 'LUCKNOW' }), '17');
    const [{ request, body } = { request: undefined, body: '' }] = got;
    expect(request).toMatchObject({ method: 'POST', url: '/hook' });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      id: '17',
      kind: 'emergency',
      code: '7KM2-PQ4X',
      department: 'ENERGY',
      district: 'LUCKNOW',
      level: 1,
      at: '2026-11-24T06:00:00.000Z',
      officers: ['31'],
    });
    const expected = createHmac('sha256', SECRET).update(body).digest('hex');
    expect(request?.headers['x-sunwai-signature']).toBe(`sha256=${expected}`);
    const forged = createHmac('sha256', 'another').update(body).digest('hex');
    expect(request?.headers['x-sunwai-signature']).not.toBe(`sha256=${forged}`);
  });

  it.each([400, 404, 500, 503])('answering %i has not taken it', async (answer) => {
    status = answer;
    await expect(webhookNotifier(url, SECRET).notify(notice(), '17')).rejects.toThrow(`answered ${answer}`);
  });

  it('that nobody answers at has not taken it', async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(webhookNotifier(url, SECRET).notify(notice(), '17')).rejects.toThrow();
  });
});

describe('the log', () => {
  it('takes every notice', async () => {
    const lines: [object, string][] = [];
    await logNotifier({ ...silentLog, warn: (fields, message) => void lines.push([fields, message]) }).notify(
      notice(),
      '17',
    );
    expect(lines).toEqual([
      [expect.objectContaining({ notice: '17', code: '7KM2-PQ4X', level: 1 }), 'notice: emergency'],
    ]);
  });
});
