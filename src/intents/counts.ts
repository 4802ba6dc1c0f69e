import { hashOf } from './feature-hash.js';
import { FAMILIES, type Family } from './features.js';
import type { SparseBayes } from './sparse-bayes.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * natural's counts of one question over a vocabulary. `blocks[offsets[f]..offsets[f+1]]` tell in which classes feature f
 * was seen and in how many documents: a class byte, and the count after it unless the byte's high bit says it is 1.
 * This is also how they stand in the model file, so that loading it takes no work.
 */
export interface Counts {
  labels: readonly string[];
  /** natural's `classTotals`: documents of the class + 1. */
  totals: readonly number[];
  /** natural's `totalExamples`: documents + 1. */
  totalExamples: number;
  smoothing: number;
  offsets: Uint32Array;
  blocks: Uint8Array;
  /** Per family: how many features have a block, and the sum of the counts of each class. */
  sizes: readonly number[];
  masses: readonly (readonly number[])[];
}

/** High bit of a class byte: the count is 1. */
export const ONCE = 128;

/** What natural counted for one feature: documents by class. */
type Row = ReadonlyMap<number, number>;

/**
 * Reads vocabulary and counts out of a trained classifier. The vocabulary is in the order of the hashes; `ranks` has
 * natural's own index of each feature.
 */
export function compile(trained: SparseBayes): {
  vocabulary: Vocabulary;
  counts: Counts;
  ranks: Uint32Array;
} {
  const { classFeatures, classTotals, totalExamples, smoothing } = trained.classifier;
  const labels = Object.keys(classFeatures);
  const names = trained.names();
  const rows: Map<number, number>[] = names.map(() => new Map());
  for (const [at, label] of labels.entries()) {
    for (const [feature, value] of Object.entries(classFeatures[label] ?? {}))
      rows[Number(feature)]?.set(at, value - smoothing);
  }
  const kept = rows
    .map((row, rank) => ({ row, rank, name: names[rank] ?? '', ...hashOf(names[rank] ?? '') }))
    .sort((a, b) => a.high - b.high || a.low - b.low);
  const families = Uint8Array.from(kept, ({ name }) => FAMILIES.indexOf(name.charAt(0) as Family));
  return {
    vocabulary: {
      high: Uint32Array.from(kept, ({ high }) => high),
      low: Uint8Array.from(kept, ({ low }) => low),
      families,
    },
    counts: {
      labels,
      totals: labels.map((label) => classTotals[label] ?? 1),
      totalExamples,
      smoothing,
      ...pack(
        kept.map(({ row }) => row),
        labels.length,
        families,
      ),
    },
    ranks: Uint32Array.from(kept, ({ rank }) => rank),
  };
}

/**
 * The same counts under other labels: documents whose labels get one name are counted together, those that get null
 * are taken out. What natural would have counted, had it been given these labels (but for their order: they are
 * those of `labels`, sorted by default). Features of families that are not kept are emptied; their places stay.
 */
export function relabel(
  counts: Counts,
  families: Vocabulary['families'],
  rename: (label: string) => string | null,
  isKept: (family: number) => boolean = () => true,
  labels = [...new Set(counts.labels.map(rename).filter((name) => name !== null))].sort(),
): Counts {
  const names = counts.labels.map(rename);
  const target = names.map((name) => (name === null ? -1 : labels.indexOf(name)));
  const totals = labels.map(() => 1);
  for (const [at, to] of target.entries())
    if (to >= 0) totals[to] = (totals[to] ?? 1) + (counts.totals[at] ?? 1) - 1;
  const rows: Row[] = [];
  for (let feature = 0; feature < families.length; feature += 1) {
    const row = new Map<number, number>();
    rows.push(row);
    if (!isKept(families[feature] ?? 0)) continue;
    const held = new Map<number, number>();
    eachCount(counts, feature, (label, count) => {
      const to = target[label] ?? -1;
      if (to >= 0) held.set(to, (held.get(to) ?? 0) + count);
    });
    for (const [label, count] of [...held].sort(([a], [b]) => a - b)) row.set(label, count);
  }
  return {
    labels,
    totals,
    totalExamples: totals.reduce((all, total) => all + total - 1, 1),
    smoothing: counts.smoothing,
    ...pack(rows, labels.length, families),
  };
}

/** Tells the classes and counts of one feature, in the order of the block. */
export function eachCount(
  { offsets, blocks, labels }: Counts,
  feature: number,
  tell: (label: number, count: number) => void,
): void {
  const wide = labels.length > ONCE;
  let at = offsets[feature] ?? 0;
  const end = offsets[feature + 1] ?? 0;
  while (at < end) {
    let label = blocks[at++] ?? 0;
    const once = label >= ONCE;
    if (wide) label = ((label & (ONCE - 1)) << 8) | (blocks[at++] ?? 0);
    let count = once ? 1 : 0;
    for (let shift = 0, more = !once; more; shift += 7) {
      const byte = blocks[at++] ?? 0;
      count |= (byte & 127) << shift;
      more = byte > 127;
    }
    tell(wide ? label : label & (ONCE - 1), count);
  }
}

/** Rows as blocks, with the size of each family and its mass in each class. */
export function pack(rows: readonly Row[], labels: number, families: Vocabulary['families']) {
  const bytes: number[] = [];
  const offsets = new Uint32Array(rows.length + 1);
  const sizes = FAMILIES.map(() => 0);
  const masses = FAMILIES.map(() => new Array<number>(labels).fill(0));
  for (const [feature, row] of rows.entries()) {
    const family = families[feature] ?? 0;
    if (row.size > 0) sizes[family] = (sizes[family] ?? 0) + 1;
    for (const [label, count] of row) {
      const mass = masses[family] as number[];
      mass[label] = (mass[label] ?? 0) + count;
      pushEntry(bytes, label, count, labels > ONCE);
    }
    offsets[feature + 1] = bytes.length;
  }
  return { offsets, blocks: Uint8Array.from(bytes), sizes, masses };
}

/** `wide`: more than 128 labels, as before a head's own are chosen; the class then takes two bytes. */
function pushEntry(bytes: number[], label: number, count: number, wide: boolean): void {
  const flag = count === 1 ? ONCE : 0;
  if (wide) bytes.push((label >> 8) | flag, label & 255);
  else bytes.push(label | flag);
  if (count === 1) return;
  let left = count;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  bytes.push(left);
}
