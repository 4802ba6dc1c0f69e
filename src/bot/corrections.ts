import type { CaseState, Decision, Proposed } from '../cases/types.js';
import type { Directory } from '../directory/types.js';
import { hashFeatures } from '../intents/hashed-features.js';
import { tokensOf } from '../intents/tokens.js';
import { INTENTS } from '../intents/types.js';
import type { NewCorrection, Store } from './store.js';

/** What stands in a `#wrong`, or in the options of `sunwai case wrong`, looked up in the directory. */
export function propose(directory: Directory, corrections: Readonly<Record<string, string>>): Proposed {
  const proposed: Omit<Proposed, 'unknown'> = {};
  const unknown: string[] = [];
  for (const [name, typed] of Object.entries(corrections)) {
    const found = lookUp(directory, name, typed.toUpperCase().replaceAll('-', '_'));
    if (found === null) unknown.push(name);
    else Object.assign(proposed, found);
  }
  return { ...proposed, unknown };
}

function lookUp(directory: Directory, name: string, code: string): Omit<Proposed, 'unknown'> | null {
  const { services, outside, departments, districts } = directory;
  switch (name) {
    case 'intent': {
      const intent = INTENTS.find((one) => one === code.toLowerCase());
      return intent === undefined ? null : { intent };
    }
    case 'service': {
      const department = services.get(code)?.department ?? null;
      return department === null && !outside.has(code) ? null : { service: { code, department } };
    }
    case 'department':
      return departments.has(code) ? { department: code } : null;
    case 'district':
      return districts.has(code) ? { district: code } : null;
    default:
      return null;
  }
}

/**
 * The queue's row for a decision that has something to teach: its post is read once more and only hashes of it are
 * kept. null when there is nothing to teach, or the post is not in the inbox any more.
 */
export async function correctionOf(
  store: Pick<Store, 'textOf'>,
  { lesson }: Decision,
  target: CaseState | null,
): Promise<NewCorrection | null> {
  if (lesson === undefined || target === null) return null;
  const text = await store.textOf(target.postId);
  if (text === null) return null;
  const { postId, language } = target;
  return { ...lesson, postId, language, features: hashFeatures(tokensOf(text)) };
}
