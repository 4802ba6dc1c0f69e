import {
  ADDRESS,
  AND,
  AWAY,
  AWAY_HI,
  COURT,
  DISTRICT,
  FROM_BEHIND,
  FROM_FRONT,
  GIVEN,
  HIGH,
  HONOUR,
  IN_BEHIND,
  IN_FRONT,
  LINKS,
  NAGAR,
  OFFICE,
  OFFICE_BEHIND,
  OWN,
  ROAD,
  SEAT,
  STATE,
  THING,
  TITLE,
  TOWARDS,
  TRAIN,
  TRAIN_LINKS,
  UNIT,
  VERB,
  VILLAGE,
} from './place-context-words.js';
import type { Gap, PlaceWord } from './place-words.js';

/** What the words beside a name say about it. */
export interface Surroundings {
  /** The word district itself, an office, or the state's name beside it. */
  cue: 'district' | 'office' | 'state' | null;
  /** "in …" or "from …", "near …". */
  position: 'in' | 'from' | null;
  /** A person, road, train, village, bank or series of that name. */
  vetoed: boolean;
  /** A road of that name, which of a town's roads says at least the neighbourhood. */
  road: boolean;
  /** A village of that name; beside its own district the name is no less the town's. */
  village: boolean;
  /** What only an address has behind its name: "sector 4", "town". */
  address: boolean;
  /** A train (or flight) of that name. */
  train: boolean;
  /** The road (train, hotel …) among them: of "Agra-Lucknow expressway" neither is the place. */
  thing: boolean;
  /** Used like a common noun or verb: "our basti", "hata do". */
  common: boolean;
}

/** Reads what stands around a name; `startsName` tells whether another name begins at a word. */
export function surroundings(
  words: readonly PlaceWord[],
  { from, to }: { from: number; to: number },
  startsName: (at: number) => boolean,
): Surroundings {
  // "#Unnao Expressway par": a hashtag is a name by itself and no part of what follows.
  const tagged = words[from]?.kind === 'tag' && words[to + 1]?.kind !== 'tag';
  const near = (steps: number, widest: Gap) => keyAt(words, steps < 0 ? from : to, steps, widest);
  const cue = cueOf(words, from, near, (steps) => startsName(to + steps));
  const inside =
    IN_BEHIND.has(near(1, 0)) || (near(-1, 0) !== '' && IN_FRONT.has(words[from - 1]?.text ?? ''));
  const leaving = FROM_BEHIND.has(near(1, 0)) || (FROM_FRONT.has(near(-1, 1)) && near(1, 0) !== TOWARDS);
  return {
    cue,
    position: inside ? 'in' : leaving ? 'from' : null,
    vetoed: !tagged && (cue === null || cue === 'state') && isVetoed(near, inside),
    road: ROAD.has(near(1, 0)),
    village: isVillage(near),
    address:
      ADDRESS.has(near(1, 1)) || (ADDRESS.has(near(2, 1)) && /^[a-z]$/.test(words[to + 1]?.text ?? '')),
    train: isTrain(near),
    thing: !tagged && THING.has(near(1, 0)),
    common: cue !== 'district' && (OWN.has(near(-1, 0)) || VERB.has(near(1, 0))),
  };
}

type Near = (steps: number, widest: Gap) => string;

function cueOf(
  words: readonly PlaceWord[],
  from: number,
  near: Near,
  nameAt: (steps: number) => boolean,
): Surroundings['cue'] {
  let back = -1;
  while (back >= -2 && LINKS.has(near(back, 1))) back -= 1;
  const front = words[from + back]?.kind === 'handle' ? '' : near(back, 1);
  const linked = LINKS.has(near(1, 0)) ? 2 : 1;
  // "gram Rampur jila Deoria": a cue between two names belongs to the second.
  const behind = nameAt(linked + 1) ? '' : near(linked, 0);
  if (DISTRICT.has(front) || DISTRICT.has(behind)) return 'district';
  if (OFFICE.has(front) || OFFICE.has(behind) || OFFICE_BEHIND.has(behind)) return 'office';
  if (behind === NAGAR && OFFICE.has(near(linked + 1, 0))) return 'office';
  return STATE.has(near(1, 1)) ? 'state' : null;
}

function isVetoed(near: Near, inside: boolean): boolean {
  const behind = near(1, 0);
  if (GIVEN.has(behind) || THING.has(behind)) return true;
  // हाई alone has the key of है.
  if (HIGH.has(behind) && COURT.has(near(2, 0))) return true;
  if (SEAT.has(behind) || SEAT.has(near(-1, 0))) return true;
  if (isVillage(near)) return true;
  if (HONOUR.has(behind)) return !IN_BEHIND.has(near(2, 0));
  return isTrain(near) || (TITLE.has(near(-1, 0)) && !inside);
}

function isVillage(near: Near): boolean {
  const behind = near(1, 0);
  return VILLAGE.has(behind) || (VILLAGE.has(near(-1, 0)) && !LINKS.has(behind));
}

function isTrain(near: Near): boolean {
  let step = 1;
  while (step <= 3 && TRAIN_LINKS.has(near(step, 0))) step += 1;
  return TRAIN.has(near(step, 0));
}

/** "Kanpur to …", "Kanpur se …": the word that makes a name the start of a way. */
export function isWay({ key }: PlaceWord): boolean {
  return key === TOWARDS || key === AWAY || key === AWAY_HI;
}

/** "Barabanki ke Nawabganj": the small words that make the second a part of the first. */
export function isLink({ key }: PlaceWord): boolean {
  return LINKS.has(key);
}

/** "… MP me": a word that ends the naming of a place. */
export function isPosition({ key }: PlaceWord): boolean {
  return IN_BEHIND.has(key) || FROM_BEHIND.has(key);
}

/** The word between two names of a list. */
export function isAnd({ key }: PlaceWord): boolean {
  return AND.has(key);
}

/** May this word stand between a town and its district? */
export function isBridge({ key }: PlaceWord): boolean {
  return LINKS.has(key) || UNIT.has(key);
}

/** Key of the word so many steps away, empty when a gap wider than `widest` lies on the way. */
function keyAt(words: readonly PlaceWord[], at: number, steps: number, widest: Gap): string {
  const step = Math.sign(steps);
  for (let here = at; here !== at + steps; here += step) {
    const crossed = words[step > 0 ? here + 1 : here];
    if (crossed === undefined || crossed.gap > widest) return '';
  }
  return words[at + steps]?.key ?? '';
}
