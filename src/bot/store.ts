import type { CaseEvent, CaseState, Decision, Language, Lesson } from '../cases/types.js';
import type { Meaning } from '../intents/types.js';
import type { Instant } from '../lib/instant.js';
import type { AccountStore } from './account-store.js';
import type { CredentialStore } from './credential-store.js';
import type { HealthStore } from './health-store.js';
import type { LivingStore } from './living-store.js';
import type { Notice, Outcome, XPost } from './ports.js';
import type { AlarmStore, SpendStore } from './spend-store.js';
import type { WatchStore } from './watch-store.js';
import type { DeliveryStore } from './webhook-ports.js';

/** A post waiting to be understood, with the handle that answers it. */
export interface InboxRow {
  post: XPost;
  handleId: string;
  receivedAt: Instant;
}

/** `waiting`: nobody may send it now, and somebody may have to act first; its reason says what it waits for. */
export type OutboxState = 'pending' | 'waiting' | 'sending' | 'sent' | 'refused' | 'unknown' | 'expired';

/** A message on its way. `text` is fixed the first time it is sent and never changes after. */
export interface OutboxRow {
  id: number;
  key: string;
  kind: string;
  caseCode: string | null;
  handleId: string;
  to: string;
  /** Author of that post; null in rows of an older version. */
  toAuthor: string | null;
  /** 0: somebody is in danger. Lower goes first. */
  priority: number;
  language: 'hi' | 'en' | 'hinglish';
  params: Record<string, string | number | null>;
  state: OutboxState;
  text: string | null;
  /** Counts the calls made; also the fencing number: only the newest attempt may settle. */
  attempt: number;
  /** How often the timeline was searched since the last call. */
  checks: number;
  notBefore: Instant;
  createdAt: Instant;
  /** When the newest call began. */
  calledAt: Instant | null;
  postId: string | null;
  reason: string | null;
}

export interface NoticeRow {
  id: number;
  notice: Notice;
  attempts: number;
}

/** A person's correction on its way into the queue: labels and hashes, no text. */
export interface NewCorrection extends Lesson {
  /** The post that was misread. */
  postId: string;
  language: Language;
  /** Its features as hashes, from `hashFeatures`. */
  features: Uint8Array;
}

export type CorrectionState = 'queued' | 'learnt' | 'refused';

export interface CorrectionRow extends NewCorrection {
  id: number;
  caseCode: string;
  at: Instant;
  state: CorrectionState;
  /** SHA-256 of the model file it went into, once learnt. */
  model: string | null;
}

/** What is known of a post after it was decided. */
export interface Decided {
  postId: string;
  disposition: string;
  caseCode: string | null;
  meaning: Meaning | null;
  at: Instant;
}

export interface CaseRow {
  state: CaseState;
  events: CaseEvent[];
}

/**
 * Everything the desk remembers. Each method that writes is one transaction; none waits for the network.
 * Contract tests: test/store/contract.ts.
 */
export interface Store
  extends AccountStore,
    SpendStore,
    AlarmStore,
    CredentialStore,
    HealthStore,
    WatchStore,
    DeliveryStore,
    LivingStore {
  migrate(): Promise<void>;
  close(): Promise<void>;
  backup(file: string): Promise<void>;

  /** Marks a new database as of the sandbox or of the real X; returns what it is marked as from the first time on. */
  world(mode: string): Promise<string>;

  /** Watermark of each handle, and where watching it began; handles never seen before are missing. */
  watermarks(handleIds: readonly string[]): Promise<Map<string, { sinceId: string; startId: string }>>;
  /** Gives handles a first watermark; those that have one keep it. */
  startWatermarks(handleIds: readonly string[], sinceId: string): Promise<void>;
  /**
   * Stores posts and, with `move`, the watermarks, together. A post is taken once by its first version; a newer version
   * takes the place of one that is not decided yet, and waits beside one that is (`edited`). Returns how many were new.
   */
  savePage(
    rows: readonly InboxRow[],
    move: { handleIds: readonly string[]; sinceId: string } | null,
  ): Promise<number>;

  /** Undecided posts, oldest first. */
  undecided(limit: number): Promise<InboxRow[]>;
  caseByCode(code: string): Promise<CaseState | null>;
  /** The newest case of a conversation, or of this author in it. */
  caseByConversation(conversationId: string, authorId?: string): Promise<CaseState | null>;
  newestCaseOf(authorId: string): Promise<CaseState | null>;
  /** The case of a message we posted, when `postId` is one; undefined: not ours. */
  oursByPostId(postId: string): Promise<{ caseCode: string | null } | undefined>;
  /**
   * Stores a decision about a post: events, case, messages, notices, and the inbox row as done.
   * False when the post was decided already or the case changed meanwhile: nothing was stored, decide anew.
   * `correction`: what goes into the queue with it. `version`: id of the version that was judged; when a newer one took
   * its place meanwhile, nothing was stored either. Of an echo no text is kept.
   */
  commitPost(
    rootId: string,
    expected: CaseState | null,
    decision: Decision,
    notices: readonly Notice[],
    meaning: Meaning | null,
    now: Instant,
    correction?: NewCorrection | null,
    version?: string,
  ): Promise<boolean>;
  /** The author's own words of a post in its newest version; null when they are not in the inbox, or not any more. */
  textOf(postId: string): Promise<string | null>;

  dueCases(now: Instant, limit: number): Promise<CaseState[]>;
  /** Stores a decision that no post led to: the clock's, or the triage desk's. False: the case changed meanwhile. */
  commitTick(
    expected: CaseState,
    decision: Decision,
    notices: readonly Notice[],
    now: Instant,
    correction?: NewCorrection | null,
  ): Promise<boolean>;

  /** Corrections in this state, in the order they came. */
  corrections(state: CorrectionState): Promise<CorrectionRow[]>;
  /** Queued corrections were learnt by a model, or refused with it. Those that are not queued any more stay as they are. */
  settleCorrections(
    ids: readonly number[],
    outcome: { state: 'learnt'; model: string } | { state: 'refused' },
    now: Instant,
  ): Promise<void>;
  /** What went into this model is refused after all: somebody went back to the one before. Returns how many. */
  refuseLearnt(model: string, now: Instant): Promise<number>;

  /**
   * Messages that may be sent now, most urgent first, oldest first: pending ones, and waiting ones whose time to be
   * planned again has come; none of a handle that X asked to wait.
   */
  sendable(now: Instant, limit: number): Promise<OutboxRow[]>;
  /**
   * Fixes the text and the account, and marks the row `sending`, durably, BEFORE the call. null: somebody else has it,
   * or another answer to the same post is on its way.
   */
  markSending(id: number, text: string, as: string, now: Instant): Promise<OutboxRow | null>;
  /** Nobody may send it before `until`; null: before somebody has acted, but it is planned again now and then. */
  wait(id: number, reason: string, until: Instant | null, now: Instant): Promise<void>;
  /** It may never be sent: the reason is kept. */
  refuse(id: number, reason: string, now: Instant): Promise<void>;
  /** Answers a newer post of the same author instead; only while it was never sent. */
  retarget(id: number, to: string): Promise<void>;
  /** Records what became of attempt `attempt`; ignored when a newer attempt exists. Acknowledges the case on ok. */
  settle(id: number, attempt: number, outcome: Outcome, now: Instant): Promise<void>;
  /** Rows `sending` since before `calledBefore`: the caller died. They become `unknown`. Returns how many. */
  abandonSending(calledBefore: Instant, now: Instant): Promise<number>;
  /** Unknown rows whose time to be looked for has come. */
  unknowns(now: Instant, limit: number): Promise<OutboxRow[]>;
  /** The timeline was searched in vain: look again at `notBefore`, or send the same text again when it is null. */
  notFound(id: number, attempt: number, notBefore: Instant | null, now: Instant): Promise<void>;
  /** Gives up a message that was never sent: too old, switched off, no text fits. */
  expire(id: number, reason: string, now: Instant): Promise<void>;
  sentPostIds(handleId: string, since: Instant): Promise<Set<string>>;

  pendingNotices(now: Instant, limit: number): Promise<NoticeRow[]>;
  noticeDone(id: number, now: Instant): Promise<void>;
  noticeFailed(id: number, retryAt: Instant): Promise<void>;

  activity(handleId: string): Promise<{ lastHumanAt: Instant | null; checkedAt: Instant } | null>;
  saveActivity(handleId: string, lastHumanAt: Instant | null, checkedAt: Instant): Promise<void>;

  /** Newest first. `triage`: only those a person must read, and in which work is owed. */
  cases(filter: { stage?: string; triage?: boolean; limit: number }): Promise<CaseState[]>;
  events(code: string): Promise<CaseEvent[]>;
  messagesOf(code: string): Promise<OutboxRow[]>;
  decided(postId: string): Promise<Decided | null>;
  counts(): Promise<Record<string, number>>;
}
