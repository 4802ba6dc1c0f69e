import { PhraseBook } from './phrases.js';
import type { Danger } from './types.js';

/**
 * Reviewed phrases of danger that is going on. At most two words may stand between the words of a phrase; a `*` ends
 * an open stem. A phrase belongs here only if it is seldom said about anything else.
 */
export const DANGERS = new PhraseBook<Danger>(2)
  .add(
    `aag lag gayi, aag lagi hai, aag lagi hui, aag lag gaya, aag fail*, aag ki lapat*, aag me fas*, aag bujh*, fire broke out, on fire, caught fire, fire brigade,
     fire tender, damkal bhej*, damkal nahi, gas leak*, gas ris*, cylinder phat*, cylinder blast, blast ho gaya, dhamaka hua, jal raha hai ghar, building burning, lapate nikal*, lapat nikal*, dhu dhu kar, aag laga di`,
    'fire',
  )
  .add(
    `heart attack, dil ka daura, behosh pad*, behosh ho, saans nahi, saans phool*, khoon bah*, khun bah*, bleeding, unconscious, not breathing,
     saanp ne kaat*, saanp kaat*, sanp ne kat*, sanp kat*, daura pada, snake bite, snakebite, ambulance nahi aa rahi, ambulance nahi pahunch*, ambulance nahi mil rahi, no ambulance,
     oxygen khatam, tadap rah*, tadap raha, labour pain, prasav pida, delivery hone wali, keetnashak pi, keetnashak pee, jahar pi, zeher pi, zeher kha*, jahar kha*, poison, seizure, daura pad`,
    'medical',
  )
  .add(
    `rape kar*, balatkar kar*, molest*, ladki ko utha*, ladki utha*, jabardasti kar rah*, pati maar rah*, husband beating, husband is beating,
     stalking me right now, being followed, peecha kar rah*, pichha kar rah*, following me, tezab, acid attack, jala dene ki, jinda jala*, ghar me band kar`,
    'women',
  )
  .add(
    `bachcha gayab, bachi gayab, bachcha lapata, beta lapata, beti lapata, beta gayab, beti gayab, child missing, son missing, daughter missing,
     missing since today, beta gayab, bacha gayab, beta subah se gayab, bichhad ga*, bichad ga*, ghar nahi pahunchi, ghar nahi lauta, ghar nahi lauti, ghar nahi aaya, bachcha utha*, kidnap*, apaharan, agwa, bachcha borewell, borewell me gir*, bachcha kho gaya, bhai kho gaya, beta kho gaya, beti kho gayi, mata ji bichhad*, bheed me kho, bachcha nahi mil raha`,
    'child',
  )
  .add(
    `abhi paise kat*, abhi account se, abhi otp, paise kat rahe, paise nikal rahe, account khali ho rah*, money being debited, just now debited,
     just got scammed, abhi abhi thag*, digital arrest`,
    'cyber',
  )
  .add(
    `aatmahatya karne, aatmahatya kar lunga, aatmahatya kar lungi, aatmahatya karne ja, atmahatya kar lunga, suicide karne, suicide kar lunga, suicide kar lungi, kill myself, end my life,
     jaan de dunga, jaan de dungi, jaan dene ja, marne ja raha, marne ja rahi, phansi laga*, fansi laga*, jeena nahi chahta, jeena nahi chahti, jina nahi chahta, commit suicide,
     nas kaat, chhat se kud*, train ke aage kud*, aatmdah, zindagi khatam kar, sab khatam kar, khatam kar dunga, khatam kar lunga, khatam kar lungi, salfas, sulphas, jeene ka man nahi, aur nahi ji sakta, aur nahi jee sakta, ab nahi ji sakti, chhat par khada hun`,
    'suicide',
  )
  .add(
    `doob rah*, dub rah*, doob gaya, doob gaye, dub gaya, doob gayi, drowning, drowned, nav palat*, naav palat*, boat capsiz*, imarat gir*, makan gir gaya, makaan gir*, ghar gir gaya, chhat gir*, deewar gir*, building collapse*, malbe me dab*, mitti dhas*, majdoor dab*, log dab*, dab gaye,
     malbe me, debris, trapped, fase hue, phanse hue, fanse hue, phase hain, bandh toot*, tatbandh toot*, flood water enter*, baadh me fas*, bhagdad, stampede, borewell, baadh ka pani ghus*`,
    'disaster',
  )
  .add(
    `taar gir*, taar toot kar gir*, taar tut*, live wire, wire fell, wire has fallen, wire fallen, current aa rah*, current lag gaya, current lag*, current fail*, karant lag*, karant utar*, bijli ka taar pada, taar pada hai,
     electrocut*, sparking ho rah*, chingari nikal rah*, high tension taar, transformer me aag, transformer jal rah*`,
    'power',
  )
  .add(
    `maar dalenge, jaan se maar denge, maar rahe hain, maar rahe hai, pit rahe hain, peet rahe hai, pitai ho rahi, goli chal*, goli mar*, goli chala*, firing ho rah*, chaku maar*, chaku mar*, chaku lekar, talwar lekar, lathi lekar,
     hamla kar diya, hamla ho gaya, jaan ka khatra, jaan khatre, jaan bacha*, bachao, bacha lo, save us, save me, save him, save her, help us now, breaking in, ghar me ghus*, chor ghus*, chor ghusa, main akeli hun, mai akeli, mujhe band kar, locked me, ghus aaye, darwaza tod*, dakait*, loot rahe, lut rahe,
     ghayal pad*, ghayal hai, log ghayal, injured, gambhir ghayal, takkar maar*, accident ho gaya, accident hua hai, accident just happened, gun point, threatening to kill, dange, danga ho, patthar chal*, patthraw ho, pathraav ho, bomb,
     bus palat*, gadi palat*, truck palat*, tanker palat*, tractor palat*, khai me gir*, nahar me gir*, bheed ne gher*, bhid ne`,
    'general',
  );

/** It is going on, or help is called for: a phrase of danger needs one of these beside it. */
export const NOW = new PhraseBook<true>(1).add(
  `abhi, turant, jaldi bhej*, jaldi aa*, foran, fauran, right now, just now, immediately, immediate, is waqt, is samay, iss waqt, is time, bachao, bacha lo, help, madad, please send, send police, send ambulance, police bhej*, ambulance bhej*, bhejo, bhejiye, bhejein, bheje, emergency, sos, urgent,
   ho raha hai, ho rahi hai, rahe hain, rahi hai, raha hai, raha hun, rahi hun, minute, minutes, 112, 101, 108, hurry, aaj subah, aaj, today, tatkal, thodi der, gayi hai, gaya hai, lagi hai, gir gayi, gir gaya`,
  true,
);

/** What makes the same words harmless: long ago, standing for weeks, somebody else's news, a manner of speaking. */
export const CALM = new PhraseBook<'past' | 'standing' | 'idiom' | 'play' | 'news' | 'asks' | 'aftermath'>(1)
  .add(
    `pichle saal, pichle mahine, pichle hafte, pichhle saal, pichhle mahine, last year, last month, last week, years ago, months ago, days ago, weeks ago, saal pehle, mahine pehle, hafte pehle, din pehle, kal raat, parso, parson, yesterday, beete saal, gat varsh, gat mah,
     ho gayi thi, lag gayi thi, mar gaya tha, hua tha, hui thi, gayi thi, gaya tha, mari thi, maut ho gayi thi, died last, tha tab`,
    'past',
  )
  .add(
    `din se, dino se, mahine se, saal se, hafte se, haftey se, barso se, varsho se, roz, rozana, har roz, har din, har mahine, har saal, har hafte, har baar, every day, daily, every month, every year, since months, for months, for weeks, for days, aksar, often, kabhi bhi, any time, anytime,
     ho sakta hai, ho sakti hai, ho sakta h, could happen, may happen, can happen, waiting for accident, accident prone, hadse ka intezar, hadsa ho sakta, khatra bana, darr laga rehta, dar bana, dar rehta, intezar hai, intezaar, hone ka intezar, kab giregi, gir sakta, gir sakti, lag sakti`,
    'standing',
  )
  .add(
    `garmi se mar, garmi me mar, mar gaye garmi, bijli ne mar, ne maar dala, ne mar dala, jaan le lega, jaan le legi, jaan lega, jaan le li, maar hi dalo, mehngai mar, dil me aag, aag laga diya gaane, aag lagi hai bazaar, daam me aag, dam me aag, aag barsa*, aag ugal*, rate me aag, sun ke current, sun ke karant, bomb phod, hasi se, has has ke, hanste hanste, gaane ne to aag, garmi se mare, pyase mar, bhookhe mar, bhukhe mar, daru me dub, pyar me dub, pyaar me dub, dhandhe me doob, karz me doob, karj me dub, kaam me dub,
     fire safety, team india, sabzi ke daam, sabji ke daam`,
    'idiom',
  )
  .add(
    `match, tadka, keemat*, portfolio, film, movie, song, gaana, series, episode, trailer, world cup, ipl, batting, laughing, love, pyar me, ishq, mock drill, drill, abhyas, purvabhyas, rehearsal, natak, rumour, afwah, jhoothi khabar, shukr hai, bach gaye, safe now, ab theek hai, ab thik hai, bujha di, bujha diya, kabu pa, bacha liya gaya, bacha liya, plot, registry, discount, offer`,
    'play',
  )
  .add(
    `giraftar, girftar, arrested, breaking news, khabar, news, report, mamle ki jaanch, jaanch me juti, police mauke par, mauke par pahunchi, bhandafod, mukadma darj, darj kiya, ghatna ki jankari, sutro, postmortem, rescue kiya, rescued, shok sanvedna, shraddhanjali, condolence, dukhad, udghatan, jagrukta, awareness`,
    'news',
  )
  .add(
    'kaise kare, kaise karein, kahan se, kaise milta, kaise milega, kya number, number kya hai, helpline number, how to, where to, which number, procedure, prakriya, jankari chahiye, kaise le',
    'asks',
  )
  .add(
    'muavza, muavja, compensation, sahayata rashi, fir nahi, fir darj nahi, fir register, karyavahi nahi, karwai nahi, koi karyavahi, no action, claim, report nahi mili, insurance, jaanch rport, chargesheet',
    'aftermath',
  );

/** A denial right before or after the danger: "koi ghayal nahi", "no one injured". */
export const DENIED = new PhraseBook<true>(1).add(
  'koi ghayal nahi, koi hatahat nahi, no one injured, nobody injured, no injury, koi nuksan nahi, khatra nahi, not on fire, emergency nahi, not an emergency',
  true,
);
