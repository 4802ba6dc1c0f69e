import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newCode, parseCode, showCode } from '../../src/cases/code.js';
import { findCommand } from '../../src/intents/command.js';

const code = newCode((count) => new Uint8Array(count).map((_, at) => 12 + at * 7));
const shown = showCode(code);
const find = (text: string) => findCommand(text, parseCode);

describe('a command', () => {
  it.each([
    [`#close ${shown} लाइन ठीक की`, 'close', 'लाइन ठीक की'],
    [`@UPPCLLKO #CLOSE ${code} line repaired`, 'close', 'line repaired'],
    [`#बंद ${shown} काम हो गया`, 'close', 'काम हो गया'],
    [`काम हो गया #Close: ${shown.toLowerCase()}`, 'close', 'काम हो गया'],
    [`${shown} work done #close`, 'close', 'work done'],
    [`#close #${code} done`, 'close', 'done'],
    [`#status ${shown.replace('-', ' ')}`, 'status', ''],
    [`#status${' '.repeat(20)}${shown}`, 'status', ''],
  ])('%s', (text, kind, note) => {
    expect(find(text)).toEqual({ kind, code, note });
  });

  it.each([
    [`#wrong ${shown} service=STREET_LIGHT`, { service: 'STREET_LIGHT' }],
    [
      `@uppcl #WRONG ${code} Service = street_light, intent=query`,
      { service: 'street_light', intent: 'query' },
    ],
    [`#गलत ${shown} district=AGRA`, { district: 'AGRA' }],
    [`#ग़लत ${shown} department=ENERGY`, { department: 'ENERGY' }],
    [`service=CFHJ2345 #wrong ${shown}`, { service: 'CFHJ2345' }],
    [`#wrong ${shown} sevice=X`, { sevice: 'X' }],
    [`#wrong ${shown} this is not ours`, {}],
    [`#wrong ${shown} intent=query intent=other`, { intent: 'query other' }],
    [`#wrong ${shown} service= , intent==other`, {}],
    [`#wrong ${shown} __proto__=x`, {}],
  ])('%s', (text, corrections) => {
    expect(find(text)).toMatchObject({ kind: 'wrong', code, corrections });
    expect(Object.keys((find(text) as { corrections: object }).corrections)).toEqual(
      Object.keys(corrections),
    );
  });

  it('a value is never taken for the code', () => {
    // What stands after the sign is a valid code itself; the post names no other.
    expect(find(`#wrong service=${code}`)).toMatchObject({ code: null, corrections: { service: code } });
  });

  it('reads Devanagari digits in the code', () => {
    const typed = [...code]
      .map((one) => (/\d/.test(one) ? String.fromCharCode(0x966 + Number(one)) : one))
      .join('');
    expect(find(`#close ${typed} ठीक`)?.code).toBe(code);
  });

  it('without a valid code says so', () => {
    expect(find('#close done')).toEqual({ kind: 'close', code: null, note: 'done' });
    expect(find(`#close ${code.slice(0, 7)} done`)?.code).toBeNull();
  });

  it.each([
    ['Cyrillic с', `#сlose ${shown}`],
    ['full-width letters', `#ｃｌｏｓｅ ${shown}`],
    ['full-width hash', `＃close ${shown}`],
    ['small hash', `﹟close ${shown}`],
    ['long s', `#cloſe ${shown}`],
    ['zero width inside', `#cl\u200bose ${shown}`],
    ['another word', `#closed ${shown}`],
    ['another word', `#close_it ${shown}`],
    ['a longer Hindi word', `#बंदी ${shown}`],
    ['glued to a word', `abc#close ${shown}`],
    ['an entity', `&#close ${shown}`],
    ['no hash', `close ${shown}`],
    ['a name of Object.prototype', `#valueOf ${shown}`],
  ])('is not: %s', (_, text) => {
    expect(find(text)).toBeNull();
  });

  it('masks personal data in the note', () => {
    expect(find(`#close ${shown} spoke to 9876543210`)?.note).toBe('spoke to [phone]');
  });

  it('never throws, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        return find(`${before} #close ${after}`) !== null && find(`${before} #wrong ${after}=`) !== null;
      }),
    );
  });
});
