import type { Clock } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { parkRevoked } from './accounts.js';
import type { WatchedHandle } from './ports.js';
import type { Store } from './store.js';
import type { AccountNews } from './webhook-ports.js';

export interface NewsTools {
  store: Pick<
    Store,
    'account' | 'credential' | 'revokeCredential' | 'saveAccount' | 'raiseAlarm' | 'clearAlarm'
  >;
  /** As the directory writes them: of no other account is news of use. */
  handles: readonly WatchedHandle[];
  clock: Clock;
  log: Log;
}

/** Does what news of a handle calls for. Each may come more than once. */
export function createAccountNews({ store, handles, clock, log }: NewsTools): AccountNews {
  const known = new Map(handles.map((handle) => [handle.xUserId, handle]));
  return {
    async revoked(xUserId, at) {
      const handle = known.get(xUserId);
      if (handle === undefined) return;
      const credential = await store.credential(xUserId);
      // It has agreed anew since: the news is old.
      if (at !== null && credential !== null && at < credential.addedAt) return;
      if (credential !== null) await store.revokeCredential(xUserId, credential.sealed);
      const detail = `@${handle.handle} has withdrawn its consent`;
      await parkRevoked(store, xUserId, detail, clock.now());
      log.warn({ handle: handle.handle }, `X-008 ${detail}`);
    },

    async renamed(xUserId, name) {
      const handle = known.get(xUserId);
      if (handle === undefined) return;
      const now = clock.now();
      // Never looked at: who has the old name now is found out at the next look, which is due at once.
      await store.saveAccount(xUserId, { name: name.toLowerCase(), checkedAt: null }, now);
      await store.clearAlarm('X-010', xUserId, now);
      if (name.toLowerCase() === handle.handle.toLowerCase()) return;
      const detail = `@${handle.handle} is @${name} now (id ${xUserId})`;
      await store.raiseAlarm('X-010', xUserId, detail, now);
      log.warn({ handle: handle.handle }, `X-010 ${detail}`);
    },
  };
}
