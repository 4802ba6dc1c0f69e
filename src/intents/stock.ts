import { type Counts, eachCount } from './counts.js';
import type { Lookup } from './vocabulary.js';

export interface Score {
  label: string;
  value: number;
}

/**
 * natural's own `getClassifications` over its counts, bit for bit: same formula, same order of additions, same sort.
 * `ranks` has natural's index of each feature, as `compile` gave it.
 */
export function stockScores(
  names: readonly string[],
  lookup: Lookup,
  counts: Counts,
  ranks: Uint32Array,
): Score[] {
  const { labels, totals, totalExamples, smoothing } = counts;
  const places = [...new Set(names.map((name) => lookup.placeOfName(name)))]
    .filter((at) => at >= 0)
    .sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0));
  const sums = new Float64Array(labels.length);
  const held = new Float64Array(labels.length);
  for (const place of places) {
    held.fill(smoothing);
    eachCount(counts, place, (label, count) => {
      held[label] = count + smoothing;
    });
    for (let label = 0; label < labels.length; label += 1)
      sums[label] = (sums[label] ?? 0) + Math.log((held[label] ?? 0) / (totals[label] ?? 1));
  }
  return labels
    .map((label, at) => ({ label, value: ((totals[at] ?? 1) / totalExamples) * Math.exp(sums[at] ?? 0) }))
    .sort((x, y) => y.value - x.value);
}
