import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** What a process does before it is looked at. */
export type Kind = 'bare' | 'read' | 'sunwai' | 'natural';

export interface Loaded {
  /** Microseconds from the open file to a model that answers; the program itself was there before. */
  ready: number;
  /** Microseconds of the first post, whose code nothing has compiled yet. */
  first: number;
  /** Resident bytes, before that post. */
  memory: number;
}

const POST = 'कल रात से हमारे मोहल्ले में बिजली नहीं है, 1912 पर कोई फोन नहीं उठाता, please help';

/** Loads what each kind needs; the outcome reads a file and gives back what reads a post. */
const KINDS: Readonly<Record<Kind, () => Promise<(file: string) => () => unknown>>> = {
  bare: async () => () => () => undefined,
  read: async () => (file) => {
    const bytes = readFileSync(file);
    return () => bytes;
  },
  sunwai: async () => {
    const [{ classify }, { makeModel }, { decodeModel }, { tokensOf }] = await Promise.all([
      import('../../src/intents/classify.js'),
      import('../../src/intents/model.js'),
      import('../../src/intents/model-bytes.js'),
      import('../../src/intents/tokens.js'),
    ]);
    return (file) => {
      const model = makeModel(decodeModel(readFileSync(file)));
      return () => classify(model.lookup.known(tokensOf(POST)), model.heads.intent);
    };
  },
  natural: async () => {
    const { default: BayesClassifier } = await import('natural/lib/natural/classifiers/bayes_classifier.js');
    const words = POST.toLowerCase()
      .split(/\s+/)
      .map((word) => `w:${word}`);
    return (file) => {
      const stock = BayesClassifier.restore(JSON.parse(readFileSync(file, 'utf8')) as object);
      return () => stock.getClassifications(words);
    };
  },
};

async function load(kind: Kind, file: string): Promise<Loaded> {
  const open = await KINDS[kind]();
  const since = (begin: bigint): number => Number(process.hrtime.bigint() - begin) / 1000;
  const begin = process.hrtime.bigint();
  const read = open(file);
  const ready = since(begin);
  const memory = process.memoryUsage.rss();
  const again = process.hrtime.bigint();
  read();
  return { ready, first: since(again), memory };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(JSON.stringify(await load(process.argv[2] as Kind, process.argv[3] ?? '')));
