import type { Evaluation } from './evaluate.js';
import { ratio } from './shares.js';
import type { Slice } from './slices.js';
import type { Answer } from './types.js';
import { cell, figure, percent, table, textTable, told, toldShort, withInterval } from './words.js';

export function comparisonTable({ compared }: Evaluation): string {
  return table(
    [
      'answered by',
      'intent, macro-F1',
      'intent right',
      'emergencies found',
      'false alarms',
      'service right',
      'department right',
    ],
    compared.map((line) => [
      line.name,
      withInterval(line.macroF1),
      percent(line.accuracy),
      percent(ratio(line.found)),
      percent(ratio(line.falseAlarms)),
      percent(ratio(line.service)),
      percent(ratio(line.department)),
    ]),
  );
}

/** By class, then by language, script and length. */
export function intentTables({ classes, slices }: Evaluation): string[] {
  const byClass = table(
    ['intent', 'texts', 'precision, %', 'recall, %', 'F1'],
    classes.map(({ label, count, answered, recall, f1Interval }) => [
      label,
      String(count),
      toldShort(answered),
      toldShort({ right: Math.round(recall * count), of: count }),
      withInterval(f1Interval),
    ]),
  );
  return [byClass, ...(['language', 'script', 'length'] as const).map((by) => sliceTable(by, slices))];
}

const HEADS: Record<Slice['by'], string> = {
  language: 'language',
  script: 'script (mixed: a fifth or more in the lesser one)',
  length: 'length in characters',
};

function sliceTable(by: Slice['by'], slices: readonly Slice[]): string {
  return table(
    [HEADS[by], 'texts', 'macro-F1', 'right', 'emergencies found', 'false alarms'],
    slices
      .filter((slice) => slice.by === by)
      .map(({ name, macroF1, right, found, falseAlarms }) => [
        name,
        String(right.of),
        withInterval(macroF1),
        toldShort(right),
        toldShort(found),
        toldShort(falseAlarms),
      ]),
  );
}

/** Service and department. */
export function matterTables({ service, departments, doors, sentAway }: Evaluation): string[] {
  return [
    '## Service and department',
    [
      `- Service right: ${told(service)}.`,
      `- Department right, of the matters that are the state's: ${told(departments.top1)}; among the three likeliest: ${told(departments.top3)}; macro-F1 ${withInterval(departments.macroF1)}.`,
      `- In doubt none is named (${departments.unnamed} of these texts). Were the likeliest named all the same: ${told(departments.guessed)}.`,
      `- Matters of another door (railways, banks, courts …) shown the right one: ${told(doors)}. Matters of the state sent to another door: ${told(sentAway)}.`,
    ].join('\n'),
    table(
      ['department', 'texts', 'precision', 'recall', 'F1'],
      departments.classes.map(({ label, count, precision, recall, f1 }) => [
        label,
        String(count),
        percent(precision),
        percent(recall),
        figure(f1),
      ]),
    ),
  ];
}

/** District, with every wrong answer. */
export function placeTables({ places }: Evaluation): string[] {
  const { precision, recall, f1, asked, askedRightly, wrong, namesakes } = places;
  return [
    '## District',
    [
      `- When it answers it is right: ${told(precision)}.`,
      `- Of the texts that name a district it tells it: ${told(recall)}. F1 ${withInterval(f1)}.`,
      `- Several districts fit and it asks: ${asked} ${asked === 1 ? 'text' : 'texts'}; the one meant is among those to choose from in ${askedRightly.right} of the ${askedRightly.of} that are labelled with one.`,
      `- A district taken for its namesake (Kanpur, Bareilly …): ${namesakes.length}.`,
    ].join('\n'),
    ...(wrong.length === 0
      ? []
      : [
          'Every district answered that the text does not name:',
          textTable(
            ['place', 'is', 'answered', 'text'],
            wrong.map((answer) => [
              answer.where,
              answer.row.district ?? '(none)',
              `${answer.meaning.district}${namesakes.includes(answer) ? ' (namesake)' : ''}`,
              cell(answer.row.text),
            ]),
          ),
        ]),
  ];
}

export function worstTable({ worst }: Evaluation): string {
  return textTable(
    ['place', 'is', 'answered', 'confidence', 'text'],
    worst.map(({ where, row, meaning }: Answer) => [
      where,
      row.intent,
      meaning.intent,
      percent(meaning.confidence),
      cell(row.text),
    ]),
  );
}
