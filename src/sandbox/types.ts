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

export interface Account extends Identity {
  /** Nobody posts from it by hand: its human posts of the last 120 days are hidden. */
  dormant: boolean;
  /** Its newest post by hand that its timeline shows. Posts of programs do not count. */
  lastPostAt: Instant | null;
}

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
}
