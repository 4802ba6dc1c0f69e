import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/intents/feature-hash.js';
import { FAMILIES, namesOf } from '../../src/intents/features.js';
import { normalise } from '../../src/intents/normalise.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { Lookup } from '../../src/intents/vocabulary.js';

const words = (text: string): string[] =>
  tokensOf(text)
    .filter(({ kind }) => kind !== 'shape')
    .map(({ text: word }) => word);
const shape = (text: string): string[] =>
  tokensOf(text)
    .filter(({ kind }) => kind === 'shape')
    .map(({ text: fact }) => fact);

describe('tokens', () => {
  it('keep vowel signs with their consonants', () => {
    expect(words('बिजली नहीं आ रही है।')).toEqual(['बिजली', 'नहीं', 'आ', 'रही', 'है']);
  });

  it('do not swallow the danda, single or double, with or without a space', () => {
    expect(words('पानी आया।सड़क नहीं॥')).toEqual(words('पानी आया । सड़क नहीं ॥'));
  });

  it('are the same for composed and decomposed nukta', () => {
    expect(words('सड\u093cक')).toEqual(words('सड़क'));
    expect(words('\u0938\u095c\u0915')).toEqual(words('सड़क'));
  });

  it('are not split by zero-width joiners', () => {
    expect(words('क\u094d\u200dषेत्र')).toEqual(words('क्षेत्र'));
    expect(words('बिज\u200bली\ufeff')).toEqual(['बिजली']);
  });

  it('read Devanagari and full-width digits as numbers', () => {
    expect(words('११२ पर २४ घंटे')).toEqual(['112', 'पर', '24', 'घंटे']);
    expect(words('１９１２')).toEqual(['1912']);
  });

  it('split hashtags at capitals, keep handles whole and drop addresses', () => {
    expect(words('#SaveOurRoads @DmGorakhpur https://t.co/abc')).toEqual([
      'save',
      'our',
      'roads',
      'dmgorakhpur',
    ]);
    expect(words('#गोरखपुर')).toEqual(['गोरखपुर']);
  });

  it('never drop a negation, a question or a telling emoji', () => {
    expect(words('pani nahi? 👏')).toEqual(['pani', 'nahi', '?', '👏']);
    expect(words('पानी नहीं')).toContain('नहीं');
  });

  it('survive broken surrogates, NUL and direction overrides', () => {
    expect(words('pani\ud800\u0000 \u202enahi\u202c')).toEqual(['pani', 'nahi']);
    expect(normalise('\udc00')).toBe(' ');
  });

  it('shorten what is drawn out', () => {
    expect(words('pleaaaase')).toEqual(['pleaase']);
  });
});

describe('the layout of a post', () => {
  it('tells a headline, a question, a quote and shouting', () => {
    expect(shape('प्रयागराज: फौजी पर हमला')).toEqual(['headline']);
    expect(shape('kab aayegi bijli?')).toEqual(['ends asking', 'asking']);
    expect(shape('NO WATER SINCE MONDAY MORNING')).toEqual(['shouted']);
    expect(shape('he said “tomorrow”')).toEqual(['quote']);
  });

  it('does not look at mentions, hashtags, addresses or where X cut the post', () => {
    const bare = shape('road broken since May');
    expect(shape('@UPPWD @dmlucknow road broken since May… https://t.co/abc #Lucknow')).toEqual(bare);
  });
});

describe('features', () => {
  it('are all prefixed, so that no name is an integer or lives on Object.prototype', () => {
    const names = namesOf(tokensOf('112 constructor __proto__ toString ११२'));
    expect(names).toContain('w:112');
    expect(names).toContain('w:constructor');
    expect(names.every((name) => /^[a-z]:/.test(name))).toBe(true);
  });

  it('are found in a vocabulary by their hash, each once, with the tokens they came from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('3', 'दिन', 'से', 'bijli', 'नहीं', '@UPPCL', '?', '😡'), { minLength: 1 }),
        (pieces) => {
          const tokens = tokensOf(pieces.join(' '));
          const names = namesOf(tokens);
          const { places, from, to } = new Lookup(vocabularyOf(names)).known(tokens);
          expect(places.length).toBe(names.length);
          expect(new Set(places).size).toBe(names.length);
          expect(from.every((at, one) => at <= (to[one] ?? -1) && (to[one] ?? 0) < tokens.length)).toBe(true);
        },
      ),
    );
  });

  it('hide what a plain number was', () => {
    expect(namesOf(tokensOf('9876543210'))).toContain('w:0');
  });
});

/** A vocabulary of exactly these features. */
function vocabularyOf(names: readonly string[]) {
  const hashes = names
    .map((name) => ({ ...hashOf(name), family: FAMILIES.indexOf(name.charAt(0) as never) }))
    .sort((a, b) => a.high - b.high || a.low - b.low);
  return {
    high: Uint32Array.from(hashes, ({ high }) => high),
    low: Uint8Array.from(hashes, ({ low }) => low),
    families: Uint8Array.from(hashes, ({ family }) => family),
  };
}
