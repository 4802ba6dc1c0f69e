import type { Instant } from '../lib/instant.js';

export type Stage =
  | 'open'
  | 'acknowledged'
  | 'in_progress'
  | 'transferred'
  | 'claimed'
  | 'confirmed'
  | 'disputed'
  | 'unconfirmed'
  | 'rejected';

export type Language = 'hi' | 'en' | 'hinglish';

/** What happened to a case, oldest first, never changed. `at` is when we decided it. */
export type CaseEvent =
  | {
      type: 'opened';
      at: Instant;
      /** The citizen, by numeric id. */
      authorId: string;
      postId: string;
      conversationId: string;
      /** The handle the citizen addressed: the account that answers. */
      handleId: string;
      /** Department of that handle. */
      addressed: string;
      /** Department that owns the case. */
      department: string;
      district: string | null;
      service: string | null;
      language: Language;
      intent: string;
      emergency: boolean;
      /** True when a human must read it first. */
      triage: boolean;
      dueAt: Instant;
      /** Departments named in the post beside the one addressed; absent: none was. */
      participants?: readonly string[];
    }
  | { type: 'acknowledged'; at: Instant; postId: string }
  | { type: 'transferred'; at: Instant; from: string; to: string }
  /** `danger`: it told of danger that was not known before. */
  | { type: 'located'; at: Instant; district: string; postId: string; danger?: true }
  | { type: 'added'; at: Instant; postId: string; danger?: true }
  /** A post of the case has a new version, `postId`; the one before it was `was`. */
  | { type: 'edited'; at: Instant; postId: string; was: string; danger?: true }
  /** X shows a post of the case no more: its text and author were removed from what the desk holds. */
  | { type: 'gone'; at: Instant; postId: string }
  | { type: 'in_progress'; at: Instant; officerId: string; postId: string }
  | { type: 'claimed'; at: Instant; officerId: string; postId: string; note: string; dueAt: Instant }
  | { type: 'confirmed'; at: Instant; postId: string }
  | { type: 'disputed'; at: Instant; postId: string; level: number; dueAt: Instant | null }
  | { type: 'unconfirmed'; at: Instant }
  | { type: 'escalated'; at: Instant; level: number; dueAt: Instant | null }
  /** The last level let its time pass too. */
  | { type: 'overdue'; at: Instant; level: number }
  | { type: 'rejected'; at: Instant; reason: 'spam' | 'outside'; outside: string | null }
  /** A person said what the machine got wrong. `by`: numeric id of the officer, or `desk`. */
  | { type: 'corrected'; at: Instant; by: string; before: CaseLabels; after: CaseLabels };

/** What the machine read into a case and a person may correct. */
export interface CaseLabels {
  intent: string;
  service: string | null;
  department: string;
  district: string | null;
}

/** A case as its events make it. Only `evolve` builds one. */
export interface CaseState {
  code: string;
  stage: Stage;
  authorId: string;
  postId: string;
  /** The citizen's newest post in this case: where the next answer goes. */
  latestPostId: string;
  conversationId: string;
  handleId: string;
  department: string;
  district: string | null;
  service: string | null;
  language: Language;
  intent: string;
  emergency: boolean;
  triage: boolean;
  level: number;
  openedAt: Instant;
  updatedAt: Instant;
  /** When the clock next acts: escalation, or the end of waiting for the citizen. null: it will not. */
  dueAt: Instant | null;
  outside: string | null;
  /** Departments named beside the one addressed; absent: none was, or nobody looked yet. */
  participants?: readonly string[];
  /** Number of events so far: the next event's place. */
  version: number;
}

/** What the post means, as far as a case cares. `Meaning` of src/intents fits it. */
export interface Understood {
  intent: 'grievance' | 'emergency' | 'query' | 'status' | 'appreciation' | 'abuse_spam' | 'other';
  needsHuman: boolean;
  emergency: boolean;
  danger: Danger | null;
  service: string | null;
  department: string | null;
  district: string | null;
  language: Language;
  outside: string | null;
  verdict: 'yes' | 'no' | null;
  command: { kind: 'close' | 'status' | 'wrong'; code: string | null; note: string } | null;
  /** Asks for no more automatic answers, and says nothing else. */
  stop: boolean;
}
export type Danger =
  | 'general'
  | 'fire'
  | 'medical'
  | 'women'
  | 'child'
  | 'cyber'
  | 'suicide'
  | 'disaster'
  | 'power';

/** The policy a decision needs; the directory's Policy fits it. */
export interface CasePolicy {
  maxAgeHours: number;
  summon: 'explicit' | 'implicit';
  intents: Record<Understood['intent'], 'case' | 'answer' | 'stage' | 'record'>;
  ladder: readonly { level: number; hours: number }[];
  silenceDays: number;
  defaultHours: number;
  helplines: Record<Danger, string>;
  messages: Record<string, boolean>;
}

/** An officer's grant that is valid now. */
export interface Grant {
  department: string;
  district: string | null;
  level: number;
}

/** What a person says is right, each word looked up in the directory. */
export interface Proposed {
  intent?: Understood['intent'];
  /** With the department that answers for it; null: a door outside the state. */
  service?: { code: string; department: string | null };
  department?: string;
  district?: string;
  /** Names and values the directory does not know; with any of them nothing is changed. */
  unknown: readonly string[];
}

/** What a quote or a retweet points to. */
export interface Echoed {
  case: CaseState;
  /** A post of the case, or a post of ours about it; `quote`: all that is known is that another quote of it led to the case. */
  what: 'post' | 'ours' | 'quote';
}

/** Everything `decidePost` may know. Facts only; it does the judging. */
export interface PostFacts {
  post: {
    id: string;
    authorId: string;
    conversationId: string;
    createdAt: Instant;
    /** The author named `handle` in the post's own words. */
    summons: boolean;
    /** The post replies to a post of ours. */
    repliesToOurs: boolean;
    /** Quoted words are not the author's command. */
    isQuote: boolean;
    /** Somebody else's words, passed on. */
    isRetweet: boolean;
  };
  /** The account that answers. */
  handle: { id: string; department: string; ack: 'always' | 'when_inactive' | 'off'; inactive: boolean };
  meaning: Understood;
  /** Valid grants of the author; empty for citizens. */
  grants: readonly Grant[];
  /** The case whose code stands in the post. */
  named: CaseState | null;
  /** The case of the conversation the post stands in. */
  thread: CaseState | null;
  /** The case that a quote or a retweet is about; null: it is neither, or about none of ours. */
  echoed: Echoed | null;
  /** Departments that the post names beside that of `handle`, in its order. */
  participants: readonly string[];
  /** The author's newest case. */
  newest: CaseState | null;
  /** What a `#wrong` says is right; null without one. */
  proposed: Proposed | null;
  /** Hours the service allows, or null. */
  serviceHours: number | null;
  /** Id of a ready answer that fits, or null. */
  answer: string | null;
  /** A fresh code, used only when a case is opened. */
  newCode: string;
}

/** A message to be posted. `to` is the post replied to. */
export interface Draft {
  /** Makes the message unique for ever: the same decision twice gives the same key. */
  key: string;
  kind: string;
  caseCode: string | null;
  handleId: string;
  to: string;
  /** Author of that post. */
  toAuthor: string;
  language: Language;
  params: Record<string, string | number | null>;
  /** Lower goes first. */
  priority: number;
}

export interface NoticeDraft {
  kind: 'escalated' | 'emergency' | 'triage' | 'disputed' | 'transferred';
  caseCode: string;
  level: number;
}

/** What a correction teaches. A label of `after` is null when nobody said anything about it: then it teaches nothing. */
export interface Lesson {
  /** Numeric id of the officer, or `desk`. */
  by: string;
  before: { intent: string; service: string | null };
  after: { intent: string | null; service: string | null };
}

/** What is to be stored, in one transaction. */
export interface Decision {
  /** One word for logs and the inbox row. */
  disposition: string;
  /** The case these events belong to; null: none. */
  caseCode: string | null;
  events: CaseEvent[];
  drafts: Draft[];
  notices: NoticeDraft[];
  /** For the queue of corrections, of a `#wrong` that has something to teach. */
  lesson?: Lesson;
  /** This author gets no automatic answer any more. */
  stopAuthor?: string;
}
