import { isBridge, isLink, isPosition, type Surroundings, surroundings } from './place-context.js';
import { readHandle } from './place-handle.js';
import { type Match, matchesIn } from './place-match.js';
import type { Gazetteer } from './place-names.js';
import type { PlaceWord } from './place-words.js';

/** One spot of a post that speaks of a district, and how plainly. */
export interface Mention {
  districts: ReadonlySet<string>;
  weight: number;
}

const WEIGHT = { district: 6, inside: 5, office: 5, from: 4, named: 3, officeHandle: 2, handle: 1 } as const;

/** Every mention of a district that is not a person, a road or a place elsewhere. */
export function mentionsIn(words: readonly PlaceWord[], gazetteer: Gazetteer): Mention[] {
  const matches = matchesIn(words, gazetteer);
  return [...namesIn(words, matches), ...handlesIn(words, matches, gazetteer)];
}

function namesIn(words: readonly PlaceWord[], matches: readonly Match[]): Mention[] {
  const starts = new Set(matches.map(({ from }) => from));
  const around = matches.map((match) => surroundings(words, match, (at) => starts.has(at)));
  const rejected = matches.map(
    (match, index) =>
      match.name.kind === 'elsewhere' ||
      around[index]?.vetoed === true ||
      isRoadsStart(words, match, matches[index + 1], around[index + 1]) ||
      isElsewhere(words, matches, index),
  );
  const mentions: Mention[] = [];
  for (const [index, match] of matches.entries()) {
    const context = around[index];
    if (context === undefined || rejected[index]) continue;
    const beside = [index - 1, index + 1].filter(
      (other) => !rejected[other] && areBeside(words, matches, index, other),
    );
    const addressed = beside.some((other) => isSamePlace(match, matches[other]));
    const foreign = beside.some((other) => belongsElsewhere(words, match, matches[other]));
    if (foreign || !(addressed || isCredible(words, match, context))) continue;
    const weight = Math.max(weigh(context), addressed ? WEIGHT.inside : 0);
    mentions.push({ districts: match.name.districts, weight });
  }
  return mentions;
}

/** Is a name to be wary of backed by what stands around it? */
function isCredible(words: readonly PlaceWord[], { caution, from }: Match, context: Surroundings): boolean {
  if (caution === 'none' || words[from]?.kind === 'tag') return true;
  if (context.common) return false;
  return context.cue !== null || (caution === 'plain' && context.position !== null);
}

function weigh({ cue, position }: Surroundings): number {
  if (cue === 'district') return WEIGHT.district;
  if (cue === 'office') return WEIGHT.office;
  if (position === 'in') return WEIGHT.inside;
  return position === 'from' ? WEIGHT.from : WEIGHT.named;
}

/** Next to each other, with a comma or a linking word between at most: "Lalganj, Raebareli", "Barabanki ke Nawabganj". */
function areBeside(
  words: readonly PlaceWord[],
  matches: readonly Match[],
  one: number,
  other: number,
): boolean {
  const first = matches[Math.min(one, other)];
  const second = matches[Math.max(one, other)];
  if (first === undefined || second === undefined) return false;
  const between = words.slice(first.to + 1, second.from + 1);
  return (
    between.length <= 2 &&
    between.every((word, at) => word.gap <= 1 && (at === between.length - 1 || isBridge(word)))
  );
}

function shareDistrict(one: Match, other: Match): boolean {
  return [...one.name.districts].some((code) => other.name.districts.has(code));
}

/** A town and its own district side by side are an address, as plain as "in …". A word said twice is none. */
function isSamePlace(one: Match, other?: Match): boolean {
  return other !== undefined && other.name !== one.name && shareDistrict(one, other);
}

/** "Mohanpur, Etah" or "Chitrakoot ke Mau": beside or within another district it is a namesake there. */
function belongsElsewhere(words: readonly PlaceWord[], one: Match, other?: Match): boolean {
  if (other?.name.kind !== 'district' || other.caution !== 'none' || shareDistrict(one, other)) return false;
  const link = words[one.from - 1];
  return one.name.kind === 'town' || (one.from === other.to + 2 && link !== undefined && isLink(link));
}

/** The first half of "Agra-Lucknow expressway"; but "Banda Atarra road" lies in Banda. */
function isRoadsStart(
  words: readonly PlaceWord[],
  one: Match,
  next?: Match,
  context?: Surroundings,
): boolean {
  if (next === undefined || context?.thing !== true || shareDistrict(one, next)) return false;
  return next.from === one.to + 1 && words[next.from]?.gap === 0;
}

/** "Lalitpur, Nepal", "Nepal ke Lalitpur": a namesake in a place outside the state. */
function isElsewhere(words: readonly PlaceWord[], matches: readonly Match[], index: number): boolean {
  const here = matches[index];
  const [before, after] = [matches[index - 1], matches[index + 1]];
  if (here === undefined) return false;
  if (after?.name.kind === 'elsewhere' && after.from === here.to + 1) {
    const next = words[after.to + 1];
    const short = words.slice(after.from, after.to + 1).every(({ text }) => text.length <= 2);
    // MP is also a member of parliament and HP a brand; with NCR the capital's region is meant.
    const open = next === undefined || next.gap > 0 || next.kind !== 'word' || isPosition(next);
    return (words[after.from]?.gap ?? 2) <= 1 && next?.text !== 'ncr' && (!short || open);
  }
  if (before?.name.kind !== 'elsewhere' || here.from !== before.to + 2) return false;
  return words.slice(before.to + 1, here.from).every((word) => word.gap === 0 && isLink(word));
}

/** Handles, and hashtags run together that are no name by themselves (#lucknowpolice). */
function handlesIn(words: readonly PlaceWord[], matches: readonly Match[], gazetteer: Gazetteer): Mention[] {
  const named = new Set(matches.map(({ from }) => from));
  return words.flatMap(({ kind, text }, at) => {
    const read = kind === 'handle' || (kind === 'tag' && !named.has(at)) ? readHandle(text, gazetteer) : null;
    if (read === null) return [];
    return [
      { districts: new Set([read.district]), weight: read.office ? WEIGHT.officeHandle : WEIGHT.handle },
    ];
  });
}
