import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/directory/load-directory.js';
import { buildGazetteer, findDistrict } from '../../src/intents/place.js';

const directory = loadDirectory(join(import.meta.dirname, '../../data/directory'));
const gazetteer = buildGazetteer(directory.districts.values(), directory.elsewhere, directory);
const find = (text: string) => findDistrict(text, gazetteer);
/** The district, the districts to choose from, or nothing. */
const said = (text: string) => {
  const { district, candidates } = find(text);
  return district ?? (candidates.length > 0 ? candidates : null);
};

describe('names that are easily mixed up', () => {
  it.each<[string, string | string[] | null]>([
    ['Kanpur Dehat ke Rasulabad me bijli nahi', 'KANPURDEHAT'],
    ['kanpur dehaat me khamba gira', 'KANPURDEHAT'],
    ['कानपुर देहात में खंभा गिरा', 'KANPURDEHAT'],
    ['कानपुर नगर में खंभा गिरा', 'KANPURNAGAR'],
    ['kanpur nagr me sadak tuti', 'KANPURNAGAR'],
    ['Kanpur ke Panki me aag', 'KANPURNAGAR'],
    ['Kanpur-Dehat zila', 'KANPURDEHAT'],
    ['Ramabai Nagar jile me pani nahi', 'KANPURDEHAT'],
    ['Ramabai Nagar me pani nahi', null],
    ['kanpur dehet me khamba gira', 'KANPURDEHAT'],
    ['kanpur sehat vibhag nahi sunta', 'KANPURNAGAR'],
    ['DM Gonda aur hamari basti ka haal', 'GONDA'],
    ['kanpur rural me bijli nahi', 'KANPURDEHAT'],
    ['#KanpurDehatPolice suno', 'KANPURDEHAT'],
    ['#kanpurdehatpolice suno', 'KANPURDEHAT'],
    ['@dmkanpurnagar sir sadak', 'KANPURNAGAR'],
    ['@DMKanpurDehat sir sadak', 'KANPURDEHAT'],
    ['@DmBareilly sir sadak', 'BAREILLY'],
    ['bareli me light nahi', 'BAREILLY'],
    ['Barely any light in Bareilly', 'BAREILLY'],
    ['बरेली में लाइट नहीं', 'BAREILLY'],
    ['rae bareily me light nahi', 'RAEBARELI'],
    ['Raebarelly me light nahi', 'RAEBARELI'],
    ['rai barely me light nahi', 'RAEBARELI'],
    ['raibareilly me light nahi', 'RAEBARELI'],
    ['रायबरेली में लाइट नहीं', 'RAEBARELI'],
    ['राय-बरेली में लाइट नहीं', 'RAEBARELI'],
    ['Fatehpur Sikri ke paas gadda', 'AGRA'],
    ['fatehpur sikari me gadda', 'AGRA'],
    ['फतेहपुर में गड्ढा', 'FATEHPUR'],
    ['Fatehpur district me gadda', 'FATEHPUR'],
    ['Sultanpur Patti, Uttarakhand me bijli', null],
    ['सुल्तानपुर पट्टी उत्तराखंड में बिजली', null],
    ['Sultanpur me bijli nahi', 'SULTANPUR'],
    ['गरीब बस्ती में नल नहीं', null],
    ['मलिन बस्ती में नल नहीं', null],
    ['बस्ती जनपद में नल नहीं', 'BASTI'],
    ['बांदा में नल नहीं', 'BANDA'],
    ['ek banda mara gaya', null],
    ['banda me ek banda mara gaya', 'BANDA'],
    ['मऊ में नल नहीं', 'MAU'],
    ['संभल में नल नहीं', 'SAMBHAL'],
    ['संभल कर चलें, सड़क टूटी है', null],
    ['Mathura Prasad ki pension ruki hai', null],
    ['Mathura me pension ruki hai', 'MATHURA'],
    ['Agra Road Lucknow pe gadda', 'LUCKNOW'],
    ['Lalitpur, Nepal me bhukamp aaya', null],
    ['Lalitpur me bhukamp aaya', 'LALITPUR'],
    ['Allahabad university ke paas jaam', 'PRAYAGRAJ'],
    ['फैजाबाद में जाम', 'AYODHYA'],
    ['Banaras ki gali me kooda', 'VARANASI'],
    ['Noida sector 62 me kooda', 'GAUTAMBUDDHANAGAR'],
    ['नोएडा सेक्टर 62 में कूड़ा', 'GAUTAMBUDDHANAGAR'],
    ['kanpur to lucknow train late hai', null],
    ['Kanpur se Lucknow wali train late hai', null],
    ['Kanpur aur Lucknow dono me bijli nahi', ['KANPURNAGAR', 'LUCKNOW']],
    ['Gonda me aur Basti jile me bijli nahi', ['BASTI', 'GONDA']],
    ['Pratapgarh, Rajasthan me pani nahi', null],
    ['Balrampur Chhattisgarh me hathi', null],
    ['Aurangabad Bihar me baadh', null],
    ['Ghaziabad me dhuan, Delhi jaisa haal', 'GHAZIABAD'],
  ])('%s', (text, right) => {
    expect(said(text)).toEqual(right);
  });
});

describe('pin codes', () => {
  it.each<[string, string | string[] | null]>([
    ['226010 me light nahi', 'LUCKNOW'],
    ['२२६०१० में बिजली नहीं', 'LUCKNOW'],
    ['bijli nahi, pin 208 002', 'KANPURNAGAR'],
    ['PIN-273001 me bijli nahi', 'GORAKHPUR'],
    ['पिन कोड २२१००५', 'VARANASI'],
    ['pincode:211001 me jaam', 'PRAYAGRAJ'],
    ['House 12, Sector 5, 201301', 'GAUTAMBUDDHANAGAR'],
    ['282001 ki sadak tooti hai', 'AGRA'],
    ['Aliganj 226024 me pani nahi', 'LUCKNOW'],
    ['Aliganj me pani nahi, pin code 207247', 'ETAH'],
    ['Agra 282002, sadak tooti', 'AGRA'],
    ['pin 110001 me kooda', null],
    ['PIN 263153 me bijli nahi', null],
    ['Rs 226010 ka bill aaya', null],
    ['₹226010 ka bill aaya', null],
    ['226010 rupaye maange', null],
    ['226010/- ka chalan', null],
    ['250000 rishwat maangi', null],
    ['complaint number 226010 par kuch nahi hua', null],
    ['शिकायत संख्या 226010 का क्या हुआ', null],
    ['account no. 208002 band hai', null],
    ['OTP 226010 kisi ne maanga', null],
    ['consumer id: 226010', null],
    ['meter no 282001', null],
    ['call 0522-226010', null],
    ['khata 1234226010', null],
    ['4521 226010 7788', null],
    ['ref AB226010', null],
    ['226010.50 jama kiye', null],
    ['226010 logon ko ration nahi mila', null],
    ['2,26,010 ka bill', null],
    ['gata sankhya 226010 par kabza', null],
    ['मेरा ATM pin 226010 kisi ne dekh liya', null],
    ['Gorakhpur me light nahi 226010', 'GORAKHPUR'],
    ['Gorakhpur me light nahi, pin 226010', ['GORAKHPUR', 'LUCKNOW']],
    ['complaint no 208002, pin 226010', 'LUCKNOW'],
    ['226010 aur 208002 me bijli nahi', ['KANPURNAGAR', 'LUCKNOW']],
  ])('%s', (text, right) => {
    expect(said(text)).toEqual(right);
  });

  it('of a prefix shared by districts are candidates, never a guess', () => {
    const shared = [...(directory.pincodes ?? [])].filter(([, districts]) => districts.length > 1);
    expect(shared.length).toBeGreaterThan(0);
    for (const [prefix, districts] of shared) {
      const pin = [...Array(10).keys()]
        .map((digit) => prefix.padEnd(6, String(digit)))
        .find(
          (one) =>
            ![...(directory.pincodes?.keys() ?? [])].some(
              (other) => other !== prefix && other.startsWith(prefix) && one.startsWith(other),
            ),
        );
      if (pin === undefined || pin.endsWith('000')) continue;
      expect(said(`bijli nahi, pin ${pin}`), pin).toEqual([...districts].sort());
    }
  });

  it('of another state are elsewhere', () => {
    expect(find('pin 110001 me kooda').elsewhere).toBe(true);
    expect(find('pin 226010 me kooda').elsewhere).toBe(false);
    expect(find('Rs 110001 ka bill').elsewhere).toBe(false);
  });
});

describe('police stations and tehsils', () => {
  it.each<[string, string | string[] | null, string | null]>([
    ['थाना हज़रतगंज में FIR नहीं लिखी', 'LUCKNOW', 'LKO_HAZRATGANJ'],
    ['Hazratganj thana FIR nahi likh raha', 'LUCKNOW', 'LKO_HAZRATGANJ'],
    ['Hazratganj police station refuses my FIR', 'LUCKNOW', 'LKO_HAZRATGANJ'],
    ['PS Cantt Varanasi me sunwai nahi', 'VARANASI', 'VNS_CANTT'],
    ['थाना कैंट वाराणसी में सुनवाई नहीं', 'VARANASI', 'VNS_CANTT'],
    ['थाना क्षेत्र फूलपुर में चोरी', ['AZAMGARH', 'PRAYAGRAJ', 'VARANASI'], null],
    ['थाना क्षेत्र फूलपुर, प्रयागराज में चोरी', 'PRAYAGRAJ', 'PRJ_PHULPUR'],
    ['Prayagraj ke Phulpur thane me chori', 'PRAYAGRAJ', 'PRJ_PHULPUR'],
    ['Chowk thana Lucknow', 'LUCKNOW', 'LKO_CHOWK'],
    ['चौक थाने में, वाराणसी', 'VARANASI', 'VNS_CHOWK'],
    ['chowk par jaam hai', null, null],
    ['कोतवाली में बैठा रखा है', null, null],
    ['कोतवाली मथुरा में बैठा रखा है', 'MATHURA', 'MTJ_KOTWALI'],
    ['Mathura kotwali me baitha rakha hai', 'MATHURA', 'MTJ_KOTWALI'],
    ['थाना कोतवाली, आगरा', 'AGRA', 'AGR_KOTWALI'],
    ['हजरतगंज कोतवाली में सुनवाई नहीं', 'LUCKNOW', 'LKO_HAZRATGANJ'],
    ['Gomti Nagar thane me FIR nahi', 'LUCKNOW', 'LKO_GOMTINAGAR'],
    ['civil lines me kooda pada hai', null, null],
    ['थाना ठीक से काम नहीं करता', null, null],
    ['थाने पर कोई नहीं सुनता', null, null],
    ['shahpur thana gorakhpur', 'GORAKHPUR', 'GKP_SHAHPUR'],
    ['गोरखपुर के शाहपुर थाने में FIR नहीं', 'GORAKHPUR', 'GKP_SHAHPUR'],
    ['Hazratganj me jaam', 'LUCKNOW', 'LKO_HAZRATGANJ'],
    ['Lucknow me jaam', 'LUCKNOW', null],
    ['तहसील बिल्हौर में लेखपाल नहीं आता', 'KANPURNAGAR', 'KNP_BILHAUR'],
    ['thana Kalyanpur Kanpur', 'KANPURNAGAR', 'KNP_KALYANPUR'],
    ['PS Sector 20 Noida', 'GAUTAMBUDDHANAGAR', 'GBN_SECTOR20'],
    ['थाना दिवस में गए थे', null, null],
    ['Delhi ke Hauz Khas thane me', null, null],
  ])('%s', (text, right, station) => {
    expect([said(text), find(text).station]).toEqual([right, station]);
  });
});

describe('the handle’s own district', () => {
  const at = (text: string, handleDistrict: string | null = 'AGRA') => {
    const { district, from, candidates } = findDistrict(text, gazetteer, handleDistrict);
    return [district ?? (candidates.length > 0 ? candidates : null), from];
  };

  it.each<[string, string | string[] | null, 'text' | 'handle' | null]>([
    ['3 din se bijli nahi', 'AGRA', 'handle'],
    ['Lucknow me bijli nahi', 'LUCKNOW', 'text'],
    ['Lalitpur, Nepal me bhukamp', null, null],
    ['Delhi me bijli nahi', null, null],
    ['दिल्ली में बिजली नहीं', null, null],
    ['pin 110001 me bijli nahi', null, null],
    ['MP sahab sunte nahi', 'AGRA', 'handle'],
    ['Punjab National Bank ka ATM band', 'AGRA', 'handle'],
    ['Delhi highway par gadda', 'AGRA', 'handle'],
    ['Delhi me rehta hoon, ghar Mathura me hai', 'MATHURA', 'text'],
    ['@sw_pol_agra chori hui', 'AGRA', 'handle'],
    ['@sw_pol_lucknow chori hui', 'LUCKNOW', 'handle'],
    ['@sw_pol_lucknow Kanpur me chori hui', 'KANPURNAGAR', 'text'],
    ['@sw_pol_agra @sw_pol_mathura chori hui', ['AGRA', 'MATHURA'], null],
    ['@sw_pol_etah Aliganj me chori hui', 'ETAH', 'text'],
    ['Gonda aur Bahraich me chori hui', ['BAHRAICH', 'GONDA'], null],
  ])('%s', (text, right, from) => {
    expect(at(text)).toEqual([right, from]);
  });

  it('is nothing where the handle has none', () => {
    expect(at('3 din se bijli nahi', null)).toEqual([null, null]);
  });
});

describe('whatever is written', () => {
  const pieces = fc.constantFrom(
    '226010',
    'pin',
    'थाना',
    'thana',
    'kotwali',
    'PS',
    'Chowk',
    'Cantt',
    'Lucknow',
    'बस्ती',
    'Delhi',
    'me',
    'में',
    '@sw_pol_agra',
    '#KanpurDehat',
    '-',
    ',',
    '₹',
    'Rs',
    '110001',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300, size: 'max' }),
    fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40, size: 'max' }).map((parts) => parts.join(' ')),
  );

  it('never throws, and an answer is a district, or two and more to choose from, or nothing', () => {
    fc.assert(
      fc.property(text, (post) => {
        const { district, candidates, station, from } = find(post);
        const sound = candidates.length === 0 || (district === null && candidates.length > 1);
        return sound && (station === null || district !== null) && (district === null) === (from === null);
      }),
    );
  });

  it('is read with work that grows like its length', () => {
    // Look-ups are counted, no clock is asked: whatever reads a post does so by asking these books.
    class Counting<K, V> extends Map<K, V> {
      static work = 0;
      override get(key: K): V | undefined {
        Counting.work += 1;
        return super.get(key);
      }
      override has(key: K): boolean {
        Counting.work += 1;
        return super.has(key);
      }
    }
    const counted = {
      ...gazetteer,
      exact: new Counting(gazetteer.exact),
      folded: new Counting(gazetteer.folded),
      longer: new Counting(gazetteer.longer),
      stations: new Counting(gazetteer.stations),
      pincodes: new Counting(gazetteer.pincodes),
      own: new Counting(gazetteer.own),
    };
    const work = (post: string): number => {
      Counting.work = 0;
      findDistrict(post, counted);
      return Counting.work;
    };
    const sentence = fc
      .array(pieces, { minLength: 1, maxLength: 12 })
      .map((parts) => `${parts.join(' ')} . `);
    fc.assert(
      fc.property(sentence, (one) => {
        const [short, long, longer] = [work(one.repeat(20)), work(one.repeat(60)), work(one.repeat(100))];
        // The second stretch costs what the first did: nothing grows faster than the text.
        expect(longer - long).toBeLessThanOrEqual((long - short) * 1.1 + 10);
      }),
      { numRuns: 30 },
    );
    expect(work('thana thana '.repeat(20))).toBeGreaterThan(0);
  });

  it('is read whole however long it is', () => {
    expect(said(`${'Agra me '.repeat(150_000)} pin 282001`)).toBe('AGRA');
  });

  it('is read the same with characters nobody sees', () => {
    const hidden = fc.constantFrom('\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad');
    fc.assert(
      fc.property(text, hidden, fc.nat(), (post, mark, seed) => {
        const letters = [...post];
        const at = seed % (letters.length + 1);
        const marked = [...letters.slice(0, at), mark, ...letters.slice(at)].join('');
        expect(find(marked)).toEqual(find(post));
      }),
    );
  });
});

describe('what stands beside a name', () => {
  it.each<[string, string | string[] | null]>([
    // The road to a town lies in its district; the road to a district leads there from another.
    ['mawana road pe gaddha', 'MEERUT'],
    ['डलमऊ रोड पर ट्रक पलटा', 'RAEBARELI'],
    ['delhi road pe jam', null],
    ['lucknow road pe jam', null],
    ['dalmau road, Unnao me gaddha', 'UNNAO'],
    ['Fatehpur bypass par gaddha', 'FATEHPUR'],
    // An address behind a name to be wary of.
    ['Vaishali sector 4 me pani nahi', 'GHAZIABAD'],
    ['vaishali ki shadi hai', null],
    ['Indira Nagar C block ki nali', 'LUCKNOW'],
    ['aliganj sector H andhera', 'LUCKNOW'],
    ['Kunda block ki pension', 'PRATAPGARH'],
    ['स्वार नगर पालिका में रिश्वत', 'RAMPUR'],
    ['village Harraiya, basti pani nahi', 'BASTI'],
    ['gram Harraiya me pani nahi', null],
    // है and DDO sound like हाई (court) and डॉ.
    ['ये नोएडा है या नरक', 'GAUTAMBUDDHANAGAR'],
    ['DDO barabanki sunte nahi', 'BARABANKI'],
    ['इलाहाबाद हाई कोर्ट ने कहा', null],
    // Offices of the centre serve many districts.
    ['passport lucknow rpo me atka hai', null],
    ['CDA ALLAHABAD NOT RESPONDING', null],
    ['RPO Ghaziabad me file, ghar Aligarh me', 'ALIGARH'],
    ['@RRBAllahabad result kab', null],
    ['mirzapur web series dekhi', null],
    ['jhansi side jane wali train late', null],
    // A hashtag is a name by itself.
    ['#Unnao Expressway par aag', 'UNNAO'],
    // A word to be wary of is no slip of a name.
    ['Banarasi saree wholesale', null],
    ['सरकार मुर्दाबाद', null],
  ])('%s', (post, expected) => {
    expect(said(post)).toEqual(expected);
  });
});

describe('handles and namesakes', () => {
  it.each<[string, string | string[] | null]>([
    ['@OfficialGNIDA registry band', 'GAUTAMBUDDHANAGAR'],
    ['@CeoNoida minutes kab', 'GAUTAMBUDDHANAGAR'],
    ['@KDA registry nahi hui', 'KANPURNAGAR'],
    ['@KESCOKANPUR light nahi', 'KANPURNAGAR'],
    ['@dbrau_agra marksheet', 'AGRA'],
    ['@TorrentPowerAgra light nahi', 'AGRA'],
    ['@siddharthnagpol suniye', 'SIDDHARTHNAGAR'],
    ['@jalkal_lko pani nahi', 'LUCKNOW'],
    ['@nagarnigambly kooda', 'BAREILLY'],
    ['vrindavan yojna me kooda', 'LUCKNOW'],
    ['vrindavan me kooda', 'MATHURA'],
    ['sasni gate par pipe phoota', 'ALIGARH'],
    ['sasni me pipe phoota', 'HATHRAS'],
    ['hapur chungi par jam', 'GHAZIABAD'],
    ['अल्लापुर में मेनहोल खुला', 'PRAYAGRAJ'],
    ['कप्तानगंज चौराहे पर जाम', ['AZAMGARH', 'BASTI', 'KUSHINAGAR']],
    ['@NagarNigamAgra शाहगंज में कूड़ा', 'AGRA'],
    ['rampur mathura thane me fir', 'SITAPUR'],
    ['Badlapur local cancelled', null],
    ['Sangam vihar me tanker', null],
  ])('%s', (post, expected) => {
    expect(said(post)).toEqual(expected);
  });
});
