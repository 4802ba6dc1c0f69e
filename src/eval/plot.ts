import { label, line, type Size } from './svg.js';

/** The frame of a diagram with a share on either axis. */
export interface Plot extends Size {
  x(value: number): number;
  y(value: number): number;
  axes: string;
}

export interface Axis {
  from: number;
  to: number;
  steps: readonly number[];
  name: string;
}

const SIZE = { width: 480, height: 400 };
const FRAME = { left: 62, right: 24, top: 44, bottom: 58 };

/** Axes in per cent, with a thin line at every step. The name of the upright axis stands above it, never turned. */
export function plot(across: Axis, up: Axis): Plot {
  const { width, height } = SIZE;
  const scale =
    ({ from, to }: Axis, low: number, high: number) =>
    (value: number) =>
      low + ((value - from) / (to - from)) * (high - low);
  const x = scale(across, FRAME.left, width - FRAME.right);
  const y = scale(up, height - FRAME.bottom, FRAME.top);
  const whole = (step: number): string => `${Number((100 * step).toFixed(1))} %`;
  const axes = [
    ...up.steps.flatMap((step) => [
      line(x(across.from), y(step), x(across.to), y(step)),
      label(FRAME.left - 8, y(step) + 5, whole(step), 'end', 'soft'),
    ]),
    ...across.steps.map((step) => label(x(step), height - FRAME.bottom + 22, whole(step), 'middle', 'soft')),
    label(width - FRAME.right, height - 10, across.name, 'end'),
    label(12, 22, up.name),
  ].join('\n');
  return { ...SIZE, x, y, axes };
}
