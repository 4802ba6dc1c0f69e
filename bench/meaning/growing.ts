import { figureOf, growth, median, type Row, rounded } from '../figures.js';
import { type Contender, inRounds, ROUNDS } from '../rounds.js';
import { type Document, syntheticDocuments } from './documents.js';
import { type Both, forAll, trainBoth } from './trained.js';

/** Words in the vocabulary. */
const SIZES = [2048, 4096, 8192, 16_384, 32_768];
const LEARNT = 4000;
const JUDGED = 2000;
/** Stock natural is slow enough to be timed on few. */
const JUDGED_STOCK = 10;

/** How the time of one document grows with the vocabulary. */
export function measureGrowth(): Row {
  const trained = SIZES.map((size) => ({
    size,
    both: trainBoth(syntheticDocuments(size, LEARNT)),
    judged: syntheticDocuments(size, LEARNT, 8).slice(0, JUDGED),
  }));
  const contenders: Record<string, Contender> = {};
  for (const { size, both, judged } of trained) {
    contenders[`ours ${size}`] = timed(judged, ({ names }) => both.ofNames(names));
    contenders[`stock ${size}`] = timed(judged.slice(0, JUDGED_STOCK), ({ names }) => stockOf(both, names));
  }
  for (const { run } of Object.values(contenders)) run(0);
  const times = inRounds(contenders);
  const exponents = (who: string): number[] =>
    Array.from({ length: ROUNDS }, (_, round) =>
      growth(
        SIZES,
        SIZES.map((size) => times[`${who} ${size}`]?.[round] as number),
      ),
    );
  const [ours, theirs] = [exponents('ours'), exponents('stock')];
  return {
    what: `growth with the vocabulary, ${SIZES[0]} to ${SIZES.at(-1)} words (exponent)`,
    peer: 'stock natural',
    ours: rounded(median(ours)),
    theirs: rounded(median(theirs)),
    figure: figureOf(ours, ''),
    target: { atMost: 0.15 },
  };
}

function timed(documents: readonly Document[], read: (document: Document) => unknown): Contender {
  return { each: documents.length, run: () => forAll(documents, read) };
}

function stockOf(both: Both, names: string[]): unknown {
  return both.stock.getClassifications(names);
}
