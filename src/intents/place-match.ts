import { distance } from 'fastest-levenshtein';
import { fold } from './fold.js';
import { kinKey } from './place-keys.js';
import type { Caution, Gazetteer, Name } from './place-names.js';
import type { PlaceWord } from './place-words.js';

/** A name found in a post: the words from `from` to `to`, both included. */
export interface Match {
  name: Name;
  caution: Caution;
  from: number;
  to: number;
}

/** A name may be written with a comma inside: Fatehpur, Barabanki is the one town. */
const MOST_WORDS = 5;
/** A folded key stands for many words; a shorter one than this says nothing by itself. */
const SHORTEST_KEY = { district: 5, town: 6, elsewhere: 6 } as const;
/** Endings people write apart: Gorakh pur, Ghazia bad. */
const ENDING = /^(pur|nagar|abad|bad|garh|ganj|पुर|नगर|आबाद|बाद|गढ़|गंज)$/;

/** Names from left to right, the longest at each word, none overlapping. */
export function matchesIn(words: readonly PlaceWord[], gazetteer: Gazetteer): Match[] {
  const found: Match[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const match = matchAt(words, at, gazetteer);
    if (match === null) continue;
    found.push(match);
    at = match.to;
  }
  return found;
}

function matchAt(words: readonly PlaceWord[], from: number, gazetteer: Gazetteer): Match | null {
  for (let length = longestAt(words, from); length >= 1; length -= 1) {
    const run = words.slice(from, from + length);
    const text = run.map((word) => word.text).join(' ');
    const found = look(text, run.map((word) => word.key).join(' '), gazetteer) ?? lookJoined(run, gazetteer);
    if (found === null) continue;
    const longer = length === 1 ? longerOf(words, from, gazetteer) : null;
    if (longer !== null) return { name: longer, caution: 'none', from, to: from + 1 };
    return { ...found, from, to: from + length - 1 };
  }
  const name = slipOf(words[from], gazetteer);
  return name === null ? null : { name, caution: 'none', from, to: from };
}

function longestAt(words: readonly PlaceWord[], at: number): number {
  let length = 0;
  while (length < MOST_WORDS) {
    const word = words[at + length];
    if (word === undefined || word.key === '' || (length > 0 && word.gap > 1)) break;
    length += 1;
  }
  return length;
}

function look(text: string, key: string, gazetteer: Gazetteer): Pick<Match, 'name' | 'caution'> | null {
  const { exact, folded, caution, kinCaution } = gazetteer;
  const written = exact.get(text);
  if (written !== undefined) return { name: written, caution: caution.get(text) ?? 'none' };
  const name = folded.get(key);
  if (name === undefined) return null;
  const listed = caution.get(text);
  if (listed !== undefined) return { name, caution: listed };
  const kin = kinCaution.get(kinKey(text, key)) ?? 'none';
  const shortest = SHORTEST_KEY[kin === 'none' ? name.kind : 'town'];
  return kin === 'strict' || key.length < shortest ? null : { name, caution: kin };
}

function lookJoined(run: readonly PlaceWord[], gazetteer: Gazetteer): Pick<Match, 'name' | 'caution'> | null {
  const [first, second] = run;
  if (run.length !== 2 || first === undefined || second === undefined || !ENDING.test(second.text))
    return null;
  const joined = first.text + second.text;
  return look(joined, fold(joined), gazetteer);
}

/** "Fatehpur Sikari", "Kanpur Dehet": a slip in the second word must not make it the place of the first. */
function longerOf(words: readonly PlaceWord[], from: number, { longer }: Gazetteer): Name | null {
  const next = words[from + 1];
  if (next === undefined || next.gap > 0) return null;
  const seconds = longer.get(words[from]?.key ?? '') ?? [];
  return seconds.find(({ key }) => key[0] === next.key[0] && distance(key, next.key) === 1)?.name ?? null;
}

/** The name a word is one letter away from; nothing when that leaves two different places. */
function slipOf(word: PlaceWord | undefined, { folded, slips, caution, kinCaution }: Gazetteer): Name | null {
  if (word === undefined) return null;
  const { key, text } = word;
  // A word to be wary of is that word and no slip: Banarasi, मुर्दाबाद.
  if (folded.has(key) || caution.has(text) || kinCaution.has(kinKey(text, key))) return null;
  const names = slips.near(key).flatMap((near) => folded.get(near) ?? []);
  const [first] = names;
  return first !== undefined && names.every((name) => samePlace(name, first)) ? first : null;
}

function samePlace(a: Name, b: Name): boolean {
  return a.districts.size === b.districts.size && [...a.districts].every((code) => b.districts.has(code));
}
