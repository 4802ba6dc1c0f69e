import type { Instant } from '../lib/instant.js';
import type { XPost } from './ports.js';

/**
 * What keeps a handle from answering, or nothing (`active`). `paused` and `removed` are the operator's word; `revoked`:
 * X takes its token no more; `suspended`, `protected`, `not_found`: X says so of the account; `limited`: its daily posts
 * are used up until `until`; `taken`: its name belongs to another account now.
 */
export type AccountCondition =
  | 'active'
  | 'paused'
  | 'removed'
  | 'revoked'
  | 'suspended'
  | 'protected'
  | 'not_found'
  | 'limited'
  | 'taken';

/** One handle as we know it. A handle nobody has looked at yet has no row and counts as active. */
export interface AccountRow {
  handleId: string;
  condition: AccountCondition;
  /** Why, in a few words for the operator; empty when active. */
  reason: string;
  since: Instant;
  /** When it ends by itself; null: somebody has to act. */
  until: Instant | null;
  /** `explicit`: X refused an answer that nobody summoned by name, so none is tried any more. null: as the policy says. */
  summon: 'explicit' | null;
  /** The name X last showed for this id, lower case; null: it never showed one. */
  name: string | null;
  /** Kind of verification X shows (`blue`, `business`, `government`, `none`); null: never looked. */
  verified: string | null;
  followers: number | null;
  lastPostAt: Instant | null;
  checkedAt: Instant | null;
}

/** What the desk remembers of accounts: its own handles, and authors who asked it to be quiet. */
export interface AccountStore {
  accounts(): Promise<Map<string, AccountRow>>;
  account(handleId: string): Promise<AccountRow | null>;
  /** Writes the named fields; a new row starts active. */
  saveAccount(handleId: string, change: Partial<Omit<AccountRow, 'handleId'>>, now: Instant): Promise<void>;

  /** Did the author ask for no more automatic answers? That holds for good. */
  hasStopped(authorId: string): Promise<boolean>;

  /** A post of the inbox with the handle it was for, as last read; null: not there, or purged. */
  postById(postId: string): Promise<{ post: XPost; handleId: string; gone: boolean } | null>;
  /** Automatic answers of this desk to that very post that were sent, or may have been. */
  answersTo(postId: string): Promise<number>;
  /** Automatic answers to this author since then. */
  answersToAuthor(authorId: string, since: Instant): Promise<number>;
  /** Automatic posts of this handle since then: what its own daily limit counts. */
  postsOf(handleId: string, since: Instant): Promise<number>;
}
