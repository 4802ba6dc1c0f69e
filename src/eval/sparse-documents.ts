import { namesOf } from '../intents/features.js';
import { tokensOf } from '../intents/tokens.js';

/** Feature names of the training texts, numbered; those in a single text are left out, as in the model that ships. */
export class Documents {
  private readonly numbers = new Map<string, number>();

  constructor(texts: readonly string[]) {
    const seen = new Map<string, number>();
    for (const text of texts)
      for (const name of namesOf(tokensOf(text))) seen.set(name, (seen.get(name) ?? 0) + 1);
    for (const [name, times] of seen) if (times > 1) this.numbers.set(name, this.numbers.size);
  }

  get size(): number {
    return this.numbers.size;
  }

  /** The known features of a text, each once. */
  of(text: string): number[] {
    return namesOf(tokensOf(text))
      .map((name) => this.numbers.get(name) ?? -1)
      .filter((number) => number >= 0);
  }
}

/** A text as the other naive Bayes see it. */
export interface Example {
  features: readonly number[];
  label: string;
  hand: string;
}

/** Counts of texts: by class, and of each feature by class. */
export function countsOf(examples: readonly Example[], size: number) {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const texts = labels.map(() => 0);
  const features = labels.map(() => new Float64Array(size));
  for (const { features: mine, label } of examples) {
    const at = labels.indexOf(label);
    texts[at] = (texts[at] ?? 0) + 1;
    const counts = features[at] as Float64Array;
    for (const feature of mine) counts[feature] = (counts[feature] ?? 0) + 1;
  }
  return { labels, texts, features };
}
