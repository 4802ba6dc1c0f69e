import { chanceOfLosses } from './sign-test.js';
import { type Intent, LANGUAGES, type Language } from './types.js';

/** A text of the frozen evaluation set. `owner`: its department, OUTSIDE, or null when nothing is said about it. */
export interface GateText {
  text: string;
  lang: Language;
  intent: Intent;
  owner: string | null;
}

/** What a model makes of a text. */
export interface GateAnswer {
  intent: Intent;
  owner: string | null;
  emergency: boolean;
}

/** Why a measure refuses. */
export type Refusal = 'beyond chance' | 'too many points' | 'too many texts';

export interface GateMeasure {
  name: string;
  /** How many texts it rests on. */
  texts: number;
  /** Share of right answers of the model as built, and of the candidate. */
  built: number;
  candidate: number;
  /** Texts whose answer became right, and became wrong. */
  won: number;
  lost: number;
  refusal: Refusal | null;
}

/** Owner of what is not the state's. */
export const OUTSIDE = 'OUTSIDE';
/** What has fewer texts is not judged by itself: one text would be a tenth of it and more. */
export const ENOUGH = 10;

/** How much may be lost, net, before a measure refuses. */
export const LIMITS = {
  /** Losses that would be rarer than this by chance are none. */
  chance: 0.05,
  /** Share of a language's texts, and of those of all departments together. */
  share: 0.02,
  /** Texts of one department. */
  department: 2,
  /** Share of the emergencies; never less than one text. */
  emergencies: 0.005,
  /** Share of the texts without an emergency. */
  falseAlarms: 0.01,
} as const;

/** What the evaluation set lacks to be a judge; empty: nothing. */
export function lacking(texts: readonly GateText[]): string[] {
  const count = (of: (text: GateText) => boolean) => texts.filter(of).length;
  return [
    ...LANGUAGES.filter((lang) => count((text) => text.lang === lang) < ENOUGH).map(
      (lang) => `texts in ${lang}`,
    ),
    ...(count(({ intent }) => intent === 'emergency') < ENOUGH ? ['emergencies'] : []),
  ];
}

/**
 * Judges a candidate against the model as built, text by text. Always as built: against the model in use, small losses
 * of many candidates would add up unseen. docs/learning.md has the rule and its reasons.
 */
export function compareModels(
  texts: readonly GateText[],
  built: (text: string) => GateAnswer,
  candidate: (text: string) => GateAnswer,
): GateMeasure[] {
  const pairs = texts.map((text) => ({ text, built: built(text.text), candidate: candidate(text.text) }));
  const of = (is: (text: GateText) => boolean) => pairs.filter(({ text }) => is(text));
  const placed = of(({ owner }) => owner !== null);
  const owners = [...new Set(placed.map(({ text }) => text.owner))].sort();
  return [
    ...LANGUAGES.map((lang) =>
      measureOf(
        `intent, ${lang}`,
        of((text) => text.lang === lang),
        rightIntent,
        manyAnswers,
      ),
    ),
    ...(placed.length < ENOUGH ? [] : [measureOf('department, all', placed, rightOwner, manyAnswers)]),
    ...owners.flatMap((owner) => {
      const own = of((text) => text.owner === owner);
      return own.length < ENOUGH ? [] : [measureOf(`department, ${owner}`, own, rightOwner, oneDepartment)];
    }),
    measureOf(
      'emergencies found',
      of(({ intent }) => intent === 'emergency'),
      callsIt,
      emergencies,
    ),
    measureOf(
      'no false alarm',
      of(({ intent }) => intent !== 'emergency'),
      (_text, { emergency }) => !emergency,
      falseAlarms,
    ),
  ];
}

/**
 * What the model in use has learnt to find must not be taken away at one blow either. Only a plain loss counts, as small
 * ones are judged against the build.
 */
export function compareWithModelInUse(
  texts: readonly GateText[],
  inUse: (text: string) => GateAnswer,
  candidate: (text: string) => GateAnswer,
): GateMeasure {
  const pairs = texts
    .filter(({ intent }) => intent === 'emergency')
    .map((text) => ({ text, built: inUse(text.text), candidate: candidate(text.text) }));
  return measureOf('emergencies found, beside the model in use', pairs, callsIt, manyAnswers);
}

interface Pair {
  text: GateText;
  built: GateAnswer;
  candidate: GateAnswer;
}

type Paired = Pick<GateMeasure, 'texts' | 'won' | 'lost'>;

function measureOf(
  name: string,
  pairs: readonly Pair[],
  isRight: (text: GateText, answer: GateAnswer) => boolean,
  rule: (paired: Paired) => Refusal | null,
): GateMeasure {
  const judged = pairs.map(({ text, built, candidate }) => ({
    before: isRight(text, built),
    after: isRight(text, candidate),
  }));
  const count = (is: (one: { before: boolean; after: boolean }) => boolean) => judged.filter(is).length;
  const share = (right: number) => (judged.length === 0 ? 1 : right / judged.length);
  const paired = {
    texts: judged.length,
    won: count(({ before, after }) => after && !before),
    lost: count(({ before, after }) => before && !after),
  };
  return {
    name,
    built: share(count(({ before }) => before)),
    candidate: share(count(({ after }) => after)),
    ...paired,
    refusal: rule(paired),
  };
}

const callsIt = (_text: GateText, { emergency }: GateAnswer) => emergency;
const rightIntent = (text: GateText, answer: GateAnswer) => text.intent === answer.intent;
const rightOwner = (text: GateText, answer: GateAnswer) => text.owner === answer.owner;

function manyAnswers({ texts, won, lost }: Paired): Refusal | null {
  if (lost - won > LIMITS.share * texts) return 'too many points';
  return chanceOfLosses(won, lost) < LIMITS.chance ? 'beyond chance' : null;
}

/** No loss beyond chance passes here either: it takes five texts at the least. */
function oneDepartment({ won, lost }: Paired): Refusal | null {
  return lost - won > LIMITS.department ? 'too many texts' : null;
}

function emergencies({ texts, won, lost }: Paired): Refusal | null {
  return lost - won > Math.max(1, LIMITS.emergencies * texts) ? 'too many texts' : null;
}

function falseAlarms({ texts, won, lost }: Paired): Refusal | null {
  return lost - won > LIMITS.falseAlarms * texts ? 'too many points' : null;
}
