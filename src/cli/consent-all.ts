import type { WatchedHandle } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import type { Config } from '../config/load-config.js';
import type { Clock } from '../lib/instant.js';
import { createSeal } from '../lib/seal.js';
import { clientSettings } from '../x/clients.js';
import { createOAuth2 } from '../x/oauth2.js';
import { sealToken } from '../x/tokens.js';
import { xAccess } from './open-tokens.js';

const CALLBACK = 'http://127.0.0.1/callback';

/** Every handle says yes to the app, as its owner would in the sandbox's browser page: X tells only who agreed. */
export async function consentAll(
  config: Config,
  sandboxUrl: string,
  store: Store,
  handles: readonly WatchedHandle[],
  clock: Clock,
): Promise<void> {
  const access = xAccess(config, sandboxUrl);
  const oauth2 = createOAuth2(access.oauth2, clientSettings(access.agent, null), clock, access.baseUrl);
  const seal = createSeal(config.values.SUNWAI_SECRET_KEY);
  const rows: Parameters<Store['saveCredentials']>[0][number][] = [];
  for (const { handle, xUserId } of handles) {
    const { url, verifier } = oauth2.link(CALLBACK);
    const fields = new URLSearchParams(new URL(url).search);
    fields.set('as', xUserId);
    const answer = await fetch(`${sandboxUrl}/i/oauth2/authorize`, {
      method: 'POST',
      body: fields,
      redirect: 'manual',
    });
    const code = new URL(answer.headers.get('location') ?? CALLBACK).searchParams.get('code') ?? '';
    const grant = await oauth2.redeem(code, verifier, CALLBACK);
    rows.push({ handle, xUserId, kind: 'oauth2', sealed: sealToken(seal, grant) });
  }
  await store.saveCredentials(rows, clock.now());
}
