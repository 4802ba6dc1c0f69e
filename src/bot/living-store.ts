import type { CaseState, Decision } from '../cases/types.js';
import type { Meaning } from '../intents/types.js';
import type { Instant } from '../lib/instant.js';
import type { Notice, XPost } from './ports.js';
import type { InboxRow } from './store.js';

/** A post that has a new version since it was decided. `post` is the newest one. */
export interface EditedRow extends InboxRow {
  /** The version that was decided. */
  before: XPost;
  /** The case whose history holds the post; null: none does. */
  partOf: string | null;
}

/** A post of which text is held. */
export interface HeldPost {
  rootId: string;
  /** Its newest version. */
  postId: string;
  handleId: string;
  /** X did not show it when it was last asked for. */
  missed: boolean;
}

/** How a post is known to the desk. */
export interface About {
  caseCode: string;
  /** A post of the case, or ours about it; `quote`: only another quote of it is known, which led to the case. */
  what: 'post' | 'ours' | 'quote';
}

/** Whose text goes: of one post in all its versions, of one author, or of everybody. */
export type PurgeTarget = { post: string } | { author: string } | 'all';

/**
 * Posts that change, go away, or are passed on. Wherever a post is named by its id, each of its versions will do.
 * Contract tests: test/store/contract-living.ts.
 */
export interface LivingStore {
  /** Posts with a new version since they were decided, oldest first. */
  edited(limit: number): Promise<EditedRow[]>;
  /**
   * Stores what a new version led to; the inbox row keeps its decision unless this is a new one. Messages to the old
   * version that were never sent go to the new one. False: a still newer version came, or the case changed meanwhile.
   */
  commitEdit(
    row: EditedRow,
    expected: CaseState | null,
    decision: Decision,
    notices: readonly Notice[],
    meaning: Meaning | null,
    now: Instant,
  ): Promise<boolean>;

  /** What the desk knows of the post that a quote or a retweet is about; null: nothing. */
  caseAbout(postId: string): Promise<About | null>;
  /** How many quotes and retweets of a case were counted. */
  echoes(caseCode: string): Promise<number>;

  /** Posts whose turn it is to be looked for on X, the longest due first. */
  toCheck(now: Instant, limit: number): Promise<HeldPost[]>;
  /** X shows these: they are due again at `nextAt`. */
  stillThere(rootIds: readonly string[], nextAt: Instant): Promise<void>;
  /** X does not show this post: it is asked for once more at `nextAt`. Nothing happens when no text of it is held. */
  missing(postId: string, at: Instant, nextAt: Instant): Promise<void>;
  /** Nothing was learnt of these: they are due again at `nextAt`. */
  askAgain(rootIds: readonly string[], nextAt: Instant): Promise<void>;

  /** Of how many posts text would go. */
  countHeld(target: PurgeTarget): Promise<number>;
  /**
   * Text, author and mentions leave the desk; ids, times, labels, and the case with its code and dates stay. The case
   * hears of it. Returns how many posts it were, and the cases.
   */
  purge(target: PurgeTarget, now: Instant): Promise<{ posts: number; cases: string[] }>;
  /**
   * The same, silently, for those of the `limit` posts longest due at `now` that nobody needs to read any more: they are
   * decided and answered, and part of no case that is open or in which anything happened since `before`. Returns how many.
   */
  forget(before: Instant, now: Instant, limit: number): Promise<number>;
}
