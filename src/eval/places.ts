import { fold } from '../intents/fold.js';
import { measured, share } from './shares.js';
import type { Answer, Measured, Share } from './types.js';

export interface Places {
  precision: Share;
  recall: Share;
  f1: Measured;
  /** Texts where several districts fit and none was taken. */
  asked: number;
  /** Asked although the text names one district: it stands among those to choose from, or not. */
  askedRightly: Share;
  /** Answered, and not what the text names. */
  wrong: readonly Answer[];
  /** Of those: the two districts share a name. */
  namesakes: readonly Answer[];
}

interface Named {
  code: string;
  nameEn: string;
  aliases: readonly string[];
}

/** How well the district is told from the text alone. A wrong answer counts against precision and, where the text names one, recall. */
export function judgePlaces(answers: readonly Answer[], districts: readonly Named[]): Places {
  const answered = answers.filter(({ meaning }) => meaning.district !== null);
  const named = answers.filter(({ row }) => row.district !== null);
  const right = ({ row, meaning }: Answer): boolean => meaning.district === row.district;
  const wrong = answered.filter((answer) => !right(answer));
  const asked = answers.filter(({ meaning }) => meaning.districtCandidates.length > 0);
  const alike = namesakes(districts);
  return {
    precision: share(answered, right),
    recall: share(named, right),
    f1: measured(answers, f1),
    asked: asked.length,
    askedRightly: share(
      asked.filter(({ row }) => row.district !== null),
      ({ row, meaning }) => meaning.districtCandidates.includes(row.district ?? ''),
    ),
    wrong,
    namesakes: wrong.filter(({ row, meaning }) => alike(row.district, meaning.district)),
  };
}

function f1(answers: readonly Answer[]): number {
  const right = answers.filter(
    ({ row, meaning }) => row.district !== null && meaning.district === row.district,
  );
  const answered = answers.filter(({ meaning }) => meaning.district !== null).length;
  const named = answers.filter(({ row }) => row.district !== null).length;
  return answered + named === 0 ? 0 : (2 * right.length) / (answered + named);
}

/** A word that more districts than these bear (Nagar, Pur) is no name. */
const MOST_BEARERS = 2;

/** Do two districts share a word of their names, in any spelling: Kanpur and Kanpur Dehat, Bareilly and Rae Bareli? */
export function namesakes(
  districts: readonly Named[],
): (one: string | null, other: string | null) => boolean {
  const bearers = new Map<string, Set<string>>();
  for (const { code, nameEn, aliases } of districts)
    for (const word of [nameEn, ...aliases]
      .flatMap((name) => name.split(/[\s-]+/))
      .filter((word) => word.length > 3)) {
      const key = fold(word);
      bearers.set(key, (bearers.get(key) ?? new Set()).add(code));
    }
  const pairs = [...bearers.values()].filter(({ size }) => size > 1 && size <= MOST_BEARERS);
  return (one, other) =>
    one !== null && other !== null && one !== other && pairs.some((pair) => pair.has(one) && pair.has(other));
}
