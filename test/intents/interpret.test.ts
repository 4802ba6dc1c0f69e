import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type InterpretContext, interpret } from '../../src/intents/interpret.js';
import { buildGazetteer } from '../../src/intents/place.js';
import { INTENTS, LANGUAGES, type Meaning } from '../../src/intents/types.js';
import { builtModel } from './rows.js';

const SERVICES = new Map(
  Object.entries({
    POWER_OUTAGE: 'ENERGY',
    POWER_BILL: 'ENERGY',
    POWER_TRANSFORMER: 'ENERGY',
    POWER_HAZARD: 'ENERGY',
    POWER_CONNECTION: 'ENERGY',
    ROAD_REPAIR: 'PWD',
    POLICE_FIR: 'HOME',
    CRIME_REPORT: 'HOME',
    AMBULANCE: 'HEALTH',
    HOSPITAL: 'HEALTH',
    RATION: 'FOOD',
  }).map(([service, department]) => [service, { department }]),
);
let context: InterpretContext;

beforeAll(() => {
  context = {
    model: builtModel(),
    gazetteer: buildGazetteer([]),
    services: SERVICES,
    handleDepartment: null,
    handleDistrict: null,
    parseCode: () => null,
  };
});

const read = (text: string, more: Partial<InterpretContext> = {}): Meaning =>
  interpret(text, { ...context, ...more });

describe('interpret', () => {
  it.each([
    ['3 दिन से बिजली नहीं आ रही, कोई सुनवाई नहीं', 'hi'],
    ['3 din se bijli nahi aa rahi koi sunwai nahi', 'hinglish'],
    ['No electricity for 3 days, nobody answers the phone', 'en'],
  ])('reads a power cut: %s', (text, language) => {
    expect(read(text)).toMatchObject({
      intent: 'grievance',
      department: 'ENERGY',
      language,
      emergency: false,
      outside: null,
    });
  });

  it('lets strong words overrule the handle, and leaves vague text to it', () => {
    expect(read('3 दिन से बिजली नहीं आ रही, ट्रांसफार्मर जल गया', { handleDepartment: 'FOOD' }).department).toBe(
      'ENERGY',
    );
    expect(read('महोदय मेरी समस्या सुनिए, बहुत परेशान हूँ', { handleDepartment: 'FOOD' }).department).toBe('FOOD');
    expect(read('महोदय मेरी समस्या सुनिए, बहुत परेशान हूँ', { handleDepartment: 'TOURISM' }).department).toBe(
      'TOURISM',
    );
  });

  it('takes the handle’s district, marked as such, only when the text names none', () => {
    expect(read('बिजली नहीं है', { handleDistrict: 'AGRA' })).toMatchObject({
      district: 'AGRA',
      districtFrom: 'handle',
    });
    expect(read('बिजली नहीं है')).toMatchObject({ district: null, districtFrom: null, station: null });
    const gazetteer = buildGazetteer([], ['Nepal']);
    expect(read('Nepal me bijli nahi hai', { gazetteer, handleDistrict: 'AGRA' })).toMatchObject({
      district: null,
      districtFrom: null,
    });
  });

  it.each([
    ['घर में आग लग गई है जल्दी फायर ब्रिगेड भेजो', 'fire'],
    ['ghar me aag lag gayi hai jaldi bhejo koi andar fasa hai', 'fire'],
    ['live wire has fallen on the road right now, please send someone', 'power'],
    ['bachcha borewell me gir gaya hai abhi, madad bhejo', 'child'],
    ['aaj main atmahatya kar lunga, koi nahi sun raha', 'suicide'],
  ])('hears danger: %s', (text, danger) => {
    expect(read(text)).toMatchObject({ intent: 'emergency', emergency: true, danger });
  });

  it.each([
    'बिजली के बिल ने मार डाला',
    'गर्मी से मर रहे हैं बिजली नहीं है',
    'mock drill: aaj school me aag lagne ka abhyas hua',
    'pichle saal ghar me aag lag gayi thi, muavza nahi mila',
    'sabzi ke daam me aag lagi hai',
  ])('is not alarmed by: %s', (text) => {
    expect(read(text).emergency).toBe(false);
  });

  it('explains its choice, and hides numbers and handles in it', () => {
    const { why } = read('@someone 9876543210 बिजली नहीं आ रही');
    expect(why.length).toBeGreaterThan(1);
    expect(why.map(({ token }) => token).join(' ')).not.toMatch(/someone|9876/);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['emoji alone', '🙏🙏😭'],
    ['one letter', 'क'],
    ['mentions alone', '@UPPCLLKO @CMOfficeUP'],
    ['Urdu', 'تین دن سے بجلی نہیں آ رہی'],
    ['Bengali', 'তিন দিন ধরে বিদ্যুৎ নেই'],
    ['Tamil', 'மூன்று நாட்களாக மின்சாரம் இல்லை'],
    ['broken surrogates', '\ud800\udc00\ud800'],
    ['NUL', '\u0000\u0000'],
    ['direction overrides', '\u202e\u202d'],
  ])('leaves %s to a human', (_, text) => {
    expect(read(text)).toMatchObject({ intent: 'other', needsHuman: true, emergency: false, confidence: 0 });
  });

  it('never throws and always answers in the known words', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const meaning = read(text);
        return (
          INTENTS.includes(meaning.intent) &&
          LANGUAGES.includes(meaning.language) &&
          meaning.confidence >= 0 &&
          meaning.confidence <= 1
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each(['बिजली नहीं आ रही ', 'a', '#close ', '@', '9 ', '1234-', '- ', 'जिला '])(
    'takes 25,000 characters of %j in its stride',
    (piece) => {
      const text = piece.repeat(Math.ceil(25_000 / piece.length)).slice(0, 25_000);
      // No clock here: what grows faster than the text runs into the runner's own limit.
      expect(INTENTS).toContain(read(text).intent);
    },
  );

  it('is deterministic', () => {
    const text = 'सड़क टूटी है, light bhi nahi, please help';
    expect(read(text)).toEqual(read(text));
  });
});
