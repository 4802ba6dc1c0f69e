import type { Instant } from '../lib/instant.js';

export type AckRule = 'always' | 'when_inactive' | 'off';

export interface Department {
  code: string;
  nameEn: string;
  nameHi: string;
  /** Without the @; empty string when the department has no account. */
  handle: string;
  /** Numeric id on X; empty string when unknown. */
  xUserId: string;
  ack: AckRule;
}

export interface Service {
  code: string;
  nameEn: string;
  nameHi: string;
  department: string;
  /** Time limit at the first level, in hours. */
  hours: number;
}

export interface District {
  code: string;
  nameEn: string;
  nameHi: string;
  /** Other names, old names and spellings, in both scripts. */
  aliases: string[];
  /** Towns and localities that belong to this district without doubt, in both scripts. */
  towns: string[];
  /**
   * Words that look like this district but often mean something else (data: column `caution`). Plain: taken only
   * with "in …" or an office word beside it; with a trailing `!`: only with an office word or as a #hashtag.
   */
  caution?: string[];
}

/** A further handle of a department that speaks for one district. */
export interface DistrictHandle {
  handle: string;
  xUserId: string;
  department: string;
  district: string;
}

/** A police station or tehsil. */
export interface Station {
  code: string;
  nameEn: string;
  nameHi: string;
  aliases: string[];
  district: string;
}

export interface Officer {
  xUserId: string;
  name: string;
  department: string;
  /** null: every district. */
  district: string | null;
  level: number;
  validFrom: Instant;
  /** Exclusive; null: no end. */
  validUntil: Instant | null;
}

/** A door outside the state's offices. */
export interface OutsideDoor {
  code: string;
  nameEn: string;
  nameHi: string;
  doorEn: string;
  doorHi: string;
  /** Optional column `door_hinglish`; the English words where it is empty. */
  doorHinglish: string;
}

/** An answer to a common question, from data/answers. */
export interface Answer {
  id: string;
  service: string | null;
  /** Words (any script) of which at least one must stand in the post. */
  words: string[];
  text: { en: string; hi: string; hinglish: string };
}

export interface Policy {
  state: { nameEn: string; nameHi: string };
  timezone: string;
  /** Nothing older than this is ever answered automatically. Hours. */
  maxAgeHours: number;
  summon: 'explicit' | 'implicit';
  /** What a post of this intent gets. */
  intents: Record<
    'grievance' | 'emergency' | 'query' | 'status' | 'appreciation' | 'abuse_spam' | 'other',
    'case' | 'answer' | 'stage' | 'record'
  >;
  ladder: { level: number; hours: number; nameEn: string; nameHi: string; nameHinglish: string }[];
  /** A claimed case that nobody answered becomes unconfirmed after this many days. */
  silenceDays: number;
  /** A handle is inactive when no human posted from it for this many days. */
  inactiveDays: number;
  /** Hours at the first level when the service is not known. */
  defaultHours: number;
  /** Automatic answers one author gets in 24 hours; emergencies get as many again. */
  answersPerAuthor: number;
  /** The department whose handle may stand in for others under X's Enterprise contract; null: none. */
  nodal: string | null;
  helplines: Record<
    'general' | 'fire' | 'medical' | 'women' | 'child' | 'cyber' | 'suicide' | 'disaster' | 'power',
    string
  >;
  /** Each automatic message to a citizen can be switched off. */
  messages: Record<string, boolean>;
}

/** Everything the state has told us about itself, read once. */
export interface Directory {
  departments: ReadonlyMap<string, Department>;
  services: ReadonlyMap<string, Service>;
  districts: ReadonlyMap<string, District>;
  officers: readonly Officer[];
  outside: ReadonlyMap<string, OutsideDoor>;
  answers: readonly Answer[];
  policy: Policy;
  /** Places outside the state, in both scripts, so that a namesake elsewhere is not taken for ours. */
  elsewhere?: readonly string[];
  handles?: readonly DistrictHandle[];
  stations?: readonly Station[];
  /** Districts by the first digits of a pin code; no districts: outside the state. */
  pincodes?: ReadonlyMap<string, readonly string[]>;
  /** Days (YYYY-MM-DD in the state's timezone) on which offices are closed. */
  holidays: ReadonlySet<string>;
  /** Numeric ids of accounts known to be programs: they are never answered. */
  automated?: ReadonlySet<string>;
}
