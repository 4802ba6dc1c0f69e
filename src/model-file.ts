import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaksBetween, type PlacedRow, tooManyTemplates } from './intents/leakage.js';
import type { ModelParts } from './intents/model.js';
import { decodeModel } from './intents/model-bytes.js';
import type { TrainingRow } from './intents/train.js';
import { INTENTS, LANGUAGES } from './intents/types.js';
import { type Fault, SunwaiError } from './lib/errors.js';

/** The model as `sunwai train` wrote it. Throws MDL-001 when it is missing or of another version. */
export function readModel(file: string): { file: string; bytes: Uint8Array; parts: ModelParts } {
  try {
    const bytes = readFileSync(file);
    return { file, bytes, parts: decodeModel(bytes) };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'it cannot be read';
    throw new SunwaiError({ code: 'MDL-001', where: file, detail }, { cause });
  }
}

/**
 * All training rows of a folder, files in name order. `services` are the codes a row may name, `districts` likewise.
 * Throws one SunwaiError with a TRN-001 for each broken line, IN-002 when there is no such folder.
 */
export function loadTraining(
  folder: string,
  services: ReadonlySet<string>,
  districts: ReadonlySet<string>,
): TrainingRow[] {
  const { placed, faults } = readFolder(folder, services, districts);
  if (faults.length > 0) throw new SunwaiError(faults);
  return placed.map(({ row }) => row);
}

/**
 * The training part of a folder and the test part in its folder `test` (none: no rows), each row with its place.
 * Throws one SunwaiError with every broken line, everything the two parts share (TRN-002), and too many templates (TRN-003).
 */
export function loadParts(
  folder: string,
  services: ReadonlySet<string>,
  districts: ReadonlySet<string>,
): { training: PlacedRow[]; test: PlacedRow[] } {
  const held = join(folder, 'test');
  const training = readFolder(folder, services, districts);
  const test = existsSync(held) ? readFolder(held, services, districts) : { placed: [], faults: [] };
  const faults = [
    ...training.faults,
    ...test.faults,
    ...leaksBetween(training.placed, test.placed),
    ...tooManyTemplates([...training.placed, ...test.placed], folder),
  ];
  if (faults.length > 0) throw new SunwaiError(faults);
  return { training: training.placed, test: test.placed };
}

function readFolder(folder: string, services: ReadonlySet<string>, districts: ReadonlySet<string>) {
  const placed: PlacedRow[] = [];
  const faults: Fault[] = [];
  const texts = new Map<string, string>();
  for (const file of trainingFiles(folder)) {
    for (const [index, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
      if (line.trim() === '') continue;
      const where = `${join(folder, file)}:${index + 1}`;
      const { row, problem } = readRow(line, services, districts);
      const twin = row === null ? undefined : texts.get(row.text);
      const detail = problem ?? (twin === undefined ? null : `text: the same stands in ${twin}`);
      if (row === null || detail !== null)
        faults.push({ code: 'TRN-001', where, detail: detail ?? 'it cannot be read' });
      else {
        texts.set(row.text, where);
        placed.push({ where, row });
      }
    }
  }
  return { placed, faults };
}

function trainingFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort();
  } catch (cause) {
    throw new SunwaiError({ code: 'IN-002', where: folder, detail: 'the folder cannot be read' }, { cause });
  }
}

function readRow(line: string, services: ReadonlySet<string>, districts: ReadonlySet<string>) {
  const bad = (problem: string) => ({ row: null, problem });
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return bad('it is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) return bad('it is not an object');
  const row = parsed as TrainingRow;
  if (typeof row.text !== 'string' || row.text.length < 3 || row.text.length > 1_500)
    return bad('text: 3 to 1,500 characters');
  if (!LANGUAGES.includes(row.lang)) return bad(`lang: must be one of ${LANGUAGES.join(', ')}`);
  if (!INTENTS.includes(row.intent)) return bad(`intent: must be one of ${INTENTS.join(', ')}`);
  if (row.service !== null && !services.has(row.service))
    return bad(`service: ${String(row.service)} is not in services.csv or outside.csv`);
  if (row.district !== null && !districts.has(row.district))
    return bad(`district: ${String(row.district)} is not in districts.csv`);
  if (typeof row.group !== 'string' || row.group === '') return bad('group: it is missing');
  if (row.lookalike !== undefined && typeof row.lookalike !== 'boolean')
    return bad('lookalike: must be true or left out');
  if (row.lookalike === true && row.intent === 'emergency') return bad('lookalike: an emergency is none');
  return { row, problem: null };
}
