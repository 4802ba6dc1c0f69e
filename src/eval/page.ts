import { INTENTS } from '../intents/types.js';
import { confusionPicture, confusionWords } from './confusion-picture.js';
import { coveragePicture, coverageWords, reliabilityPicture, reliabilityWords } from './curves.js';
import type { Evaluation } from './evaluate.js';
import { comparisonTable, intentTables, matterTables, placeTables, worstTable } from './page-tables.js';
import { ratio } from './shares.js';
import { targetsOf } from './targets.js';
import { figure, percent, textTable, told, withInterval } from './words.js';

/** The files of an evaluation by their path in `docs`: the page and its pictures. The same figures give the same bytes. */
export function pagesOf(evaluation: Evaluation): Record<string, string> {
  const bar = { share: ratio(evaluation.alone), accuracy: ratio(evaluation.aloneRight) };
  return {
    'evaluation.md': page(evaluation, bar),
    'evaluation/confusion.svg': confusionPicture(evaluation.confusion, INTENTS),
    'evaluation/reliability.svg': reliabilityPicture(evaluation.bins),
    'evaluation/coverage.svg': coveragePicture(evaluation.coverage, bar),
  };
}

type Bar = { share: number; accuracy: number };

function page(evaluation: Evaluation, bar: Bar): string {
  return [
    ...opening(evaluation),
    ...meaning(evaluation),
    ...doubt(evaluation, bar),
    ...errors(evaluation),
    '',
  ]
    .flat()
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function opening(evaluation: Evaluation): string[] {
  const hands = new Set(evaluation.answers.map(({ row }) => row.group)).size;
  return [
    '# Evaluation',
    'This page is written by `npm run eval`; `npm run eval -- --check` says whether it is still true.',
    `The model was taught ${evaluation.training} texts (\`data/training\`) and read ${evaluation.answers.length} others by ${hands} other hands (\`data/training/test\`), none of which it was taught; no test text has a near-duplicate among those it was taught. Every text is read exactly as the desk would read it, without the help of a mentioned handle. All texts are invented: [datasheet.md](datasheet.md) says by whom and what that means for these figures.`,
    'In brackets: 95 % intervals. Of a share by Wilson; of a macro-F1 by drawing the hands anew 400 times.',
    '## What it must reach',
    targetTable(evaluation),
    ...mends(evaluation),
    'Speed is measured apart from this page: it depends on the machine.',
    '## Beside other ways',
    'Taught the same texts, asked the same texts, in the same run. A desk that knew no better than one of these would do what that line says.',
    comparisonTable(evaluation),
    'natural as it comes throws away every letter that is not Latin before it looks: of a Hindi post in its own script it sees nothing. The smoothing of the complement and the Bernoulli kind was chosen on hands held out of the training part.',
  ];
}

function targetTable(evaluation: Evaluation): string {
  return textTable(
    ['what', 'must be', 'is', ''],
    targetsOf(evaluation).map(({ what, wanted, got, reached }) => [
      what,
      wanted,
      got,
      reached ? 'reached' : '**not reached**',
    ]),
  );
}

function mends(evaluation: Evaluation): string[] {
  const missed = targetsOf(evaluation).filter(({ reached }) => !reached);
  if (missed.length === 0) return [];
  return [
    'What would bring those nearer that are not reached:',
    missed.map(({ what, mend }) => `- ${what}: ${mend}.`).join('\n'),
  ];
}

function meaning(evaluation: Evaluation): string[] {
  return [
    '## Intent',
    `Macro-F1 ${withInterval(evaluation.macroF1)}; right ${told(evaluation.accuracy)}. The language of the answer is right for ${told(evaluation.language)}.`,
    ...intentTables(evaluation),
    `![Confusion of intents. ${confusionWords(evaluation.confusion, INTENTS)}](evaluation/confusion.svg)`,
    '## Emergencies',
    [
      `- Found: ${told(evaluation.found)}.`,
      `- False alarms among all other texts: ${told(evaluation.falseAlarms)}.`,
      `- False alarms among those that look like danger and are none: ${told(evaluation.lookalikes)}.`,
    ].join('\n'),
    ...matterTables(evaluation),
    ...placeTables(evaluation),
  ];
}

function doubt({ bins, coverage, calibrationError, alone, aloneRight }: Evaluation, bar: Bar): string[] {
  return [
    '## Doubt',
    `Expected calibration error, ten bins: ${figure(calibrationError)}.`,
    `![Confidence against truth. ${reliabilityWords(bins)}](evaluation/reliability.svg)`,
    textTable(
      ['answered, surest first', 'right among them'],
      coverage.map(({ share, accuracy }) => [percent(share), percent(accuracy)]),
    ),
    `As shipped the desk asks no human about ${told(alone)} of the texts; of those it is right about ${told(aloneRight)}.`,
    `![Right answers by share answered. ${coverageWords(coverage, bar)}](evaluation/coverage.svg)`,
  ];
}

function errors(evaluation: Evaluation): string[] {
  return [
    '## The surest errors',
    `The ${evaluation.worst.length} wrong intents it was surest of. The place is a line of \`data/training/test\`.`,
    worstTable(evaluation),
  ];
}
