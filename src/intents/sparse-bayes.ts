import BayesClassifier, { type Engine } from 'natural/lib/natural/classifiers/bayes_classifier.js';

/**
 * natural's own classifier and engine, fed with the features a text has instead of a row of zeros and ones over the
 * whole vocabulary: the same counts to the last bit (test/intents/sparse-bayes.test.ts), tens of times sooner.
 * Documents are arrays of prefixed feature names; raw strings would lose Devanagari in natural's tokeniser.
 */
export class SparseBayes extends BayesClassifier {
  private index: Map<string, number> | null = null;

  /** Feature names in natural's order: the index of each is its place here. */
  names(): string[] {
    return Object.keys(this.features);
  }

  /** The engine's sparse form: places of the features in falling order, the order in which natural adds logarithms. */
  override textToFeatures(observation: string[]): Record<string, number> {
    this.index ??= new Map(this.names().map((name, at) => [name, at]));
    const places: number[] = [];
    for (const name of new Set(observation)) {
      const place = this.index.get(name);
      if (place !== undefined) places.push(place);
    }
    places.sort((a, b) => b - a);
    return Object.fromEntries(places.entries());
  }

  override train(): void {
    this.index = null;
    const restore = guardGlobal();
    for (const { text, label } of this.docs.slice(this.lastAdded)) {
      // The engine's sparse branch counts features but not the example; its array branch, given none, does the rest.
      this.classifier.addExample([], label);
      this.classifier.addExample(this.textToFeatures(text), label);
      this.lastAdded += 1;
    }
    restore();
  }
}

/** The engine's sparse branch assigns an undeclared `value`; this puts the global back as it was. */
function guardGlobal(): () => void {
  const had = Object.getOwnPropertyDescriptor(globalThis, 'value');
  return () => {
    if (had === undefined) Reflect.deleteProperty(globalThis, 'value');
    else Object.defineProperty(globalThis, 'value', had);
  };
}

export type { Engine };
