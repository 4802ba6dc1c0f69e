/** natural ships no types for this sub-path; the package index must not be imported (see biome.json). */
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  /** Apparatus' engine inside: label → feature index → documents with it + smoothing. */
  export interface Engine {
    classFeatures: Record<string, Record<string, number>>;
    classTotals: Record<string, number>;
    totalExamples: number;
    smoothing: number;
    addExample(observation: readonly number[] | Record<string, number>, label: string): void;
  }

  export default class BayesClassifier {
    constructor(stemmer?: unknown, smoothing?: number);
    /** Makes a classifier out of what `JSON.parse` gives of a saved one. */
    static restore(saved: object): BayesClassifier;
    classifier: Engine;
    docs: { label: string; text: string[] }[];
    features: Record<string, number>;
    lastAdded: number;
    /** A string is cut and stemmed by natural's own English stemmer, an array is taken as it is. */
    addDocument(text: string | string[], label: string): void;
    textToFeatures(observation: string | string[]): readonly number[] | Record<string, number>;
    train(): void;
    getClassifications(observation: string | string[]): { label: string; value: number }[];
    classify(observation: string | string[]): string;
  }
}
