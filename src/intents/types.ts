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

/** An officer's or anyone's command found in a post. */
export type PostCommand = {
  /** Canonical code, or null when no valid code stands in the post. */
  code: string | null;
  /** What else the post says, already masked. */
  note: string;
} & (
  | { kind: 'close' | 'status' }
  /** `corrections`: what is right, as typed, by the name before the `=` in small letters. Nothing is checked yet. */
  | { kind: 'wrong'; corrections: Readonly<Record<string, string>> }
);

/** How long something has lasted. */
export interface Span {
  /** Null when only a time of day is named: the reader knows what day the post is of. */
  amount: number | null;
  unit: 'hours' | 'days';
  /** That time: `06:00`, or `morning`, `afternoon`, `evening`, `night`. */
  from: string | null;
}

export interface DayNamed {
  day: number;
  month: number;
  year: number | null;
}

/** `reference` is another desk's number; `unknown` a long number that nothing names. */
export type NumberKind = 'phone' | 'aadhaar' | 'account' | 'consumer' | 'vehicle' | 'reference' | 'unknown';

export interface NumberNamed {
  kind: NumberKind;
  /** Its last two to four characters, never more than a third; null for an Aadhaar. */
  tail: string | null;
}

export interface AmountNamed {
  rupees: number;
  /** Asked for (a bribe, a fee), or lost to a fraud or theft; null when nothing near says so. */
  about: 'asked' | 'lost' | null;
}

export type Script = 'latin' | 'devanagari' | 'mixed' | 'other';

/** What else stands in a post that an officer needs; numbers only masked. */
export interface Entities {
  since: Span | null;
  dates: DayNamed[];
  numbers: NumberNamed[];
  amounts: AmountNamed[];
  script: Script;
  /** A photo or video is attached. */
  media: boolean;
}

/** What a post means. The outcome of `interpret`; nothing here is about the person who wrote it. */
export interface Meaning {
  intent: Intent;
  /** Calibrated probability of `intent`, 0 to 1. */
  confidence: number;
  /** True when a human must decide, because the classifier is unsure. */
  needsHuman: boolean;
  /** Somebody may be in danger now: decided so that few are missed, whatever the likeliest intent is. */
  emergency: boolean;
  /** Set when `emergency`. */
  danger: Danger | null;
  service: string | null;
  /** Department code, or null when nothing points to one. */
  department: string | null;
  /** Up to three, best first. */
  departments: { code: string; confidence: number }[];
  district: string | null;
  /** Code of the police station or tehsil the text names in that district. */
  station: string | null;
  /** Where the district came from: the text, or the mentioned handle's own district. */
  districtFrom: 'text' | 'handle' | null;
  /** Districts the text may mean when it is ambiguous; then `district` is null. */
  districtCandidates: string[];
  language: Language;
  /** Code of the right door (`OUT_RAILWAYS` …) when the matter is not the state's. */
  outside: string | null;
  entities: Entities;
  /** The words that decided the intent, with their weights in log odds. */
  why: { token: string; weight: number }[];
  /** A yes or no to "is it solved?"; only meaningful in a reply to ours. */
  verdict: 'yes' | 'no' | null;
  /** Asks for no more automatic answers, and says nothing else. */
  stop: boolean;
  command: PostCommand | null;
}
