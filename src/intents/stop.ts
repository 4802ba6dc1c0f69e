import { keyOf } from './features.js';
import { normalise } from './normalise.js';
import { PhraseBook, phrases } from './phrases.js';
import { tokensOfNormalised } from './tokens.js';

/** "No more automatic answers." Always the whole of what is said, so that "rishwat band karo" stays a grievance. */
const STOPS = new PhraseBook<'stop'>(1).add(
  `stop, stop it, stop now, stop this, stop replying, stop messages, stop messaging, please stop, unsubscribe, opt out, optout, dont reply, do not reply,
   no more replies, stop bot, band karo, band kar do, band kijiye, band kariye, band karen, reply band karo, message band karo, jawab band karo,
   mat bhejo, mat bheje, message mat bhejo, reply mat karo, jawab mat do`,
  'stop',
);

/** Words that may stand around it without adding anything. */
const COURTESY = new Set(
  phrases(
    `please pls plz kripya sir madam ji bhai yaar ab abhi now thanks thank you dhanyavad ye yeh this these bot auto automatic
   mujhe me to ko hi bas`.replace(/\s+/g, ','),
  ).map(([word = '']) => word),
);

/** Does this post, a reply to us, ask us to be quiet? Only when it says nothing else. */
export function asksToStop(text: string): boolean {
  const words = tokensOfNormalised(normalise(text)).filter(
    ({ kind }) => kind === 'word' || kind === 'number',
  );
  const keys = words.map(keyOf);
  return STOPS.find(keys).some(({ from, to }) =>
    keys.every((key, at) => (at >= from && at <= to) || COURTESY.has(key)),
  );
}
