import { type Counts, eachCount } from './counts.js';
import { FAMILIES, type Family } from './features.js';
import { type Trust, WHOLE } from './trust.js';
import type { Known, Vocabulary } from './vocabulary.js';

/** How the renormalised reading counts: smoothing, the pull of class sizes, and the weight of each family. */
export interface Reading {
  /** Documents lent to every class for every feature (equal shares). */
  alpha: number;
  /** How much of the whole corpus is mixed into each class: 1 is as much as an average class has itself. */
  mixed: number;
  prior: number;
  weights: Readonly<Record<Family, number>>;
}

export interface ScorerOptions {
  /** Puts classes of the counts together under one label, as the emergency head does with the intents. */
  merge?: (label: string) => string;
  /** What was learnt about the features; null: every feature has its family's weight. */
  trust?: Trust | null;
}

/**
 * The reading that ships: binarised multinomial naive Bayes over natural's counts, each family normalised by its own
 * mass and smoothed towards the whole corpus (towards equal shares, small classes lose every common word), in
 * logarithms (natural's product underflows to 0 on long posts).
 *
 * For a feature f of family F: log P(f | class) = log(lent(f) + count(f, class)) − log(total(F, class)). The scores
 * leave out log lent(f), which all classes share and which therefore changes no comparison.
 */
export class Scorer {
  readonly labels: readonly string[];
  readonly prior: Float64Array;
  /** Which label of this head a class of the counts belongs to. */
  private readonly target: Uint8Array;
  /** Per family and label: −log total(F, label). */
  private readonly unseen: Float64Array[];
  private readonly weights: number[];
  private readonly trust: Uint8Array;
  /** Blocks are unpacked when first met: where each begins (+1, 0: not yet), how many labels it has, which, and their gains. */
  private readonly begins: Uint32Array;
  private readonly lengths: Uint8Array;
  private readonly labelsOf: Uint8Array;
  private readonly gains: Float64Array;
  private used = 0;
  private readonly share: number;

  constructor(
    private readonly counts: Counts,
    readonly reading: Reading,
    private readonly families: Vocabulary['families'],
    { merge = (label: string) => label, trust = null }: ScorerOptions = {},
  ) {
    const names = counts.labels.map(merge);
    this.labels = [...new Set(names)];
    this.target = Uint8Array.from(names, (name) => this.labels.indexOf(name));
    const documents = Math.max(1, counts.totalExamples - 1);
    const totals = this.merged(counts.totals.map((total) => total - 1));
    this.prior =
      trust === null
        ? Float64Array.from(totals, (total) => reading.prior * Math.log(Math.max(1, total) / documents))
        : Float64Array.from(trust.bias);
    this.trust = trust?.features ?? new Uint8Array(families.length).fill(WHOLE);
    this.weights = FAMILIES.map((family) => reading.weights[family]);
    this.share = reading.mixed / this.labels.length;
    this.begins = new Uint32Array(families.length);
    this.lengths = new Uint8Array(families.length);
    // A label takes a byte of a block or more, so there is room for all.
    this.labelsOf = new Uint8Array(counts.blocks.length);
    this.gains = new Float64Array(counts.blocks.length);
    this.unseen = counts.masses.map((mass, family) => {
      const whole = mass.reduce((sum, one) => sum + one, 0);
      const lent = reading.alpha * (counts.sizes[family] ?? 0) + this.share * whole;
      return Float64Array.from(this.merged(mass), (own) => -Math.log(own + Math.max(Number.MIN_VALUE, lent)));
    });
  }

  /** Scores of all labels in their order, and how much evidence they rest on. */
  score({ places }: Known): { scores: Float64Array; mass: number } {
    const scores = Float64Array.from(this.prior);
    const masses = new Float64Array(FAMILIES.length);
    for (const place of places) {
      const weight = this.weightOf(place);
      // A feature this head's texts did not hold says nothing, like an unknown one.
      if (weight === 0 || !this.addGains(place, weight, scores)) continue;
      const family = this.families[place] as number;
      masses[family] = (masses[family] as number) + weight;
    }
    return { scores, mass: this.addUnseen(masses, scores) };
  }

  /** By how much one feature speaks for the label at `mine` against the one at `theirs`. */
  contrast(place: number, mine: number, theirs: number): number {
    const weight = this.weightOf(place);
    const gains = new Float64Array(this.labels.length);
    if (weight === 0 || !this.addGains(place, weight, gains)) return 0;
    const unseen = this.unseen[this.families[place] as number] as Float64Array;
    const difference = (values: Float64Array): number =>
      (values[mine] as number) - (values[theirs] as number);
    return difference(gains) + weight * difference(unseen);
  }

  /** The weight of every feature without what was learnt. */
  placeWeights(): Float64Array {
    return Float64Array.from(this.families, (family) => this.weights[family] as number);
  }

  /** Scores under other weights, without what the labels get beforehand: for learning them. */
  weigh(places: readonly number[], weights: Float64Array): Float64Array {
    const scores = new Float64Array(this.labels.length);
    const masses = new Float64Array(FAMILIES.length);
    for (const place of places) {
      const weight = weights[place] as number;
      if (weight === 0 || !this.addGains(place, weight, scores)) continue;
      const family = this.families[place] as number;
      masses[family] = (masses[family] as number) + weight;
    }
    this.addUnseen(masses, scores);
    return scores;
  }

  /** Per family: what a feature without gains adds to the loss, as its weight grows, where `slope` is the loss's by score. */
  unseenSlopes(slope: Float64Array): Float64Array {
    return Float64Array.from(this.unseen, (unseen) => {
      let sum = 0;
      for (let label = 0; label < unseen.length; label += 1)
        sum += (unseen[label] as number) * (slope[label] as number);
      return sum;
    });
  }

  /** What one feature adds to the loss as its weight grows; 0 of a feature this head's texts did not hold. */
  slope(place: number, slope: Float64Array, unseen: Float64Array): number {
    if (this.begins[place] === 0) this.unpack(place);
    const begin = (this.begins[place] as number) - 1;
    const end = begin + (this.lengths[place] as number);
    if (begin === end) return 0;
    let sum = unseen[this.families[place] as number] as number;
    for (let at = begin; at < end; at += 1)
      sum += (this.gains[at] as number) * (slope[this.labelsOf[at] as number] as number);
    return sum;
  }

  private weightOf(place: number): number {
    const weight = this.weights[this.families[place] as number] as number;
    return (weight * (this.trust[place] as number)) / WHOLE;
  }

  /** Adds what unseen features say, once for each family; returns the whole weight. */
  private addUnseen(masses: Float64Array, scores: Float64Array): number {
    let mass = 0;
    for (let family = 0; family < masses.length; family += 1) {
      const weight = masses[family] as number;
      if (weight === 0) continue;
      mass += weight;
      const unseen = this.unseen[family] as Float64Array;
      for (let label = 0; label < scores.length; label += 1)
        scores[label] = (scores[label] as number) + weight * (unseen[label] as number);
    }
    return mass;
  }

  /** Adds a feature's gains to the labels that saw it; false when none did. */
  private addGains(place: number, weight: number, scores: Float64Array): boolean {
    const { begins, labelsOf, gains } = this;
    if (begins[place] === 0) this.unpack(place);
    const begin = (begins[place] as number) - 1;
    const end = begin + (this.lengths[place] as number);
    for (let at = begin; at < end; at += 1) {
      const label = labelsOf[at] as number;
      scores[label] = (scores[label] as number) + weight * (gains[at] as number);
    }
    return end > begin;
  }

  /** Reads a feature's block, once: log(1 + count / lent) of every label that saw it goes to the next free room. */
  private unpack(place: number): void {
    const held = new Map<number, number>();
    let documents = 0;
    eachCount(this.counts, place, (label, count) => {
      const target = this.target[label] as number;
      held.set(target, (held.get(target) ?? 0) + count);
      documents += count;
    });
    const lent = this.reading.alpha + this.share * documents;
    this.begins[place] = this.used + 1;
    this.lengths[place] = held.size;
    for (const [label, count] of held) {
      this.labelsOf[this.used] = label;
      this.gains[this.used] = Math.log(1 + count / lent);
      this.used += 1;
    }
  }

  private merged(values: readonly number[]): number[] {
    const sums = this.labels.map(() => 0);
    for (const [at, value] of values.entries()) {
      const label = this.target[at] ?? 0;
      sums[label] = (sums[label] ?? 0) + value;
    }
    return sums;
  }
}
