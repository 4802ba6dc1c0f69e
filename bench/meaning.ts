import { tokensOf } from '../src/intents/tokens.js';
import type { Row } from './figures.js';
import { readCorpus, sample } from './meaning/corpus.js';
import { wordsOf } from './meaning/documents.js';
import { measureGrowth } from './meaning/growing.js';
import { measurePosts } from './meaning/posts.js';
import { measureReady } from './meaning/ready.js';
import { trainBoth } from './meaning/trained.js';
import { measureTraining } from './meaning/training.js';

/** One text in so many is enough to time stock natural's training. */
const TAUGHT = 7;

/** What it costs to know what a post means, beside stock natural. `tell` hears what is being measured. */
export function meaning(tell: (step: string) => void): Row[] {
  tell('reading the texts');
  const corpus = readCorpus();
  const documents = corpus.training.map(({ text, intent }) => ({
    names: wordsOf(tokensOf(text)),
    label: intent,
  }));
  const both = trainBoth(documents);
  tell(`posts (stock natural knows ${both.features} words)`);
  const posts = measurePosts(corpus, both);
  tell('training');
  const training = measureTraining(sample(documents, TAUGHT));
  tell('growth');
  const growth = measureGrowth();
  tell('fresh processes');
  return [...posts, training, growth, ...measureReady(both.json)];
}
