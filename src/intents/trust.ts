import { softmax } from './classify.js';
import type { Scorer } from './scorer.js';

/** A text as the learning sees it: its known features, what it is, and which part of the hands it was dealt to. */
export interface Example {
  places: readonly number[];
  /** Place of the right label among the head's. */
  label: number;
  fold: number;
}

/** What a head learnt about its features: how far each is trusted, and what each label gets before a word is read. */
export interface Trust {
  /** Per feature, in parts of `WHOLE`: times its family's weight. */
  features: Uint8Array;
  /** Per label; takes the place of the class sizes. */
  bias: readonly number[];
}

/** The trust of a feature that nothing was learnt about. */
export const WHOLE = 32;

/**
 * By how much the sizes of the classes are evened out in the end. How often a class comes in the training text is the
 * writers' choice and not a fact about the world, so only most of it is believed.
 */
const EVEN = 0.3;

/** Trust is rounded to multiples of this: finer steps change no answer and fill the file. */
const GRAIN = 8;
/** The largest multiple that fits a byte. */
const MOST = 255 - (255 % GRAIN);

/** Scores are large numbers of overlapping features; this is the size at which they are log odds. */
const SCALE = 0.1;
const ROUNDS = 4;
/** Length of the first steps; AdaGrad makes them shorter where much was learnt. */
const STEP = 0.03;
/** Pull back to the family's own weight: a feature few texts hold keeps near it. */
const HOLD = 0.3;
const FIRST_SQUARE = 1e-3;

/**
 * Learns how far each feature is to be trusted. Naive Bayes takes features as independent, but a word, its folded form
 * and its pieces say the same thing several times over, and some words only seem to speak for a class. The counts stay
 * natural's; every text is scored by counts without its own hand (`scorers[fold]`), and one weight per feature, the
 * same for all classes, is moved so that the right answers become likelier (AdaGrad; Zaidi et al. 2013, "Alleviating
 * naive Bayes attribute independence assumption by attribute weighting"). Deterministic: the order is drawn from a
 * fixed seed.
 */
export function learnTrust(
  examples: readonly Example[],
  scorers: readonly Scorer[],
  features: number,
): Trust {
  const labels = scorers[0]?.labels.length ?? 0;
  const own = scorers[0]?.placeWeights() ?? new Float64Array(features);
  const weights = Float64Array.from(own, (weight) => weight * SCALE);
  const squares = new Float64Array(features).fill(FIRST_SQUARE);
  const bias = new Float64Array(labels);
  const biasSquares = new Float64Array(labels).fill(FIRST_SQUARE);
  const sizes = sizesOf(examples, labels);
  const order = examples.map((_, at) => at);
  const draw = drawer();
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, draw);
    for (const at of order) {
      const { places, label, fold } = examples[at] as Example;
      const scorer = scorers[fold] as Scorer;
      const scores = scorer.weigh(places, weights);
      for (let one = 0; one < labels; one += 1)
        scores[one] = (scores[one] as number) + (sizes[one] as number) + (bias[one] as number);
      const slope = softmax(scores, 1);
      slope[label] = (slope[label] as number) - 1;
      const unseen = scorer.unseenSlopes(slope);
      for (const place of places) {
        const before = own[place] as number;
        if (before === 0) continue;
        const weight = weights[place] as number;
        const by = scorer.slope(place, slope, unseen) + HOLD * (weight - before * SCALE);
        if (by === 0) continue;
        squares[place] = (squares[place] as number) + by * by;
        weights[place] = Math.max(0, weight - (STEP * by) / Math.sqrt(squares[place] as number));
      }
      for (let one = 0; one < labels; one += 1) {
        const by = slope[one] as number;
        biasSquares[one] = (biasSquares[one] as number) + by * by;
        bias[one] = (bias[one] as number) - (STEP * by) / Math.sqrt(biasSquares[one] as number);
      }
    }
  }
  return {
    features: Uint8Array.from(weights, (weight, place) => {
      const before = (own[place] as number) * SCALE;
      return before === 0 ? WHOLE : Math.min(MOST, Math.round(((weight / before) * WHOLE) / GRAIN) * GRAIN);
    }),
    // Rounded so that the last bits of a logarithm on another machine do not change the file.
    bias: Array.from(bias, (value, one) =>
      Number(((value + (1 - EVEN) * (sizes[one] as number)) / SCALE).toPrecision(6)),
    ),
  };
}

/** Logarithms of the class sizes. */
function sizesOf(examples: readonly Example[], labels: number): Float64Array {
  const counts = new Float64Array(labels);
  for (const { label } of examples) counts[label] = (counts[label] as number) + 1;
  return counts.map((count) => Math.log(Math.max(1, count) / Math.max(1, examples.length)));
}

/** Whole numbers below a bound, the same every time (a linear congruential generator, Numerical Recipes). */
function drawer(): (bound: number) => number {
  let state = 7;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x100000000) * bound);
  };
}

function shuffle(order: number[], draw: (bound: number) => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    const held = order[at] as number;
    order[at] = order[other] as number;
    order[other] = held;
  }
}
