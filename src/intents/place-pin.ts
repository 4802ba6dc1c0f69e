import { fold } from './fold.js';
import { keySet } from './place-keys.js';

/** Districts by the first digits of a pin code, the longest prefix first. No districts: a range outside the state. */
export type PinCodes = ReadonlyMap<string, readonly string[]>;

/** A pin code of a post. */
export interface Pin {
  /** More than one where offices of several districts share the prefix; none: outside the state. */
  districts: readonly string[];
  /** The word pin stands beside it. */
  spoken: boolean;
}

/** Six digits that are no part of a longer number, an amount, a handle or another word. */
const SIX =
  /(?:(?<![\p{L}\p{M}\p{N}_@#₹$€])|(?<=pin|code|पिन|कोड))(?<![0-9][.,:/-]|[₹$€] )([1-9][0-9]{2})[ -]?([0-9]{3})(?![\p{L}\p{M}\p{N}_@]|\/-|[.,:/-][0-9])/giu;
const BEFORE = 60;
const BEHIND = 30;
/** How many words before the number speak of it. */
const MOST_WORDS = 4;

const PIN = keySet('pin pincode zip postal पिन पिनकोड डाक');
/** "PIN no.", "pin code is": what may stand between the word and the digits. */
const NUMBER = keySet('no number num nos नंबर नम्बर संख्या sankhya');
/** What has numbers of its own, and what is counted. */
const OTHER =
  keySet(`rs inr rupees rupee rupaye rupay rupaya account acc ac khata khate consumer complaint shikayat id otp
  ref reference token order txn transaction utr bill connection meter roll registration application aavedan challan chalan
  fir case ticket mobile phone loan policy card employee gata plot atm upi debit credit vehicle gadi serial invoice receipt
  amount rashi total kul lagbhag about around approx train रुपये रुपए रूपये रुपया खाता खाते उपभोक्ता शिकायत आईडी ओटीपी
  संदर्भ टोकन ऑर्डर बिल कनेक्शन मीटर पंजीकरण आवेदन चालान केस मोबाइल फोन लोन कार्ड गाटा प्लॉट एटीएम रसीद राशि कुल लगभग करीब ट्रेन`);
const COUNTED =
  keySet(`rs rupees rupee rupaye rupay log logo logon people votes vote km unit units liter litre kg crore
  lakh lac hajar bill rishwat ghotala chalan challan loan fine jama रुपये रुपए रूपये लोग लोगों यूनिट लीटर किलो करोड़ लाख हजार बिल
  रिश्वत घोटाला चालान जुर्माना जमा`);

/** The pin codes of a normalised text. A number that is plainly something else is none. */
export function pinsIn(text: string, pincodes: PinCodes): Pin[] {
  if (pincodes.size === 0) return [];
  return [...text.matchAll(SIX)].flatMap((match) => {
    const digits = `${match[1]}${match[2]}`;
    const end = match.index + match[0].length;
    const sort = sortOf(
      text.slice(Math.max(0, match.index - BEFORE), match.index),
      text.slice(end, end + BEHIND),
    );
    // No post office ends in 000; amounts do.
    if (sort === 'other' || (sort === 'bare' && digits.endsWith('000'))) return [];
    return [{ districts: districtsOf(digits, pincodes), spoken: sort === 'spoken' }];
  });
}

function districtsOf(digits: string, pincodes: PinCodes): readonly string[] {
  for (let length = digits.length; length > 0; length -= 1) {
    const districts = pincodes.get(digits.slice(0, length));
    if (districts !== undefined) return districts;
  }
  return [];
}

/** What the words beside a number make of it. */
function sortOf(before: string, behind: string): 'spoken' | 'bare' | 'other' {
  // What stands before another number or sentence speaks of that.
  const near = wordsOf(
    before.slice(Math.max(...[...'0123456789।!?\n'].map((mark) => before.lastIndexOf(mark))) + 1),
  );
  const lead = near.slice(-MOST_WORDS);
  const next = wordsOf(behind).slice(0, 2);
  const named = lead.slice(-3).some((key) => PIN.has(key)) || /^ ?(pin|पिन)/iu.test(behind);
  const last = lead.findLast((key) => PIN.has(key) || OTHER.has(key)) ?? '';
  if (named && !lead.some((key) => OTHER.has(key) && !PIN.has(last)) && !lead.some((key) => SECRET.has(key)))
    return 'spoken';
  if (OTHER.has(last) || lead.some((key) => NUMBER.has(key) || SECRET.has(key))) return 'other';
  if (next.some((key) => COUNTED.has(key)) || /[0-9] $/.test(before) || /^ [0-9]/.test(behind))
    return 'other';
  return 'bare';
}

/** A pin of these opens an account, not a letter box. */
const SECRET = keySet('atm upi debit credit otp card एटीएम कार्ड');

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).map(fold);
}
