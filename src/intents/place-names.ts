import { fold } from './fold.js';
import { type HandleName, handleNames } from './place-handle.js';
import { keyOf, kinKey, wordsOf } from './place-keys.js';
import type { PinCodes } from './place-pin.js';
import { SlipBook } from './place-slip.js';
import { buildStations, type PlaceStation, type StationBook } from './place-station.js';

/** What the gazetteer needs to know of a district. */
export interface PlaceDistrict {
  code: string;
  nameEn: string;
  nameHi: string;
  aliases: readonly string[];
  towns: readonly string[];
  /** Words to be wary of; with a trailing `!` very wary. */
  caution?: readonly string[];
}

/** Taken anywhere; only with "in …" or an office word beside it; only with an office word or as a hashtag. */
export type Caution = 'none' | 'plain' | 'strict';

/** What one spelling can stand for; a place outside the state has no districts. */
export interface Name {
  districts: ReadonlySet<string>;
  kind: 'district' | 'town' | 'elsewhere';
}

/** One spelling of the data. */
export interface Spelling {
  words: readonly string[];
  name: Name;
  /** An abbreviation in capitals: GNIDA. */
  short?: boolean;
}

/** Spellings of places, by the words as written and by their folded keys. Built once, never changed. */
export interface Gazetteer {
  exact: ReadonlyMap<string, Name>;
  folded: ReadonlyMap<string, Name>;
  caution: ReadonlyMap<string, Caution>;
  /** The same by script and folded key, for spellings the data does not list. */
  kinCaution: ReadonlyMap<string, Caution>;
  slips: SlipBook;
  /** Second words of names that begin with another place's name, by the key of the first. */
  longer: ReadonlyMap<string, readonly { key: string; name: Name }[]>;
  handles: readonly HandleName[];
  stations: StationBook;
  pincodes: PinCodes;
  /** Watched handles that speak for one district, lower-case. */
  own: ReadonlyMap<string, string>;
}

/** What else points to a district. */
export interface PlacePointers {
  stations?: readonly PlaceStation[];
  pincodes?: PinCodes;
  handles?: readonly { handle: string; district: string }[];
}

/** The districts, what points to them and the places outside the state as one book. */
export function buildGazetteer(
  districts: Iterable<PlaceDistrict>,
  elsewhere: readonly string[] = [],
  { stations = [], pincodes = new Map(), handles = [] }: PlacePointers = {},
): Gazetteer {
  const all = [...districts];
  const spellings = [
    ...all.flatMap(spellingsOf),
    ...elsewhere.map((one) => ({ words: wordsOf(one), name: OUTSIDE })),
  ].filter(({ words }) => words.length > 0);
  const exact = new Map<string, Name>();
  const folded = new Map<string, Name>();
  for (const { words, name } of spellings) {
    merge(exact, words.join(' '), name);
    merge(folded, keyOf(words), name);
  }
  for (const { words, name } of spellings) addJoined(words, name, folded);
  const caution = new Map<string, Caution>();
  const kinCaution = new Map<string, Caution>();
  for (const entry of all.flatMap((district) => district.caution ?? [])) {
    const words = wordsOf(entry);
    const level = entry.endsWith('!') ? 'strict' : 'plain';
    const kin = kinKey(words.join(' '), keyOf(words));
    caution.set(words.join(' '), level);
    kinCaution.set(kin, kinCaution.get(kin) === 'strict' ? 'strict' : level);
  }
  const slips = new SlipBook();
  for (const [key, { kind }] of folded)
    if (!kinCaution.has(`l ${key}`) && !kinCaution.has(`d ${key}`)) slips.add(key, kind === 'town');
  return {
    exact,
    folded,
    caution,
    kinCaution,
    slips,
    longer: longerNames(spellings, folded),
    handles: handleNames(spellings, caution),
    stations: buildStations(stations),
    pincodes,
    own: new Map(handles.map(({ handle, district }) => [handle.toLowerCase(), district])),
  };
}

/** A shorter second word than this is one letter away from too many. */
const SHORTEST_SECOND = 5;

function longerNames(spellings: readonly Spelling[], folded: ReadonlyMap<string, Name>): Gazetteer['longer'] {
  const longer = new Map<string, { key: string; name: Name }[]>();
  for (const { words, name } of spellings) {
    const [first = '', key = ''] = words.map((word) => keyOf([word]));
    const alone = folded.get(first);
    if (words.length !== 2 || key.length < SHORTEST_SECOND || alone === undefined) continue;
    if ([...alone.districts].join() === [...name.districts].join()) continue;
    longer.set(first, [...(longer.get(first) ?? []), { key, name }]);
  }
  return longer;
}

const OUTSIDE: Name = { districts: new Set(), kind: 'elsewhere' };

function spellingsOf({ code, nameEn, nameHi, aliases, towns }: PlaceDistrict): Spelling[] {
  const districts = new Set([code]);
  const as = (kind: Name['kind']) => (spelling: string) => ({
    words: wordsOf(spelling),
    name: { districts, kind },
    short: /^[A-Z]{3,6}$/.test(spelling),
  });
  return [...[nameEn, nameHi, ...aliases].map(as('district')), ...towns.map(as('town'))];
}

const RANK = { elsewhere: 0, town: 1, district: 2 } as const;

/** A district's own name outranks a town of that spelling, and either outranks a place outside the state. */
function merge(map: Map<string, Name>, key: string, name: Name): void {
  const known = map.get(key);
  if (known === undefined || RANK[name.kind] > RANK[known.kind]) map.set(key, name);
  else if (name.kind === known.kind)
    map.set(key, { ...known, districts: new Set([...known.districts, ...name.districts]) });
}

/** `gomtinagar` for Gomti Nagar, unless that already means something. */
function addJoined(words: readonly string[], name: Name, folded: Map<string, Name>): void {
  const key = fold(words.join(''));
  if (words.length > 1 && key.length >= 6 && !folded.has(key)) folded.set(key, name);
}
