import { createAccountNews } from '../bot/account-news.js';
import type { Meter, Source, WatchedHandle } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import type { Config } from '../config/load-config.js';
import { SunwaiError } from '../lib/errors.js';
import type { Clock } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { createActivityIntake } from '../x/activity-intake.js';
import { type ActivityReceiver, startActivityReceiver } from '../x/activity-receiver.js';
import { ENTERPRISE_SUBSCRIPTIONS, SELF_SERVE_SUBSCRIPTIONS } from '../x/activity-subscriptions.js';
import type { Clients } from '../x/clients.js';
import { createSubscriptionKeeper } from '../x/subscription-keeper.js';
import { createWebhookKeeper } from '../x/webhook-keeper.js';
import { createWebhookSource } from '../x/webhook-source.js';
import type { XAccess } from './open-tokens.js';

export interface WebhookTools {
  config: Config;
  access: XAccess;
  clients: Clients;
  store: Store;
  /** As the directory writes them. */
  handles: readonly WatchedHandle[];
  meter: Meter;
  clock: Clock;
  log: Log;
}

/** What X tells by itself: the receiver it is delivered to, which listens by now, and the source. */
export interface OpenWebhook {
  source: Source;
  receiver: ActivityReceiver;
}

/** Throws CFG-001 for an address that X cannot deliver to, WEB-001 for a taken port. */
export async function openWebhook(tools: WebhookTools): Promise<OpenWebhook> {
  const { config, access, clients, store, handles, meter, clock, log } = tools;
  const { values, mode } = config;
  if (mode === 'live') requirePublic(values.SUNWAI_ACTIVITY_URL);
  const news = createAccountNews({ store, handles, clock, log });
  const intake = createActivityIntake({ store, news, meter, clock, log });
  const receiver = await startActivityReceiver({
    host: values.HOST,
    port: Number(values.SUNWAI_ACTIVITY_PORT),
    secrets: { clientSecret: access.oauth2.clientSecret, appSecret: access.keys.appSecret },
    intake,
    log,
  });
  const url = values.SUNWAI_ACTIVITY_URL === '' ? receiver.url : values.SUNWAI_ACTIVITY_URL;
  const most = values.SUNWAI_X_PLAN === 'enterprise' ? ENTERPRISE_SUBSCRIPTIONS : SELF_SERVE_SUBSCRIPTIONS;
  const source = createWebhookSource({
    webhook: createWebhookKeeper({ clients, url, receiver, notes: store }),
    subscriptions: createSubscriptionKeeper({ clients, most, log }),
    intake,
    consents: async () => consentsOf(store),
    clock,
    log,
  });
  return { source, receiver };
}

function requirePublic(url: string): void {
  if (url.startsWith('https://')) return;
  const detail = 'SUNWAI_WATCH has webhook: it must be set to a public https address';
  throw new SunwaiError({ code: 'CFG-001', where: 'SUNWAI_ACTIVITY_URL', detail });
}

/** An OAuth 1.0a token is no consent to what X tells by itself. */
async function consentsOf(store: Store): Promise<Map<string, number>> {
  const rows = (await store.credentials()).filter(
    ({ kind, state }) => kind === 'oauth2' && state === 'active',
  );
  return new Map(rows.map(({ xUserId, addedAt }) => [xUserId, addedAt]));
}
