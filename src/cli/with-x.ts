import type { Store } from '../bot/store.js';
import { PRICE_LIST, readConfig } from '../compose.js';
import { type Config, requireLive } from '../config/load-config.js';
import { loadPrices } from '../directory/price-list.js';
import { SunwaiError } from '../lib/errors.js';
import { type Clock, systemClock } from '../lib/instant.js';
import { silentLog } from '../lib/log.js';
import { type Clients, createClients } from '../x/clients.js';
import type { OAuth2 } from '../x/oauth2.js';
import { openMeter } from './open-meter.js';
import { openTokens, xAccess } from './open-tokens.js';
import { withStore } from './with-store.js';

/** Under this name `start` keeps where its sandbox listens. */
export const SANDBOX_NOTE = 'sandbox';

/** The X of the settings, for a command that asks it something. */
export interface CommandX {
  config: Config;
  store: Store;
  clock: Clock;
  clients: Clients;
  oauth2: OAuth2;
}

/** Opens the database and the way to X. Throws CFG-002 for missing credentials, CFG-007 when the sandbox does not run. */
export function withX<T>(work: (x: CommandX) => Promise<T>): Promise<T> {
  const config = readConfig();
  if (config.mode === 'live') requireLive(config);
  return withStore(async (store) => {
    await requireWorld(config, store);
    return work(await openCommandX(config, store));
  });
}

/** Throws STO-004 when the database belongs to the other world. A new one belongs to none before the desk starts. */
export async function requireWorld({ mode, values }: Config, store: Store): Promise<void> {
  const world = await store.note('world');
  if (world === null || world === mode) return;
  const detail = `${values.DATABASE_URL} was begun in ${world}, this is ${mode}`;
  throw new SunwaiError({ code: 'STO-004', where: 'DATABASE_URL', detail });
}

export async function openCommandX(config: Config, store: Store): Promise<CommandX> {
  const sandbox = config.mode === 'sandbox' ? await runningSandbox(store) : null;
  const clock = sandbox?.clock ?? systemClock;
  const access = xAccess(config, sandbox?.url ?? null);
  const { recorder } = await openMeter(config, store, loadPrices(PRICE_LIST), clock, silentLog);
  const { tokens, oauth2 } = await openTokens(config, access, store, clock, recorder);
  return {
    config,
    store,
    clock,
    clients: createClients(access.keys, access.agent, tokens, recorder),
    oauth2,
  };
}

/** The sandbox inside the running desk; its clock may have been moved. */
async function runningSandbox(store: Store): Promise<{ url: string; clock: Clock }> {
  const url = await store.note(SANDBOX_NOTE);
  const answer = url === null ? null : await fetch(`${url}/sandbox/report`).catch(() => null);
  if (url === null || answer?.ok !== true) {
    const detail = url === null ? 'it was never started with this database' : `nobody answers at ${url}`;
    throw new SunwaiError({ code: 'CFG-007', where: 'SUNWAI_X', detail });
  }
  const { now } = (await answer.json()) as { now: number };
  const ahead = now - systemClock.now();
  return { url, clock: { now: () => systemClock.now() + ahead } };
}
