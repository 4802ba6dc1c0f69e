import { softmax } from './classify.js';

/** A held-out text as a head scored it, and the answer it should have given. */
export interface Judged {
  labels: readonly string[];
  scores: Float64Array;
  mass: number;
  label: string;
}

/** Range searched for the temperature, and the narrowest bracket worth halving. */
const COLDEST = 0.05;
const HOTTEST = 30;
const STEPS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The temperature that makes the held-out answers most likely (golden section in logarithms; the loss has one dip). */
export function fitTemperature(judged: readonly Judged[]): number {
  let [low, high] = [Math.log(COLDEST), Math.log(HOTTEST)];
  for (let step = 0; step < STEPS; step += 1) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (loss(judged, Math.exp(left)) <= loss(judged, Math.exp(right))) high = right;
    else low = left;
  }
  // Rounded so that the last bits of a logarithm on another machine do not change the file.
  return Number(Math.exp((low + high) / 2).toPrecision(4));
}

function probabilities({ scores, mass }: Judged, temperature: number): Float64Array {
  return softmax(scores, temperature * Math.sqrt(Math.max(1, mass)));
}

function loss(judged: readonly Judged[], temperature: number): number {
  let sum = 0;
  for (const one of judged) {
    const at = one.labels.indexOf(one.label);
    const probability = at < 0 ? 0 : (probabilities(one, temperature)[at] ?? 0);
    sum -= Math.log(Math.max(probability, 1e-9));
  }
  return sum;
}

/** The lowest confidence above which the wanted share of held-out answers is right, never under a half nor over 0.95. */
export function lowestSure(judged: readonly Judged[], temperature: number, right: number): number {
  const answers = judged
    .map((one) => {
      const values = probabilities(one, temperature);
      const confidence = values.reduce((most, value) => Math.max(most, value), 0);
      return { confidence, right: one.labels[values.indexOf(confidence)] === one.label };
    })
    .sort((a, b) => b.confidence - a.confidence);
  let sure = 1;
  let good = 0;
  for (const [at, answer] of answers.entries()) {
    good += answer.right ? 1 : 0;
    if (good / (at + 1) >= right) sure = answer.confidence;
  }
  return Number(Math.min(0.95, Math.max(0.5, sure)).toFixed(3));
}

/**
 * The alarm: low enough to find the wanted share of held-out emergencies, but not so low that more than the allowed
 * share of the others rings. When both cannot be had the false alarms decide, and the word list has to find the rest.
 */
export function highestAlarm(
  judged: readonly Judged[],
  temperature: number,
  emergency: string,
  found: number,
  falseAlarms: number,
): number {
  const valued = judged.map((one) => ({
    real: one.label === emergency,
    value: probabilities(one, temperature)[one.labels.indexOf(emergency)] ?? 0,
  }));
  const real = valued
    .filter((one) => one.real)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  const calm = valued
    .filter((one) => !one.real)
    .map(({ value }) => value)
    .sort((a, b) => b - a);
  const forRecall = real[Math.floor(real.length * (1 - found))] ?? 0.5;
  const forQuiet = calm[Math.floor(calm.length * falseAlarms)] ?? 0;
  return Number(Math.min(0.9, Math.max(0.05, forRecall, forQuiet)).toFixed(3));
}
