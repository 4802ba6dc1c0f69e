import { parseCode } from '../../src/cases/code.js';
import { classify } from '../../src/intents/classify.js';
import { interpret } from '../../src/intents/interpret.js';
import { makeModel } from '../../src/intents/model.js';
import { buildGazetteer } from '../../src/intents/place.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { readModel } from '../../src/model-file.js';
import { figureOf, median, type Row, ratios, type Target } from '../figures.js';
import { duration, inRounds, ROUNDS } from '../rounds.js';
import { type Corpus, MODEL, parts, sample } from './corpus.js';
import { wordsOf } from './documents.js';
import { type Both, forAll } from './trained.js';

/**
 * What a post costs: the compiled scorer alone, all features from the raw text, and everything a post is asked. Each
 * round reads posts that no round before it has read.
 */
export function measurePosts({ directory, training, test }: Corpus, both: Both): Row[] {
  const model = makeModel(readModel(MODEL).parts);
  const gazetteer = buildGazetteer(directory.districts.values(), directory.elsewhere, directory);
  const context = {
    model,
    gazetteer,
    services: directory.services,
    handleDepartment: null,
    handleDistrict: null,
    parseCode,
  };
  const intentOf = (text: string) => classify(model.lookup.known(tokensOf(text)), model.heads.intent);
  const meaningOf = (text: string) => interpret(text, context);

  // As in a desk that has run for a day: the code is compiled, and the usual words have been met.
  for (const { text } of training) {
    const tokens = tokensOf(text);
    forAll([intentOf, meaningOf], (read) => read(text));
    both.ofNames(wordsOf(tokens));
    both.ofTokens(tokens);
  }
  forAll(sample(training, 300), ({ text }) => both.stock.getClassifications(wordsOf(tokensOf(text))));

  const rounds = parts(test, ROUNDS).map((rows) => {
    const texts = rows.map(({ text }) => text);
    const tokens = texts.map((text) => tokensOf(text));
    return { texts, tokens, words: tokens.map(wordsOf) };
  });
  const each = rounds[0]?.texts.length ?? 0;
  const of = <Kind extends 'texts' | 'tokens' | 'words'>(
    kind: Kind,
    read: (item: (typeof rounds)[number][Kind][number]) => unknown,
  ) => ({ each, run: (round: number) => forAll(rounds[round]?.[kind] ?? [], read) });
  const times = inRounds({
    stock: of('words', (words) => both.stock.getClassifications(words)),
    names: of('words', both.ofNames),
    tokens: of('tokens', both.ofTokens),
    full: of('texts', intentOf),
    all: of('texts', meaningOf),
  });
  const row = (what: string, ours: readonly number[], target: Target | null): Row => ({
    what,
    peer: 'stock natural, words',
    ours: duration(median(ours)),
    theirs: duration(median(times.stock)),
    figure: figureOf(ratios(ours, times.stock), '×'),
    target,
  });
  return [
    row('compiled scorer, words, the same arrays in', times.names, { atLeast: 300 }),
    row('compiled scorer, words, from the tokens, all families walked', times.tokens, null),
    row('all features, raw text in, intent out', times.full, { atLeast: 80 }),
    row('interpret(), raw text in, everything out', times.all, null),
  ];
}
