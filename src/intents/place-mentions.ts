import {
  areBeside,
  belongsElsewhere,
  isElsewhere,
  isRoadsStart,
  isSamePlace,
  shared,
} from './place-beside.js';
import { isLink, type Surroundings, surroundings } from './place-context.js';
import { readHandle } from './place-handle.js';
import { type Match, matchesIn } from './place-match.js';
import type { Gazetteer } from './place-names.js';
import type { PlaceWord } from './place-words.js';

/** One spot of a post that speaks of a district, and how plainly. */
export interface Mention {
  districts: ReadonlySet<string>;
  weight: number;
  /** Folded key of a town's name; empty for anything else. */
  town: string;
}

export const WEIGHT = {
  district: 6,
  inside: 5,
  office: 5,
  from: 4,
  named: 3,
  officeHandle: 2,
  road: 2,
  pin: 2,
  handle: 1,
  own: 0,
} as const;

export interface Mentions {
  mentions: Mention[];
  /** A place outside the state is named as a place. */
  elsewhere: boolean;
}

/** Every mention of a district that is not a person, a road or a place elsewhere. */
export function mentionsIn(words: readonly PlaceWord[], gazetteer: Gazetteer): Mentions {
  const matches = matchesIn(words, gazetteer);
  const { mentions, elsewhere } = namesIn(words, matches);
  return { mentions: [...mentions, ...handlesIn(words, matches, gazetteer)], elsewhere };
}

function namesIn(words: readonly PlaceWord[], matches: readonly Match[]): Mentions {
  const starts = new Set(matches.map(({ from }) => from));
  const around = shared(
    words,
    matches,
    matches.map((match) => surroundings(words, match, (at) => starts.has(at))),
  );
  const rejected = matches.map(
    (match, index) =>
      match.name.kind === 'elsewhere' ||
      (isVetoed(match, around[index]) && !(around[index]?.village && isAddress(words, matches, index))) ||
      isRoadsStart(words, match, matches[index + 1], around[index + 1]) ||
      isElsewhere(words, matches, index),
  );
  const elsewhere = matches.some(
    (match, index) =>
      isElsewhere(words, matches, index) ||
      (match.name.kind === 'elsewhere' && isPlain(words, match, around[index])),
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
    const weight = Math.max(context.vetoed ? WEIGHT.road : weigh(context), addressed ? WEIGHT.inside : 0);
    const town = match.name.kind === 'town' ? keyAt(words, match) : '';
    mentions.push({ districts: match.name.districts, weight, town });
  }
  return { mentions, elsewhere };
}

/** "Village Harraiya, Basti": the district beside the name. */
function isAddress(words: readonly PlaceWord[], matches: readonly Match[], index: number): boolean {
  const here = matches[index];
  return (
    here !== undefined &&
    [index - 1, index + 1].some(
      (other) => areBeside(words, matches, index, other) && isSamePlace(here, matches[other]),
    )
  );
}

/** "Mawana road" lies in Mawana's district, "Delhi road" hardly ever in Delhi. */
function isVetoed({ name, caution }: Match, context?: Surroundings): boolean {
  if (context?.vetoed !== true) return false;
  return !(context.road && !context.train && name.kind === 'town' && caution === 'none');
}

function keyAt(words: readonly PlaceWord[], { from, to }: Match): string {
  return words
    .slice(from, to + 1)
    .map(({ key }) => key)
    .join(' ');
}

/** A place outside the state named as one: not "Punjab National Bank", "Delhi highway", or the MP of this place. */
function isPlain(words: readonly PlaceWord[], { from, to }: Match, context?: Surroundings): boolean {
  if (context === undefined || context.vetoed || context.thing) return false;
  if (words.slice(from, to + 1).every(({ text }) => text.length <= 2)) return context.position === 'in';
  const next = words[to + 1];
  return (
    context.position !== null || next === undefined || next.gap > 0 || next.kind !== 'word' || isLink(next)
  );
}

/** Is a name to be wary of backed by what stands around it? */
function isCredible(words: readonly PlaceWord[], { caution, from }: Match, context: Surroundings): boolean {
  if (caution === 'none' || words[from]?.kind === 'tag') return true;
  if (context.common) return false;
  return context.cue !== null || (caution === 'plain' && (context.position !== null || context.address));
}

function weigh({ cue, position }: Surroundings): number {
  if (cue === 'district') return WEIGHT.district;
  if (cue === 'office') return WEIGHT.office;
  if (position === 'in') return WEIGHT.inside;
  return position === 'from' ? WEIGHT.from : WEIGHT.named;
}

/** Handles, and hashtags run together that are no name by themselves (#lucknowpolice). */
function handlesIn(words: readonly PlaceWord[], matches: readonly Match[], gazetteer: Gazetteer): Mention[] {
  const named = new Set(matches.map(({ from }) => from));
  return words.flatMap(({ kind, text }, at) => {
    // Our own handles are addressed, not spoken of.
    if (kind === 'handle' && gazetteer.own.has(text)) return [];
    const read = kind === 'handle' || (kind === 'tag' && !named.has(at)) ? readHandle(text, gazetteer) : null;
    if (read === null) return [];
    return [
      {
        districts: new Set([read.district]),
        weight: read.office ? WEIGHT.officeHandle : WEIGHT.handle,
        town: '',
      },
    ];
  });
}
