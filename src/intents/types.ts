/** The language a citizen is answered in. Hinglish is Hindi in Latin letters. */
export type Language = 'hi' | 'en' | 'hinglish';
export const LANGUAGES: readonly Language[] = ['hi', 'en', 'hinglish'];

export type Intent = 'grievance' | 'emergency' | 'query' | 'status' | 'appreciation' | 'abuse_spam' | 'other';
export const INTENTS: readonly Intent[] = [
  'grievance',
  'emergency',
  'query',
  'status',
  'appreciation',
  'abuse_spam',
  'other',
];

/** What kind of help an emergency needs first; the policy maps it to a helpline number. */
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

/** An officer's or anyone's command found in a post. `note` is what else the post says, already masked. */
export interface PostCommand {
  kind: 'close' | 'status';
  /** Canonical code, or null when no valid code stands in the post. */
  code: string | null;
  note: string;
}

/** What a post means. The outcome of `interpret`; nothing here is about the person who wrote it. */
export interface Meaning {
  intent: Intent;
  /** Calibrated probability of `intent`, 0 to 1. */
  confidence: number;
  /** True when a human must decide, because the classifier is unsure. */
  needsHuman: boolean;
  emergency: boolean;
  /** Set when `emergency`. */
  danger: Danger | null;
  service: string | null;
  /** Department code, or null when nothing points to one. */
  department: string | null;
  /** Up to three, best first. */
  departments: { code: string; confidence: number }[];
  district: string | null;
  /** Where the district came from: the text, or the mentioned handle's own district. */
  districtFrom: 'text' | 'handle' | null;
  /** Districts the text may mean when it is ambiguous; then `district` is null. */
  districtCandidates: string[];
  language: Language;
  /** Code of the right door (`OUT_RAILWAYS` …) when the matter is not the state's. */
  outside: string | null;
  /** The words that decided the intent, with their weights in log odds. */
  why: { token: string; weight: number }[];
  /** A yes or no to "is it solved?"; only meaningful in a reply to ours. */
  verdict: 'yes' | 'no' | null;
  command: PostCommand | null;
}
