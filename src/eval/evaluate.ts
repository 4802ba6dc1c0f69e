import { basename } from 'node:path';
import type { Directory } from '../directory/types.js';
import type { PlacedRow } from '../intents/leakage.js';
import {
  type Bin,
  type ClassMeasure,
  calibrationError,
  confusion,
  coverageCurve,
  macroF1,
  perClass,
  reliability,
} from '../intents/measure.js';
import { INTENTS, type Meaning } from '../intents/types.js';
import { type Compared, compareDesk, compareRival } from './compare.js';
import { departmentsOf, intentsOf } from './judgements.js';
import { lexicon } from './lexicon.js';
import { otherBayes, trainBernoulli, trainComplement } from './other-bayes.js';
import { judgePlaces, type Places } from './places.js';
import { measured, share } from './shares.js';
import { type Slice, slicesOf } from './slices.js';
import { Documents } from './sparse-documents.js';
import { stockNatural } from './stock-natural.js';
import type { Answer, Measured, Share } from './types.js';

export interface Inputs {
  training: readonly PlacedRow[];
  test: readonly PlacedRow[];
  directory: Pick<Directory, 'services' | 'districts'>;
  /** The desk's own reading of a post that mentions no handle of ours. */
  interpret(text: string): Meaning;
}

/** A class with the interval of its F1. */
export interface ClassLine extends ClassMeasure {
  f1Interval: Measured;
  /** How often it was answered, and how often that was right. */
  answered: Share;
}

/** Of the matters that are the state's. */
export interface Departments {
  top1: Share;
  /** Right if the likeliest were named even in doubt. */
  guessed: Share;
  top3: Share;
  /** Texts for which none was named: too doubtful, or sent to another door. */
  unnamed: number;
  macroF1: Measured;
  classes: readonly ClassMeasure[];
}

/** Every figure of docs/evaluation.md. */
export interface Evaluation {
  training: number;
  answers: readonly Answer[];
  macroF1: Measured;
  accuracy: Share;
  classes: readonly ClassLine[];
  confusion: readonly (readonly number[])[];
  slices: readonly Slice[];
  found: Share;
  falseAlarms: Share;
  lookalikes: Share;
  service: Share;
  departments: Departments;
  /** Matters of another door: sent there; and matters of the state that were sent away. */
  doors: Share;
  sentAway: Share;
  places: Places;
  language: Share;
  calibrationError: number;
  bins: readonly Bin[];
  coverage: readonly { share: number; accuracy: number }[];
  /** What the desk does without a human, and how often that is right. */
  alone: Share;
  aloneRight: Share;
  worst: readonly Answer[];
  compared: readonly Compared[];
}

/** Shares of the texts, surest first, that the coverage curve is told for. */
export const COVERAGES = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
const WORST = 20;

/** Reads every test text as the desk would and measures the answers; then lets the rivals answer the same texts. */
export function evaluate({ training, test, directory, interpret }: Inputs): Evaluation {
  const { services } = directory;
  const answers: Answer[] = test.map(({ where, row }) => ({
    where: basename(where),
    row,
    meaning: interpret(row.text),
  }));
  const intents = intentsOf(answers);
  const owned = answers.filter(({ row }) => services.has(row.service ?? ''));
  const rings = ({ meaning }: Answer): boolean => meaning.emergency;
  const right = ({ row, meaning }: Answer): boolean => row.intent === meaning.intent;
  const alone = answers.filter(({ meaning }) => !meaning.needsHuman);
  return {
    training: training.length,
    answers,
    macroF1: measured(answers, (drawn) => macroF1(intentsOf(drawn))),
    accuracy: share(answers, right),
    classes: perClass(intents).map((measure) => classLine(measure, answers)),
    confusion: confusion(intents, INTENTS),
    slices: slicesOf(answers),
    found: share(
      answers.filter(({ row }) => row.intent === 'emergency'),
      rings,
    ),
    falseAlarms: share(
      answers.filter(({ row }) => row.intent !== 'emergency'),
      rings,
    ),
    lookalikes: share(
      answers.filter(({ row }) => row.lookalike === true),
      rings,
    ),
    service: share(
      answers.filter(({ row }) => row.service !== null),
      ({ row, meaning }) => row.service === (meaning.service ?? meaning.outside),
    ),
    departments: judgeDepartments(owned, services),
    doors: share(
      answers.filter(({ row }) => row.service !== null && !services.has(row.service)),
      ({ row, meaning }) => meaning.outside === row.service,
    ),
    sentAway: share(owned, ({ meaning }) => meaning.outside !== null),
    places: judgePlaces(answers, [...directory.districts.values()]),
    language: share(answers, ({ row, meaning }) => row.lang === meaning.language),
    calibrationError: calibrationError(intents),
    bins: reliability(intents),
    coverage: coverageCurve(intents, COVERAGES),
    alone: { right: alone.length, of: answers.length },
    aloneRight: share(alone, right),
    worst: answers
      .filter((answer) => !right(answer))
      .sort((a, b) => b.meaning.confidence - a.meaning.confidence)
      .slice(0, WORST),
    compared: [
      compareDesk(answers, services),
      ...rivals(training).map((rival) => compareRival(rival, answers, services)),
    ],
  };
}

function rivals(training: readonly PlacedRow[]) {
  const rows = training.map(({ row }) => row);
  const documents = new Documents(rows.map(({ text }) => text));
  return [
    otherBayes('complement naive Bayes, our features', trainComplement, rows, documents),
    otherBayes('Bernoulli naive Bayes, our features', trainBernoulli, rows, documents),
    stockNatural(rows),
    lexicon,
  ];
}

function classLine(measure: ClassMeasure, answers: readonly Answer[]): ClassLine {
  const { label } = measure;
  const f1 = (drawn: readonly Answer[]): number =>
    perClass(intentsOf(drawn)).find((one) => one.label === label)?.f1 ?? 0;
  return {
    ...measure,
    f1Interval: measured(answers, f1),
    answered: share(
      answers.filter(({ meaning }) => meaning.intent === label),
      ({ row }) => row.intent === label,
    ),
  };
}

function judgeDepartments(owned: readonly Answer[], services: Directory['services']): Departments {
  const judged = departmentsOf(owned, services);
  const owner = ({ row }: Answer): string | undefined => services.get(row.service ?? '')?.department;
  return {
    top1: share(judged, ({ truth, guess }) => truth === guess),
    guessed: share(owned, (answer) => answer.meaning.departments[0]?.code === owner(answer)),
    top3: share(owned, (answer) => answer.meaning.departments.some(({ code }) => code === owner(answer))),
    unnamed: owned.filter(({ meaning }) => meaning.department === null).length,
    macroF1: measured(owned, (drawn) => macroF1(departmentsOf(drawn, services))),
    classes: perClass(judged),
  };
}
