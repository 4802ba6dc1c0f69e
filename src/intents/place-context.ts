import { fold } from './fold.js';
import type { Gap, PlaceWord } from './place-words.js';

/** What the words beside a name say about it. */
export interface Surroundings {
  /** The word district itself, an office, or the state's name beside it. */
  cue: 'district' | 'office' | 'state' | null;
  /** "in …" or "from …", "near …". */
  position: 'in' | 'from' | null;
  /** A person, road, train, village, bank or series of that name. */
  vetoed: boolean;
  /** The road (train, hotel …) among them: of "Agra-Lucknow expressway" neither is the place. */
  thing: boolean;
  /** Used like a common noun or verb: "our basti", "hata do". */
  common: boolean;
}

const keys = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(fold));

const DISTRICT = keys('jila zila jile zile jille district dist distt janpad जिला ज़िला जिले ज़िले जनपद डिस्ट्रिक्ट');
const OFFICE =
  keys(`dm adm sdm sp ssp asp cmo cdo bsa dpro dso bdo thana thane tehsil tahsil kotwali collector
  commissioner jiladhikari vidhansabha loksabha mandal collectorate treasury court nigam palika panchayat depot branch
  brnch थाना थाने तहसील कोतवाली जिलाधिकारी डीएम एसडीएम एसपी एसएसपी सीएमओ सीडीओ बीएसए डीपीआरओ बीडीओ विधानसभा लोकसभा मंडल
  कलेक्ट्रेट कोषागार कोर्ट निगम पालिका पंचायत डिपो शाखा`);
/** These speak of the name only from behind it; before it they end another thought ("police, basti …"). */
const OFFICE_BEHIND = keys(
  'police station junction kachahri medical roadways पुलिस स्टेशन जंक्शन कचहरी मेडिकल रोडवेज',
);
const STATE = keys('up uttar यूपी उत्तर उ उप्र');
const LINKS = keys('ka ki ke of the sahab sir का की के साहब');
const IN_BEHIND = keys('me mein mai m में मे मै');
const FROM_BEHIND = keys('se par pe pas से पर पे पास');
const IN_FRONT = new Set(['in', 'at']);
const FROM_FRONT = keys('from near niwasi निवासी');
/** "from Mathura to Agra" says of neither that it happened there. */
const TOWARDS = fold('to');
const GIVEN =
  keys(`prasad prashad singh yadav kumar devi lal sharma verma gupta nath mishra tiwari pandey dubey
  प्रसाद सिंह यादव कुमार देवी लाल शर्मा वर्मा गुप्ता नाथ मिश्रा मिश्र तिवारी पांडेय पाण्डेय दुबे`);
const HONOUR = keys('ji sahab bhai bhaiya babu uncle जी साहब भाई भैया बाबू');
const TITLE = keys('shri mr mrs dr smt kumari श्री श्रीमती डॉ कुमारी');
const THING =
  keys(`road rd marg highway hwy expressway express bypass hotel restaurant dhaba sweets passenger superfast
  intercity bank highcourt super season series
  रोड मार्ग हाईवे हाइवे एक्सप्रेसवे एक्सप्रेस बाईपास होटल ढाबा बैंक हाईकोर्ट सीरीज पैसेंजर`);
const COURT = keys('high उच्च हाई');
const VILLAGE = keys('gram gaon village vill mauja ग्राम गांव गाँव मौजा');
/** What a town's name may carry before that of its district: "Mankapur block, Gonda". */
const UNIT = keys('block hospital thana tehsil jila zila district janpad ब्लॉक अस्पताल थाना तहसील जिला जनपद');
const OWN = keys(`hamari hamare meri ek koi ye wo is us puri sari gareeb malin dalit kachchi nai jhuggi
  हमारी मेरी एक कोई ये यह वो वह इस उस पूरी सारी गरीब मलिन दलित कच्ची नई झुग्गी`);
const VERB = keys(
  'do de diya di dena dijiye kar le lo raha rahe rahi दो दे दिया दी देना दीजिए कर ले लो रहा रहे रही',
);

/** Reads what stands around a name; `startsName` tells whether another name begins at a word. */
export function surroundings(
  words: readonly PlaceWord[],
  { from, to }: { from: number; to: number },
  startsName: (at: number) => boolean,
): Surroundings {
  const near = (steps: number, widest: Gap) => keyAt(words, steps < 0 ? from : to, steps, widest);
  const cue = cueOf(words, from, near, (steps) => startsName(to + steps));
  const inside =
    IN_BEHIND.has(near(1, 0)) || (near(-1, 0) !== '' && IN_FRONT.has(words[from - 1]?.text ?? ''));
  const leaving = FROM_BEHIND.has(near(1, 0)) || (FROM_FRONT.has(near(-1, 1)) && near(1, 0) !== TOWARDS);
  return {
    cue,
    position: inside ? 'in' : leaving ? 'from' : null,
    vetoed: (cue === null || cue === 'state') && isVetoed(near, inside),
    thing: THING.has(near(1, 0)),
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
  return STATE.has(near(1, 1)) ? 'state' : null;
}

function isVetoed(near: Near, inside: boolean): boolean {
  const behind = near(1, 0);
  if (GIVEN.has(behind) || THING.has(behind) || COURT.has(behind)) return true;
  if (VILLAGE.has(behind) || (VILLAGE.has(near(-1, 0)) && !LINKS.has(behind))) return true;
  if (HONOUR.has(behind)) return !IN_BEHIND.has(near(2, 0));
  return TITLE.has(near(-1, 0)) && !inside;
}

/** "Barabanki ke Nawabganj": the small words that make the second a part of the first. */
export function isLink({ key }: PlaceWord): boolean {
  return LINKS.has(key);
}

/** "… MP me": a word that ends the naming of a place. */
export function isPosition({ key }: PlaceWord): boolean {
  return IN_BEHIND.has(key) || FROM_BEHIND.has(key);
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
