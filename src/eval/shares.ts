import { interval } from '../intents/measure.js';
import type { Answer, Measured, Share } from './types.js';

/** How many of the things pass. */
export function share<T>(things: readonly T[], passes: (thing: T) => boolean): Share {
  return { right: things.filter(passes).length, of: things.length };
}

/** The share as a number; 0 of none. */
export const ratio = ({ right, of }: Share): number => (of === 0 ? 0 : right / of);

/**
 * A measure with an interval that draws whole hands, not single texts: texts of one hand are alike, and drawing them
 * one by one would make the interval look narrower than it is.
 */
export function measured(
  answers: readonly Answer[],
  measure: (drawn: readonly Answer[]) => number,
): Measured {
  const byHand = new Map<string, Answer[]>();
  for (const answer of answers)
    byHand.set(answer.row.group, [...(byHand.get(answer.row.group) ?? []), answer]);
  const hands = [...byHand.values()];
  return { value: measure(answers), ...interval(hands, (drawn) => measure(drawn.flat())) };
}
