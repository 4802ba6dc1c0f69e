import type { Entities } from '../intents/types.js';
import type { Instant } from '../lib/instant.js';

/** A code with its names, ready to show. */
export interface Named {
  code: string;
  nameEn: string;
  nameHi: string;
}

/** What Sunwai made of one post. */
export interface DeskPost {
  postId: string;
  /** What was done with it: case_opened, recorded, refused_not_authorised … */
  disposition: string;
  /** Tracking code in its shown form; null: the post belongs to no case. */
  code: string | null;
  intent: string;
  confidence: number;
  needsHuman: boolean;
  emergency: boolean;
  language: 'hi' | 'en' | 'hinglish';
  service: Named | null;
  department: Named | null;
  /** Up to three, best first. */
  departments: (Named & { confidence: number })[];
  district: Named | null;
  districtFrom: 'text' | 'handle' | null;
  /** The right door when the matter is not the state's. */
  outside: Named | null;
  /** What else stands in the post, numbers masked. Null: it was read before this was kept. */
  entities: Entities | null;
  /** The words that decided the intent, in log odds. */
  why: { token: string; weight: number }[];
}

export interface DeskEvent {
  at: Instant;
  type: string;
  /** citizen, officer, clock, desk */
  by: string;
  /** Plain English, never a citizen's words. */
  detail: string;
  detailHi: string;
}

export interface DeskMessage {
  kind: string;
  /** pending, sending, sent, refused, unknown */
  state: string;
  postId: string | null;
  reason: string | null;
}

export interface DeskCase {
  /** Shown form, for example 7KM2-PQ4X. */
  code: string;
  stage: string;
  department: Named | null;
  district: Named | null;
  service: Named | null;
  level: number;
  levelName: { en: string; hi: string };
  openedAt: Instant;
  dueAt: Instant | null;
  emergency: boolean;
  triage: boolean;
  /** Departments that the post named beside the one that answers. */
  participants: Named[];
  /** How often it was quoted or passed on. */
  echoes: number;
  events: DeskEvent[];
  messages: DeskMessage[];
}

export interface DeskChange {
  kind: 'post' | 'case';
  postId?: string;
  code: string | null;
}

/** What the page may know of the desk: reading only. `main.ts` builds one over the store. */
export interface Desk {
  /** null while the post is still unread. */
  post(postId: string): Promise<DeskPost | null>;
  /** Newest first. */
  cases(limit: number): Promise<DeskCase[]>;
  case(code: string): Promise<DeskCase | null>;
  /** Calls the listener after every stored change; answers how to stop. */
  onChange(listener: (change: DeskChange) => void): () => void;
}
