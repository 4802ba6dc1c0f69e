import { keyOf, keySet, wordsOf } from './place-keys.js';
import type { PlaceWord } from './place-words.js';

/** What the gazetteer needs to know of a police station or tehsil. */
export interface PlaceStation {
  code: string;
  nameEn: string;
  nameHi: string;
  aliases: readonly string[];
  district: string;
}

/** Stations by the folded key of each of their names; one name may be that of several. */
export type StationBook = ReadonlyMap<string, readonly PlaceStation[]>;

const CUE = keySet('thana thane ps tehsil tahsil kotwali थाना थाने तहसील कोतवाली');
const POLICE = keySet('police पुलिस');
const STATION = keySet('station स्टेशन');
/** What may stand between the cue and the name: "थाना क्षेत्र फूलपुर", "Chowk ke thane me". */
const LINKS = keySet('kshetra area ilaka prabhari ka ke ki of police क्षेत्र इलाका प्रभारी का के की पुलिस');
const MOST_LINKS = 2;
const MOST_WORDS = 4;

export function buildStations(stations: Iterable<PlaceStation>): StationBook {
  const book = new Map<string, PlaceStation[]>();
  for (const station of stations) {
    const keys = new Set(
      [station.nameEn, station.nameHi, ...station.aliases].map((name) => keyOf(wordsOf(name))),
    );
    for (const key of keys) book.set(key, [...(book.get(key) ?? []), station]);
  }
  return book;
}

/** A name with a station word beside it, and the stations that bear it. */
export interface StationMention {
  key: string;
  stations: readonly PlaceStation[];
}

/** Stations the post names as such. A bare "chowk" or "cantt" is a place in every town and none of these. */
export function stationsIn(words: readonly PlaceWord[], book: StationBook): StationMention[] {
  return words.flatMap((word, at) => {
    const police = STATION.has(word.key) && POLICE.has(words[at - 1]?.key ?? '') && word.gap === 0;
    if (!police && !CUE.has(word.key)) return [];
    const found =
      behind(words, at, book) ?? before(words, police ? at - 1 : at, book) ?? look(words, at, at, book);
    return found === null ? [] : [found];
  });
}

/** "थाना हज़रतगंज": the longest name that begins after the cue. */
function behind(words: readonly PlaceWord[], cue: number, book: StationBook): StationMention | null {
  let from = cue + 1;
  while (from - cue <= MOST_LINKS && LINKS.has(words[from]?.key ?? '')) from += 1;
  if (words.slice(cue + 1, from + 1).some(({ gap }) => gap > 1)) return null;
  for (let to = from + MOST_WORDS - 1; to >= from; to -= 1) {
    const found = look(words, from, to, book);
    if (found !== null) return found;
  }
  return null;
}

/** "Hazratganj thana": the longest name that ends before the cue. */
function before(words: readonly PlaceWord[], cue: number, book: StationBook): StationMention | null {
  let to = cue - 1;
  while (cue - to <= MOST_LINKS && LINKS.has(words[to]?.key ?? '')) to -= 1;
  if (words.slice(to + 1, cue + 1).some(({ gap }) => gap > 0)) return null;
  for (let from = to - MOST_WORDS + 1; from <= to; from += 1) {
    const found = look(words, from, to, book);
    if (found !== null) return found;
  }
  return null;
}

function look(
  words: readonly PlaceWord[],
  from: number,
  to: number,
  book: StationBook,
): StationMention | null {
  if (from < 0 || to >= words.length) return null;
  const run = words.slice(from, to + 1);
  if (run.some(({ gap, kind }, at) => kind === 'handle' || (at > 0 && gap > 0))) return null;
  const key = run.map((word) => word.key || word.text).join(' ');
  const stations = book.get(key);
  return stations === undefined ? null : { key, stations };
}
