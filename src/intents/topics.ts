import { PhraseBook } from './phrases.js';

/**
 * What a matter is called in the three languages: kooda, कूड़ा and garbage are one topic. A topic is one more feature
 * for the service head, which learns from the training text which services it speaks for; a topic is no service.
 */
const TOPICS = new PhraseBook<string>(0)
  .add(
    'bijli, light, vidyut, electric*, power cut, batti, katauti, load shedding, power supply, power failure, current, feeder, upkendra, substation, uppcl, outage, blackout, andhera, bijuli, laait',
    'electricity',
  )
  .add('transformer, tranformer, transfarmar, transfermer, parivartak, low voltage, voltage', 'transformer')
  .add('bill, meter, reading, smart meter, vasuli, prepaid meter', 'billing')
  .add('connection, sanyojan, load badha*, naya connection, kanekshan', 'connection')
  .add(
    'taar, tar, wire, wires, khamba, khamb*, pole, poles, latakt*, jhuka, jhuki, high tension, jarjar',
    'wire',
  )
  .add(
    'pani, water, jal, peyjal, paniya, supply, pipeline, pipe, nal, tap, jal nigam, jalkal, jal sansthan, tanki, leakage',
    'water',
  )
  .add('handpump, hand pump, hainpump, hand pamp, nalka, har ghar jal, chapakal', 'handpump')
  .add(
    'sewer, sever, sewage, seevar, nali, naali, naala, nala, drain, drainage, jalbharav, jal bharav, waterlogging, manhole, overflow, choke, gutter',
    'drain',
  )
  .add(
    'kooda, kuda, kachra, kachara, garbage, trash, waste, safai, gandagi, dustbin, sweep*, safaikarmi, dump',
    'garbage',
  )
  .add(
    'street light, streetlight, street lights, streetlights, pathprakash, strit lait, light pole, lamp post',
    'streetlight',
  )
  .add(
    'house tax, property tax, grihkar, griha kar, janm praman*, mrityu praman*, birth certificate, death certificate, janam praman*',
    'civic-paper',
  )
  .add('kutta, kutte, kutto, dog, dogs, bandar, bandaro, monkey, monkeys, dog bite, nasbandi', 'dogs')
  .add(
    'saand, sand, chhutta, chutta, gaay, gay, cow, cows, cattle, gaushala, gaushalaa, pashu, bhains, awara pashu, nilgai, vet, veterinary',
    'cattle',
  )
  .add(
    'panchayat, pradhan, sachiv, shauchalay, shauchalaya, toilet, gram pradhan, kharanja, interlocking, panchayat bhavan',
    'panchayat',
  )
  .add(
    'sadak, road, roads, rasta, raste, marg, gaddha, gaddhe, gadde, pothole*, pul, puliya, bridge, culvert, highway, flyover, divider',
    'road',
  )
  .add('ganv, village, gram, dehat, majra, purva, tola', 'village')
  .add(
    'fir, f i r, mukadma, mukdama, tahrir, prathmiki, report nahi likh, vivechna, charge sheet, chargesheet, io, giraftari',
    'fir',
  )
  .add(
    'thana, thane, chauki, police, daroga, sipahi, inspector, kotwal, kotwali, constable, so, sho, chowki',
    'police',
  )
  .add(
    'thappad, pita, peeta, lathi, danda, gali galauj, badtameezi, abhadrata, misbehav*, thapar, hirasat, custody, vardi',
    'police-force',
  )
  .add(
    'chori, chor, theft, stolen, loot, lut, snatch*, chheen*, chhin*, dakaiti, marpeet, maarpeet, mar pit, assault, dhamki, threat*, dabang*, gunda, goonda, hatya, murder',
    'crime',
  )
  .add(
    'chhed*, ched*, ladki, ladkiyo, ladkiyan, mahila, mahilao, women, woman, girl, girls, stalk*, pichha, peechha, eve teasing, harass*, dahej, dowry, sasural, pati, patni, domestic violence, 1090, 181',
    'women',
  )
  .add(
    'otp, cyber, saibar, thagi, thag*, fraud, scam, scammed, upi, phishing, kyc, 1930, hack, hacked, loan app, fake call, link par click',
    'cyber',
  )
  .add(
    'jam, jaam, traffic, yatayat, parking, wrong side, e rickshaw, signal, chauraha jam, thela, helmet',
    'traffic',
  )
  .add(
    'dj, loudspeaker, lound speaker, noise, shor, dhwani, speaker, lautspeeker, awaz, decibel, baja',
    'noise',
  )
  .add(
    'passport, verification, satyapan, shastra licence, arms licence, shastra, character certificate, charitra praman*, pcc',
    'verification',
  )
  .add(
    'rishwat, ghoos, ghus, bribe, bribery, bhrashtachar, corruption, commission, kamishan, suvidha shulk, paise mang*, paisa mang*, under the table',
    'bribe',
  )
  .add(
    'dakhil kharij, khatauni, paimaish, mutation, lekhpal, varasat, virasat, naksha, kanungo, tehsil, tahsil, gata, khasra, chakbandi, namantaran, bhulekh, hadbandi',
    'land-paper',
  )
  .add(
    'kabja, kabza, kabja kar, atikraman, encroach*, land grab*, avaidh kabja, bhumafia, land mafia, chakroad, talab, sarkari zamin',
    'land-grab',
  )
  .add(
    'aay praman*, jati praman*, niwas praman*, income certificate, caste certificate, domicile, mool niwas, ews certificate, praman patra, edistrict',
    'certificate',
  )
  .add(
    'baadh, badh, flood, muavza, muavja, compensation, rahat, aapda, ahetuk, olavrishti, aakashiya bijli, daivi aapda, kataan',
    'relief',
  )
  .add('rashan, ration, kotedar, rasan, epos, card me naam, antyoday, ghatauli, fair price', 'ration')
  .add('dhan kharid, gehu kharid, kray kendra, kharid kendra, msp, procurement, mandi, tauli', 'procurement')
  .add(
    'aspatal, hospital, chc, phc, doctor, daktar, dawa, medicine, ilaj, marij, mareez, opd, xray, x ray, bed, nurse, medical college, swasthya, delivery, operation',
    'hospital',
  )
  .add('ambulance, embulens, 108, 102, ambulans, enbulens', 'ambulance')
  .add('ayushman, aayushman, golden card, pmjay, ayusman', 'ayushman')
  .add(
    'dengue, dengu, malaria, fogging, machhar, mosquito*, bukhar, diarrhoea, haija, mahamari, outbreak, chidkav, viral, fever',
    'disease',
  )
  .add(
    'milavat, milawat, milavati, nakli, naqli, expired, adulterat*, fssai, paneer, mawa, khadya, fake medicine, fsda, keede, sample',
    'food',
  )
  .add(
    'vidyalay, school, mid day meal, midday meal, mdm, shikshak, teacher, prathmik, adhyapak, bsa, kasturba, rte, madhyahn',
    'school',
  )
  .add(
    'fees, fee, intermediate, high school, up board, board, marksheet, dios, inter college, admit card, ncert',
    'school-fee',
  )
  .add(
    'university, vishwavidyalay, degree, result, back paper, semester, college, kulpati, provisional, hall ticket, ba, bsc, exam',
    'university',
  )
  .add(
    'bharti, recruitment, upsssc, uppsc, joining, niyukti, vacancy, pariksha, paper leak, chayan, counselling, tet, appointment, police bharti, lekhpal bharti',
    'recruitment',
  )
  .add(
    'chhatravritti, scholarship, chhatravriti, vajifa, chatravriti, saksham, fee reimburs*, shulk pratipurti',
    'scholarship',
  )
  .add('vridha*, vriddha*, old age, budhapa, budha pension, varishth, samajik', 'old-age')
  .add('pension, penshan, pensan', 'pension')
  .add('vidhwa, vidhva, widow, kanya sumangala, sumangala, nirashrit', 'widow')
  .add('divyang, viklang, udid, disab*, handicap*, tricycle, divyangjan', 'disability')
  .add(
    'anganwadi, anganbadi, aanganwadi, poshahar, dalia, poshan, kuposhan, icds, sahayika, pushtahar',
    'anganwadi',
  )
  .add(
    'vetan, salary, gpf, retire*, sevanivritt*, arrear, eriyar, manday, honorarium, da, gratuity, treasury, nps, sanvida',
    'salary',
  )
  .add(
    'khad, urea, yuriya, dap, fasal, fasal bima, beej, kisan samman, pm kisan, pmkisan, crop, fertili*, kcc, sadhan sahkari, samman nidhi, kisan',
    'farm',
  )
  .add('ganna, sugarcane, cane, mill, parchi, chini mill, ganne', 'cane')
  .add(
    'nahar, canal, nalkoop, tubewell, tatbandh, bandha, rajwaha, minor, sinchai, silt, sinchayi, embankment, irrigation',
    'canal',
  )
  .add(
    'manrega, mgnrega, nrega, narega, job card, awas, awaas, pmay, gramin awas, pradhan mantri awas, kist, mate',
    'rural-work',
  )
  .add('svanidhi, swanidhi, rehdi, patri, street vendor, shahari awas, duda, suda', 'urban-poor')
  .add(
    'avaidh nirman, illegal construction, vikas pradhikaran, development authority, lda, gda, kda, ada, bda, vda, plot, registry, naksha pass, possession, avas vikas',
    'authority',
  )
  .add(
    'expressway, builder, noida authority, gnida, yeida, flat, upsida, industrial, udyog, rera, upeida, toll',
    'industrial',
  )
  .add('bus, roadways, parivahan nigam, conductor, upsrtc, driver, depot, bas adda, bus stand', 'bus')
  .add(
    'driving licence, dl, rto, arto, challan, e challan, gadi ka, rc, number plate, licence, license, fitness, vahan, parivahan',
    'licence',
  )
  .add(
    'majduri, mazduri, majdoori, shramik, labour card, shram, majdoor, thekedar, bal shram, bocw, labour, wages',
    'labour',
  )
  .add('sharab, daru, theka, liquor, kacchi, abkari, alcohol, bhatti, wine shop, deshi', 'liquor')
  .add('khanan, balu, overload*, mining, mitti, morang, gitti, dumper, balu ghat, ret', 'mining')
  .add(
    'pradushan, pollution, dhuan, dhua, smoke, ped, tree, trees, jangal, forest, van vibhag, tendua, leopard, bagh, tiger, chimney, factory, hathi',
    'pollution',
  )
  .add(
    'voter, matdata, vote list, voter card, voter id, blo, epic, matdata suchi, form 6, form 8, naam kat, nirvachan',
    'voter',
  )
  .add(
    'train, trains, rail, railway, railways, pnr, irctc, coach, station, tte, berth, tatkal, platform, relgadi, rel, gadi sankhya, waiting list, railmadad, bogi, rpf, grp, express, ticket',
    'railway',
  )
  .add('bank, atm, sbi, pnb, loan, khata, branch, emi, lic, bima, insurance, cheque, rbi, khate', 'bank')
  .add(
    'jio, airtel, vi, vodafone, bsnl, sim, network, recharge, internet, broadband, tower, data, 5g, telecom',
    'telecom',
  )
  .add(
    'amazon, flipkart, zomato, swiggy, meesho, online order, refund, order, warranty, ola, uber, company, courier, customer care, product, consumer',
    'shop',
  )
  .add(
    'aadhaar, aadhar, adhar, epfo, pf, income tax, itr, post office, dak ghar, passport seva, pan card, gst, uidai, dakghar, speed post, epf',
    'central',
  )
  .add(
    'court, kort, nyayalay, adalat, high court, case date, tarikh, judge, vakil, stay, mukadma court',
    'court',
  )
  .add('rti, suchna ka adhikar, jan suchna, right to information, information commission', 'rti')
  .add(
    'bihar, delhi, dilli, haryana, rajasthan, madhya pradesh, uttarakhand, mumbai, maharashtra, patna, gurgaon, dehradun, indore, jaipur, punjab, jharkhand, bangalore, bengaluru, gujarat, mp police, delhi police',
    'elsewhere',
  );

/** The topics a post touches, each once, with the token it stands at. `keys` are the folded tokens. */
export function topicsOf(keys: readonly string[]): { name: string; at: number }[] {
  const found = new Map<string, number>();
  for (const { value, from } of TOPICS.find(keys)) if (!found.has(value)) found.set(value, from);
  return [...found].map(([name, at]) => ({ name, at }));
}
