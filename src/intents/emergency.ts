import { CALM, DANGERS, DENIED, NOW } from './danger-words.js';
import { keyOf } from './features.js';
import type { Token } from './tokens.js';
import type { Danger } from './types.js';

export interface EmergencyReading {
  emergency: boolean;
  /** It is likelier than not, or the word list says so: then it is also what the post wants. */
  likely: boolean;
  danger: Danger | null;
}

/** Weight of a phrase against the reasons to be calm; chosen on training text of held-out hands. */
const FIRM = 2;
const LIKELY = 0.5;
/** What the head must think of a danger that stands only in a manner of speaking ("prices are on fire"). */
const NOT_MEANT = 0.5;

/**
 * Is somebody in danger now? The model's head says so by its alarm, which was set low: a missed one costs a life, a
 * false one a human's glance. The word list says so by itself when a phrase of danger stands with a word of now and
 * nothing calms it. `head` is the head's probability.
 */
export function readEmergency(tokens: readonly Token[], head: number, alarm: number): EmergencyReading {
  const keys = tokens.filter(({ kind }) => kind !== 'handle' && kind !== 'shape').map(keyOf);
  const reasons = CALM.find(keys);
  const calm = new Set(reasons.map(({ value }) => value));
  if (DENIED.find(keys).length > 0) calm.add('play');
  // A danger that is part of a manner of speaking is none; one beside it still counts.
  const idioms = reasons.filter(({ value }) => value === 'idiom');
  const hits = DANGERS.find(keys).filter(
    (hit) => !idioms.some(({ from, to }) => hit.from <= to && hit.to >= from),
  );
  const now = NOW.find(keys).length;
  const weight = new Set(hits.map(({ from }) => from)).size + Math.min(2, now) - 2 * calm.size;
  const listed = hits.length > 0 && now > 0 && weight >= FIRM;
  const spokenOnly = idioms.length > 0 && hits.length === 0;
  const emergency = listed || head >= (spokenOnly ? Math.max(alarm, NOT_MEANT) : alarm);
  const likely = emergency && (listed || head >= LIKELY);
  return { emergency, likely, danger: emergency ? kindOf(hits.map(({ value }) => value)) : null };
}

/** Of several dangers the one whose helper must not come late; `general` is 112, which sends everybody. */
const FIRST: readonly Danger[] = [
  'suicide',
  'fire',
  'power',
  'child',
  'women',
  'cyber',
  'disaster',
  'medical',
  'general',
];

function kindOf(kinds: readonly Danger[]): Danger | null {
  return FIRST.find((danger) => kinds.includes(danger)) ?? null;
}
