import { keyOf } from './features.js';
import { normalise } from './normalise.js';
import { PhraseBook } from './phrases.js';
import { tokensOfNormalised } from './tokens.js';

/** Said with a "no" first in mind: the denial of a solution is no solution. */
const VERDICTS = new PhraseBook<'yes' | 'no'>(1)
  .add(
    `nahi, no, nope, not, nahi hua, galat, jhooth, jhoot, jhuth, abhi tak, abhi bhi, still, same problem, waise hi, vaise hi, jas ka tas,
     unsolved, unresolved, pending, fake, farji, isnt, wasnt, hasnt, didnt, never, false, wrong, phir se, fir se, wapas kharab, dobara kharab, adhura, incomplete, na hua,
     na, na ji`,
    'no',
  )
  .add(
    `haan, ha, han, hanji, haa, ji haan, yes, yess, yep, yeah, ho gaya, ho gayi, ho gya, ho chuka, hogaya, hogya, theek ho, thik ho, theek hai,
     thik h, sahi ho, solved, resolved, fixed, done, working now, sudhar gaya, aa gayi, aa gaya, mil gaya, mil gayi, ban gayi, ban gaya,
     saaf ho, hal ho, samadhan ho, chalu ho, dhanyavad, thanks, ok, okay, correct, sahi hai`,
    'yes',
  );

const UP = /👍|✅|👌|🙏/u;
const DOWN = /👎|❌/u;

/**
 * A yes or no to "is it solved?". A no outweighs a yes ("haan par abhi bhi pani nahi"), because a case closed wrongly
 * costs the citizen more than one more look. Null when neither is said, or only a bare thanks to a question.
 */
export function verdictOf(text: string): 'yes' | 'no' | null {
  const tokens = tokensOfNormalised(normalise(text)).filter(({ kind }) => kind !== 'handle');
  const said = new Set(VERDICTS.find(tokens.map(keyOf)).map(({ value }) => value));
  const asks = tokens.some(({ kind, text: mark }) => kind === 'mark' && mark.startsWith('?'));
  if (said.has('no') || DOWN.test(text)) return asks && !said.has('yes') ? null : 'no';
  if (asks) return null;
  if (said.has('yes')) return 'yes';
  return UP.test(text) && tokens.every(({ kind }) => kind === 'emoji') && /👍|✅|👌/u.test(text)
    ? 'yes'
    : null;
}
