import Table from 'cli-table3';
import type { CorrectionRow, Store } from '../bot/store.js';
import { createInterpreter } from '../compose.js';
import type { Directory } from '../directory/types.js';
import { addCorrections } from '../intents/corrections.js';
import {
  compareModels,
  compareWithModelInUse,
  type GateAnswer,
  type GateMeasure,
  type GateText,
  lacking,
  OUTSIDE,
} from '../intents/gate.js';
import type { ModelParts } from '../intents/model.js';
import { encodeModel } from '../intents/model-bytes.js';
import type { TrainingRow } from '../intents/train.js';
import { fingerprint, modelInUse, replaceModel, rollBack } from '../learnt-model.js';
import { SunwaiError } from '../lib/errors.js';
import type { Instant } from '../lib/instant.js';
import { readModel } from '../model-file.js';
import { percent } from './training-report.js';

/** Where the two models lie. */
export interface ModelFiles {
  built: string;
  learnt: string;
}

export interface Lesson {
  verdict: 'accepted' | 'refused' | 'nothing_to_learn';
  /** Queued corrections that were judged. */
  corrections: number;
  measures: GateMeasure[];
}

/**
 * Makes a model of the built one and everything officers taught so far, the queued corrections included, and puts it in
 * place unless the gate refuses it. Always from the built one, and judged against it: a new build keeps what was learnt,
 * nothing is counted twice when a run was cut short, and small losses of many runs cannot add up.
 */
export async function learn(
  store: Pick<Store, 'corrections' | 'settleCorrections'>,
  files: ModelFiles,
  directory: Directory,
  evaluation: readonly TrainingRow[],
  now: Instant,
): Promise<Lesson> {
  const queued = await store.corrections('queued');
  const learnt = await store.corrections('learnt');
  const inUse = modelInUse(files.built, files.learnt);
  const upToDate = learnt.length === 0 || inUse.parts.base !== undefined;
  if (queued.length === 0 && upToDate) return { verdict: 'nothing_to_learn', corrections: 0, measures: [] };
  const texts = evaluation.map((row) => gateText(row, directory));
  const missing = lacking(texts);
  if (missing.length > 0)
    throw new SunwaiError(
      missing.map(
        (what) => ({ code: 'LRN-004', where: 'evaluation set', detail: `too few ${what}` }) as const,
      ),
    );
  const built = readModel(files.built);
  const candidate = {
    ...addCorrections(built.parts, [...learnt, ...queued].map(taught)),
    base: fingerprint(built.bytes),
  };
  const answer = answerer(candidate, directory);
  const measures = compareModels(texts, answerer(built.parts, directory), answer);
  if (inUse.parts.base !== undefined)
    measures.push(compareWithModelInUse(texts, answerer(inUse.parts, directory), answer));
  const ids = queued.map(({ id }) => id);
  if (measures.some(({ refusal }) => refusal !== null)) {
    await store.settleCorrections(ids, { state: 'refused' }, now);
    return { verdict: 'refused', corrections: queued.length, measures };
  }
  const bytes = encodeModel(candidate);
  replaceModel(files.learnt, bytes, inUse.bytes);
  await store.settleCorrections(ids, { state: 'learnt', model: fingerprint(bytes) }, now);
  return { verdict: 'accepted', corrections: queued.length, measures };
}

/** Back to the model before; what only the newer one had learnt is refused. Returns how many corrections that were. */
export async function unlearn(
  store: Pick<Store, 'refuseLearnt'>,
  { learnt }: ModelFiles,
  now: Instant,
): Promise<number> {
  const bytes = rollBack(learnt);
  return bytes === null ? 0 : store.refuseLearnt(fingerprint(bytes), now);
}

/** What was measured, as a table. */
export function showMeasures(measures: readonly GateMeasure[]): string {
  const table = new Table({ head: ['measure', 'texts', 'built', 'candidate', 'won', 'lost', 'verdict'] });
  for (const measure of measures) {
    const { name, texts, built, candidate, won, lost } = measure;
    table.push([name, texts, percent(built), percent(candidate), won, lost, verdictOf(measure)]);
  }
  return table.toString();
}

function verdictOf({ won, lost, refusal }: GateMeasure): string {
  if (refusal !== null) return `REFUSED: ${refusal}`;
  if (won === lost) return 'same';
  return won > lost ? 'better' : 'within the limit';
}

function taught({ features, after }: CorrectionRow) {
  return { features, intent: after.intent, service: after.service };
}

function gateText({ text, lang, intent, service }: TrainingRow, { services, outside }: Directory): GateText {
  const owner =
    service === null ? null : (services.get(service)?.department ?? (outside.has(service) ? OUTSIDE : null));
  return { text, lang, intent, owner };
}

function answerer(parts: ModelParts, directory: Directory): (text: string) => GateAnswer {
  const interpret = createInterpreter(directory, parts);
  return (text) => {
    const { intent, emergency, department, outside } = interpret(text, null);
    return { intent, emergency, owner: outside === null ? department : OUTSIDE };
  };
}
