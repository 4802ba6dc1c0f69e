import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET, CODE_LENGTH, findCodes, newCode, parseCode, showCode } from '../../src/cases/code.js';

const fresh = () => newCode((count) => randomBytes(count));

describe('the tracking code', () => {
  it('has no vowels, no look-alike letters, a prime alphabet and more than 30 random bits', () => {
    expect(ALPHABET).not.toMatch(/[AEIOULZSBGDQUV]/);
    expect(new Set(ALPHABET).size).toBe(23);
    expect(Math.log2(23 ** (CODE_LENGTH - 1))).toBeGreaterThan(30);
  });

  it('is typed with at most ten characters and reads back', () => {
    for (let run = 0; run < 2_000; run += 1) {
      const code = fresh();
      expect(showCode(code).length).toBeLessThanOrEqual(10);
      expect(parseCode(showCode(code))).toBe(code);
    }
  });

  it('catches every single wrong character and every swap of neighbours, exhaustively', () => {
    for (let run = 0; run < 200; run += 1) {
      const code = fresh();
      for (let place = 0; place < CODE_LENGTH; place += 1) {
        for (const other of ALPHABET) {
          if (other === code[place]) continue;
          expect(parseCode(code.slice(0, place) + other + code.slice(place + 1))).toBeNull();
        }
        const [a, b] = [code[place], code[place + 1]];
        if (b === undefined || a === b) continue;
        expect(parseCode(code.slice(0, place) + b + a + code.slice(place + 2))).toBeNull();
      }
    }
  });

  it('accepts what people type: case, spaces, dashes, O for 0, I and l for 1, Devanagari digits', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(255)), fc.constantFrom(' ', '-', '–', ''), (bytes, gap) => {
        const code = newCode((count) => Uint8Array.from({ length: count }, () => bytes.next().value ?? 0));
        const typed = [...code]
          .map((c) =>
            c === '0'
              ? 'o'
              : c === '1'
                ? 'l'
                : /\d/.test(c)
                  ? String.fromCharCode(0x0966 + Number(c))
                  : c.toLowerCase(),
          )
          .join(gap);
        expect(parseCode(typed)).toBe(code);
      }),
      { numRuns: 300 },
    );
  });

  it('is never digits alone, never a domain, and one letter of another script is no code', () => {
    for (let run = 0; run < 500; run += 1) expect(fresh()).toMatch(/^(?=.*[A-Z])[0-9A-Z]{8}$/);
    const code = newCode(() => Uint8Array.from([12, 13, 14, 15, 16, 17, 18]));
    expect(parseCode(code.replace('H', 'Н'))).toBeNull(); // Cyrillic
  });

  it('is found inside a sentence, and nothing else is', () => {
    const code = fresh();
    expect(findCodes(`मेरी शिकायत ${showCode(code).toLowerCase()} का क्या हुआ?`)).toEqual([code]);
    expect(findCodes('bijli kab aayegi 9876543210 12345678 please help')).toEqual([]);
  });
});
