import { CALM, DANGERS, NOW } from './danger-words.js';
import { PhraseBook } from './phrases.js';
import type { Token } from './tokens.js';

/**
 * Small word lists that say what kind of talk a post is, whatever it is about. Each hit is one more feature for the
 * classifier, which learns from the training text what the cue is worth; none decides alone.
 */
const CUES = new PhraseBook<string>(0)
  .add(
    'dhanyavad, dhanyawaad, thanks, thank you, shukriya, aabhar, aabhari, grateful, thankful, sadhuvad',
    'thanks',
  )
  .add(
    'great job, good job, well done, good work, kudos, bravo, shabash, waah, vah, appreciate*, sarahniya, hats off, keep it up, proud, salute, badhiya, bahut achha, excellent, superb, nice work, commendable, tareef, prashansa',
    'praise',
  )
  .add(
    'ho gaya, ho gayi, theek ho gaya, hal ho gaya, mil gaya, mil gayi, aa gayi, lag gayi, solved, resolved, fixed, restored, ban gayi, saaf ho gaya, samadhan hua',
    'done',
  )
  .add(
    'badhai, congratulations, congrats, happy, shubhkamna*, mubarak, jayanti, birthday, good morning, suprabhat, namaskar, jai hind, jai shri ram, jai bhim, pranam, naman, shraddhanjali, rip',
    'wish',
  )
  .add(
    'modi, yogi, bjp, congress, sapa, samajwadi, akhilesh, rahul gandhi, election, chunav, vote, party, neta, sarkar, government, vipaksh, andhbhakt, bhakt, mayawati, bsp, vidhayak, mla, mp, minister, mantri, politics, rajniti, vikas',
    'politics',
  )
  .add(
    'police ne, giraftar, girftar, arrested, bhandafod, barama*, aropi, ghatna, mamla, udghatan, lokarpan, samiksha baithak, nirikshan kiya, bataya, inaugurat*, press, breaking, khabar, news, according to, reported, dwara, abhiyan, karyakram, launched',
    'news',
  )
  .add(
    'sangyan me, kripya avagat karaye, awgat karaye, nirdeshit kiya, aavashyak karyavahi hetu, suchit kiya, dm kare, kripya apna, apna mobile number, please share, please dm, kindly share, kindly dm, inform kiya, forwarded, noted, has been informed, have been informed, sambandhit ko',
    'official',
  )
  .add(
    'complaint number, complaint no, complaint id, shikayat number, shikayat sankhya, ticket id, ticket number, reference number, ref no, sandarbh sankhya, docket, tracking',
    'ticket',
  )
  .add(
    'kya hua, update, status, koi jawab, kab tak, progress, koi karyavahi, kya karyavahi, follow up, followup, reminder, jawab nahi, kahan pahunchi, any news, action taken, abhi tak kuch',
    'follow',
  )
  .add(
    'kaise, how, kahan, where, kab, when, kaun sa, which, kya, what, kitna, kitni, who, kaun, procedure, prakriya, process, eligib*, patrata, fees, documents, dastavej, kagaj, margdarshan, guide, jankari, link, helpline',
    'ask',
  )
  .add(
    'kripya, please, nivedan, anurodh, request, kindly, karwa, karvaye, karaye, kare, dilvaye, jaldi, urgent, help, madad, action, karyavahi, karwai, jaanch, sangyan, nyay, guhar, needful',
    'ask-act',
  )
  .add('nahi, not, no, never, mat, bina, without, na, dont, didnt, isnt, cant, wont, doesnt', 'not')
  .add(
    'din se, dino se, mahine se, saal se, ghante se, hafte se, months, weeks, days, years, since, last week, kal se, subah se, raat se, barso se, kab se, pichhle',
    'since',
  )
  .add(
    'pareshan, samasya, problem, issue, shikayat, complaint, dikkat, kharab, band, toota, tuti, ganda, gandagi, pending, delay, late, broken, worst, pathetic, harass*, suffering, lapta, ruka, rok, bhatak, chakkar, katauti, barbad',
    'trouble',
  )
  .add(
    'abhi, now, turant, immediately, right now, tatkal, is waqt, is samay, iss time, emergency, sos, bachao, jaldi bhejo',
    'now',
  )
  .add(
    'follow, rt, retweet, like, subscribe, giveaway, offer, discount, off, earn, income, kamao, ghar baithe, whatsapp, dm me, click, join, free, loan, job, vacancy, promo, code, link in bio, follow back, telegram, channel, book now, call now',
    'promo',
  )
  .add(
    'chor, chutiya, madarchod, bhosdi*, gandu, kutta, kutte, harami, haramkhor, nikamm*, gadha, gadhe, saala, saale, sala, bewakoof, idiot, fuck*, bastard, shit, bloody, bc, mc, randi, dalal, namard, thu',
    'insult',
  );

/** The cues of a post, each once, with the token it stands at. `keys` are the folded tokens. */
export function cuesOf(tokens: readonly Token[], keys: readonly string[]): { name: string; at: number }[] {
  const found = new Map<string, number>();
  for (const { value, from } of CUES.find(keys)) if (!found.has(value)) found.set(value, from);
  const danger = DANGERS.find(keys)[0];
  if (danger !== undefined) {
    found.set('danger', danger.from);
    found.set(`danger ${danger.value}`, danger.from);
    if (NOW.find(keys).length > 0) found.set('danger now', danger.from);
    for (const { value, from } of CALM.find(keys)) found.set(`danger ${value}`, from);
  } else for (const { value, from } of CALM.find(keys)) found.set(`calm ${value}`, from);
  const words = tokens.filter(({ kind }) => kind === 'word').length;
  found.set(words < 4 ? 'tiny' : words < 10 ? 'short' : words < 30 ? 'medium' : 'long', 0);
  return [...found].map(([name, at]) => ({ name, at }));
}
