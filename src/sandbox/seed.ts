import { DAY } from '../lib/instant.js';
import type { Identity, SeedAccount } from './types.js';
import { DORMANT_AFTER, type World } from './world.js';

/**
 * Puts the accounts in that the ledger does not know, and corrects what is said of those it does. Departments are
 * given their one post by hand only when they are new: a restart must not make anyone speak.
 */
export function seed(world: World, accounts: readonly SeedAccount[]): void {
  const fresh: SeedAccount[] = [];
  for (const account of accounts) {
    const known = world.account(account.id);
    if (known === undefined) fresh.push(account);
    const { spokeDaysAgo: _, ...given } = account;
    // Whoever was renamed here stays so.
    const identity = known && world.names.wasRenamed(known.id) ? { ...given, handle: known.handle } : given;
    if (known === undefined || !sameIdentity(known, identity)) world.putAccount(identity);
  }
  const now = world.clock.now();
  for (const { id, name, kind, spokeDaysAgo } of fresh) {
    if (kind !== 'department') continue;
    if (spokeDaysAgo !== null) {
      const text = `${name}: our office is open Monday to Friday, 10 to 5. (sample notice)`;
      world.postInPast({ authorId: id, text, via: 'page' }, now - spokeDaysAgo * DAY);
    }
    if (spokeDaysAgo === null || spokeDaysAgo * DAY > DORMANT_AFTER) world.fallDormant(id);
  }
}

function sameIdentity(a: Identity, b: Identity): boolean {
  const keys = ['handle', 'name', 'kind', 'department', 'district', 'about'] as const;
  return keys.every((key) => a[key] === b[key]);
}
