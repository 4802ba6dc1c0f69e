import { countLetters } from './normalise.js';
import type { Token } from './tokens.js';
import type { Language, Script } from './types.js';

/** Function words of Hindi as typed in Latin letters, that are not English words as well. */
const HINGLISH = new Set(
  `hai hain h hy nahi nahin nhi nai ka ki ke ko se mein mai main kya kyu kyun kyon kab kaise kahan kaha koi kuch kuchh bhi
  hi par pe aur ya tha thi ho hoga hua hui hue gaya gayi gaye gya rha raha rahi rahe rhi rhe kar karo kare karein karke kro
  krdo krwa karwa diya dia liya lia sir ji sahab saab mera meri mere hamara hamare hamari hum ham hame humko mujhe apna apni
  apne aap aapka aapki tum yeh ye wo woh is iss us yahan yaha wahan abhi tak din dino mahine saal ghante ghanta bijli pani
  sadak gaon gaav mohalla nali kripya bahut bohot bht wala wali wale bhai bhaiya jaldi theek thik sab roz kal aaj ek do teen
  baar phir fir lekin magar agar toh sirf bas na mat bina liye lie lene dene dena lena hota hoti hote jaye jay karna karne
  ba hamar kaa nai naa baki lag lagi laga aa aaya aayi gye nikamma sunte sunta dhanyavad shukriya kiya kiye krke`
    .split(/\s+/)
    .filter(
      (word) =>
        word !== 'sir' &&
        word !== 'main' &&
        word !== 'is' &&
        word !== 'us' &&
        word !== 'do' &&
        word !== 'par',
    ),
);
const ENGLISH = new Set(
  `the of and to in is are was were be been has have had it its this that these those for from on at by with without not no
  my our your their his her we you they i he she me us them what when where why how which who will would can could should
  please there here since any all but or an a if so as am do does did done after before about`.split(/\s+/),
);

/**
 * The language a citizen is answered in: by script when Devanagari carries the post (a post half in each is Hindi),
 * else by function words. Names and borrowed nouns say nothing: `Lucknow mein light nahi` is Hinglish.
 */
export function languageOf(normalised: string, tokens: readonly Token[]): Language {
  const words = tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  const { latin, devanagari } = countLetters(words.join(' '));
  if (devanagari > 0 && devanagari * 2 >= latin) return 'hi';
  if (latin === 0) return /\p{Script=Arabic}/u.test(normalised) ? 'hi' : 'en';
  const hinglish = words.filter((word) => HINGLISH.has(word)).length;
  const english = words.filter((word) => ENGLISH.has(word)).length;
  if (hinglish === 0) return devanagari > 0 && english === 0 ? 'hinglish' : 'en';
  return hinglish >= english ? 'hinglish' : 'en';
}

/** From this share of the letters on a second script is more than a borrowed word or an abbreviation. */
const MIXED = 0.2;

/** The script of the words; names of handles are always Latin and do not count. */
export function scriptOf(tokens: readonly Token[]): Script {
  const words = tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  const { latin, devanagari, other } = countLetters(words.join(' '));
  if (latin + devanagari === 0 || other > latin + devanagari) return 'other';
  if (Math.min(latin, devanagari) >= MIXED * (latin + devanagari)) return 'mixed';
  return devanagari > latin ? 'devanagari' : 'latin';
}
