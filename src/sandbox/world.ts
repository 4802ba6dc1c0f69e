import { type Clock, DAY, type Instant } from '../lib/instant.js';
import { Accounts } from './accounts.js';
import { type Change, changesOf, concerned } from './changes.js';
import { describe } from './describe.js';
import { Fates } from './fates.js';
import { finishEdit, finishPost } from './finish-post.js';
import { Ids } from './ids.js';
import type { Ledger, LedgerRecord } from './ledger.js';
import { handlesIn } from './mentions.js';
import { Schedule } from './schedule.js';
import { type AppRecord, Shelves } from './shelf.js';
import { Timeline } from './timeline.js';
import type { Account, Draft, Identity, Standing, StoredPost } from './types.js';
import { hindranceOf } from './visibility.js';

export type { Change } from './changes.js';

/** A dormant department shows no human post younger than this. */
export const DORMANT_AFTER = 120 * DAY;

/**
 * Everything there is: accounts, posts, the clock. Whatever changes is in the ledger before it is seen here.
 */
export class World {
  readonly timeline = new Timeline();
  readonly fates = new Fates();
  readonly names = new Accounts();
  readonly shelves = new Shelves();
  /** Real time plus an offset that only grows. */
  readonly clock: Clock = { now: () => Date.now() + this.#offset };
  /** Since when dormant accounts are dormant. */
  readonly #dormantSince = new Map<string, Instant>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #ledger: Ledger;
  readonly #schedule: Schedule<Change>;
  readonly #ids = new Ids(this.clock, (id) => this.timeline.get(id) !== undefined);
  #offset = 0;

  /** Restores what the ledger knows. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#schedule = new Schedule(this.clock, (change) => this.#tell(change));
    for (const record of ledger.read()) this.#apply(record);
    this.#schedule.release();
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
    return this.names.all().map((identity) => describe(this, identity));
  }

  account(id: string): Account | undefined {
    const identity = this.names.get(id);
    return identity === undefined ? undefined : describe(this, identity);
  }

  /** Who has this handle, in any case of letters, without the @. */
  identityOf(handle: string): Identity | undefined {
    return this.names.byHandle(handle);
  }

  handleOf(id: string): string {
    return this.names.get(id)?.handle ?? 'unknown';
  }

  standing(id: string): Standing | undefined {
    const identity = this.names.get(id);
    return identity && this.names.standing(identity);
  }

  /** Whom these words of a post name, as everyone was called when it was made. */
  namedIn(text: string, at: Instant): Set<string> {
    return new Set([...handlesIn(text)].flatMap((handle) => this.names.byHandleAt(handle, at)?.id ?? []));
  }

  /** Whom the whole post names, in its own words or in the reply prefix. */
  mentionedIds(post: StoredPost): Set<string> {
    return this.namedIn(post.prefix + post.text, post.createdAt);
  }

  /** Has its time come? */
  exists(post: StoredPost): boolean {
    return post.scheduled !== true || post.createdAt <= this.clock.now();
  }

  /** Can anyone see it? */
  isPublic(post: StoredPost): boolean {
    return hindranceOf(this, post) === null;
  }

  isDormant(accountId: string): boolean {
    return this.#dormantSince.has(accountId);
  }

  /** Is this post absent from its author's timeline because the account is dormant? */
  isHidden(post: StoredPost): boolean {
    const since = this.#dormantSince.get(post.authorId);
    if (since === undefined || post.via === 'api') return false;
    return post.createdAt > since - DORMANT_AFTER && post.createdAt <= since;
  }

  /** A new account, or a known one of which something else is said now. */
  putAccount(account: Identity): Account {
    this.#record([{ kind: 'account', account, at: this.clock.now() }]);
    return describe(this, account);
  }

  /** Whatever `handle` is, nobody else may have it. */
  rename(identity: Identity, handle: string): void {
    const { id, name, kind, department, district, about } = identity;
    const account = { id, handle, name, kind, department, district, about };
    this.#record([{ kind: 'account', account, at: this.clock.now(), renamed: true }]);
  }

  changeStanding(accountId: string, change: Partial<Standing>): void {
    this.#record([{ kind: 'standing', accountId, change }]);
  }

  /** Posts all of them, in order, or (if anything throws) none. */
  post(drafts: readonly Draft[]): StoredPost[] {
    const taken = new Set<string>();
    const posts = drafts.map((draft) => {
      const id = draft.at === undefined ? this.#ids.next() : this.#ids.at(draft.at, taken);
      taken.add(id);
      return finishPost(this, draft, id);
    });
    const speaking = posts.filter(({ via, scheduled }) => via === 'page' && scheduled === undefined);
    const awake = new Set(
      speaking.map(({ authorId }) => authorId).filter((id) => this.#dormantSince.has(id)),
    );
    this.#record([
      ...posts.map((post) => ({ kind: 'post', post }) as const),
      ...[...awake].map((accountId) => ({ kind: 'dormant', accountId, since: null }) as const),
    ]);
    return posts;
  }

  /** A post by hand made up for the past. Its id is as old as it is. */
  postInPast(draft: Draft, at: Instant): void {
    this.#record([{ kind: 'post', post: finishPost(this, draft, this.#ids.at(at)) }]);
  }

  /** A new version of a post. */
  edit(post: StoredPost, text: string): StoredPost {
    const edited = finishEdit(this, post, text, this.newId());
    this.#record([{ kind: 'post', post: edited }]);
    return edited;
  }

  /** Deletes a post with all its versions. */
  delete(postId: string): void {
    this.#record([{ kind: 'fate', postId, deletedAt: this.clock.now() }]);
  }

  withhold(postId: string, withheld: boolean): void {
    this.#record([{ kind: 'fate', postId, withheld }]);
  }

  fallDormant(accountId: string): void {
    this.#record([{ kind: 'dormant', accountId, since: this.clock.now() }]);
  }

  /** Keeps what the developer of the app set up. */
  keep(record: AppRecord): void {
    this.#record([record]);
  }

  advance(milliseconds: number): void {
    this.#record([{ kind: 'clock', offset: this.#offset + milliseconds }]);
  }

  newId(): string {
    return this.#ids.next();
  }

  close(): void {
    this.#schedule.close();
  }

  #record(records: readonly LedgerRecord[]): void {
    this.#ledger.append(records);
    const before = concerned(this, records);
    for (const record of records) this.#apply(record);
    this.#schedule.release();
    for (const record of records) for (const change of changesOf(this, record, before)) this.#tell(change);
  }

  #apply(record: LedgerRecord): void {
    if (record.kind === 'post') this.#add(record.post);
    else if (record.kind === 'account') this.names.put(record.account, record.at ?? 0, record.renamed);
    else if (record.kind === 'standing') this.names.change(record.accountId, record.change);
    else if (record.kind === 'fate') this.fates.apply(record);
    else if (record.kind === 'app') this.shelves.apply(record);
    else if (record.kind === 'dormant') {
      if (record.since === null) this.#dormantSince.delete(record.accountId);
      else this.#dormantSince.set(record.accountId, record.since);
    } else {
      this.#offset = record.offset;
    }
  }

  #add(post: StoredPost): void {
    this.timeline.add(post);
    this.fates.add(post);
    // Ids of the future are no measure for those of now.
    if (post.scheduled !== true) this.#ids.seen(post.id);
    if (post.scheduled === true) this.#schedule.add(post.createdAt, { event: 'post', post });
    const indexedAt = post.indexedAt ?? (post.scheduled === true ? post.createdAt : undefined);
    if (indexedAt !== undefined) this.#schedule.add(indexedAt, { event: 'indexed', post });
  }

  #tell(change: Change): void {
    // Between its making and its time a post may have been deleted, or its author suspended.
    if (change.event === 'post' && this.fates.deletedAt(change.post.id) !== undefined) return;
    if (change.event === 'indexed' && !this.isPublic(change.post)) return;
    for (const listener of this.#listeners) listener(change);
  }
}
