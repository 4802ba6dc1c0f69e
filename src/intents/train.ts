import { compile } from './counts.js';
import { type Family, namesOf } from './features.js';
import { DANGER_NOW, headCounts, jointLabel, labelFor } from './labels.js';
import { HEADS, type HeadName, type ModelParts, makeScorer } from './model.js';
import type { Reading, Scorer } from './scorer.js';
import { SparseBayes } from './sparse-bayes.js';
import { fitTemperature, highestAlarm, type Judged, lowestSure } from './thresholds.js';
import { tokensOf } from './tokens.js';
import { learnTrust, type Trust } from './trust.js';
import type { Intent, Language } from './types.js';
import { type Known, Lookup } from './vocabulary.js';

/** One row of `data/training/*.jsonl`; docs/labelling.md says what stands in it. */
export interface TrainingRow {
  text: string;
  lang: Language;
  intent: Intent;
  service: string | null;
  district: string | null;
  group: string;
  template: string | null;
  /** True of a text that looks like danger and is none; only measuring uses it. */
  lookalike?: boolean;
}

export interface TrainOptions {
  /** Into how many parts the hands are dealt to fit confidence on text of unseen hands. @default 4 */
  folds: number;
  /** Features in fewer texts than this are left out, by family: rare pairs and pieces fill the file and tell little. */
  least: Readonly<Record<Family, number>>;
  /** Wanted share of right answers among those given without a human. @default 0.97 */
  right: number;
  /** Wanted share of emergencies the head alone finds, as long as false alarms stay at or under `falseAlarms`. @default 0.98 */
  found: number;
  /** @default 0.05 */
  falseAlarms: number;
  readings: Readonly<Record<HeadName, Reading>>;
}

export const DEFAULTS: TrainOptions = {
  folds: 4,
  least: { w: 2, b: 3, f: 2, g: 3, c: 7, x: 2, h: 2, t: 2, s: 3, e: 2, p: 2 },
  right: 0.97,
  found: 0.98,
  falseAlarms: 0.05,
  readings: {
    intent: {
      alpha: 0.1,
      mixed: 0.01,
      prior: 1,
      weights: { w: 0.5, b: 0.7, f: 1, g: 0.7, c: 0.2, x: 2, h: 0, t: 0, s: 0.7, e: 1, p: 2 },
    },
    service: {
      alpha: 0.01,
      mixed: 2,
      prior: 0.5,
      weights: { w: 0.6, b: 0.4, f: 1, g: 0.4, c: 0.3, x: 0, h: 0.4, t: 6, s: 0, e: 0, p: 0 },
    },
    emergency: {
      alpha: 0.1,
      mixed: 0.01,
      prior: 1,
      weights: { w: 0.5, b: 0.7, f: 1, g: 0.7, c: 0.25, x: 2, h: 0, t: 0, s: 0.5, e: 1, p: 2 },
    },
  },
};

/** Told after each step of a training: what was done, and how far it is (0 to 1). */
export type Progress = (step: string, share: number) => void;

/** A text made ready: what of it the vocabulary knows, and the part its hand was dealt to. */
interface Prepared {
  row: TrainingRow;
  known: Known;
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
  const { readings } = settings;
  if (rows.length === 0) throw new RangeError('no training rows');
  const { dealt, folds } = deal(rows, settings.folds);
  const foldOf = ({ group }: TrainingRow): number => dealt.get(group) ?? 0;
  const tokens = rows.map((row) => tokensOf(row.text));
  progress('counting', 0);
  const bayes = new SparseBayes();
  const names = frequentNames(tokens.map(namesOf), settings.least);
  for (const [at, row] of rows.entries()) bayes.addDocument(names[at] ?? [], jointLabel(row, foldOf(row)));
  bayes.train();
  const { vocabulary, counts: joint } = compile(bayes);
  const lookup = new Lookup(vocabulary);
  const prepared = rows.map((row, at) => ({ row, known: lookup.known(tokens[at] ?? []), fold: foldOf(row) }));
  const countsWithout = (fold: number | null): ModelParts['counts'] => ({
    intent: headCounts(joint, vocabulary.families, 'intent', fold, readings.intent),
    service: headCounts(joint, vocabulary.families, 'service', fold, readings.service),
  });
  // A single hand cannot be held out: it is then judged by its own counts, and looks surer than it is.
  const unseen = Array.from({ length: folds }, (_, fold) => countsWithout(folds > 1 ? fold : null));
  const learnt = HEADS.map((head, at) => {
    progress(`learning ${head}`, 0.4 + (0.5 * at) / HEADS.length);
    const scorersWith = (trust: Trust | null): Scorer[] =>
      unseen.map((counts) => makeScorer(head, counts, readings[head], vocabulary.families, trust));
    return learnHead(head, prepared, scorersWith, vocabulary.high.length);
  });
  const byHead = <T>(pick: (one: Learnt) => T): Record<HeadName, T> =>
    Object.fromEntries(HEADS.map((head, at) => [head, pick(learnt[at] as Learnt)])) as Record<HeadName, T>;
  progress('fitting confidence', 0.9);
  const judged = byHead((one) => one.judged);
  const temperatures = byHead((one) => fitTemperature(one.judged));
  const alarm = highestAlarm(
    judged.emergency,
    temperatures.emergency,
    DANGER_NOW,
    settings.found,
    settings.falseAlarms,
  );
  progress('done', 1);
  return {
    judged,
    parts: {
      vocabulary,
      counts: countsWithout(null),
      readings,
      trust: byHead((one) => one.trust),
      temperatures,
      sureIntent: lowestSure(judged.intent, temperatures.intent, settings.right),
      alarm,
    },
  };
}

interface Learnt {
  trust: Trust;
  judged: Judged[];
}

/**
 * What one head learns of its features, and how it judges every text: by counts without the text's hand, and by trust
 * learnt from the texts of the other half of the hands, as the confidence must be fitted on nothing it has seen.
 */
function learnHead(
  head: HeadName,
  prepared: readonly Prepared[],
  scorersWith: (trust: Trust | null) => Scorer[],
  features: number,
): Learnt {
  const plain = scorersWith(null);
  const labels = plain[0]?.labels ?? [];
  const taught = prepared.flatMap(({ row, known, fold }) => {
    const label = labelFor(head, row);
    return label === null ? [] : [{ known, places: known.places, label: labels.indexOf(label), fold }];
  });
  const judged = [0, 1].flatMap((half) => {
    const others = taught.filter(({ fold }) => fold % 2 !== half);
    const scorers = others.length === 0 ? plain : scorersWith(learnTrust(others, plain, features));
    return taught
      .filter(({ fold }) => fold % 2 === half)
      .map(({ known, label, fold }) => ({
        labels,
        ...(scorers[fold] as Scorer).score(known),
        label: labels[label] ?? '',
      }));
  });
  return { trust: learnTrust(taught, plain, features), judged };
}

/** The names without those too few texts hold. Left out before natural counts them, as most names come once or twice. */
function frequentNames(texts: readonly string[][], least: TrainOptions['least']): string[][] {
  const held = new Map<string, number>();
  for (const name of texts.flat()) held.set(name, (held.get(name) ?? 0) + 1);
  const isFrequent = (name: string): boolean => (held.get(name) ?? 0) >= least[name.charAt(0) as Family];
  return texts.map((names) => names.filter(isFrequent));
}

/** Deals the hands to folds: all texts of a hand stay together. */
function deal(rows: readonly TrainingRow[], wanted: number): { dealt: Map<string, number>; folds: number } {
  const groups = [...new Set(rows.map(({ group }) => group))].sort();
  const folds = Math.min(wanted, groups.length);
  return { dealt: new Map(groups.map((group, at) => [group, at % folds])), folds };
}
