import { wilson } from '../intents/measure.js';
import { ratio } from './shares.js';
import type { Measured, Share } from './types.js';

/** `97.1 %` */
export const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** `0.934` */
export const figure = (value: number): string => value.toFixed(3);

/** `0.934 (0.918–0.949)` */
export const withInterval = ({ value, low, high }: Measured): string =>
  `${figure(value)} (${figure(low)}–${figure(high)})`;

/** `97.1 % (305 of 314; 94.6–98.5)`: the share, its denominator and its 95 % interval. */
export function told(share: Share): string {
  if (share.of === 0) return 'no such text';
  return `${percent(ratio(share))} (${share.right} of ${share.of}; ${reach(share)})`;
}

/** `97.1 % (94.6–98.5)`, where the denominator stands beside it already. */
export const toldShort = (share: Share): string =>
  share.of === 0 ? '–' : `${percent(ratio(share))} (${reach(share)})`;

function reach({ right, of }: Share): string {
  const { low, high } = wilson(right, of);
  return `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;
}

/** A table of Markdown; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [line(head), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}

/** A table whose columns are all text. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return table(head, rows).replace(/---:/g, '---');
}

/** A text as it may stand in a cell: one line, nothing in it is Markdown. */
export function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#~]/g, '\\$&');
}
