import https from 'node:https';
import net from 'node:net';
import { TwitterApi } from 'twitter-api-v2';
import { afterEach } from 'vitest';
import {
  type RunningSandbox,
  type SandboxOptions,
  type SeedAccount,
  startSandbox,
} from '../../src/sandbox/server.js';

export const ENERGY = '9000000000000000031';
export const HOME = '9000000000000000001';
export const CITIZEN = '9000000000000200001';
export const OTHER = '9000000000000200002';

export const ACCOUNTS: SeedAccount[] = [
  seedAccount(ENERGY, 'sw_energy', 'department', 2),
  seedAccount(HOME, 'sw_home', 'department', null),
  seedAccount(CITIZEN, 'asha_namoona', 'citizen', null),
  seedAccount(OTHER, 'imran_namoona', 'citizen', null),
];

export function seedAccount(
  id: string,
  handle: string,
  kind: SeedAccount['kind'],
  spokeDaysAgo: number | null,
): SeedAccount {
  return {
    id,
    handle,
    name: `Sample ${handle}`,
    kind,
    department: null,
    district: null,
    about: '',
    spokeDaysAgo,
  };
}

const running: RunningSandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox that ends with the test. */
export async function start(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({
    port: 0,
    accounts: ACCOUNTS,
    samples: [],
    ledgerFile: null,
    ...options,
  });
  running.push(sandbox);
  return sandbox;
}

/** To the sandbox, whatever the address says. */
export class LoopbackAgent extends https.Agent {
  constructor(readonly port: number) {
    super({ keepAlive: false });
  }
  override createConnection(): net.Socket {
    return net.connect(this.port, '127.0.0.1');
  }
}

/** The real client, as one of the sandbox's users. It believes it talks to https://api.x.com. */
export function userClient(
  { port }: { port: number },
  id: string,
  accessSecret = `sandbox-secret-${id}`,
): TwitterApi {
  const keys = {
    appKey: 'sandbox-app-key',
    appSecret: 'sandbox-app-secret',
    accessToken: `${id}-sandbox`,
    accessSecret,
  };
  return new TwitterApi(keys, { httpAgent: new LoopbackAgent(port) });
}

export function appClient({ port }: { port: number }, bearer = 'sandbox-bearer'): TwitterApi {
  return new TwitterApi(bearer, { httpAgent: new LoopbackAgent(port) });
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
export type Answer = { status: number; body: any; headers: Headers };

export async function get({ url }: { url: string }, path: string, authorization?: string): Promise<Answer> {
  const response = await fetch(url + path, authorization === undefined ? {} : { headers: { authorization } });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** Reads the X side as the app. */
export const read = (sandbox: { url: string }, path: string): Promise<Answer> =>
  get(sandbox, path, 'Bearer sandbox-bearer');

export async function post({ url }: { url: string }, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** Posts by hand; the post's id. */
export async function say(
  sandbox: { url: string },
  as: string,
  text: string,
  more: object = {},
): Promise<string> {
  const { status, body } = await post(sandbox, '/sandbox/posts', { as, text, ...more });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}

export async function ledger(sandbox: {
  url: string;
}): Promise<{ id: string; text: string; authorId: string }[]> {
  return (await get(sandbox, '/sandbox/ledger')).body.posts;
}

/** The error a promise ends with. */
// biome-ignore lint/suspicious/noExplicitAny: each test looks for what it expects
export async function failure(promise: Promise<unknown>): Promise<any> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error,
  );
}
