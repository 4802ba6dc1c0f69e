import type { Instant } from '../lib/instant.js';
import type { LedgerRecord } from './ledger.js';
import type { Account, StoredPost } from './types.js';
import type { World } from './world.js';

/** What listeners of a world hear. */
export type Change =
  /** It is there from now on: just made, or its time has come. */
  | { event: 'post'; post: StoredPost }
  /** Search, mentions and streams may show it from now on. */
  | { event: 'indexed'; post: StoredPost }
  | { event: 'deleted'; post: StoredPost }
  /** `before` is absent for a new account. */
  | { event: 'account'; account: Account; before?: Account }
  | { event: 'clock'; now: Instant; offset: number };

/** The accounts these records are about, as they are now. */
export function concerned(world: World, records: readonly LedgerRecord[]): Map<string, Account> {
  const accounts = records.flatMap((record) => {
    const id = accountIn(record);
    return (id && world.account(id)) || [];
  });
  return new Map(accounts.map((account) => [account.id, account]));
}

/** What a record that was just applied means to listeners. */
export function changesOf(
  world: World,
  record: LedgerRecord,
  before: ReadonlyMap<string, Account>,
): Change[] {
  if (record.kind === 'post') {
    const { post } = record;
    // What is for later is told when its time comes.
    if (post.scheduled) return [];
    const made: Change = { event: 'post', post };
    return post.indexedAt === undefined ? [made, { event: 'indexed', post }] : [made];
  }
  if (record.kind === 'clock') return [{ event: 'clock', now: world.clock.now(), offset: record.offset }];
  if (record.kind === 'fate') {
    const post = world.timeline.get(record.postId);
    return post === undefined || record.deletedAt === undefined ? [] : [{ event: 'deleted', post }];
  }
  const id = accountIn(record) ?? '';
  const [account, was] = [world.account(id), before.get(id)];
  return account === undefined ? [] : [{ event: 'account', account, ...(was && { before: was }) }];
}

function accountIn(record: LedgerRecord): string | undefined {
  if (record.kind === 'account') return record.account.id;
  return record.kind === 'standing' || record.kind === 'dormant' ? record.accountId : undefined;
}
