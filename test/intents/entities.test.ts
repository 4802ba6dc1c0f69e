import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntities } from '../../src/intents/entities.js';
import { maskPersonal } from '../../src/intents/mask.js';
import { normalise } from '../../src/intents/normalise.js';
import { tokensOfNormalised } from '../../src/intents/tokens.js';

const read = (text: string, media = false) => {
  const normalised = normalise(text);
  return readEntities(normalised, tokensOfNormalised(normalised), media);
};

describe('how long', () => {
  it.each([
    ['3 दिन से बिजली नहीं', 3, 'days'],
    ['३ दिनों से पानी नहीं', 3, 'days'],
    ['तीन दिन से बिजली नहीं', 3, 'days'],
    ['teen mahine se vetan nahi mila', 90, 'days'],
    ['no water since 10 days', 10, 'days'],
    ['no power for the last two weeks', 14, 'days'],
    ['पिछले हफ्ते से कूड़ा पड़ा है', 7, 'days'],
    ['pichle 15 din se chakkar laga raha hu', 15, 'days'],
    ['डेढ़ महीने से सड़क टूटी है', 45, 'days'],
    ['saadhe teen saal se pension band', 1277.5, 'days'],
    ['ढाई महीने हो गए', 75, 'days'],
    ['kal se light nahi hai', 1, 'days'],
    ['kal subah 6 baje se light nahi', 1, 'days'],
    ['परसों रात से पानी नहीं', 2, 'days'],
    ['no light since yesterday', 1, 'days'],
    ['2 ghante', 2, 'hours'],
    ['72 घंटे से अंधेरा', 72, 'hours'],
    ['10-15 din se pani nahi', 15, 'days'],
    ['5din se', 5, 'days'],
    ['1 saal 2 mahine se', 425, 'days'],
    ['filed a complaint a month ago', 30, 'days'],
    ['2 din pehle likha, 6 mahine se pareshan', 180, 'days'],
    ['पंद्रह दिन बीत गए', 15, 'days'],
    ['pachas dinon se', 50, 'days'],
  ])('%s', (text, amount, unit) => {
    expect(read(text).since).toEqual({ amount, unit, from: null });
  });

  it.each([
    ['subah 6 baje se light nahi', '06:00'],
    ['शाम 7 बजे से बिजली गुल', '19:00'],
    ['raat 11 baje se', '23:00'],
    ['raat 2 baje se', '02:00'],
    ['no supply since 6 am', '06:00'],
    ['since 4 pm', '16:00'],
    ['dopahar 12 baje se', '12:00'],
    ['raat 12 baje se', '00:00'],
    ['सुबह से पानी नहीं', 'morning'],
    ['no light since night', 'night'],
  ])('%s: a time, for there is no clock here', (text, from) => {
    expect(read(text).since).toEqual({ amount: null, unit: 'hours', from });
  });

  it.each([
    '5 saal ka bachcha gir gaya',
    '24 ghante me theek karo',
    'repair it within 3 days',
    'har 2 din me bijli jati hai',
    'my mother is 60 years old',
    '2000 साल से भारत महान',
    'कल मिलेंगे',
    'kal 6 baje aana',
    'न दिन न रात',
    'sector 12 ki sadak',
    '0 din se',
  ])('%s: is no time of waiting', (text) => {
    expect(read(text).since).toBeNull();
  });
});

describe('dates', () => {
  it.each([
    ['12/10/2026 ko likha', [12, 10, 2026]],
    ['15-11-26', [15, 11, 2026]],
    ['01.02.1976', [1, 2, 1976]],
    ['2026-10-12', [12, 10, 2026]],
    ['१२/१०/२०२६', [12, 10, 2026]],
    ['12 अक्टूबर को', [12, 10, null]],
    ['15 Nov', [15, 11, null]],
    ['15th of November, 2026', [15, 11, 2026]],
    ['November 15, 2026', [15, 11, 2026]],
    ['5 मई', [5, 5, null]],
    ['29/02/2028', [29, 2, 2028]],
  ])('%s', (text, [day, month, year]) => {
    expect(read(text).dates).toEqual([{ day, month, year }]);
  });

  it.each([
    '24/7',
    '10/13/2026',
    '31/06/2026',
    '29/02/2026',
    '12/10/2026/44',
    'May 15 people',
    '2 mar gaye',
    'may i ask',
    '15 me',
  ])('%s: is none', (text) => {
    expect(read(text).dates).toEqual([]);
  });
});

describe('numbers', () => {
  it.each([
    ['call 9876543210', 'phone', '210'],
    ['९८७६५ ४३२१०', 'phone', '210'],
    ['आधार 1234 5678 9012', 'aadhaar', null],
    ['consumer no 1234567890', 'consumer', '890'],
    ['Consumer No. - 7234567890', 'consumer', '890'],
    ['उपभोक्ता संख्या 123456789012', 'consumer', '9012'],
    ['A/c 00112233445566', 'account', '5566'],
    ['खाता संख्या: 0011 2233 4455 66778', 'account', '6778'],
    ['UP32 AB 1234', 'vehicle', '234'],
    ['GRV-2026-00123', 'reference', '0123'],
    ['UPGRV/E/2026/001234', 'reference', '1234'],
    ['IGRS 40012345678901', 'reference', '8901'],
    ['शिकायत संख्या 92218200012345', 'reference', '2345'],
    ['complaint number is 9876543210', 'reference', '210'],
    ['ticket no TKT12345', 'reference', '45'],
    ['1122334455', 'unknown', '455'],
  ])('%s', (text, kind, tail) => {
    expect(read(text).numbers).toEqual([{ kind, tail }]);
  });

  it.each([
    'ward 45, sector 12',
    '1912',
    '112',
    'a@b.co',
    'ABCDE1234F',
    'pay ravi.9876543210@okbank',
    'shikayat 3 baar ki',
    'complaint ki 2024 me',
  ])('%s: is none to tell', (text) => {
    expect(read(text).numbers).toEqual([]);
  });

  it('tells at most a third of any number, and nothing else of it', () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{8,17}$/);
    const before = fc.constantFrom(
      '',
      'mobile ',
      'consumer no ',
      'खाता संख्या ',
      'complaint no. ',
      'आधार ',
      'Rs ',
    );
    fc.assert(
      fc.property(digits, before, (number, label) => {
        const { numbers, amounts, since, dates } = read(`${label}${number} par dekhein`);
        expect(numbers).toHaveLength(1);
        expect((numbers[0]?.tail ?? '').length).toBeLessThanOrEqual(number.length / 3);
        expect({ amounts, since, dates }).toEqual({ amounts: [], since: null, dates: [] });
      }),
    );
  });

  it('hears of everything that the mask hides as a number', () => {
    for (const text of [
      '9876543210',
      '1234 5678 9012',
      '0522-2237777',
      'UP32AB1234',
      '001122334455',
      '12345-123456-1234',
    ]) {
      expect(maskPersonal(text)).toMatch(/^\[\w+\]$/);
      expect(read(text).numbers).toHaveLength(1);
    }
  });
});

describe('money', () => {
  it.each([
    ['50,000 रुपये रिश्वत मांग रहे', 50_000, 'asked'],
    ['Rs 2 lakh lost in UPI fraud', 200_000, 'lost'],
    ['₹500', 500, null],
    ['₹ 1,50,000 का बिल', 150_000, null],
    ['Rs.500/- liya', 500, null],
    ['2500 rs ka bill', 2_500, null],
    ['दो हज़ार रुपये', 2_000, null],
    ['पचास हजार की ठगी', 50_000, 'lost'],
    ['ek lakh pachas hazaar rupaye', 150_000, null],
    ['dedh lakh ghoos maang raha hai', 150_000, 'asked'],
    ['saadhe teen crore rupees', 35_000_000, null],
    ['50k rupees bribe', 50_000, 'asked'],
    ['do sau pachas rupaye', 250, null],
    ['बीस रुपये', 20, null],
  ])('%s', (text, rupees, about) => {
    expect(read(text).amounts).toEqual([{ rupees, about }]);
  });

  it.each(['2 lakh log pareshan', '112 par call', '5 baar shikayat', 'no rupees', '3 din se'])(
    '%s: is none',
    (text) => {
      expect(read(text).amounts).toEqual([]);
    },
  );
});

describe('script and media', () => {
  it.each([
    ['बिजली नहीं है', 'devanagari'],
    ['bijli nahi hai @UPPCLLKO', 'latin'],
    ['@UPPCLLKO बिजली नहीं है', 'devanagari'],
    ['बिजली नहीं है please action lijiye', 'mixed'],
    ['তিন দিন ধরে বিদ্যুৎ নেই', 'other'],
    ['', 'other'],
  ])('%s', (text, script) => {
    expect(read(text).script).toBe(script);
  });

  it('says whether something is attached', () => {
    expect(read('dekhiye', true).media).toBe(true);
    expect(read('dekhiye').media).toBe(false);
  });
});

describe('a post that names everything', () => {
  it('is told once each, and not twice in two ways', () => {
    expect(
      read(
        '12/10/2026 से 3 दिन से बिजली नहीं, उपभोक्ता संख्या 1234567890, शिकायत संख्या GRV-2026-00123, मोबाइल 9876543210, JE ने 5,000 रुपये मांगे',
      ),
    ).toEqual({
      since: { amount: 3, unit: 'days', from: null },
      dates: [{ day: 12, month: 10, year: 2026 }],
      numbers: [
        { kind: 'consumer', tail: '890' },
        { kind: 'reference', tail: '0123' },
        { kind: 'phone', tail: '210' },
      ],
      amounts: [{ rupees: 5_000, about: 'asked' }],
      script: 'devanagari',
      media: false,
    });
  });

  it('stays short however long the post', () => {
    const all = Array.from(
      { length: 400 },
      (_, at) => `9876${100_000 + at} Rs ${at + 1} ${(at % 28) + 1} May`,
    ).join(' ');
    const { numbers, dates, amounts } = read(all);
    expect([numbers.length, dates.length, amounts.length]).toEqual([5, 5, 5]);
  });
});
