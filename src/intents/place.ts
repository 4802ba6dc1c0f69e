import { type Mention, mentionsIn, WEIGHT } from './place-mentions.js';
import type { Gazetteer } from './place-names.js';
import { pinsIn } from './place-pin.js';
import { type PlaceStation, type StationMention, stationsIn } from './place-station.js';
import { type PlaceWord, placeText, placeWords } from './place-words.js';

export { buildGazetteer, type Gazetteer, type PlaceDistrict } from './place-names.js';

export interface Place {
  district: string | null;
  /** Whether the text itself led there, or only the handle it is addressed to. */
  from: 'text' | 'handle' | null;
  /** The districts to choose from when the post names several equally well; empty otherwise. */
  candidates: string[];
  /** Code of the police station or tehsil named in that district. */
  station: string | null;
  /** Only a place outside the state is named: then no handle's district is taken for it. */
  elsewhere: boolean;
}

/** A station's name borne in more districts than this says nothing of the district: every town has its Kotwali. */
const MOST_DISTRICTS = 6;

/**
 * The district a post is about, from its raw text. When two are named equally well both come back and none is guessed.
 * `handleDistrict`, that of the handle addressed, counts where the text names no place and settles what it leaves open.
 * Never throws, linear in the length, the same answer every time.
 */
export function findDistrict(
  text: string,
  gazetteer: Gazetteer,
  handleDistrict: string | null = null,
): Place {
  const plain = placeText(text);
  const words = placeWords(plain);
  const named = mentionsIn(words, gazetteer);
  const pins = pinsIn(plain, gazetteer.pincodes);
  const outside = named.elsewhere || pins.some(({ districts }) => districts.length === 0);
  const stations = stationsIn(words, gazetteer.stations);
  const stationed = ofStations(stations, outside, gazetteer);
  const keys = new Set(stationed.map(({ town }) => town));
  const spoken = [...named.mentions.filter(({ town }) => !keys.has(town)), ...stationed];
  // A pin called so weighs as much as the plainest name, so that the two can disagree; a bare number yields to any name.
  const plainest = spoken.reduce<number>((most, { weight }) => Math.max(most, weight), WEIGHT.named);
  const mentions = [
    ...spoken,
    ...pins
      .filter(({ districts }) => districts.length > 0)
      .map((pin) => mention(pin.districts, pin.spoken ? plainest : WEIGHT.pin)),
  ];
  const elsewhere = outside && mentions.length === 0;
  const { district, candidates } = settle([
    ...mentions,
    ...(elsewhere ? [] : ofHandles(words, gazetteer, handleDistrict)),
  ]);
  const from = mentions.length > 0 ? 'text' : 'handle';
  const station = district === null ? null : stationOf(district, stations, named.mentions, gazetteer);
  return { district, from: district === null ? null : from, candidates, station, elsewhere };
}

function mention(districts: Iterable<string>, weight: number, town = ''): Mention {
  return { districts: new Set(districts), weight, town };
}

/**
 * A station counts like the town of its name, in all districts that have either. Where another state's place is named,
 * a station that many districts have is as likely one of there.
 */
function ofStations(stations: readonly StationMention[], outside: boolean, { folded }: Gazetteer): Mention[] {
  return stations
    .filter(({ key }) => folded.get(key)?.kind !== 'district')
    .map(({ key, stations: bearers }) => {
      const districts = [...bearers.map(({ district }) => district), ...(folded.get(key)?.districts ?? [])];
      return mention(districts, WEIGHT.office, key);
    })
    .filter(({ districts }) => districts.size <= (outside ? 1 : MOST_DISTRICTS));
}

/** Our own handles in the text, else the one addressed. */
function ofHandles(words: readonly PlaceWord[], { own }: Gazetteer, addressed: string | null): Mention[] {
  const named = words.flatMap(({ kind, text }) => (kind === 'handle' ? (own.get(text) ?? []) : []));
  const districts = named.length > 0 || addressed === null ? named : [addressed];
  return districts.map((district) => mention([district], WEIGHT.own));
}

/** The one station of the district that is called a station, else the one whose town is named. */
function stationOf(
  district: string,
  called: readonly StationMention[],
  mentions: readonly Mention[],
  { stations }: Gazetteer,
): string | null {
  const here = (bearers: readonly PlaceStation[]) => bearers.filter((one) => one.district === district);
  const sure = here(called.flatMap((one) => one.stations));
  const found = sure.length > 0 ? sure : here(mentions.flatMap(({ town }) => stations.get(town) ?? []));
  const codes = new Set(found.map(({ code }) => code));
  return codes.size === 1 ? ([...codes][0] ?? null) : null;
}

/** The plainest mentions decide; what they leave open the lesser ones may settle, plainest first. */
function settle(mentions: readonly Mention[]): Pick<Place, 'district' | 'candidates'> {
  const weights = [...new Set(mentions.map(({ weight }) => weight))].sort((a, b) => b - a);
  let open: ReadonlySet<string> = new Set();
  for (const weight of weights) {
    const named = agreed(mentions.filter((mention) => mention.weight === weight));
    const kept = [...open].filter((code) => named.has(code));
    if (open.size === 0) open = named;
    else if (kept.length > 0) open = new Set(kept);
  }
  const [district] = open;
  if (district === undefined) return { district: null, candidates: [] };
  return open.size === 1 ? { district, candidates: [] } : { district: null, candidates: [...open].sort() };
}

/** The districts mentions of one weight speak of: a town of several districts adds nothing where one of them is named. */
function agreed(mentions: readonly Mention[]): ReadonlySet<string> {
  const sure = new Set(
    mentions.filter(({ districts }) => districts.size === 1).flatMap(({ districts }) => [...districts]),
  );
  for (const { districts } of mentions)
    if (![...districts].some((code) => sure.has(code))) for (const code of districts) sure.add(code);
  return sure;
}
