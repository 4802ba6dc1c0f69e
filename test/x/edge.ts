import nock from 'nock';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Clients, createClients } from '../../src/x/clients.js';
import type { Recorder } from '../../src/x/meter-plugin.js';
import { fixedTokens } from '../../src/x/tokens.js';

/** X as nock plays it. A call no test expects fails, and so does an expected one that never came. */
export const X = 'https://api.x.com';
export const NOW = Date.UTC(2026, 10, 24, 6);
export const clock = { now: () => NOW };

export const HANDLE = '9000000000000000031';
export const SECRETS = ['app-key-1', 'app-secret-2', 'bearer-3', 'access-token-4', 'access-secret-5'];
const [appKey = '', appSecret = '', bearerToken = '', accessToken = '', accessSecret = ''] = SECRETS;

const tokens = fixedTokens((id) => (id === HANDLE ? { kind: 'oauth1', accessToken, accessSecret } : null));
export const clients: Clients = createClients({ appKey, appSecret, bearerToken }, undefined, tokens);
export const clientsWith = (recorder: Recorder): Clients =>
  createClients({ appKey, appSecret, bearerToken }, undefined, tokens, recorder);

export function playX(): void {
  beforeAll(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.cleanAll();
    if (left.length > 0) throw new Error(`never called: ${left.join(', ')}`);
  });
  afterAll(() => {
    nock.restore();
    nock.enableNetConnect();
  });
}
