import type { Evaluation } from './evaluate.js';
import { ratio } from './shares.js';
import { figure, percent } from './words.js';

/** One thing the meaning must reach. */
export interface Target {
  what: string;
  wanted: string;
  got: string;
  reached: boolean;
  /** What would bring it nearer; told where it is not reached. */
  mend: string;
}

/** A script of fewer texts than these is shown, but its figure is too much chance to be held against a target. */
const FEWEST = 100;

/** The targets set before the first measurement, each with what was measured. The figure counts, not its interval. */
export function targetsOf(evaluation: Evaluation): Target[] {
  const { found, falseAlarms, departments, places, coverage, calibrationError } = evaluation;
  const at80 = coverage.find(({ share }) => share === 0.8)?.accuracy ?? 0;
  const scripts = evaluation.slices.filter(({ by, right }) => by === 'script' && right.of >= FEWEST);
  const words = 'more training text of the classes and lengths that are weakest in the tables below';
  const least = (
    what: string,
    value: number,
    wanted: number,
    show: (value: number) => string,
    mend: string,
  ) => ({
    what,
    wanted: `≥ ${show(wanted)}`,
    got: show(value),
    reached: value >= wanted,
    mend,
  });
  const most = (
    what: string,
    value: number,
    wanted: number,
    show: (value: number) => string,
    mend: string,
  ) => ({
    ...least(what, value, wanted, show, mend),
    wanted: `≤ ${show(wanted)}`,
    reached: value <= wanted,
  });
  return [
    least('intent, macro-F1', evaluation.macroF1.value, 0.92, figure, words),
    ...scripts.map(({ name, macroF1 }) =>
      least(`intent, macro-F1, ${name} script`, macroF1.value, 0.9, figure, words),
    ),
    least(
      'emergencies found',
      ratio(found),
      0.98,
      percent,
      'more emergencies told in few words or without a word of danger, and phrases for the reviewed list',
    ),
    most(
      'false alarms among all others',
      ratio(falseAlarms),
      0.05,
      percent,
      'more look-alikes in the training text: old danger, standing danger, manners of speaking',
    ),
    least(
      'department, first answer',
      ratio(departments.top1),
      0.87,
      percent,
      'more training text of the departments that are weakest in the table below',
    ),
    least(
      'department, among three',
      ratio(departments.top3),
      0.96,
      percent,
      'more training text of the rare services',
    ),
    least(
      'district, F1',
      places.f1.value,
      0.92,
      figure,
      'more towns and localities in districts.csv; a text that names only its village cannot be placed',
    ),
    least(
      'district, precision when it answers',
      ratio(places.precision),
      0.98,
      percent,
      'words of caution in districts.csv for the names listed below',
    ),
    most(
      'districts taken for their namesake (Kanpur, Bareilly)',
      places.namesakes.length,
      0,
      String,
      'a rule or an alias for the texts listed below',
    ),
    least(
      'right among the surest 80 %',
      at80,
      0.985,
      percent,
      'the sure errors listed below: each is a kind of text the training text has too little of',
    ),
    most(
      'expected calibration error',
      calibrationError,
      0.02,
      figure,
      'training hands more like the public: confidence is fitted on the hands of the training part and is as true as they are',
    ),
  ];
}
