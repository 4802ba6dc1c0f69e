import type { Bin } from '../intents/measure.js';
import { plot } from './plot.js';
import { dot, label, line, path, picture } from './svg.js';
import { percent } from './words.js';

const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** Confidence against truth: points on the dashed line are honest, below it too sure, above it too modest. */
export function reliabilityPicture(bins: readonly Bin[]): string {
  const { x, y, axes, ...size } = plot(
    { from: 0, to: 1, steps: QUARTERS, name: 'confidence' },
    { from: 0, to: 1, steps: QUARTERS, name: 'right' },
  );
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const body = [
    axes,
    line(x(0), y(0), x(1), y(1), 'edge'),
    label(x(0.04), y(0.88), 'too modest', 'start', 'soft'),
    label(x(0.98), y(0.1), 'too sure', 'end', 'soft'),
    path(bins.map(({ confidence, accuracy }) => [x(confidence), y(accuracy)] as const)),
    ...bins.map((bin) => dot(x(bin.confidence), y(bin.accuracy), 4 + 9 * Math.sqrt(bin.count / most))),
    ...bins.map((bin) => countBeside(bin, x(bin.confidence), y(bin.accuracy))),
  ].join('\n');
  return picture(size, 'Confidence against truth', reliabilityWords(bins), body);
}

/** How many texts a point stands for: below it, where the rising curve is not; above it at the foot of the diagram. */
function countBeside({ confidence, accuracy, count }: Bin, x: number, y: number): string {
  if (accuracy < 0.15) return label(x, y - 14, String(count), 'middle');
  return confidence > 0.9
    ? label(x, y + 32, String(count), 'middle')
    : label(x + 8, y + 22, String(count), 'start');
}

export function reliabilityWords(bins: readonly Bin[]): string {
  return bins
    .map(
      (bin) => `${bin.count} texts at ${percent(bin.confidence)} confidence: ${percent(bin.accuracy)} right`,
    )
    .join('; ');
}

type Curve = readonly { share: number; accuracy: number }[];

/** How often the answer is right when only the surest share of the texts is answered without a human. */
export function coveragePicture(curve: Curve, bar: { share: number; accuracy: number }): string {
  const lowest = Math.min(bar.accuracy, ...curve.map(({ accuracy }) => accuracy));
  const from = Math.min(0.95, Math.max(0, Math.floor(lowest * 20) / 20));
  const half = (from + 1) / 2;
  const { x, y, axes, ...size } = plot(
    { from: 0.5, to: 1, steps: [0.5, 0.6, 0.7, 0.8, 0.9, 1], name: 'answered without a human' },
    { from, to: 1, steps: [from, half, 1], name: 'right among them' },
  );
  // The curve falls: above it there is room to the right, below it to the left.
  const early = bar.share < 0.75;
  const words = `as shipped: ${percent(bar.share)} answered, ${percent(bar.accuracy)} right`;
  const shipped = [
    dot(x(bar.share), y(bar.accuracy), 8, 'ring'),
    label(x(bar.share), y(bar.accuracy) + (early ? -16 : 28), words, early ? 'start' : 'end'),
  ];
  const body = [
    axes,
    path(curve.map(({ share, accuracy }) => [x(share), y(accuracy)] as const)),
    ...curve.map(({ share, accuracy }) => dot(x(share), y(accuracy), 4)),
    ...(bar.share >= 0.5 ? shipped : []),
  ].join('\n');
  return picture(size, 'Right answers by share answered', coverageWords(curve, bar), body);
}

export function coverageWords(curve: Curve, bar: { share: number; accuracy: number }): string {
  const points = curve.map(
    ({ share, accuracy }) => `${percent(accuracy)} right among the surest ${percent(share)}`,
  );
  return `${points.join('; ')}; as shipped, ${percent(bar.share)} are answered without a human and ${percent(bar.accuracy)} of them are right`;
}
