import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, watchedHandles } from '../compose.js';
import type { Directory } from '../directory/types.js';
import { type RunningSandbox, type SeedAccount, startSandbox } from '../sandbox/server.js';
import type { AppKeys } from '../x/clients.js';
import type { OAuth2App } from '../x/oauth2.js';
import type { Token } from '../x/tokens.js';

/** Known and worthless: they open nothing but the sandbox. */
export const SANDBOX_KEYS: AppKeys = {
  appKey: 'sandbox-app-key',
  appSecret: 'sandbox-app-secret',
  bearerToken: 'sandbox-bearer',
};

export const SANDBOX_CLIENT: OAuth2App = {
  clientId: 'sandbox-client-id',
  clientSecret: 'sandbox-client-secret',
};

/** In the sandbox every account has granted one. */
export function sandboxToken(xUserId: string): Token {
  return {
    kind: 'oauth1',
    accessToken: `${xUserId}-sandbox`,
    accessSecret: `sandbox-secret-${xUserId}`,
  };
}

/** A small X with the directory's departments and the sample people in it. */
export async function openSandbox(
  directory: Directory,
  port: number,
  ledgerFile: string | null,
): Promise<RunningSandbox> {
  if (ledgerFile !== null) mkdirSync(dirname(ledgerFile), { recursive: true });
  const folder = join(ROOT, 'data', 'sandbox');
  const people = JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8')) as SeedAccount[];
  const samples = JSON.parse(readFileSync(join(folder, 'samples.json'), 'utf8'));
  return startSandbox({ port, accounts: [...officeAccounts(directory), ...people], samples, ledgerFile });
}

/** A district's handle never posts by hand, so that notices do not bury the people's posts. */
export function officeAccounts(directory: Directory): SeedAccount[] {
  return watchedHandles(directory).map(({ handle, xUserId, department, district }): SeedAccount => {
    const { nameEn = '', nameHi = '' } = directory.departments.get(department) ?? {};
    const place = district === null ? undefined : directory.districts.get(district);
    const name = place === undefined ? nameEn : `${nameEn}, ${place.nameEn}`;
    const inHindi = place === undefined ? nameHi : `${nameHi}, ${place.nameHi}`;
    return {
      id: xUserId,
      handle,
      name,
      kind: 'department',
      department,
      district,
      about: `${name}, ${inHindi}`,
      spokeDaysAgo: district === null ? 2 : null,
    };
  });
}
