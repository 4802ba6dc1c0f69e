/** A line of a bench: what was measured, of us and of a named peer in the same run. */
export interface Row {
  what: string;
  /** The peer's name; null: the figure stands for itself (a size, a growth). */
  peer: string | null;
  /** Medians with their unit: they say how long this machine took, and nothing about another. */
  ours: string;
  theirs: string;
  figure: Figure;
  target: Target | null;
}

/** The result: the median, and the least and the most of the rounds. */
export interface Figure {
  median: number;
  low: number;
  high: number;
  /** `×` of a ratio; of the few others `ms`, `MB`, or nothing for an exponent. */
  unit: '×' | 'ms' | 'MB' | '';
}

/** One bound; the figure itself may reach it. */
export type Target = { atLeast: number } | { atMost: number };

/** Throws a RangeError of no values, which have none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values have no median');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

export function figureOf(values: readonly number[], unit: Figure['unit']): Figure {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values), unit };
}

/** How many times as long as ours the peer took, round by round: what slows a whole round leaves its ratio alone. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  if (ours.length !== theirs.length) throw new RangeError('both must have run in every round');
  return ours.map((own, round) => (theirs[round] as number) / own);
}

/** The power `times` grow with over `sizes`: the slope of a line through both logarithms (least squares). */
export function growth(sizes: readonly number[], times: readonly number[]): number {
  if (sizes.length !== times.length || new Set(sizes).size < 2)
    throw new RangeError('growth needs a time for each of two sizes or more');
  const [x, y] = [sizes.map(Math.log), times.map(Math.log)];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  const along = x.reduce((sum, one, at) => sum + (one - middleX) * ((y[at] as number) - middleY), 0);
  return along / x.reduce((sum, one) => sum + (one - middleX) ** 2, 0);
}

/** null: nothing was asked of this row. */
export function reached({ figure, target }: Row): boolean | null {
  if (target === null) return null;
  return 'atLeast' in target ? figure.median >= target.atLeast : figure.median <= target.atMost;
}

export const COLUMNS = ['what', 'ours', 'peer', 'ratio', 'target', 'reached'] as const;

/** The cells of a row, in the order of `COLUMNS`. */
export function cellsOf(row: Row): string[] {
  const { what, peer, ours, theirs, figure, target } = row;
  const bound = target === null ? '–' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const did = reached(row);
  return [
    what,
    ours,
    peer === null ? '–' : `${peer}: ${theirs}`,
    told(figure),
    target === null ? bound : withUnit(bound, figure.unit),
    did === null ? '–' : did ? 'yes' : 'no',
  ];
}

/** `612× (540–689)` */
function told({ median: middle, low, high, unit }: Figure): string {
  const spread = low === high ? '' : ` (${rounded(low)}–${rounded(high)})`;
  return `${withUnit(rounded(middle), unit)}${spread}`;
}

function withUnit(value: string, unit: Figure['unit']): string {
  return unit === '×' || unit === '' ? `${value}${unit}` : `${value} ${unit}`;
}

/** Three digits are more than a noisy machine can tell. */
export function rounded(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
