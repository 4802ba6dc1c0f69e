import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/directory/load-directory.js';
import { buildGazetteer, findDistrict } from '../../src/intents/place.js';

const directory = loadDirectory(join(import.meta.dirname, '../../data/directory'));
const gazetteer = buildGazetteer(directory.districts.values(), directory.elsewhere, directory);
/** What is said of the district; the rest of the answer has its own cases. */
const districtOf = (text: string, book = gazetteer) => {
  const { district, candidates } = findDistrict(text, book);
  return { district, candidates };
};
const find = (text: string) => districtOf(text);
const only = (district: string) => ({ district, candidates: [] });
const NONE = { district: null, candidates: [] };

describe('findDistrict', () => {
  it.each([
    ['Allahabad me pani nahi', 'PRAYAGRAJ'],
    ['फैज़ाबाद में बिजली नहीं', 'AYODHYA'],
    ['banaras ke log pareshan hain', 'VARANASI'],
    ['Greater Noida West ki sadak', 'GAUTAMBUDDHANAGAR'],
    ['मुगलसराय में जाम', 'CHANDAULI'],
    ['Kanpur me kooda', 'KANPURNAGAR'],
    ['kanpur dehat me kooda', 'KANPURDEHAT'],
    ['कानपुर देहात के अकबरपुर में', 'KANPURDEHAT'],
    ['Fatehpur me pul toota', 'FATEHPUR'],
    ['Fatehpur Sikri me pul toota', 'AGRA'],
    ['फतेहपुर सीकरी में जाम', 'AGRA'],
    ['Bareilly me light nahi', 'BAREILLY'],
    ['Rae Bareli me light nahi', 'RAEBARELI'],
    ['राय बरेली में बिजली', 'RAEBARELI'],
    ['Thana Bhawan me chori', 'SHAMLI'],
    ['G.B. Nagar me light nahi', 'GAUTAMBUDDHANAGAR'],
  ])('takes the longest and the renamed name: %s', (text, code) => {
    expect(find(text)).toEqual(only(code));
  });

  it.each([
    ['gorakhpurr me light nahi', 'GORAKHPUR'],
    ['gorakhpor me light nahi', 'GORAKHPUR'],
    ['Ghaziabd me light nahi', 'GHAZIABAD'],
    ['Shahjahanpr me light nahi', 'SHAHJAHANPUR'],
    ['बाराबंकि में बिजली', 'BARABANKI'],
    ['मुज्जफरनगर में बिजली', 'MUZAFFARNAGAR'],
    ['Gorakh pur me light nahi', 'GORAKHPUR'],
    ['सुल्तान पुर में बिजली', 'SULTANPUR'],
    ['Ambedkar Ngr dist ka haal', 'AMBEDKARNAGAR'],
    ['Agra’s roads are broken', 'AGRA'],
  ])('forgives a slip: %s', (text, code) => {
    expect(find(text)).toEqual(only(code));
  });

  it.each([
    'kripya sheeghra karyawahi karein',
    'nagar palika khatauni vacancy warranty balika',
    'नगर पालिका में खतौनी की नकल',
    'gaya tha raat bhar pani bhara tha',
    'budhon ki pension, gehun ki baliyan, jamun ki mandi',
    'diya jalao aur khair manao',
    'mohammad bhai ne hardly mature kaam kiya',
  ])('does not make a place of everyday words: %s', (text) => {
    expect(find(text)).toEqual(NONE);
  });

  it.each([
    'गरीब बस्ती में पानी नहीं',
    'hamari basti me pani nahi hai',
    'sambhal kar chalna bhai, sadak kharab hai',
    'संभल के रहना',
    'ye banda koi kaam nahi karta',
    'itna eta kharab',
    'hata do is JE ko',
    'DM sahab hata diya is babu ko',
    'raat police wale aaye the',
    'wo banda police me hai',
    'बस्ती-बस्ती घूमा',
    'हमारी बस्ती के थाने में सुनवाई नहीं',
  ])('leaves common words alone: %s', (text) => {
    expect(find(text)).toEqual(NONE);
  });

  it.each([
    ['बस्ती जिले में पानी नहीं', 'BASTI'],
    ['DM Basti ko likha', 'BASTI'],
    ['#Basti me pani nahi', 'BASTI'],
    ['Basti, UP', 'BASTI'],
    ['बस्ती (उ०प्र०)', 'BASTI'],
    ['बस्ती के डीएम सुनते नहीं', 'BASTI'],
    ['Harraiya, Basti', 'BASTI'],
    ['gonda me bijli nahi', 'GONDA'],
    ['jila banda ka haal', 'BANDA'],
    ['I live in Sambhal', 'SAMBHAL'],
    ['tehsil Itwa, Siddharth Nagar', 'SIDDHARTHNAGAR'],
    ['DM sir of Gonda', 'GONDA'],
    ['tanda hospital ambedkar ngr', 'AMBEDKARNAGAR'],
  ])('takes them where an office, a hashtag, "in" or an address backs them: %s', (text, code) => {
    expect(find(text)).toEqual(only(code));
  });

  it.each([
    'Mathura Prasad ne rishwat maangi',
    'मथुरा प्रसाद ने रिश्वत मांगी',
    'श्री अयोध्या प्रसाद जी का निधन',
    'Agra Road par jaam',
    'आगरा-लखनऊ एक्सप्रेसवे पर टोल',
    'Gorakhpur Express late hai',
    'Allahabad Bank ka ATM band',
    'इलाहाबाद हाईकोर्ट का आदेश',
    'Hotel booking, Banaras hotel 30% off',
    'Mirzapur season 3 dekha?',
    'ग्राम रामपुर में पानी नहीं',
    'Lalitpur, Nepal me bhukamp',
    'ललितपुर नेपाल में भूकंप',
    'Nepal ke Lalitpur me bhukamp',
    'दिल्ली के गाजीपुर में आग',
    'Hamirpur (Himachal) me barf',
    'Hamirpur HP',
    'Pratapgarh Rajasthan me pani',
    'Sultanpur Patti me bijli',
    'Patna aur Mumbai me barish',
    'मुजफ्फरपुर में चमकी बुखार',
  ])('is not misled by people, roads and places elsewhere: %s', (text) => {
    expect(find(text)).toEqual(NONE);
  });

  it.each([
    ['Agra Road, Lucknow me gadda hai', 'LUCKNOW'],
    ['बांदा अतर्रा रोड टूटी है', 'BANDA'],
    ['Agra-Lucknow expressway, Unnao ke paas', 'UNNAO'],
    ['Delhi se Gorakhpur aaya, Gorakhpur me light nahi', 'GORAKHPUR'],
    ['Ghaziabad, Delhi NCR me dhuan', 'GHAZIABAD'],
    ['Varanasi MP ji ko bataya', 'VARANASI'],
    ['मथुरा प्रसाद, निवासी देवरिया', 'DEORIA'],
    ['Kaushambi Ghaziabad me kooda', 'GHAZIABAD'],
  ])('finds the place beside them: %s', (text, code) => {
    expect(find(text)).toEqual(only(code));
  });

  it.each([
    ['Lucknow tak awaz pahuche, Gonda me light nahi', 'GONDA'],
    ['gram Rampur jila Deoria', 'DEORIA'],
    ['Fatehpur, Barabanki', 'BARABANKI'],
    ['चित्रकूट के मऊ ब्लॉक में स्कूल', 'CHITRAKOOT'],
    ['Aliganj, Lucknow me pani nahi', 'LUCKNOW'],
    ['Etah ke Aliganj me pani nahi', 'ETAH'],
    ['raebareli ke lalganj tehsil me', 'RAEBARELI'],
    ['Lalganj me pani nahi @dmpratapgarh', 'PRATAPGARH'],
    ['@dmsitapur Biswan me bijli nahi', 'SITAPUR'],
    ['@lucknowpolice Kanpur me chori hui', 'KANPURNAGAR'],
  ])('weighs several names: %s', (text, code) => {
    expect(find(text)).toEqual(only(code));
  });

  it.each([
    ['Aliganj me pani nahi', ['ETAH', 'LUCKNOW']],
    ['Gonda me bhi, Bahraich me bhi light nahi', ['BAHRAICH', 'GONDA']],
    ['लखनऊ में और कानपुर में जाम', ['KANPURNAGAR', 'LUCKNOW']],
    ['Shifted from Mathura to Agra', ['AGRA', 'MATHURA']],
    ['@dmagra @dmmathura koi sune', ['AGRA', 'MATHURA']],
  ])('guesses none of two that are equally good: %s', (text, candidates) => {
    expect(find(text)).toEqual({ district: null, candidates });
  });

  it.each([
    ['@DmGorakhpur', 'GORAKHPUR'],
    ['@lucknowpolice', 'LUCKNOW'],
    ['@lkopolice', 'LUCKNOW'],
    ['@dm_agra', 'AGRA'],
    ['@DMBanda1', 'BANDA'],
    ['@ambedkarnagrpol', 'AMBEDKARNAGAR'],
    ['@NagarNigamKanpur', 'KANPURNAGAR'],
    ['@kanpurdehatpol', 'KANPURDEHAT'],
    ['#गोरखपुर', 'GORAKHPUR'],
    ['#lucknowpolice', 'LUCKNOW'],
    ['#KanpurDehat', 'KANPURDEHAT'],
  ])('reads handles and hashtags: %s', (text, code) => {
    expect(find(`${text} koi sunega?`)).toEqual(only(code));
  });

  it.each([
    '@UPPCLLKO',
    '@mathura_prasad',
    '@igrangemeerut',
    '@drm_moradabad',
    '@bastiboy',
    '@UPPolice',
    '@MumbaiPolice',
  ])('takes nothing from %s', (handle) => {
    expect(find(`${handle} koi sunega?`)).toEqual(NONE);
  });

  it('knows only what it was given', () => {
    expect(districtOf('Gorakhpur me pani nahi', buildGazetteer([]))).toEqual(NONE);
    const one = { code: 'X', nameEn: 'Xanadu', nameHi: 'ज़ानाडू', aliases: [], towns: [] };
    expect(districtOf('ज़ानाडू में', buildGazetteer([one]))).toEqual(only('X'));
    expect(districtOf('Xanadu, Elsewhere', buildGazetteer([one], ['Elsewhere']))).toEqual(NONE);
  });

  it('never throws, answers the same twice, and gives candidates only where it gives no district', () => {
    const pieces = fc.constantFrom(
      'Gonda',
      'बस्ती',
      'me',
      'में',
      '@dmagra',
      '#Lucknow',
      'road',
      'ke',
      'जिला',
      ',',
      'Nepal',
      '\u200d',
      "'s",
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300, size: 'max' }),
      fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40, size: 'max' }).map((parts) => parts.join(' ')),
    );
    const isSound = (post: string): boolean => {
      const { district, candidates } = find(post);
      const again = find(post);
      const same = again.district === district && again.candidates.join() === candidates.join();
      return same && (candidates.length === 0 || (district === null && candidates.length > 1));
    };
    fc.assert(fc.property(text, isSound));
  });

  it('is not confused by words every object knows', () => {
    expect(find('constructor __proto__ toString #hasOwnProperty @valueOf Gonda me')).toEqual(only('GONDA'));
  });

  it('reads a very long post whole', () => {
    const long = 'pani nahi aa raha hai sahab '.repeat(900);
    expect(find(`${long} Gorakhpur me`)).toEqual(only('GORAKHPUR'));
  });
});
