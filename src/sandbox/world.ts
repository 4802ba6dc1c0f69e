import { type Clock, DAY, type Instant } from '../lib/instant.js';
import { compareIds, idAt, instantOfId } from '../lib/snowflake.js';
import type { Ledger, LedgerRecord } from './ledger.js';
import { prefixFor } from './reply-prefix.js';
import { Timeline } from './timeline.js';
import type { Account, Draft, Identity, StoredPost } from './types.js';

/** A dormant department shows no human post younger than this. */
export const DORMANT_AFTER = 120 * DAY;

export type Change =
  | { event: 'post'; post: StoredPost }
  | { event: 'account'; account: Account }
  | { event: 'clock'; now: Instant; offset: number };

/**
 * Everything there is: accounts, posts, the clock. Whatever changes is in the ledger before it is seen here.
 */
export class World {
  readonly timeline = new Timeline();
  /** Real time plus an offset that only grows. */
  readonly clock: Clock = { now: () => Date.now() + this.#offset };
  readonly #accounts = new Map<string, Identity>();
  readonly #byHandle = new Map<string, string>();
  /** Since when dormant accounts are dormant. */
  readonly #dormantSince = new Map<string, Instant>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #ledger: Ledger;
  #offset = 0;
  #lastId = '0';

  /** Restores what the ledger knows. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    for (const record of ledger.read()) this.#apply(record);
  }

  get offset(): number {
    return this.#offset;
  }

  /** Calls `listener` after each change; the answer ends that. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  accounts(): Account[] {
    return [...this.#accounts.values()].map((identity) => this.#described(identity));
  }

  account(id: string): Account | undefined {
    const identity = this.#accounts.get(id);
    return identity === undefined ? undefined : this.#described(identity);
  }

  /** Who has this handle, in any case of letters, without the @. */
  identityOf(handle: string): Identity | undefined {
    return this.#accounts.get(this.#byHandle.get(handle.toLowerCase()) ?? '');
  }

  handleOf(id: string): string {
    return this.#accounts.get(id)?.handle ?? 'unknown';
  }

  /** Is this post absent from its author's timeline because the account is dormant? */
  isHidden(post: StoredPost): boolean {
    const since = this.#dormantSince.get(post.authorId);
    if (since === undefined || post.via === 'api') return false;
    return post.createdAt > since - DORMANT_AFTER && post.createdAt <= since;
  }

  /** A new account, or a known one that is called differently now. */
  putAccount(account: Identity): Account {
    this.#record([{ kind: 'account', account }]);
    return this.#described(account);
  }

  /** Posts all of them, in order, or (if anything throws) none. */
  post(drafts: readonly Draft[]): StoredPost[] {
    const posts = drafts.map((draft) => this.#finish(draft, this.newId()));
    const speaking = new Set(posts.filter(({ via }) => via === 'page').map(({ authorId }) => authorId));
    const awake = [...speaking].filter((id) => this.#dormantSince.has(id));
    this.#record([
      ...posts.map((post) => ({ kind: 'post', post }) as const),
      ...awake.map((accountId) => ({ kind: 'dormant', accountId, since: null }) as const),
    ]);
    return posts;
  }

  /** A post by hand made up for the past. Its id is as old as it is. */
  postInPast(draft: Draft, at: Instant): void {
    let id = idAt(at);
    while (this.timeline.get(id) !== undefined) id = following(id);
    this.#record([{ kind: 'post', post: this.#finish(draft, id) }]);
  }

  fallDormant(accountId: string): void {
    this.#record([{ kind: 'dormant', accountId, since: this.clock.now() }]);
  }

  advance(milliseconds: number): void {
    this.#record([{ kind: 'clock', offset: this.#offset + milliseconds }]);
  }

  /** Ids strictly increase, also when the machine's clock is set back. */
  newId(): string {
    const id = idAt(this.clock.now());
    this.#lastId = compareIds(id, this.#lastId) > 0 ? id : following(this.#lastId);
    return this.#lastId;
  }

  #finish(draft: Draft, id: string): StoredPost {
    const target = draft.replyTo == null ? undefined : this.timeline.get(draft.replyTo);
    return {
      id,
      authorId: draft.authorId,
      text: draft.text,
      createdAt: instantOfId(id),
      conversationId: target?.conversationId ?? id,
      replyTo: draft.replyTo ?? null,
      retweetOf: draft.retweetOf ?? null,
      quote: draft.quote ?? null,
      via: draft.via,
      prefix: target === undefined ? '' : prefixFor(this, draft, target),
    };
  }

  #record(records: readonly LedgerRecord[]): void {
    this.#ledger.append(records);
    for (const record of records) this.#apply(record);
    for (const record of records) this.#announce(record);
  }

  #apply(record: LedgerRecord): void {
    if (record.kind === 'post') {
      this.timeline.add(record.post);
      if (compareIds(record.post.id, this.#lastId) > 0) this.#lastId = record.post.id;
    } else if (record.kind === 'account') {
      const before = this.#accounts.get(record.account.id);
      const formerly = before?.handle.toLowerCase() ?? '';
      // Unless someone else has taken that handle meanwhile.
      if (this.#byHandle.get(formerly) === record.account.id) this.#byHandle.delete(formerly);
      this.#accounts.set(record.account.id, record.account);
      this.#byHandle.set(record.account.handle.toLowerCase(), record.account.id);
    } else if (record.kind === 'dormant') {
      if (record.since === null) this.#dormantSince.delete(record.accountId);
      else this.#dormantSince.set(record.accountId, record.since);
    } else {
      this.#offset = record.offset;
    }
  }

  #announce(record: LedgerRecord): void {
    const change = this.#changeOf(record);
    if (change !== undefined) for (const listener of this.#listeners) listener(change);
  }

  #changeOf(record: LedgerRecord): Change | undefined {
    if (record.kind === 'post') return { event: 'post', post: record.post };
    if (record.kind === 'clock') return { event: 'clock', now: this.clock.now(), offset: record.offset };
    const account = this.account(record.kind === 'account' ? record.account.id : record.accountId);
    return account === undefined ? undefined : { event: 'account', account };
  }

  #described(identity: Identity): Account {
    return {
      ...identity,
      dormant: this.#dormantSince.has(identity.id),
      lastPostAt: this.#lastPostAt(identity.id),
    };
  }

  #lastPostAt(authorId: string): Instant | null {
    for (const { post } of this.timeline.newestFirst({ authorId })) {
      if (post.via === 'page' && !this.isHidden(post)) return post.createdAt;
    }
    return null;
  }
}

function following(id: string): string {
  return (BigInt(id) + 1n).toString();
}
