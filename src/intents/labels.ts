import { type Counts, relabel } from './counts.js';
import type { HeadName } from './model.js';
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
 * A head's own counts out of the joint ones, without the texts of one fold (`without` null: of all). Features that are
 * left with fewer than `least` texts are emptied.
 */
export function headCounts(
  joint: Counts,
  families: Vocabulary['families'],
  head: 'intent' | 'service',
  without: number | null,
  least: number,
): Counts {
  return relabel(
    joint,
    families,
    (label) => {
      const [intent = '', service = '', fold = ''] = label.split('|');
      if (without !== null && Number(fold) === without) return null;
      return labelFor(head, { intent: intent as Intent, service: service === '' ? null : service });
    },
    least,
  );
}
