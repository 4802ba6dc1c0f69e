import type { Instant } from '../lib/instant.js';

/** How the rounds of one loop went. */
export interface LoopRow {
  name: string;
  /** When a round last ended well; null: never. */
  okAt: Instant | null;
  /** When a round last failed, and of what. null: never. */
  failedAt: Instant | null;
  error: string | null;
}

/** Messages in one state, for one reason (the word before the colon; empty: none was given). */
export interface MessageQueue {
  state: string;
  reason: string;
  count: number;
  /** The longest wait among them. */
  oldestAt: Instant;
}

/** What is still to be done of one kind. */
export interface Queue {
  count: number;
  /** null: nothing waits. */
  oldestAt: Instant | null;
}

/** What `sunwai doctor` and the metrics read. */
export interface HealthStore {
  /** `error`: null when the round ended well. */
  saveRound(name: string, at: Instant, error: string | null): Promise<void>;
  rounds(): Promise<LoopRow[]>;

  /** Messages that are not settled: pending, waiting, sending and unknown. */
  openMessages(): Promise<MessageQueue[]>;
  /** Messages of every state. */
  messageStates(): Promise<Record<string, number>>;
  /** Messages that did not go out, or not yet, each with the post it answers. */
  unsent(): Promise<{ to: string; state: string; reason: string | null }[]>;
  /** Posts that are read and not decided, by when they were read. */
  undecidedPosts(): Promise<Queue>;
  /** Notices that no notifier has taken. */
  openNotices(): Promise<Queue>;
  caseStages(): Promise<Record<string, number>>;

  /** A word kept beside the data, such as where the sandbox listens; null: never said. */
  note(name: string): Promise<string | null>;
  saveNote(name: string, value: string): Promise<void>;
}
