import type { Instant } from '../lib/instant.js';

export type AccountKind = 'department' | 'officer' | 'citizen' | 'stranger';

/** Who an account is; never changes by itself. */
export interface Identity {
  id: string;
  /** Without the @. */
  handle: string;
  name: string;
  kind: AccountKind;
  department: string | null;
  district: string | null;
  /** One line on who this is. */
  about: string;
}

/** An account the sandbox starts with. */
export interface SeedAccount extends Identity {
  /** A department gets one post by hand that many days ago; null: it never posted. */
  spokeDaysAgo: number | null;
}

export const VERIFIED_TYPES = ['government', 'business', 'blue', 'none'] as const;
export type VerifiedType = (typeof VERIFIED_TYPES)[number];

/** How X treats an account. */
export interface Standing {
  suspended: boolean;
  protected: boolean;
  /** Its token no longer works: its owner withdrew the app's access. */
  revoked: boolean;
  verifiedType: VerifiedType;
  /** Carries the label of an automated account. */
  automated: boolean;
  followers: number;
}

export interface Account extends Identity, Standing {
  /** Nobody posts from it by hand: its human posts of the last 120 days are hidden. */
  dormant: boolean;
  /** Its newest post by hand that its timeline shows. Posts of programs do not count. */
  lastPostAt: Instant | null;
}

/** Whom the author of a post lets answer it, besides those it names. */
export const REPLY_SETTINGS = ['everyone', 'following', 'mentionedUsers', 'subscribers', 'verified'] as const;
export type ReplySettings = (typeof REPLY_SETTINGS)[number];

export interface Post {
  id: string;
  authorId: string;
  /** As its author wrote it: the handles X puts before a reply are not in it. */
  text: string;
  createdAt: Instant;
  conversationId: string;
  replyTo: string | null;
  retweetOf: string | null;
  quote: string | null;
  /** `api`: a program posted it. */
  via: 'api' | 'page';
  /** Absent: everyone may answer. */
  replySettings?: ReplySettings;
  /** Made ahead of its time: nobody sees it before `createdAt`. */
  scheduled?: true;
  /** Search, mentions and streams know nothing of it before; absent: they know it at once. */
  indexedAt?: Instant;
  /** The version before this one. */
  editOf?: string;
}

/** A post ready to be made, for the page. */
export interface Sample {
  id: string;
  label: string;
  labelHi: string;
  as: string;
  handle: string;
  text: string;
}

/** A post and the handles X puts before it (`@a @b `; empty for anything but replies). */
export interface StoredPost extends Post {
  prefix: string;
}

/** What someone asks to have posted. */
export interface Draft {
  authorId: string;
  text: string;
  via: Post['via'];
  replyTo?: string | null;
  retweetOf?: string | null;
  quote?: string | null;
  /** Accounts to leave out of the reply prefix. The author replied to always stays. */
  withoutInPrefix?: readonly string[];
  replySettings?: ReplySettings;
  /** When it shall be there; now, when it is absent. */
  at?: Instant;
  /** How much later search, mentions and streams find it. */
  lateBy?: number;
}
