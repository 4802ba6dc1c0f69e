import { fold } from './fold.js';
import { keySet as keys } from './place-keys.js';

/** What the words beside the name of a place can be, as folded keys; `place-context.ts` reads them. */

export const DISTRICT = keys(
  'jila zila jile zile jille district dist distt janpad जिला ज़िला जिले ज़िले जनपद डिस्ट्रिक्ट',
);
export const OFFICE =
  keys(`dm adm sdm sp ssp asp ps cmo cdo bsa dpro dso bdo thana thane tehsil tahsil kotwali collector
  commissioner jiladhikari vidhansabha loksabha mandal collectorate treasury court nigam palika panchayat depot branch
  brnch block chowki chauki xen duda थाना थाने तहसील कोतवाली जिलाधिकारी डीएम एसडीएम एसपी एसएसपी सीएमओ सीडीओ बीएसए डीपीआरओ बीडीओ विधानसभा लोकसभा मंडल
  कलेक्ट्रेट कोषागार कोर्ट निगम पालिका पंचायत डिपो शाखा ब्लॉक ब्लाक चौकी डूडा`);
/** These speak of the name only from behind it; before it they end another thought ("police, basti …"). */
export const OFFICE_BEHIND = keys(
  'police station junction platform town kachahri medical roadways पुलिस स्टेशन जंक्शन प्लेटफार्म प्लेटफॉर्म टाउन कचहरी मेडिकल रोडवेज',
);
export const STATE = keys('up uttar यूपी उत्तर उ उप्र');
export const LINKS = keys('ka ki ke of the sahab sir का की के साहब');
export const IN_BEHIND = keys('me mein mai m में मे मै');
export const FROM_BEHIND = keys('se par pe pas से पर पे पास');
export const IN_FRONT = new Set(['in', 'at']);
export const FROM_FRONT = keys('from near niwasi निवासी');
/** "from Mathura to Agra" says of neither that it happened there. */
export const TOWARDS = fold('to');
export const [AWAY, AWAY_HI] = [fold('se'), fold('से')];
export const GIVEN =
  keys(`prasad prashad singh yadav kumar devi lal sharma verma gupta nath mishra tiwari pandey dubey
  प्रसाद सिंह यादव कुमार देवी लाल शर्मा वर्मा गुप्ता नाथ मिश्रा मिश्र तिवारी पांडेय पाण्डेय दुबे`);
export const HONOUR = keys('ji sahab bhai bhaiya babu uncle जी साहब भाई भैया बाबू');
// Not डॉ, which folds to the key of DDO.
export const TITLE = keys('shri mr mrs dr smt kumari श्री श्रीमती कुमारी');
export const THING =
  keys(`road rd marg highway hwy expressway express hotel restaurant dhaba sweets passenger superfast
  intercity bank highcourt super season series web
  रोड मार्ग हाईवे हाइवे एक्सप्रेसवे एक्सप्रेस होटल ढाबा बैंक हाईकोर्ट सीरीज पैसेंजर`);
/** Roads are named for where they lead; the one to a town begins in its own district. */
export const ROAD = keys('road rd marg highway hwy रोड मार्ग हाईवे हाइवे');
export const ADDRESS = keys(`sector sec block gali mohalla gate town city phase ward metro bus stop stand flat
  सेक्टर ब्लॉक ब्लाक गली मोहल्ला गेट शहर टाउन फेज वार्ड मेट्रो बस स्टॉप स्टैंड फ्लैट`);
export const NAGAR = fold('nagar');
export const TRAIN = keys('train trains rail flight ट्रेन ट्रेनें रेल');
/** "Lucknow wali train", "Lucknow jane wali train". */
export const TRAIN_LINKS = keys('side wali vali jane ki ke वाली जाने की के');
/** Offices of the centre and the courts that bear the name of their seat and serve many districts. */
export const SEAT = keys('rpo pcda cda cppc rrb hc drm');
export const HIGH = keys('high उच्च हाई');
export const COURT = keys('court कोर्ट न्यायालय');
export const VILLAGE = keys('gram gaon village vill mauja ग्राम गांव गाँव मौजा');
/** What a town's name may carry before that of its district: "Mankapur block, Gonda". */
export const UNIT = keys(
  'block hospital thana tehsil jila zila district janpad ब्लॉक अस्पताल थाना तहसील जिला जनपद',
);
export const AND = keys('aur and or va evam tatha और व एवं तथा या ya');
export const OWN = keys(`hamari hamare meri ek koi ye wo is us puri sari gareeb malin dalit kachchi nai jhuggi
  हमारी मेरी एक कोई ये यह वो वह इस उस पूरी सारी गरीब मलिन दलित कच्ची नई झुग्गी`);
export const VERB = keys(
  'do de diya di dena dijiye kar le lo raha rahe rahi दो दे दिया दी देना दीजिए कर ले लो रहा रहे रही',
);
