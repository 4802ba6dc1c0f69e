import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../compose.js';
import type { Directory } from '../directory/types.js';
import { type RunningSandbox, type SeedAccount, startSandbox } from '../sandbox/server.js';
import type { AppKeys, TokenOf } from '../x/clients.js';

/** Known and worthless: they open nothing but the sandbox. */
export const SANDBOX_KEYS: AppKeys = {
  appKey: 'sandbox-app-key',
  appSecret: 'sandbox-app-secret',
  bearerToken: 'sandbox-bearer',
};

export const sandboxTokens: TokenOf = async (xUserId) => ({
  accessToken: `${xUserId}-sandbox`,
  accessSecret: `sandbox-secret-${xUserId}`,
});

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
  const departments = [...directory.departments.values()]
    .filter(({ handle, xUserId }) => handle !== '' && xUserId !== '')
    .map(
      (row): SeedAccount => ({
        id: row.xUserId,
        handle: row.handle,
        name: row.nameEn,
        kind: 'department',
        department: row.code,
        district: null,
        about: `${row.nameEn}, ${row.nameHi}`,
        spokeDaysAgo: 2,
      }),
    );
  return startSandbox({ port, accounts: [...departments, ...people], samples, ledgerFile });
}
