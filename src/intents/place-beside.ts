import { isAnd, isBridge, isLink, isPosition, isWay, type Surroundings } from './place-context.js';
import type { Match } from './place-match.js';
import type { PlaceWord } from './place-words.js';

/** What names that stand side by side make of each other. */

/** "Gonda aur Bahraich me", "Gonda me aur Basti jile me": what is said of one name of a list is said of its neighbour. */
export function shared(
  words: readonly PlaceWord[],
  matches: readonly Match[],
  around: readonly Surroundings[],
): Surroundings[] {
  const give = (to: Surroundings, from: Surroundings, { caution, name }: Match): Surroundings =>
    // A word that is hardly ever a name does not become one by its neighbour.
    caution === 'strict' || name.kind === 'elsewhere'
      ? to
      : { ...to, cue: to.cue ?? from.cue, position: to.position ?? from.position };
  const result = [...around];
  for (const [index, second] of matches.entries()) {
    const first = matches[index - 1];
    const [one, two] = [result[index - 1], result[index]];
    if (first === undefined || one === undefined || two === undefined) continue;
    if (!words.slice(first.to + 1, second.from).some(isAnd) || second.from - first.to > 4) continue;
    if (one.cue === two.cue && one.position === two.position) continue;
    result[index - 1] = give(one, two, first);
    result[index] = give(two, one, second);
  }
  return result;
}

/** Next to each other, with a comma or a linking word between at most: "Lalganj, Raebareli", "Barabanki ke Nawabganj". */
export function areBeside(
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
export function isSamePlace(one: Match, other?: Match): boolean {
  return other !== undefined && other.name !== one.name && shareDistrict(one, other);
}

/** "Mohanpur, Etah" or "Chitrakoot ke Mau": beside or within another district it is a namesake there. */
export function belongsElsewhere(words: readonly PlaceWord[], one: Match, other?: Match): boolean {
  if (other?.name.kind !== 'district' || other.caution !== 'none' || shareDistrict(one, other)) return false;
  const link = words[one.from - 1];
  return one.name.kind === 'town' || (one.from === other.to + 2 && link !== undefined && isLink(link));
}

/** The first half of "Agra-Lucknow expressway" and "Kanpur to Lucknow train"; but "Banda Atarra road" lies in Banda. */
export function isRoadsStart(
  words: readonly PlaceWord[],
  one: Match,
  next?: Match,
  context?: Surroundings,
): boolean {
  if (next === undefined || context === undefined || shareDistrict(one, next)) return false;
  const way = words[one.to + 1];
  if (context.train && next.from === one.to + 2 && way !== undefined && isWay(way)) return true;
  if (!context.thing) return false;
  return next.from === one.to + 1 && words[next.from]?.gap === 0;
}

/** "Lalitpur, Nepal", "Nepal ke Lalitpur": a namesake in a place outside the state. */
export function isElsewhere(words: readonly PlaceWord[], matches: readonly Match[], index: number): boolean {
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
