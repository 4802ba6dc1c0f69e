import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
type Line = any;

export interface Listening {
  status: number;
  headers: IncomingMessage['headers'];
  /** Everything that came, as it came. */
  raw(): string;
  /** The lines that are no heartbeat. */
  lines(): Line[];
  /** How it ended. */
  ended: Promise<'end' | 'cut'>;
  leave(): void;
}

/** Connects to the filtered stream. */
export function listen(
  { port }: { port: number },
  query = '',
  authorization = 'Bearer sandbox-bearer',
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const path = `/2/tweets/search/stream${query}`;
    const call = request({ port, host: '127.0.0.1', path, headers: { authorization } }, (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => {
        text += bytes.toString();
      });
      const ended = new Promise<'end' | 'cut'>((done) => {
        answer.on('end', () => done('end'));
        answer.on('error', () => done('cut'));
      });
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        raw: () => text,
        lines: () => text.split('\r\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])),
        ended,
        leave: () => call.destroy(),
      });
    });
    call.on('error', reject);
    call.end();
    open.push(() => call.destroy());
  });
}

/** Waits until it is so. The runner's own limit ends it when it never is. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

export interface Received {
  body: Line;
  signature: string;
  raw: string;
}

export interface Receiver {
  url: string;
  events: Received[];
  /** The status of each answer to come; 200 when it is empty. */
  answers: number[];
  /** The secret it signs challenges with. */
  secret: string;
}

/** A receiver of webhooks, as the desk has one. */
export async function receiver(secret = 'sandbox-app-secret'): Promise<Receiver> {
  const made: Receiver = { url: '', events: [], answers: [], secret };
  const server = createServer((call, answer) => {
    if (call.method === 'GET') {
      const token = new URL(call.url ?? '', 'http://receiver').searchParams.get('crc_token') ?? '';
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify({ response_token: signed(token, made.secret) }));
      return;
    }
    let raw = '';
    call.on('data', (bytes: Buffer) => {
      raw += bytes.toString();
    });
    call.on('end', () => {
      const signature = String(call.headers['x-twitter-webhooks-signature']);
      made.events.push({ body: JSON.parse(raw), signature, raw });
      answer.statusCode = made.answers.shift() ?? 200;
      answer.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  return made;
}

export function signed(text: string, secret = 'sandbox-app-secret'): string {
  return `sha256=${createHmac('sha256', secret).update(text).digest('base64')}`;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
export type Answer = { status: number; body: any };

/** Calls the X side; as the app when no other credential is given. */
export async function call(
  { url }: { url: string },
  method: string,
  path: string,
  body?: unknown,
  authorization = 'Bearer sandbox-bearer',
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const VERIFIER = 'v'.repeat(64);
const CALLBACK = 'http://127.0.0.1:9/callback';

export const consent = (more: Record<string, string> = {}): Record<string, string> => ({
  response_type: 'code',
  client_id: 'sandbox-public-client-id',
  redirect_uri: CALLBACK,
  scope: 'tweet.read tweet.write users.read offline.access',
  state: 'a&b',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
  ...more,
});

export const redemption = (code: string, more: Record<string, string> = {}): Record<string, string> => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: VERIFIER,
  redirect_uri: CALLBACK,
  client_id: 'sandbox-public-client-id',
  ...more,
});

/** Sends a form, as OAuth wants it. */
export async function form(
  { url }: { url: string },
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer & { location: string | null }> {
  const response = await fetch(url + path, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    location: response.headers.get('location'),
  };
}

/** Presses the button; the code the client gets. */
export async function authorise(
  sandbox: { url: string },
  as: string,
  more: Record<string, string> = {},
): Promise<string> {
  const { status, location, body } = await form(sandbox, '/i/oauth2/authorize', consent({ ...more, as }));
  if (status !== 302 || location === null) throw new Error(`${status} ${body}`);
  return new URL(location).searchParams.get('code') ?? '';
}

/** The tokens of a new consent. */
export async function tokensOf(
  sandbox: { url: string },
  as: string,
  more: Record<string, string> = {},
): Promise<{ access_token: string; refresh_token: string; scope: string; expires_in: number }> {
  const { body } = await form(sandbox, '/2/oauth2/token', redemption(await authorise(sandbox, as, more)));
  return body;
}
