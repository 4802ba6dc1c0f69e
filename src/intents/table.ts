import { hashOf, type Table } from './compile-model.js';
import { FAMILIES, type Family, type Feature } from './features.js';

/** How the renormalised reading counts: smoothing, the pull of class sizes, and the weight of each family. */
export interface Reading {
  /** Documents lent to every class for every feature (equal shares). */
  alpha: number;
  /** How much of the whole corpus is mixed into each class: 1 is as much as an average class has itself. */
  mixed: number;
  prior: number;
  weights: Readonly<Record<Family, number>>;
}

export interface Score {
  label: string;
  value: number;
}

/** One known feature's say: log P(feature | class) for every class, times the family's weight. */
export interface Part {
  feature: Feature;
  weights: Float64Array;
}

/** A table ready to score: the look-up by hash and the sums that do not depend on the text. */
export class Scorer {
  private readonly slots: Int32Array;
  private readonly mask: number;
  private readonly logPrior: Float64Array;
  /** Per family and class: what a feature never seen in the class says, but for the part all classes share. */
  private readonly unseen: Float64Array[];
  /** Per feature: the count the corpus lends to every class. */
  private readonly lent: Float64Array;
  private readonly familyWeights: number[];

  constructor(
    readonly table: Table,
    readonly reading: Reading,
  ) {
    let size = 16;
    while (size < table.high.length * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(size).fill(-1);
    for (const [at, high] of table.high.entries()) {
      let slot = high & this.mask;
      while (this.slots[slot] !== -1) slot = (slot + 1) & this.mask;
      this.slots[slot] = at;
    }
    const documents = table.totalExamples - 1;
    this.logPrior = Float64Array.from(
      table.totals,
      (total) => reading.prior * Math.log(Math.max(1, total - 1) / documents),
    );
    this.familyWeights = FAMILIES.map((family) => reading.weights[family]);
    ({ unseen: this.unseen, lent: this.lent } = this.smooth());
  }

  /** Place of a feature in the table, or -1. */
  placeOf(name: string): number {
    const { high, low } = hashOf(name);
    for (let slot = high & this.mask; ; slot = (slot + 1) & this.mask) {
      const at = this.slots[slot] ?? -1;
      if (at === -1 || (this.table.high[at] === high && this.table.low[at] === low)) return at;
    }
  }

  /** natural's own `getClassifications`, bit for bit: same formula, same order of additions, same sort. */
  stock(names: readonly string[]): Score[] {
    const { labels, totals, totalExamples, smoothing, starts, classes, counts } = this.table;
    const places = [...new Set(names.map((name) => this.placeOf(name)))]
      .filter((at) => at >= 0)
      .sort((a, b) => b - a);
    const sums = new Float64Array(labels.length);
    const held = new Float64Array(labels.length);
    for (const place of places) {
      held.fill(smoothing);
      for (let at = starts[place] ?? 0; at < (starts[place + 1] ?? 0); at += 1) {
        held[classes[at] ?? 0] = (counts[at] ?? 0) + smoothing;
      }
      for (let label = 0; label < labels.length; label += 1) {
        sums[label] = (sums[label] ?? 0) + Math.log((held[label] ?? 0) / (totals[label] ?? 1));
      }
    }
    return labels
      .map((label, at) => ({ label, value: ((totals[at] ?? 1) / totalExamples) * Math.exp(sums[at] ?? 0) }))
      .sort((x, y) => y.value - x.value);
  }

  /**
   * The reading that ships: binarised multinomial naive Bayes over the same counts, each family normalised by its own
   * mass and smoothed towards the whole corpus (towards equal shares, small classes lose every common word), in
   * logarithms (natural's product underflows to 0 on long posts). Unknown features say nothing.
   */
  renormalised(features: readonly Feature[]): {
    scores: Float64Array;
    parts: Part[];
    mass: number;
    prior: Float64Array;
  } {
    const { starts, classes, counts, labels } = this.table;
    const scores = Float64Array.from(this.logPrior);
    const parts: Part[] = [];
    let mass = 0;
    for (const feature of features) {
      const weight = this.familyWeights[feature.family] ?? 0;
      if (weight === 0) continue;
      const place = this.placeOf(feature.name);
      if (place < 0) continue;
      const weights = Float64Array.from(this.unseen[feature.family] ?? new Float64Array(labels.length));
      const lent = this.lent[place] ?? 1;
      for (let at = starts[place] ?? 0; at < (starts[place + 1] ?? 0); at += 1) {
        const label = classes[at] ?? 0;
        weights[label] = (weights[label] ?? 0) + Math.log(1 + (counts[at] ?? 0) / lent);
      }
      for (let label = 0; label < labels.length; label += 1) {
        weights[label] = (weights[label] ?? 0) * weight;
        scores[label] = (scores[label] ?? 0) + (weights[label] ?? 0);
      }
      mass += weight;
      parts.push({ feature, weights });
    }
    return { scores, parts, mass, prior: this.logPrior };
  }

  private smooth(): { unseen: Float64Array[]; lent: Float64Array } {
    const { families, starts, classes, counts, labels } = this.table;
    const { alpha, mixed } = this.reading;
    const sizes = FAMILIES.map(() => 0);
    const masses = FAMILIES.map(() => new Float64Array(labels.length));
    const seen = new Float64Array(families.length);
    for (const [place, family] of families.entries()) {
      const mass = masses[family];
      if (mass === undefined) continue;
      sizes[family] = (sizes[family] ?? 0) + 1;
      for (let at = starts[place] ?? 0; at < (starts[place + 1] ?? 0); at += 1) {
        const [label, count] = [classes[at] ?? 0, counts[at] ?? 0];
        mass[label] = (mass[label] ?? 0) + count;
        seen[place] = (seen[place] ?? 0) + count;
      }
    }
    const whole = masses.map((mass) => mass.reduce((sum, one) => sum + one, 0));
    const share = mixed / labels.length;
    const total = whole.map((sum, family) => alpha * (sizes[family] ?? 0) + share * sum);
    return {
      unseen: masses.map((mass, family) =>
        mass.map((own) => -Math.log(own + Math.max(Number.MIN_VALUE, total[family] ?? 0))),
      ),
      lent: seen.map((count) => alpha + share * count),
    };
  }
}
