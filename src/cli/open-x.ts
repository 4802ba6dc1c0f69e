import { ACCOUNT_LIMITS } from '../bot/plan-reply.js';
import type { Store } from '../bot/store.js';
import { type Knowledge, watchedHandles } from '../compose.js';
import type { Config } from '../config/load-config.js';
import type { Clock } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { createAccountReader } from '../x/accounts.js';
import { createClients } from '../x/clients.js';
import { createPostReader } from '../x/post-lookup.js';
import { createPoster } from '../x/poster.js';
import { createUsageReader } from '../x/usage.js';
import { openMeter } from './open-meter.js';
import { openTokens, xAccess } from './open-tokens.js';
import { openWebhook } from './open-webhook.js';
import { openSources, watchedBy } from './sources.js';

/** Something that must be closed again. */
export interface Part {
  close(): Promise<void>;
}

export interface XTools {
  config: Config;
  knowledge: Knowledge;
  store: Store;
  /** Where the sandbox listens when that is the X meant; null: the one of the settings. */
  sandboxUrl: string | null;
  /** Does X count what an account posts? A roomy sandbox takes as much as the machine can give. */
  countsPosts: boolean;
  clock: Clock;
  log: Log;
  /** Takes what must be closed again. */
  opened: Part[];
}

/** Everything of the desk that talks to X, with limits and money between. */
export async function openX({
  config,
  knowledge,
  store,
  sandboxUrl,
  countsPosts,
  clock,
  log,
  opened,
}: XTools) {
  const { values } = config;
  const { prices, directory } = knowledge;
  const access = xAccess(config, sandboxUrl);
  const { spending, meter, recorder } = await openMeter(config, store, prices, clock, log);
  const { tokens } = await openTokens(config, access, store, clock, recorder);
  const clients = createClients(access.keys, access.agent, tokens, recorder);
  const told = watchedBy(config).includes('webhook')
    ? await openWebhook({
        ...{ config, access, clients, store, meter, clock, log },
        handles: watchedHandles(directory),
      })
    : null;
  if (told !== null) opened.push(told.receiver);
  const sources = openSources({
    config,
    clients,
    store,
    spending,
    meter,
    clock,
    log,
    pollSeconds: pollSeconds(config),
    webhook: told?.source ?? null,
  });
  return {
    sources,
    spending,
    usage: createUsageReader(clients),
    poster: createPoster(clients, clock),
    accounts: createAccountReader(clients),
    posts: createPostReader(clients),
    plan: values.SUNWAI_X_PLAN === 'enterprise' ? ('enterprise' as const) : ('self-serve' as const),
    accountLimits: countsPosts ? ACCOUNT_LIMITS : null,
  };
}

/** Pause between two searches, and the longest of the other loops. */
export function pollSeconds({ values, origins, mode }: Config): number {
  return mode === 'sandbox' && origins.SUNWAI_POLL_SECONDS === 'default'
    ? 1
    : Number(values.SUNWAI_POLL_SECONDS);
}
