import { type Counts, relabel } from './counts.js';
import { FAMILIES, type Family } from './features.js';
import type { HeadName } from './model.js';
import type { Reading } from './scorer.js';
import type { Intent } from './types.js';
import type { Vocabulary } from './vocabulary.js';

/** The label for a grievance of which nothing tells what it is about. */
export const VAGUE = 'VAGUE';
/** Labels of the emergency head. */
export const DANGER_NOW = 'EMERGENCY';
export const NO_DANGER = 'CALM';

/** What is known of a text; everything it teaches follows from these two. */
export interface Taught {
  intent: Intent;
  service: string | null;
}

/** What a head should answer for a text; null when the text teaches it nothing. */
export function labelFor(head: HeadName, { intent, service }: Taught): string | null {
  if (head === 'intent') return intent;
  if (head === 'emergency') return dangerOf(intent);
  if (service !== null) return service;
  return intent === 'grievance' || intent === 'query' || intent === 'status' ? VAGUE : null;
}

/** The emergency head's label for an intent. */
export function dangerOf(intent: string): string {
  return intent === 'emergency' ? DANGER_NOW : NO_DANGER;
}

/** natural counts each text once, under one label that says all: intent, service, and the fold its hand was dealt to. */
export function jointLabel({ intent, service }: Taught, fold: number): string {
  return `${intent}|${service ?? ''}|${fold}`;
}

/**
 * A head's own counts out of the joint ones, without the texts of one fold (`without` null: of all) and without the
 * families of features it does not read.
 */
export function headCounts(
  joint: Counts,
  families: Vocabulary['families'],
  head: 'intent' | 'service',
  without: number | null,
  reading: Reading,
): Counts {
  const taught = (label: string): { label: string | null; fold: number } => {
    const [intent = '', service = '', fold = ''] = label.split('|');
    const known = { intent: intent as Intent, service: service === '' ? null : service };
    return { label: labelFor(head, known), fold: Number(fold) };
  };
  const labels = new Set(joint.labels.map((one) => taught(one).label).filter((one) => one !== null));
  return relabel(
    joint,
    families,
    (one) => (taught(one).fold === without ? null : taught(one).label),
    (family) => reading.weights[FAMILIES[family] as Family] > 0,
    // All labels, also those whose every text is in the fold left out: heads of one training agree on their places.
    [...labels].sort(),
  );
}
