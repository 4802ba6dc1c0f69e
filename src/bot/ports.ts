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
  /** Only of a retweet. */
  retweetedPostId?: string;
  /**
   * Handles named in the post, without the @, lower case; `explicit` = named in `ownText`. `id`: whom X understood, for
   * names change hands; absent: nobody, or X did not say.
   */
  mentions: { handle: string; explicit: boolean; id?: string }[];
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

/** What X said to posts that were asked for by id. Of an id that is in neither list nothing is known. */
export interface PostAnswers {
  /** In their newest version. */
  shown: XPost[];
  /** Of the ids asked for: deleted, withheld, or of an account that is suspended or hides its posts. */
  gone: string[];
}

/** Looks posts up by id. Throws SunwaiError X-00n; may always be repeated. */
export interface PostReader {
  /** Any version's id will do. */
  lookUp(ids: readonly string[]): Promise<PostAnswers>;
}

/** One page of new posts for a group of handles. */
export interface Page {
  posts: XPost[];
  /** Continues this read; null: this was the last page. */
  nextToken: string | null;
  /** Largest id of the FIRST page of this read: the watermark once the last page is stored. */
  newestId: string | null;
}

/** Reads mentions page by page, for sources that ask. Throws SunwaiError X-00n; a read may always be repeated. */
export interface MentionReader {
  /** Splits handles into groups that fit one query. */
  groups(handles: readonly WatchedHandle[]): WatchedHandle[][];
  /**
   * Posts naming any handle of the group with an id greater than `sinceId`, newest first. `lostUntil`: X reaches back
   * only so far; what lies between `sinceId` and it cannot be read any more.
   */
  read(
    group: readonly WatchedHandle[],
    sinceId: string,
    nextToken: string | null,
  ): Promise<Page & { lostUntil: Instant | null }>;
}

export const SOURCES = ['search', 'mentions', 'stream', 'webhook'] as const;
export type SourceName = (typeof SOURCES)[number];

/** Where mentions go, whoever brings them: a post is taken once, however often and from wherever it comes. */
export interface Sink {
  /** The handles to watch now. */
  handles(): readonly WatchedHandle[];
  /** Of each handle, the id up to which everything that names it has been read. */
  marks(handleIds: readonly string[]): Promise<Map<string, string>>;
  /** Stores posts and, with `move`, the marks, in one transaction; marks never go back. Returns how many were new. */
  take(
    posts: readonly XPost[],
    move: { handleIds: readonly string[]; sinceId: string } | null,
  ): Promise<number>;
  /** Says which interval of these handles cannot be recovered. */
  lost(handleIds: readonly string[], from: Instant, until: Instant): Promise<void>;
}

/**
 * A way mentions reach the desk. A source that asks reads what is due; one that is told looks after its connection and
 * hands posts to the sink between turns too.
 */
export interface Source {
  readonly name: SourceName;
  /** One turn; returns when the next one is wanted. Throws SunwaiError; a turn may always be repeated. */
  turn(sink: Sink): Promise<Instant>;
  /** Why nothing comes in by it although its turns succeed; null or missing: it works. For the operator. */
  readonly trouble?: () => string | null;
  stop(): Promise<void>;
}

/** Endpoints whose limits and prices are kept apart. */
export type Endpoint =
  | 'search'
  | 'mentions'
  | 'stream'
  | 'stream_rules'
  | 'stream_rules_write'
  | 'timeline'
  | 'posts'
  | 'users'
  | 'users_by_name'
  | 'me'
  | 'create'
  | 'usage'
  | 'activity'
  | 'webhooks'
  | 'token'
  | 'other';

/** One request about to be sent. `credential`: `app`, or the handle's id. */
export interface XCall {
  endpoint: Endpoint;
  credential: string;
}

/** What came back of one request, as far as limits and prices care. */
export interface XAnswer {
  /** null: no answer came. */
  status: number | null;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Ids of the posts and users in the answer: what X bills. */
  postIds: readonly string[];
  userIds: readonly string[];
  /** A post that was made: its price depends on these. */
  created: { summoned: boolean; hasUrl: boolean } | null;
  /** X says that the app's credits, or the limit set on its spending, are used up. @default false */
  outOfCredits?: boolean;
}

/** Stands between the desk and X: holds back what X would refuse, and keeps the books. */
export interface Meter {
  /** null: go ahead; else X is known to refuse this before then. */
  heldUntil(call: XCall): Promise<Instant | null>;
  record(call: XCall, answer: XAnswer): Promise<void>;
}

/** X's own count of what it charged. */
export interface UsageReader {
  /** Posts read by UTC day (YYYY-MM-DD), of the last `days` days. Throws SunwaiError X-00n. */
  postsRead(days: number): Promise<Map<string, number>>;
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
  /** Has this handle granted a token that has not been found dead? */
  mayPostAs(userId: string): Promise<boolean>;
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
