import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCode } from '../../src/cases/code.js';
import { loadDirectory } from '../../src/directory/load-directory.js';
import { readEntities } from '../../src/intents/entities.js';
import { walk } from '../../src/intents/features.js';
import { type InterpretContext, interpret } from '../../src/intents/interpret.js';
import { normalise } from '../../src/intents/normalise.js';
import { buildGazetteer } from '../../src/intents/place.js';
import { placeWords } from '../../src/intents/place-words.js';
import { tokensOfNormalised } from '../../src/intents/tokens.js';
import { INTENTS, LANGUAGES, type Meaning } from '../../src/intents/types.js';
import { smallModel } from './rows.js';

let context: InterpretContext;

beforeAll(() => {
  const directory = loadDirectory('data/directory', 'data/answers');
  context = {
    model: smallModel(),
    gazetteer: buildGazetteer(directory.districts.values(), directory.elsewhere, directory),
    services: directory.services,
    handleDepartment: null,
    handleDistrict: null,
    parseCode,
  };
}, 60_000);

const read = (text: string): Meaning => interpret(text, context);

/** Every string anywhere in a value. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...stringsIn(one)]);
}

/** What must be true of the meaning of anything at all. */
function expectDefined(meaning: Meaning): void {
  expect(INTENTS).toContain(meaning.intent);
  expect(LANGUAGES).toContain(meaning.language);
  expect(meaning.confidence).toBeGreaterThanOrEqual(0);
  expect(meaning.confidence).toBeLessThanOrEqual(1);
  expect(JSON.parse(JSON.stringify(meaning))).toEqual(meaning);
  expect(stringsIn(meaning).filter((text) => /\p{Surrogate}/u.test(text))).toEqual([]);
  expect(meaning.why.filter(({ token }) => token.length > 41)).toEqual([]);
}

describe('what nobody can read', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t\u00a0\u3000'],
    ['emoji alone', '🙏🙏😭🔥'],
    ['a family and a flag', '👨‍👩‍👧 🇮🇳'],
    ['one letter', 'k'],
    ['one letter of Devanagari', 'क'],
    ['marks alone', '??!!...'],
    ['figures alone', '9 8 7'],
    ['mentions alone', '@UPPCLLKO @CMOfficeUP'],
    ['an address alone', 'https://example.org/a?b=c'],
    ['Urdu', 'تین دن سے بجلی نہیں آ رہی'],
    ['Bengali', 'তিন দিন ধরে বিদ্যুৎ নেই'],
    ['Tamil', 'மூன்று நாட்களாக மின்சாரம் இல்லை'],
    ['Gujarati', 'ત્રણ દિવસથી વીજળી નથી'],
    ['Gurmukhi', 'ਤਿੰਨ ਦਿਨਾਂ ਤੋਂ ਬਿਜਲੀ ਨਹੀਂ ਆ ਰਹੀ'],
    ['Urdu with a handle', '@UPPCLLKO تین دن سے بجلی نہیں آ رہی'],
    ['broken surrogates', '\ud800\ud800\udc00\udfff\ud800'],
    ['NUL', '\u0000\u0000'],
    ['direction overrides', '\u202e\u202d\u2066\u2069'],
    ['combining marks alone', '\u0300\u0316\u0489'.repeat(30)],
    ['a mark of Devanagari alone', 'ि'],
  ])('%s: left to a human', (_, text) => {
    const meaning = read(text);
    expectDefined(meaning);
    expect(meaning).toMatchObject({
      intent: 'other',
      needsHuman: true,
      confidence: 0,
      emergency: false,
      service: null,
      department: text.includes('@') ? expect.anything() : null,
      district: null,
      command: null,
      why: [],
    });
  });
});

describe('what hides among readable words', () => {
  const plain = 'तीन दिन से बिजली नहीं आ रही, Lucknow';

  it.each([
    ['direction overrides', `\u202e${plain}\u202c`],
    ['zero-width characters', [...plain].join('\u200b')],
    ['NUL at the edges', `\u0000${plain}\u0000`],
    ['half a surrogate pair', `\ud83d ${plain} \udd25`],
  ])('%s change nothing', (_, text) => {
    const { why: _one, ...rest } = read(plain);
    const { why: _other, ...hidden } = read(text);
    expect(hidden).toEqual(rest);
    expectDefined(read(text));
  });

  it.each([
    [
      'zalgo',
      'h\u0321\u0334\u0316\u0489e\u0300\u0316l\u0489p\u0300\u0301\u0316\u0317\u0318\u0319 bi\u0300jl\u0316i na\u0489hi',
    ],
    [
      'names of prototypes',
      'constructor __proto__ toString hasOwnProperty valueOf @constructor #__proto__ #constructor',
    ],
    ['HTML', '<script>alert("x")</script><img src=x onerror=alert(1)> bijli nahi &lt;b&gt;'],
    ['SQL', "'; DROP TABLE inbox; -- ' OR '1'='1"],
    ['handlebars', '{{#each this}}{{constructor.constructor "return process"}}{{/each}} {{{code}}}'],
    ['a format string', '%s %d %n #{7*7} $& $1 $` bijli'],
    ['half a pair in the words of a command', '#close 7KM2-PQ4X \ud83d transformer badal diya \udd25'],
    ['a command and an override', '#close \u202e7KM2-PQ4X\u202c kaam ho gaya'],
  ])('%s', (_, text) => {
    expectDefined(read(text));
  });

  it('an answer is as safe to keep as any other object', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    read('__proto__ constructor __proto__[polluted] = 1');
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

const LONG = [
  ['one word', 'bijlinahi'],
  ['one word of Devanagari', 'कमलापन'],
  ['one letter', 'a'],
  ['words', 'bijli nahi aa rahi '],
  ['words of Devanagari', 'बिजली नहीं आ रही '],
  ['other words each time', ''],
  ['emoji', '😭🔥'],
  ['combining marks', '\u0300\u0316'],
  ['combining marks with nothing between', '\u0316\u200b\u0300\u200b'],
  ['half-width marks', '\uff9e\u0300'],
  ['zalgo', 'a\u0316\u0300\u0591\u0301\u0489'],
  ['@', '@'],
  ['#', '#'],
  ['handles', '@lucknowpolice '],
  ['hashtags', '#LucknowPolice'],
  ['commands', '#close #status '],
  ['digits', '9'],
  ['phone numbers', '98765 '],
  ['dashes', '1234-'],
  ['dots', 'a.'],
  ['e-mail beginnings', 'a.b@'],
  ['addresses', 'http://'],
  ['labels without a number', 'शिकायत संख्या '],
  ['amounts', 'Rs do sau lakh '],
  ['spans', '3 din 2 mahine '],
  ['dangers and idioms', 'aag lagi garmi se mar gaye '],
  ['districts', 'Lucknow, Kanpur, Mau '],
  ['ligatures that grow', '\ufdfa'],
  ['spaces', ' '],
  ['broken surrogates', '\ud800'],
  ['NUL', '\u0000'],
  ['overrides', '\u202ea'],
  ['Urdu', 'تین دن '],
  ['HTML', '<b>'],
] as const;

function long(piece: string, length: number): string {
  if (piece !== '') return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  let text = '';
  for (let at = 0; text.length < length; at += 1) text += `w${at.toString(36).replace(/[0-9]/g, 'x')} `;
  return text.slice(0, length);
}

describe('25,000 characters', () => {
  it.each(LONG)('of %s have a meaning', (_, piece) => {
    expectDefined(read(long(piece, 25_000)));
  });
});

/** How much there is to do for a text: what every later step goes through once. No clock. */
function work(text: string): Record<string, number> {
  const normalised = normalise(text);
  const tokens = tokensOfNormalised(normalised);
  let features = 0;
  walk(tokens, {
    text: () => {
      features += 1;
    },
    pair: () => {
      features += 1;
    },
    pieces: (_, key) => {
      features += Math.min(key.length, 40);
    },
  });
  return {
    characters: normalised.length,
    tokens: tokens.length,
    features,
    placeWords: placeWords(text).length,
    entities: JSON.stringify(readEntities(normalised, tokens, false)).length,
  };
}

describe('the work', () => {
  it.each(LONG)('for twice as many %s is at most twice as much', (_, piece) => {
    const [once, twice] = [work(long(piece, 6_000)), work(long(piece, 12_000))];
    for (const [name, count] of Object.entries(once))
      expect(twice[name], name).toBeLessThanOrEqual(2 * count + 200);
  });

  it('of sorting marks stays small: however they come, few stand in a row', () => {
    const mark = fc.constantFrom(
      '\u0300',
      '\u0316',
      '\u0591',
      '\u0489',
      '\u200b',
      '\uff9e',
      '\u034f',
      '\u0344',
      'a',
    );
    fc.assert(
      fc.property(fc.array(mark, { minLength: 50, maxLength: 400 }), (marks) => {
        const rows = normalise(marks.join('')).match(/\p{M}+/gu) ?? [];
        expect(Math.max(0, ...rows.map((row) => row.length))).toBeLessThanOrEqual(16);
      }),
    );
  });

  it('of three marks on a letter is left alone, in every script that has them', () => {
    for (const text of ['क़्षि', 'ệ', 'שָּׁ']) expect(normalise(text)).toBe(text.normalize('NFKC'));
  });
});

describe('anything at all', () => {
  const seeds = fc.constantFrom(
    '#close ',
    '7KM2-PQ4X',
    'बिजली नहीं ',
    '3 दिन से ',
    '9876543210',
    'Rs 5,000 ',
    '12/10/2026',
    'consumer no ',
    '@sw_energy ',
    '\u202e',
    '\ud800',
    '\u0000',
    '😭',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    // Half pairs as well: JavaScript's strings may hold them, and X's have.
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc
      .array(fc.oneof(seeds, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 20 })
      .map((parts) => parts.join('')),
  );

  it('has a meaning, the same each time', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const meaning = read(text);
        expectDefined(meaning);
        expect(read(text)).toEqual(meaning);
      }),
      { numRuns: 300 },
    );
  });

  it('shows no long number anywhere in it', () => {
    fc.assert(
      fc.property(anything, fc.stringMatching(/^[6-9][0-9]{9}$/), anything, (before, phone, after) => {
        const said = stringsIn(read(`${before} ${phone} ${after}`)).join('\n');
        expect(said).not.toContain(phone);
      }),
      { numRuns: 200 },
    );
  });
});
