/**
 * One key for the many spellings of a word, in both scripts: हिंदी, हिन्दी, hindi and hindee all fold to `hindi`.
 * Devanagari is first written in Latin letters (with the unspoken `a` dropped), then both go through one set of rules.
 */

const CONSONANTS: Record<string, string> = {
  क: 'k',
  ख: 'kh',
  ग: 'g',
  घ: 'gh',
  ङ: 'n',
  च: 'ch',
  छ: 'chh',
  ज: 'j',
  झ: 'jh',
  ञ: 'n',
  ट: 't',
  ठ: 'th',
  ड: 'd',
  ढ: 'dh',
  ण: 'n',
  त: 't',
  थ: 'th',
  द: 'd',
  ध: 'dh',
  न: 'n',
  ऩ: 'n',
  प: 'p',
  फ: 'ph',
  ब: 'b',
  भ: 'bh',
  म: 'm',
  य: 'y',
  र: 'r',
  ऱ: 'r',
  ल: 'l',
  ळ: 'l',
  ऴ: 'l',
  व: 'v',
  श: 'sh',
  ष: 'sh',
  स: 's',
  ह: 'h',
};
const NUKTA: Record<string, string> = { ज: 'z', फ: 'f', क: 'q', ख: 'kh', ग: 'g' };
const VOWELS: Record<string, string> = {
  अ: 'a',
  आ: 'aa',
  इ: 'i',
  ई: 'ee',
  उ: 'u',
  ऊ: 'oo',
  ऋ: 'ri',
  ए: 'e',
  ऐ: 'ai',
  ओ: 'o',
  औ: 'au',
  ऑ: 'o',
  ऍ: 'e',
};
const MATRAS: Record<string, string> = {
  'ा': 'aa',
  'ि': 'i',
  'ी': 'ee',
  'ु': 'u',
  'ू': 'oo',
  'ृ': 'ri',
  'े': 'e',
  'ै': 'ai',
  'ो': 'o',
  'ौ': 'au',
  'ॉ': 'o',
  'ॅ': 'e',
};
const HALANT = '्';
/** The unspoken or spoken inherent vowel, before it is decided which. */
const SCHWA = 'ə';

/** A Devanagari word in Latin letters as it is spoken: बिजली → `bijlee`, गोरखपुर → `gorakhpur`. Other letters stay. */
export function dev2rom(word: string): string {
  const sounds = withoutSchwas(toSounds([...word.normalize('NFC')]));
  return sounds.map((sound) => (sound === SCHWA ? 'a' : sound)).join('');
}

function toSounds(letters: readonly string[]): string[] {
  const sounds: string[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    const consonant = CONSONANTS[letter];
    if (consonant !== undefined) {
      const nukta = letters[at + 1] === '़';
      if (nukta) at += 1;
      sounds.push(nukta ? (NUKTA[letter] ?? consonant) : consonant);
      const next = letters[at + 1] ?? '';
      const matra = MATRAS[next];
      if (matra !== undefined) sounds.push(matra);
      else if (next !== HALANT) sounds.push(SCHWA);
      if (matra !== undefined || next === HALANT) at += 1;
    } else if (letter === 'ं' || letter === 'ँ') sounds.push('n');
    else if (letter === 'ः') sounds.push('h');
    else sounds.push(VOWELS[letter] ?? MATRAS[letter] ?? letter);
  }
  return sounds;
}

const isVowel = (sound: string | undefined): boolean => sound === SCHWA || /^[aeiou]/.test(sound ?? '');

/** A final schwa is silent, and one between vowel-consonant and consonant-vowel; decided from the end of the word. */
function withoutSchwas(sounds: readonly string[]): string[] {
  const kept: string[] = [];
  const end = sounds.length > 2 && sounds.at(-1) === SCHWA ? sounds.length - 1 : sounds.length;
  for (let at = end - 1; at >= 0; at -= 1) {
    const sound = sounds[at] ?? '';
    const before = at >= 2 && isVowel(sounds[at - 2]) && !isVowel(sounds[at - 1]);
    const after = !isVowel(kept.at(-1)) && isVowel(kept.at(-2));
    if (sound !== SCHWA || !before || !after) kept.push(sound);
  }
  return kept.reverse();
}

/** Short forms of the keyboard that no sound rule could bridge; the value is folded like any word. */
const SHORT: Record<string, string> = {
  nhi: 'nahi',
  nai: 'nahi',
  nhin: 'nahi',
  ni: 'nahi',
  nahin: 'nahi',
  nahee: 'nahi',
  nehi: 'nahi',
  nii: 'nahi',
  नी: 'nahi',
  नइ: 'nahi',
  h: 'hai',
  hy: 'hai',
  hei: 'hai',
  k: 'ke',
  m: 'me',
  ky: 'kya',
  kyu: 'kyon',
  kyun: 'kyon',
  kyo: 'kyon',
  q: 'kyon',
  kr: 'kar',
  kro: 'karo',
  krna: 'karna',
  krne: 'karne',
  krwa: 'karwa',
  krke: 'karke',
  kre: 'kare',
  krte: 'karte',
  krta: 'karta',
  rha: 'raha',
  rhe: 'rahe',
  rhi: 'rahi',
  ra: 'raha',
  re: 'rahe',
  ri: 'rahi',
  रा: 'raha',
  रे: 'rahe',
  री: 'rahi',
  gya: 'gaya',
  gyi: 'gayi',
  gye: 'gaye',
  gai: 'gayi',
  gae: 'gaye',
  गई: 'gayi',
  गए: 'gaye',
  pr: 'par',
  pe: 'par',
  hm: 'ham',
  hum: 'ham',
  hme: 'hame',
  hmare: 'hamare',
  hmara: 'hamara',
  hmre: 'hamare',
  mr: 'mar',
  plz: 'please',
  pls: 'please',
  plzz: 'please',
  plss: 'please',
  plzzz: 'please',
  pleas: 'please',
  plese: 'please',
  plez: 'please',
  thnx: 'thanks',
  thx: 'thanks',
  thanx: 'thanks',
  thnks: 'thanks',
  tnx: 'thanks',
  tq: 'thanks',
  thank: 'thanks',
  thanku: 'thanks',
  u: 'you',
  ur: 'your',
  r: 'are',
  d: 'the',
  n: 'and',
  b: 'bhi',
  bi: 'bhi',
  abi: 'abhi',
  sr: 'sir',
  bt: 'but',
  wt: 'what',
  gaon: 'ganv',
  gao: 'ganv',
  gaav: 'ganv',
  gav: 'ganv',
  sadk: 'sadak',
  srak: 'sadak',
  sarak: 'sadak',
  paani: 'pani',
  pni: 'pani',
  electric: 'electricity',
  lite: 'light',
  lait: 'light',
  लाइट: 'light',
  लैट: 'light',
  लाईट: 'light',
};

/** Applied in this order to a word in lower-case Latin letters. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/(.)\1{2,}/g, '$1$1'],
  [/chh|cch|tch/g, 'ch'],
  [/ck/g, 'k'],
  [/ch/g, 'C'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/ph/g, 'f'],
  [/x/g, 'ks'],
  [/q/g, 'k'],
  [/z/g, 'j'],
  [/w/g, 'v'],
  [/([bdgjkst])h/g, '$1'],
  [/gy(?=a)/g, 'gi'],
  [/aa+/g, 'a'],
  [/ee+|ii+|ea(?=[^eiou]|$)/g, 'i'],
  [/oo+|uu+|ou/g, 'u'],
  [/ai|ay(?![aeiou])|ei|ey(?![aeiou])|ae/g, 'e'],
  [/au|ow/g, 'o'],
  [/ie/g, 'i'],
  [/y(?![aeiou])/g, 'i'],
  [/iya/g, 'ia'],
  [/([^aeiou])\1/g, '$1'],
  [/m(?=[bp])/g, 'n'],
  [/(?<=[aeiou])n$/, ''],
  [/C/g, 'c'],
];

/** Keys of the words met last: most words of a post are common ones, and folding costs more than all else about them. */
const KNOWN = new Map<string, string>();
const MOST_KNOWN = 16_384;
/** Nobody's word is longer, and remembering a post's worth of letters under each key would fill the memory. */
const LONGEST_KNOWN = 40;

/**
 * The phonetic key of one word, either script. The word is taken as the tokens give it (normalised, lower-case).
 * A key is only ever added next to the word itself: `fear` and `phir` share one.
 */
export function fold(word: string): string {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  if (word.length > LONGEST_KNOWN) return foldAnew(word);
  // A word cut out of a post holds on to the whole post in memory; one put together anew does not.
  const own = [...word].join('');
  const key = foldAnew(own);
  // Emptied rather than trimmed: it fills again within a thousand posts, and stays simple.
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(own, key);
  return key;
}

function foldAnew(word: string): string {
  const short = Object.hasOwn(SHORT, word) ? (SHORT[word] ?? word) : word;
  let key = /[\u0900-\u097f]/.test(short)
    ? dev2rom(short)
    : short.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  for (const [pattern, by] of RULES) key = key.replace(pattern, by);
  return key === '' ? word : key;
}
