import type { Head } from './model.js';
import type { Known } from './vocabulary.js';

export interface Ranked {
  label: string;
  /** Calibrated probability. */
  confidence: number;
}

export interface Verdict {
  /** All labels, best first; ties keep the table's order. */
  ranked: Ranked[];
  /** What each token adds to the log odds of `of` against `against`. */
  explain(tokens: readonly string[], of: string, against: string): { token: string; weight: number }[];
}

/** Asks one head about what is known of a post. */
export function classify(known: Known, head: Head): Verdict {
  const { labels } = head.scorer;
  const { scores, mass } = head.scorer.score(known);
  const heat = head.temperature * Math.sqrt(Math.max(1, mass));
  const confidences = softmax(scores, heat);
  const ranked = labels.map((label, at) => ({ label, confidence: confidences[at] ?? 0 }));
  ranked.sort((a, b) => b.confidence - a.confidence);
  return {
    ranked,
    explain: (tokens, of, against) => {
      const [mine, theirs] = [labels.indexOf(of), labels.indexOf(against)];
      return mine < 0 || theirs < 0 ? [] : explain(tokens, known, head, mine, theirs, heat);
    },
  };
}

/** exp(score / heat), normalised; the largest score is taken out first so that nothing overflows. */
export function softmax(scores: Float64Array, heat: number): Float64Array {
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const raised = scores.map((score) => Math.exp((score - top) / heat));
  const sum = raised.reduce((total, one) => total + one, 0);
  return raised.map((one) => one / sum);
}

/** How many words are named before the rest is put together. */
const NAMED = 8;

/**
 * The weight of each word: the features it is part of, a pair's halved between its words. The strongest are named; the
 * last entry, `…`, is everything else with the class sizes, so that all weights sum to the log odds.
 */
function explain(
  tokens: readonly string[],
  known: Known,
  { scorer }: Head,
  mine: number,
  theirs: number,
  heat: number,
): { token: string; weight: number }[] {
  const byToken = new Map<string, number>();
  const add = (at: number, weight: number): void => {
    const token = tokens[at] ?? '';
    byToken.set(token, (byToken.get(token) ?? 0) + weight);
  };
  let total = ((scorer.prior[mine] ?? 0) - (scorer.prior[theirs] ?? 0)) / heat;
  for (const [one, place] of known.places.entries()) {
    const weight = scorer.contrast(place, mine, theirs) / heat;
    const [from, to] = [known.from[one] ?? 0, known.to[one] ?? 0];
    total += weight;
    if (from === to) add(from, weight);
    else for (const at of [from, to]) add(at, weight / 2);
  }
  const named = [...byToken]
    .map(([token, weight]) => ({ token, weight }))
    .filter(({ token, weight }) => token !== '' && Math.abs(weight) >= 0.005)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, NAMED);
  const rest = total - named.reduce((sum, { weight }) => sum + weight, 0);
  return [...named, { token: '…', weight: rest }];
}
