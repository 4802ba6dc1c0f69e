import { FAMILIES, type Family } from './features.js';
import type { SparseBayes } from './sparse-bayes.js';

/**
 * natural's counts in typed arrays. Features are in natural's order and known by a 48-bit hash alone: no text of a
 * post is kept. `starts[f]..starts[f+1]` are the classes in which feature f was seen, with the number of documents.
 */
export interface Table {
  labels: readonly string[];
  /** natural's `classTotals`: documents of the class + 1. */
  totals: readonly number[];
  totalExamples: number;
  smoothing: number;
  high: Uint32Array;
  low: Uint16Array;
  families: Uint8Array;
  starts: Uint32Array;
  classes: Uint8Array;
  counts: Uint16Array;
}

/** Reads the counts out of a trained classifier. Features in fewer than `least` documents are left out (1 keeps all). */
export function compileTable(trained: SparseBayes, least = 1): Table {
  const { classFeatures, classTotals, totalExamples, smoothing } = trained.classifier;
  const labels = Object.keys(classFeatures);
  const names = trained.names();
  const perFeature: { class: number; count: number }[][] = names.map(() => []);
  for (const [at, label] of labels.entries()) {
    for (const [feature, value] of Object.entries(classFeatures[label] ?? {})) {
      perFeature[Number(feature)]?.push({ class: at, count: value - smoothing });
    }
  }
  const kept = perFeature
    .map((entries, at) => ({ name: names[at] ?? '', entries }))
    .filter(({ entries }) => entries.reduce((sum, { count }) => sum + count, 0) >= least);
  const hashes = kept.map(({ name }) => hashOf(name));
  const entries = kept.flatMap((feature) => feature.entries);
  const starts = new Uint32Array(kept.length + 1);
  for (const [at, feature] of kept.entries()) starts[at + 1] = (starts[at] ?? 0) + feature.entries.length;
  return {
    labels,
    totals: labels.map((label) => classTotals[label] ?? 1),
    totalExamples,
    smoothing,
    high: Uint32Array.from(hashes, ({ high }) => high),
    low: Uint16Array.from(hashes, ({ low }) => low),
    families: Uint8Array.from(kept, ({ name }) => FAMILIES.indexOf(name.charAt(0) as Family)),
    starts,
    classes: Uint8Array.from(entries, (entry) => entry.class),
    counts: Uint16Array.from(entries, (entry) => entry.count),
  };
}

/** Two independent 32-bit hashes of a name (FNV-1a and a multiplicative one); 48 bits of them are kept. */
export function hashOf(name: string): { high: number; low: number } {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let at = 0; at < name.length; at += 1) {
    const unit = name.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b + unit, 0x85ebca6b);
    b ^= b >>> 15;
  }
  return { high: a >>> 0, low: (b >>> 8) & 0xffff };
}
