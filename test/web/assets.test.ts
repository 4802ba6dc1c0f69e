import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import twitter from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { newCode, showCode } from '../../src/cases/code.js';

const ASSETS = new URL('../../src/web/assets/', import.meta.url);
const read = (name: string) => readFile(new URL(name, ASSETS), 'utf8');
const scripts = (await readdir(fileURLToPath(ASSETS))).filter((name) => name.endsWith('.js'));

/** The page's own words, cut out of the source: the module itself needs a browser. */
async function words(): Promise<Record<'EN' | 'HI', Map<string, string>>> {
  const source = await read('strings.js');
  const part = (name: string) => {
    const body = new RegExp(`const ${name} = \\{\\n([\\s\\S]*?)\\n\\};`).exec(source)?.[1] ?? '';
    return new Map(
      [...body.matchAll(/^ {2}(\w+): (?:'([^'\n]*)'|"([^"\n]*)"),$/gm)].map((m) => [
        m[1] ?? '',
        m[2] ?? m[3] ?? '',
      ]),
    );
  };
  return { EN: part('EN'), HI: part('HI') };
}

describe('the page’s words', () => {
  it('stand in both languages with the same blanks', async () => {
    const { EN, HI } = await words();
    expect(EN.size).toBeGreaterThan(100);
    expect([...HI.keys()]).toEqual([...EN.keys()]);
    const blanks = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [key, text] of EN) {
      expect(blanks(HI.get(key)), key).toEqual(blanks(text));
      expect(HI.get(key), key).toMatch(/[\u0900-\u097F]/);
    }
  });

  it('cover everything the page’s frame and scripts ask for', async () => {
    const { EN } = await words();
    const html = await read('index.html');
    for (const [, key] of html.matchAll(/data-i18n(?:-label)?="(\w+)"/g))
      expect(EN.has(key ?? ''), key).toBe(true);
    for (const name of scripts) {
      for (const [, key] of (await read(name)).matchAll(/\bt\('(\w+)'/g))
        expect(EN.has(key ?? ''), `${name}: ${key}`).toBe(true);
    }
  });
});

describe('the page’s scripts', () => {
  it('never make HTML out of text', async () => {
    for (const name of scripts) {
      expect(await read(name), name).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function/,
      );
    }
  });
});

describe('the code in a text', async () => {
  const { codeIn, pieces } = (await import(new URL('code.js', ASSETS).href)) as {
    codeIn(text: string): string | null;
    pieces(text: string): string[];
  };

  it('is found in the form in which the desk writes it', () => {
    fc.assert(
      fc.property(fc.noShrink(fc.noBias(fc.infiniteStream(fc.integer({ min: 0, max: 255 })))), (bytes) => {
        const code = showCode(newCode((count) => Uint8Array.from(bytes.take(count))));
        const text = `शिकायत दर्ज हो गई है। कोड ${code}. विभाग: ऊर्जा`;
        expect(codeIn(text)).toBe(code);
        expect(pieces(text)[1]).toBe(code);
      }),
    );
  });

  it.each(['1234-5678-9012', 'SOLD-OUTS', 'कल 2026-11-25', '7KM2PQ4X'])('is not seen in %j', (text) => {
    expect(codeIn(text)).toBeNull();
  });

  it('marks handles and tags as well', () => {
    expect(pieces('@sw_energy #बंद करें').filter((_, index) => index % 2 === 1)).toEqual(['@sw_energy', '#बंद']);
  });
});

describe('the length counter', async () => {
  const { weightedLength } = (await import(new URL('weighted-length.js', ASSETS).href)) as {
    weightedLength(text: string): number;
  };
  it.each([
    '',
    'Transformer jal gaya hai',
    'कानपुर में तीन दिन से बिजली नहीं है',
    '@EnergyDeskUP नहीं, काम नहीं हुआ',
    'आग 🔥🔥 लगी है 🙏🏽 👨‍👩‍👧 🇮🇳',
    'देखें https://example.org/a/very/long/path?with=query यहाँ',
    '“quoted” – dash … ₹500',
    '漢字かな',
    'e\u0301 café',
    'खाली\nपंक्ति',
  ])('agrees with X on %j', (text) => {
    expect(weightedLength(text)).toBe(twitter.parseTweet(text).weightedLength);
  });
});
