import { type Counts, eachCount, pack, relabel } from './counts.js';
import { FAMILIES, type Family } from './features.js';
import { byHash, type HashedFeature, readHashedFeatures } from './hashed-features.js';
import { dangerOf } from './labels.js';
import type { HeadName, ModelParts } from './model.js';
import { type Trust, WHOLE } from './trust.js';
import { Lookup, type Vocabulary } from './vocabulary.js';

/** One post that a person labelled, as hashes. null: nobody said, so that head learns nothing from it. */
export interface Correction {
  /** From `hashFeatures`. */
  features: Uint8Array;
  intent: string | null;
  service: string | null;
}

interface Document {
  label: string;
  /** Places in the vocabulary, each once. */
  places: readonly number[];
}

/**
 * The model with the corrections counted as natural would have counted them as further documents
 * (test/intents/corrections.test.ts). Features nobody met before join the vocabulary. Temperatures, the bar for asking a
 * human, the alarm and the trust in features stay: they were fitted on held-out hands, and corrections are no sample of what people write.
 */
export function addCorrections(parts: ModelParts, corrections: readonly Correction[]): ModelParts {
  const posts = corrections.map(({ features }) => readHashedFeatures(features));
  const { vocabulary, moved } = extend(parts.vocabulary, posts.flat());
  const from = new Int32Array(vocabulary.families.length).fill(-1);
  for (let old = 0; old < moved.length; old += 1) from[moved[old] ?? 0] = old;
  const lookup = new Lookup(vocabulary);
  const places = posts.map((features) => features.map(({ high, low }) => lookup.placeOf(high, low)));
  // As in the training: a head counts nothing of families it does not read.
  const reads = (head: 'intent' | 'service') => (place: number) =>
    parts.readings[head].weights[FAMILIES[vocabulary.families[place] ?? 0] as Family] > 0;
  const isRead = { intent: reads('intent'), service: reads('service') };
  const documents = (head: 'intent' | 'service'): Document[] =>
    corrections.flatMap((correction, at) => {
      const label = correction[head];
      return label === null ? [] : [{ label, places: (places[at] ?? []).filter(isRead[head]) }];
    });
  const added = (head: 'intent' | 'service') =>
    addDocuments(parts.counts[head], parts.vocabulary.families, from, vocabulary.families, documents(head));
  const counts = { intent: added('intent'), service: added('service') };
  return { ...parts, vocabulary, counts, trust: extendTrust(parts, counts, moved, vocabulary) };
}

/** What was learnt about features and labels stays with them; those that joined have what nothing was learnt about. */
function extendTrust(
  parts: ModelParts,
  counts: ModelParts['counts'],
  moved: Uint32Array,
  { families }: Vocabulary,
): ModelParts['trust'] {
  const { trust } = parts;
  if (trust === null) return null;
  const extended = (head: HeadName): Trust => {
    const { features, bias } = trust[head];
    const joined = new Uint8Array(families.length).fill(WHOLE);
    for (let old = 0; old < moved.length; old += 1) joined[moved[old] ?? 0] = features[old] ?? WHOLE;
    const known = labelsOf(head, parts.counts);
    const rarest = Math.min(...bias);
    const biases = labelsOf(head, counts).map((label) => bias[known.indexOf(label)] ?? rarest);
    return { features: joined, bias: biases };
  };
  return { intent: extended('intent'), service: extended('service'), emergency: extended('emergency') };
}

/** The labels of a head, in the order its scorer has them. */
function labelsOf(head: HeadName, counts: ModelParts['counts']): readonly string[] {
  return head === 'emergency' ? [...new Set(counts.intent.labels.map(dangerOf))] : counts[head].labels;
}

/** The vocabulary with what it does not know yet in its place, and where each of its own features went. */
function extend({ high, low, families }: Vocabulary, met: readonly HashedFeature[]) {
  const lookup = new Lookup({ high, low, families });
  const fresh = met
    .filter((one) => lookup.placeOf(one.high, one.low) < 0)
    .sort(byHash)
    .filter((one, at, sorted) => at === 0 || byHash(one, sorted[at - 1] as HashedFeature) !== 0);
  const known = families.length;
  const all = known + fresh.length;
  const vocabulary = { high: new Uint32Array(all), low: new Uint8Array(all), families: new Uint8Array(all) };
  const moved = new Uint32Array(known);
  // Both are in the order of the hashes: one pass merges them, where sorting all anew took most of the time.
  for (let at = 0, old = 0, joined = 0; at < all; at += 1) {
    const own = { high: high[old] ?? 0, low: low[old] ?? 0, family: families[old] ?? 0 };
    const next = fresh[joined];
    const joins = next !== undefined && (old === known || byHash(next, own) < 0);
    const feature = joins ? next : own;
    vocabulary.high[at] = feature.high;
    vocabulary.low[at] = feature.low;
    vocabulary.families[at] = feature.family;
    if (joins) joined += 1;
    else moved[old++] = at;
  }
  return { vocabulary, moved };
}

/**
 * `from`: the place each feature had in these counts, -1 of a new one. Labels nobody had before join in their order.
 * Only the blocks of features that the documents hold are written anew: the others are copied as they are.
 */
function addDocuments(
  counts: Counts,
  known: Vocabulary['families'],
  from: Int32Array,
  families: Vocabulary['families'],
  documents: readonly Document[],
): Counts {
  const fresh = new Set(
    documents.map(({ label }) => label).filter((label) => !counts.labels.includes(label)),
  );
  const same = (label: string) => label;
  const base =
    fresh.size === 0 ? counts : relabel(counts, known, same, () => true, [...counts.labels, ...fresh].sort());
  const totals = [...base.totals];
  const sizes = [...base.sizes];
  const masses = base.masses.map((mass) => [...mass]);
  const touched = new Map<number, Map<number, number>>();
  for (const { label, places } of documents) {
    const to = base.labels.indexOf(label);
    totals[to] = (totals[to] ?? 1) + 1;
    for (const place of places) {
      const row = touched.get(place) ?? rowOf(base, from[place] ?? -1);
      const family = families[place] ?? 0;
      const mass = masses[family] as number[];
      if (row.size === 0) sizes[family] = (sizes[family] ?? 0) + 1;
      mass[to] = (mass[to] ?? 0) + 1;
      touched.set(place, row.set(to, (row.get(to) ?? 0) + 1));
    }
  }
  return {
    ...base,
    ...spliced(base, from, families, touched),
    totals,
    totalExamples: counts.totalExamples + documents.length,
    sizes,
    masses,
  };
}

function rowOf(counts: Counts, feature: number): Map<number, number> {
  const row = new Map<number, number>();
  if (feature >= 0) eachCount(counts, feature, (label, count) => row.set(label, count));
  return row;
}

/** The blocks with those of `touched` in their places. */
function spliced(
  base: Counts,
  from: Int32Array,
  families: Vocabulary['families'],
  touched: ReadonlyMap<number, ReadonlyMap<number, number>>,
): Pick<Counts, 'offsets' | 'blocks'> {
  const rows = [...touched].sort(([a], [b]) => a - b);
  const anew = pack(
    rows.map(([, row]) => new Map([...row].sort(([a], [b]) => a - b))),
    base.labels.length,
    Uint8Array.from(rows, ([place]) => families[place] ?? 0),
  );
  const offsets = new Uint32Array(families.length + 1);
  const blocks = new Uint8Array(base.blocks.length + anew.blocks.length);
  let [end, next] = [0, 0];
  for (let place = 0; place < families.length; place += 1) {
    const isTouched = rows[next]?.[0] === place;
    const source = isTouched ? anew : base;
    const at = isTouched ? next++ : (from[place] ?? -1);
    if (at >= 0) {
      const block = source.blocks.subarray(source.offsets[at], source.offsets[at + 1]);
      blocks.set(block, end);
      end += block.length;
    }
    offsets[place + 1] = end;
  }
  return { offsets, blocks: blocks.slice(0, end) };
}
