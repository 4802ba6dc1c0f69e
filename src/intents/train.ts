import { compile } from './counts.js';
import { namesOf } from './features.js';
import { DANGER_NOW, headCounts, jointLabel, labelFor } from './labels.js';
import { HEADS, type HeadName, type ModelParts, makeScorer } from './model.js';
import type { Reading, Scorer } from './scorer.js';
import { SparseBayes } from './sparse-bayes.js';
import { fitTemperature, highestAlarm, type Judged, lowestSure } from './thresholds.js';
import { type Token, tokensOf } from './tokens.js';
import type { Intent, Language } from './types.js';
import { Lookup } from './vocabulary.js';

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

/** Told after each step of a training: what was done, and how far it is (0 to 1). */
export type Progress = (step: string, share: number) => void;

interface Prepared {
  row: TrainingRow;
  tokens: Token[];
  fold: number;
}

/** What was learnt, and how every row was judged by counts its hand had no part in. */
export interface Trained {
  parts: ModelParts;
  judged: Readonly<Record<HeadName, readonly Judged[]>>;
}

/**
 * Learns a model from the rows: counts by natural on all of them; temperature, the bar for asking a human and the
 * alarm on texts of hands the counts had not seen (cross-fitted by group). The same rows in the same order give the
 * same model.
 */
export function trainParts(
  rows: readonly TrainingRow[],
  options: Partial<TrainOptions> = {},
  progress: Progress = () => {},
): Trained {
  const settings = { ...DEFAULTS, ...options };
  if (rows.length === 0) throw new RangeError('no training rows');
  const { dealt, folds } = deal(rows, settings.folds);
  const bayes = new SparseBayes();
  const prepared: Prepared[] = [];
  for (const [at, row] of rows.entries()) {
    const tokens = tokensOf(row.text);
    const fold = dealt.get(row.group) ?? 0;
    bayes.addDocument(namesOf(tokens), jointLabel(row, fold));
    prepared.push({ row, tokens, fold });
    if (at % 200 === 0) progress('reading the texts', (0.3 * at) / rows.length);
  }
  progress('counting', 0.3);
  bayes.train();
  const { vocabulary, counts: joint } = compile(bayes, settings.least);
  const lookup = new Lookup(vocabulary);
  const countsWithout = (fold: number | null): ModelParts['counts'] => ({
    intent: headCounts(joint, vocabulary.families, 'intent', fold, settings.least),
    service: headCounts(joint, vocabulary.families, 'service', fold, settings.least),
  });
  const judged: Record<HeadName, Judged[]> = { intent: [], service: [], emergency: [] };
  for (let fold = 0; fold < folds; fold += 1) {
    progress(`judging unseen hands, part ${fold + 1} of ${folds}`, 0.5 + (0.4 * fold) / folds);
    const held = prepared.filter((one) => one.fold === fold);
    // A single hand cannot be held out: it is then judged by its own counts, and looks surer than it is.
    const counts = countsWithout(folds > 1 ? fold : null);
    for (const head of HEADS) {
      const scorer = makeScorer(head, counts, settings.readings[head], vocabulary.families);
      judged[head].push(...judge(held, head, scorer, lookup));
    }
  }
  progress('fitting confidence', 0.9);
  const temperatures = Object.fromEntries(
    HEADS.map((head) => [head, fitTemperature(judged[head])]),
  ) as Record<HeadName, number>;
  progress('done', 1);
  return {
    judged,
    parts: {
      vocabulary,
      counts: countsWithout(null),
      readings: settings.readings,
      temperatures,
      sureIntent: lowestSure(judged.intent, temperatures.intent, settings.right),
      alarm: highestAlarm(
        judged.emergency,
        temperatures.emergency,
        DANGER_NOW,
        settings.found,
        settings.falseAlarms,
      ),
    },
  };
}

/** Deals the hands to folds: all texts of a hand stay together. */
function deal(rows: readonly TrainingRow[], wanted: number): { dealt: Map<string, number>; folds: number } {
  const groups = [...new Set(rows.map(({ group }) => group))].sort();
  const folds = Math.min(wanted, groups.length);
  return { dealt: new Map(groups.map((group, at) => [group, at % folds])), folds };
}

function judge(held: readonly Prepared[], head: HeadName, scorer: Scorer, lookup: Lookup): Judged[] {
  const judged: Judged[] = [];
  for (const { row, tokens } of held) {
    const label = labelFor(head, row);
    if (label !== null) judged.push({ labels: scorer.labels, ...scorer.score(lookup.known(tokens)), label });
  }
  return judged;
}
