import { fold } from './fold.js';
import { normalise } from './normalise.js';
import { tokensOfNormalised } from './tokens.js';

/** From this share of common triples on, two texts are one text in two coats. */
export const TOO_NEAR = 0.5;

export interface NearPair {
  /** Places in the two lists. */
  left: number;
  right: number;
  /** Jaccard likeness of their triples, `TOO_NEAR` to 1. */
  likeness: number;
}

/**
 * Pairs of texts that differ only in spelling, script, handles, numbers or a few words: compared by the triples of
 * their folded words, so `Bijli nahi h` and `बिजली नहीं है` are one. Texts of fewer than three words must be equal,
 * texts without any must have the same marks and emoji.
 */
export function nearDuplicates(left: readonly string[], right: readonly string[]): NearPair[] {
  const triples = left.map(triplesOf);
  const holders = new Map<string, number[]>();
  for (const [at, mine] of triples.entries())
    for (const triple of mine) holders.set(triple, [...(holders.get(triple) ?? []), at]);
  const pairs: NearPair[] = [];
  for (const [at, text] of right.entries()) {
    const theirs = triplesOf(text);
    const common = new Map<number, number>();
    for (const triple of theirs)
      for (const holder of holders.get(triple) ?? []) common.set(holder, (common.get(holder) ?? 0) + 1);
    for (const [holder, shared] of common) {
      const likeness = shared / ((triples[holder]?.size ?? 0) + theirs.size - shared);
      if (likeness >= TOO_NEAR) pairs.push({ left: holder, right: at, likeness });
    }
  }
  return pairs;
}

function triplesOf(text: string): ReadonlySet<string> {
  const tokens = tokensOfNormalised(normalise(text));
  const words = tokens
    .filter(({ kind }) => kind === 'word' || kind === 'number')
    .map(({ kind, text: word }) => (kind === 'number' ? '0' : fold(word)));
  // Marks and emoji count only where nothing else does: 👍 is not ???.
  if (words.length === 0)
    return new Set([tokens.map(({ kind, text: mark }) => (kind === 'handle' ? '' : mark)).join('')]);
  if (words.length < 3) return new Set([words.join(' ')]);
  return new Set(words.slice(2).map((_, at) => words.slice(at, at + 3).join(' ')));
}
