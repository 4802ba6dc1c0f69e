import { describe, expect, it } from 'vitest';
import { featuresOf } from '../../src/intents/features.js';
import { normalise } from '../../src/intents/normalise.js';
import { tokensOf } from '../../src/intents/tokens.js';

const words = (text: string): string[] => tokensOf(text).map(({ text: word }) => word);

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

describe('features', () => {
  it('are all prefixed, so that no name is an integer or lives on Object.prototype', () => {
    const names = featuresOf(tokensOf('112 constructor __proto__ toString ११२')).map(({ name }) => name);
    expect(names).toContain('w:112');
    expect(names).toContain('w:constructor');
    expect(names.every((name) => /^[a-z]:/.test(name))).toBe(true);
  });

  it('stand for tokens: each names the ones it came from, and none twice', () => {
    const tokens = tokensOf('3 दिन से बिजली नहीं, 3 दिन से');
    const features = featuresOf(tokens);
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
    expect(features.every(({ from, to }) => from >= 0 && from <= to && to < tokens.length)).toBe(true);
  });

  it('hide what a plain number was', () => {
    expect(featuresOf(tokensOf('9876543210')).map(({ name }) => name)).toContain('w:0');
  });
});
