/** One judged text: what it is, what was answered, and how sure the answer was (0 to 1). */
export interface Judgement {
  truth: string;
  guess: string;
  confidence: number;
}

export interface ClassMeasure {
  label: string;
  /** Texts that are of this class. */
  count: number;
  precision: number;
  recall: number;
  f1: number;
}

/** Share of right answers; 0 of none. */
export function accuracy(judged: readonly Judgement[]): number {
  return judged.length === 0
    ? 0
    : judged.filter(({ truth, guess }) => truth === guess).length / judged.length;
}

/** Precision, recall and F1 of every class that occurs as truth, in the order of their names. */
export function perClass(judged: readonly Judgement[]): ClassMeasure[] {
  return [...new Set(judged.map(({ truth }) => truth))].sort().map((label) => {
    const real = judged.filter(({ truth }) => truth === label);
    const answered = judged.filter(({ guess }) => guess === label).length;
    const right = real.filter(({ guess }) => guess === label).length;
    return {
      label,
      count: real.length,
      precision: answered === 0 ? 0 : right / answered,
      recall: right / real.length,
      f1: (2 * right) / (real.length + answered),
    };
  });
}

/** The mean F1 of the classes, each counting the same however rare it is. */
export function macroF1(judged: readonly Judgement[]): number {
  const classes = perClass(judged);
  return classes.length === 0 ? 0 : classes.reduce((sum, { f1 }) => sum + f1, 0) / classes.length;
}

/** `rows[truth][guess]`: how often. */
export function confusion(judged: readonly Judgement[], labels: readonly string[]): number[][] {
  const rows = labels.map(() => labels.map(() => 0));
  for (const { truth, guess } of judged) {
    const row = rows[labels.indexOf(truth)];
    const at = labels.indexOf(guess);
    if (row !== undefined && at >= 0) row[at] = (row[at] ?? 0) + 1;
  }
  return rows;
}

export interface Bin {
  from: number;
  to: number;
  count: number;
  /** Mean confidence and share of right answers of the texts in the bin. */
  confidence: number;
  accuracy: number;
}

/** Confidence against truth, in bins of equal width; empty ones are left out. */
export function reliability(judged: readonly Judgement[], bins = 10): Bin[] {
  return Array.from({ length: bins }, (_, at) => {
    const inside = judged.filter(
      ({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === at,
    );
    return {
      from: at / bins,
      to: (at + 1) / bins,
      count: inside.length,
      confidence: inside.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, inside.length),
      accuracy: accuracy(inside),
    };
  }).filter(({ count }) => count > 0);
}

/** Expected calibration error: the mean distance of confidence and truth over the bins, weighted by their texts. */
export function calibrationError(judged: readonly Judgement[], bins = 10): number {
  return reliability(judged, bins).reduce(
    (sum, bin) => sum + (bin.count / judged.length) * Math.abs(bin.confidence - bin.accuracy),
    0,
  );
}

/** Accuracy on the surest share of the texts, for every share asked for. */
export function coverageCurve(
  judged: readonly Judgement[],
  shares: readonly number[],
): { share: number; accuracy: number }[] {
  const surest = [...judged].sort((a, b) => b.confidence - a.confidence);
  return shares.map((share) => ({
    share,
    accuracy: accuracy(surest.slice(0, Math.max(1, Math.round(surest.length * share)))),
  }));
}

/** 95 % interval of a share (Wilson 1927): honest also for few texts and for shares near 0 and 1. */
export function wilson(right: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = right / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - reach) / whole), high: Math.min(1, (middle + reach) / whole) };
}

/**
 * 95 % interval of any measure by drawing the texts anew with replacement (percentile bootstrap). The draws come from
 * a fixed seed: the same texts give the same interval.
 */
export function interval<T>(
  judged: readonly T[],
  measure: (drawn: readonly T[]) => number,
  draws = 400,
): { low: number; high: number } {
  let state = 0x2545f491;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x100000000;
  };
  const values = Array.from({ length: draws }, () =>
    measure(judged.map(() => judged[Math.floor(next() * judged.length)] as T)),
  ).sort((a, b) => a - b);
  return {
    low: values[Math.floor(draws * 0.025)] ?? 0,
    high: values[Math.ceil(draws * 0.975) - 1] ?? 0,
  };
}
