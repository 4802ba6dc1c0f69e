import { VAGUE } from './classify.js';
import { compileTable, type Table } from './compile-model.js';
import { type Feature, featuresOf } from './features.js';
import { HEADS, type HeadName, type Model, makeHead } from './model.js';
import { SparseBayes } from './sparse-bayes.js';
import { type Reading, Scorer } from './table.js';
import { fitTemperature, highestAlarm, type Judged, lowestSure } from './thresholds.js';
import { tokensOf } from './tokens.js';
import type { Intent, Language } from './types.js';

/** One row of `data/training/*.jsonl`; docs/labelling.md says what stands in it. */
export interface TrainingRow {
  text: string;
  lang: Language;
  intent: Intent;
  service: string | null;
  district: string | null;
  group: string;
  template: string | null;
}

export interface TrainOptions {
  /** Into how many parts the hands are dealt to fit confidence on text of unseen hands. @default 4 */
  folds: number;
  /** Features in fewer texts than this are left out of the table. @default 2 */
  least: number;
  /** Wanted share of right answers among those given without a human. @default 0.97 */
  right: number;
  /** Wanted share of emergencies the head alone finds, as long as false alarms stay at or under `falseAlarms`. @default 0.98 */
  found: number;
  /** @default 0.04 */
  falseAlarms: number;
  readings: Readonly<Record<HeadName, Reading>>;
}

export const DEFAULTS: TrainOptions = {
  folds: 4,
  least: 2,
  right: 0.97,
  found: 0.98,
  falseAlarms: 0.04,
  readings: {
    intent: {
      alpha: 0.1,
      mixed: 0.01,
      prior: 1,
      weights: { w: 0.5, b: 0.7, f: 1, g: 0.7, c: 0.35, x: 3, h: 0, t: 0 },
    },
    service: {
      alpha: 0.01,
      mixed: 4,
      prior: 0.5,
      weights: { w: 0.6, b: 0.4, f: 1, g: 0.4, c: 0.3, x: 0, h: 0.4, t: 9 },
    },
    emergency: {
      alpha: 0.1,
      mixed: 0.01,
      prior: 1,
      weights: { w: 0.5, b: 0.7, f: 1, g: 0.7, c: 0.25, x: 3, h: 0, t: 0 },
    },
  },
};

/** Labels of the emergency head. */
export const DANGER_NOW = 'EMERGENCY';
export const NO_DANGER = 'CALM';

/** What a head should answer for a row; null when the row teaches it nothing. */
export function labelFor(head: HeadName, row: TrainingRow): string | null {
  if (head === 'intent') return row.intent;
  if (head === 'emergency') return row.intent === 'emergency' ? DANGER_NOW : NO_DANGER;
  if (row.service !== null) return row.service;
  return row.intent === 'grievance' || row.intent === 'query' || row.intent === 'status' ? VAGUE : null;
}

interface Prepared {
  row: TrainingRow;
  features: Feature[];
}

/**
 * Learns a model from the rows: counts by natural on all of them; temperature, the bar for asking a human and the
 * alarm on texts of hands the counts had not seen (cross-fitted by group). The same rows in the same order give the
 * same model.
 */
export function trainModel(rows: readonly TrainingRow[], options: Partial<TrainOptions> = {}): Model {
  const settings = { ...DEFAULTS, ...options };
  if (rows.length === 0) throw new RangeError('no training rows');
  const prepared = rows.map((row) => ({ row, features: featuresOf(tokensOf(row.text)) }));
  const judged = Object.fromEntries(
    HEADS.map((head) => [head, crossJudge(prepared, head, settings)]),
  ) as Record<HeadName, Judged[]>;
  const temperatures = Object.fromEntries(
    HEADS.map((head) => [head, fitTemperature(judged[head])]),
  ) as Record<HeadName, number>;
  const heads = HEADS.map((head) => {
    const table = tableOf(prepared, head, settings.least);
    return [head, makeHead(table, settings.readings[head], temperatures[head])] as const;
  });
  return {
    heads: Object.fromEntries(heads) as unknown as Model['heads'],
    sureIntent: lowestSure(judged.intent, temperatures.intent, settings.right),
    alarm: highestAlarm(
      judged.emergency,
      temperatures.emergency,
      DANGER_NOW,
      settings.found,
      settings.falseAlarms,
    ),
  };
}

/** natural's counts for one head. */
function tableOf(prepared: readonly Prepared[], head: HeadName, least: number): Table {
  const bayes = new SparseBayes();
  for (const { row, features } of prepared) {
    const label = labelFor(head, row);
    if (label !== null)
      bayes.addDocument(
        features.map(({ name }) => name),
        label,
      );
  }
  bayes.train();
  return compileTable(bayes, least);
}

/** Scores every row by a table its hand had no part in. */
function crossJudge(
  prepared: readonly Prepared[],
  head: HeadName,
  { folds, least, readings }: TrainOptions,
): Judged[] {
  const groups = [...new Set(prepared.map(({ row }) => row.group))].sort();
  const dealt = new Map(groups.map((group, at) => [group, at % Math.min(folds, groups.length)]));
  const judged: Judged[] = [];
  for (let fold = 0; fold < Math.min(folds, groups.length); fold += 1) {
    const isHeldOut = ({ row }: Prepared): boolean => dealt.get(row.group) === fold;
    // A single hand cannot be held out: it is then judged by its own table, and looks surer than it is.
    const seen = groups.length > 1 ? prepared.filter((one) => !isHeldOut(one)) : prepared;
    const scorer = new Scorer(tableOf(seen, head, least), readings[head]);
    for (const { row, features } of prepared.filter(isHeldOut)) {
      const label = labelFor(head, row);
      if (label === null) continue;
      const { scores, mass } = scorer.renormalised(features);
      judged.push({ labels: scorer.table.labels, scores, mass, label });
    }
  }
  return judged;
}
