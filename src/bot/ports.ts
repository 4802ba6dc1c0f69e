import type { Instant } from '../lib/instant.js';

/** A post on X as every room above the edge sees it. Edge adapters build it; ids are strings, never numbers. */
export interface XPost {
  id: string;
  /** Id of the first version of this post: the same for all its edits. The inbox is idempotent by it. */
  rootId: string;
  authorId: string;
  /** The whole text, also of long posts. */
  text: string;
  /** `text` without the reply prefix that X puts before it. */
  ownText: string;
  createdAt: Instant;
  conversationId: string;
  inReplyToPostId: string | null;
  inReplyToUserId: string | null;
  isRetweet: boolean;
  quotedPostId: string | null;
  /** Handles named in the post, without the @, lower case; `explicit` = named in `ownText`. */
  mentions: { handle: string; explicit: boolean }[];
  hasMedia: boolean;
}

/** A handle of a department that Sunwai watches. */
export interface WatchedHandle {
  handle: string;
  xUserId: string;
  department: string;
  /** The one district it speaks for; null: the whole state. */
  district: string | null;
}

/** One page of new posts for a group of handles. */
export interface Page {
  posts: XPost[];
  /** Continues this read; null: this was the last page. */
  nextToken: string | null;
  /** Largest id of the FIRST page of this read: the watermark once the last page is stored. */
  newestId: string | null;
}

/** Reads mentions. Throws SunwaiError X-00n; a read may always be repeated. */
export interface Source {
  /** Splits handles into groups that fit one query. */
  groups(handles: readonly WatchedHandle[]): WatchedHandle[][];
  /** Posts naming any handle of the group with an id greater than `sinceId`, newest first. */
  read(group: readonly WatchedHandle[], sinceId: string, nextToken: string | null): Promise<Page>;
}

/** The three outcomes of talking to X. Anything not certain is `unknown`. */
export type Outcome =
  | { kind: 'ok'; postId: string }
  | { kind: 'refused'; reason: RefusalReason; detail: string; until?: Instant }
  | { kind: 'unknown'; detail: string };

/** `duplicate`: X holds this very text already. `rate_limited`: not before `until`. `auth`: this handle's token is dead. */
export type RefusalReason =
  | 'duplicate'
  | 'not_allowed'
  | 'gone'
  | 'auth'
  | 'rate_limited'
  | 'unreachable'
  | 'invalid'
  | 'no_token';

export interface Poster {
  /** Posts `text` as the handle with this id, as a reply. Never throws, never retries. */
  reply(asUserId: string, inReplyToPostId: string, text: string): Promise<Outcome>;
  /**
   * Looks in the handle's own timeline for our reply to that post that holds `marker` (the tracking code, or the
   * whole text). Throws SunwaiError when the timeline cannot be read.
   */
  findReply(asUserId: string, inReplyToPostId: string, marker: string): Promise<string | null>;
  /** Instant of the newest post of the handle that is not among `exceptIds` (our own); null: none found. */
  lastHumanPostAt(userId: string, exceptIds: ReadonlySet<string>): Promise<Instant | null>;
}

/** Something people must hear of outside X. Kept in the store until a notifier took it. */
export interface Notice {
  kind: 'escalated' | 'emergency' | 'triage' | 'disputed' | 'transferred';
  caseCode: string;
  department: string | null;
  district: string | null;
  level: number;
  at: Instant;
  /** Numeric ids of the officers it is for. */
  officers: string[];
}

export interface Notifier {
  readonly name: string;
  /** Rejects when it could not be delivered; it is tried again. */
  notify(notice: Notice, id: string): Promise<void>;
}
