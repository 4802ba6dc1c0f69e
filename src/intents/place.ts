import { type Mention, mentionsIn } from './place-mentions.js';
import type { Gazetteer } from './place-names.js';
import { placeWords } from './place-words.js';

export { buildGazetteer, type Gazetteer, type PlaceDistrict } from './place-names.js';

export interface Place {
  district: string | null;
  /** The districts to choose from when the post names several equally well; empty otherwise. */
  candidates: string[];
}

/**
 * The district a post is about, from its raw text. When two are named equally well both come back and none is guessed.
 * Never throws, linear in the length, the same answer every time.
 */
export function findDistrict(text: string, gazetteer: Gazetteer): Place {
  return settle(mentionsIn(placeWords(text), gazetteer));
}

/** The plainest mentions decide; what they leave open the lesser ones may settle, plainest first. */
function settle(mentions: readonly Mention[]): Place {
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
