import Table from 'cli-table3';
import { softmax } from '../intents/classify.js';
import { DANGER_NOW } from '../intents/labels.js';
import { accuracy, calibrationError, type Judgement, macroF1, perClass } from '../intents/measure.js';
import { HEADS, type HeadName } from '../intents/model.js';
import type { Judged } from '../intents/thresholds.js';
import type { Trained, TrainingRow } from '../intents/train.js';
import { INTENTS, LANGUAGES } from '../intents/types.js';

/** What a training was made of and how it answered texts of hands it had not seen. */
export interface TrainingReport {
  texts: number;
  bytes: number;
  file: string;
  features: number;
  textsOf: Record<string, Record<string, number>>;
  labels: Record<HeadName, number>;
  temperatures: Readonly<Record<HeadName, number>>;
  sure_intent: number;
  alarm: number;
  held_out: Record<
    HeadName,
    { texts: number; accuracy: number; macro_f1: number; calibration_error: number }
  >;
  emergencies: { recall: number; false_alarms: number };
}

export function reportOf(
  rows: readonly TrainingRow[],
  { parts, judged }: Trained,
  bytes: number,
  file: string,
): TrainingReport {
  const { vocabulary, counts, temperatures, sureIntent, alarm } = parts;
  const judgements = byHead((head) => judged[head].map((one) => judgementOf(one, temperatures[head])));
  const { recall, falseAlarms } = alarmAt(judged.emergency, temperatures.emergency, alarm);
  return {
    texts: rows.length,
    bytes,
    file,
    features: vocabulary.high.length,
    textsOf: Object.fromEntries(
      INTENTS.map((intent) => [
        intent,
        Object.fromEntries(
          LANGUAGES.map((lang) => [
            lang,
            rows.filter((row) => row.intent === intent && row.lang === lang).length,
          ]),
        ),
      ]),
    ),
    labels: {
      intent: counts.intent.labels.length,
      service: counts.service.labels.length,
      emergency: perClass(judgements.emergency).length,
    },
    temperatures,
    sure_intent: sureIntent,
    alarm,
    held_out: byHead((head) => ({
      texts: judgements[head].length,
      accuracy: accuracy(judgements[head]),
      macro_f1: macroF1(judgements[head]),
      calibration_error: calibrationError(judgements[head]),
    })),
    emergencies: { recall, false_alarms: falseAlarms },
  };
}

/** The report as tables. */
export function showReport(report: TrainingReport): string {
  const texts = new Table({ head: ['texts', ...LANGUAGES] });
  for (const [intent, of] of Object.entries(report.textsOf))
    texts.push([intent, ...LANGUAGES.map((lang) => of[lang] ?? 0)]);
  const heads = new Table({
    head: ['held out', 'labels', 'texts', 'right', 'macro-F1', 'calibration error', 'temperature'],
  });
  for (const head of HEADS) {
    const of = report.held_out[head];
    const shares = [percent(of.accuracy), percent(of.macro_f1), percent(of.calibration_error)];
    heads.push([head, report.labels[head], of.texts, ...shares, report.temperatures[head]]);
  }
  const { recall, false_alarms: falseAlarms } = report.emergencies;
  return [
    texts.toString(),
    heads.toString(),
    `emergencies found by the counts alone: ${percent(recall)}, false alarms ${percent(falseAlarms)} (alarm ${report.alarm}; a human decides below ${report.sure_intent})`,
    `model of ${report.texts} texts: ${report.features} features, ${(report.bytes / 1024).toFixed(0)} KB, ${report.file}`,
  ].join('\n');
}

export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

function byHead<T>(of: (head: HeadName) => T): Record<HeadName, T> {
  return { intent: of('intent'), service: of('service'), emergency: of('emergency') };
}

function probabilities({ scores, mass }: Judged, temperature: number): Float64Array {
  return softmax(scores, temperature * Math.sqrt(Math.max(1, mass)));
}

function judgementOf(one: Judged, temperature: number): Judgement {
  const values = probabilities(one, temperature);
  const confidence = values.reduce((most, value) => Math.max(most, value), 0);
  return { truth: one.label, guess: one.labels[values.indexOf(confidence)] ?? '', confidence };
}

function alarmAt(judged: readonly Judged[], temperature: number, alarm: number) {
  const answers = judged.map((one) => ({
    real: one.label === DANGER_NOW,
    rings: (probabilities(one, temperature)[one.labels.indexOf(DANGER_NOW)] ?? 0) >= alarm,
  }));
  const share = (real: boolean) => {
    const own = answers.filter((one) => one.real === real);
    return own.filter(({ rings }) => rings).length / Math.max(1, own.length);
  };
  return { recall: share(true), falseAlarms: share(false) };
}
