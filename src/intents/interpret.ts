import { classify, type Ranked } from './classify.js';
import { findCommand } from './command.js';
import { readEmergency } from './emergency.js';
import { readEntities } from './entities.js';
import { LONGEST } from './features.js';
import { DANGER_NOW } from './labels.js';
import { languageOf } from './language.js';
import type { Model } from './model.js';
import { countLetters, normalise } from './normalise.js';
import { findDistrict, type Gazetteer } from './place.js';
import { readService } from './service.js';
import { asksToStop } from './stop.js';
import { type Token, tokensOf } from './tokens.js';
import type { Danger, Intent, Meaning } from './types.js';
import { verdictOf } from './verdict.js';

/** What a post is read with. Everything here is data handed in; the room itself knows no directory. */
export interface InterpretContext {
  model: Model;
  gazetteer: Gazetteer;
  services: ReadonlyMap<string, { department: string }>;
  /** Department of the handle the post mentions, and the district it speaks for. */
  handleDepartment: string | null;
  handleDistrict: string | null;
  /** A photo or video is attached. */
  hasMedia?: boolean;
  parseCode(raw: string): string | null;
}

/** Intents that are about a matter: only these have a service. */
const WITH_MATTER: ReadonlySet<Intent> = new Set<Intent>(['grievance', 'emergency', 'query', 'status']);

const NO_ALARM = { emergency: false, likely: false, danger: null };

/** The one entry of this room: what a post means. Never throws, linear in the length, the same answer every time. */
export function interpret(raw: string, context: InterpretContext): Meaning {
  // Half a surrogate pair is no text: it must not come out again in a note or a reason.
  const text = raw.replace(/\p{Surrogate}/gu, ' ');
  const normalised = normalise(text);
  const tokens = tokensOf(text, normalised);
  const { lookup, heads, alarm, sureIntent } = context.model;
  const known = lookup.known(tokens);
  const intents = classify(known, heads.intent);
  const head = confidenceOf(classify(known, heads.emergency).ranked, DANGER_NOW);
  const readable = isReadable(normalised, tokens);
  const alarmed = readable ? readEmergency(tokens, head, alarm) : NO_ALARM;
  const { intent, confidence, rival } = chooseIntent(intents.ranked, readable, alarmed.likely ? head : null);
  const emergency = alarmed.emergency || intent === 'emergency';
  // What cannot be read points nowhere by itself: the likeliest department of all would only be a guess.
  const spoken = readable || tokens.some(({ kind }) => kind === 'handle');
  const services = spoken ? classify(known, heads.service).ranked : [];
  const matter = readService(services, context.services, context.handleDepartment, WITH_MATTER.has(intent));
  const place = findDistrict(text, context.gazetteer, context.handleDistrict);
  return {
    intent,
    confidence,
    needsHuman: !readable || confidence < sureIntent,
    emergency,
    danger: emergency ? (alarmed.danger ?? dangerOfService(matter.service)) : null,
    service: matter.service,
    department: matter.department,
    departments: matter.departments,
    district: place.district,
    districtFrom: place.from,
    districtCandidates: place.candidates,
    station: place.station,
    language: languageOf(normalised, tokens),
    outside: matter.outside,
    entities: readEntities(normalised, tokens, context.hasMedia ?? false),
    why: readable ? intents.explain(tokens.map(shown), intent, rival) : [],
    verdict: verdictOf(text),
    stop: asksToStop(text),
    command: findCommand(text, context.parseCode),
  };
}

/** Can the model say anything? Not without words, and not about a script it was never taught. */
function isReadable(normalised: string, tokens: readonly Token[]): boolean {
  const { latin, devanagari, other } = countLetters(normalised.replace(/@[A-Za-z0-9_]+/g, ' '));
  return tokens.some(({ kind }) => kind === 'word') && latin + devanagari >= 2 && latin + devanagari >= other;
}

interface Choice {
  intent: Intent;
  confidence: number;
  /** The next best intent, against which the choice is explained. */
  rival: Intent;
}

/**
 * The likeliest intent; an emergency when either head, or the word list, takes it for one. `danger` is the emergency
 * head's probability when it does. The alarm is another thing: it is set far lower than a likelihood.
 */
function chooseIntent(ranked: readonly Ranked[], readable: boolean, danger: number | null): Choice {
  if (!readable) return { intent: 'other', confidence: 0, rival: 'grievance' };
  const [first, second] = ranked;
  const likeliest = (first?.label ?? 'other') as Intent;
  if (danger !== null && likeliest !== 'emergency') {
    const confidence = Math.max(danger, confidenceOf(ranked, 'emergency'));
    return { intent: 'emergency', confidence, rival: likeliest };
  }
  return {
    intent: likeliest,
    confidence: first?.confidence ?? 0,
    rival: (second?.label ?? 'other') as Intent,
  };
}

function confidenceOf(ranked: readonly Ranked[], label: string): number {
  return ranked.find((one) => one.label === label)?.confidence ?? 0;
}

const BY_SERVICE: Readonly<Record<string, Danger>> = {
  POWER_HAZARD: 'power',
  AMBULANCE: 'medical',
  HOSPITAL: 'medical',
  WOMEN_SAFETY: 'women',
  CYBER_FRAUD: 'cyber',
  RELIEF_CLAIM: 'disaster',
};

function dangerOfService(service: string | null): Danger {
  return (service === null ? undefined : BY_SERVICE[service]) ?? 'general';
}

/** How a token is named in `why`: never a number as it was typed, never who was mentioned. */
function shown({ kind, text }: Token): string {
  if (kind === 'number') return text.length > 4 ? '#' : text;
  if (kind === 'shape') return `(${text})`;
  if (kind === 'handle') return '@';
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\p{Surrogate}$/u, '')}…` : text;
}
