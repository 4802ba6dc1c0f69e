/** A handle as X finds it in a text: not inside a word or an address, at most 15 characters. */
const MENTION = /(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@])/g;

/** Handles must look like this to exist. */
export const HANDLE = /^[A-Za-z0-9_]{1,15}$/;

export interface Mention {
  handle: string;
  /** Code points before the @. */
  start: number;
  /** Code points up to the end of the handle. */
  end: number;
}

/** Every handle named in a text, in order, with offsets in code points as X counts them. */
export function mentionsIn(text: string): Mention[] {
  return [...text.matchAll(MENTION)].map((match) => {
    const handle = match[1] ?? '';
    const start = codePoints(text.slice(0, match.index));
    return { handle, start, end: start + 1 + handle.length };
  });
}

/** Handles named in a text, lower case. */
export function handlesIn(text: string): Set<string> {
  return new Set([...text.matchAll(MENTION)].map((match) => (match[1] ?? '').toLowerCase()));
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
