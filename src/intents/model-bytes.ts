import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Counts } from './counts.js';
import { HEADS, type HeadName, type ModelParts } from './model.js';
import type { Reading } from './scorer.js';
import type { Vocabulary } from './vocabulary.js';

/** First bytes of a model file: a name and the version of this layout and of the features. */
const MAGIC = 'SUNWAI-MODEL-3';

/** The heads whose counts are in the file; the emergency head reads the intents'. */
const STORED = ['intent', 'service'] as const;

interface CountsHeader {
  labels: readonly string[];
  totals: readonly number[];
  totalExamples: number;
  smoothing: number;
  sizes: readonly number[];
  masses: readonly (readonly number[])[];
  bytes: number;
}

interface Header {
  features: number;
  counts: Record<(typeof STORED)[number], CountsHeader>;
  readings: Record<HeadName, Reading>;
  /** What each label gets before a word is read; null: nothing was learnt about the features. */
  biases: Record<HeadName, readonly number[]> | null;
  temperatures: Record<HeadName, number>;
  sureIntent: number;
  alarm: number;
  base?: string;
}

/**
 * The model as a file: a line with its name and version, and behind it, deflated, a line of numbers in JSON, the
 * hashes (as steps from one to the next, all first bytes, then all second bytes, which packs best), the families, the
 * trust of each head, and for each stored head the lengths of the blocks and the blocks as they are used in memory.
 * The same model gives the same bytes.
 */
export function encodeModel(parts: ModelParts): Uint8Array {
  const { vocabulary, counts, readings, trust, temperatures, sureIntent, alarm, base } = parts;
  const header: Header = {
    features: vocabulary.high.length,
    counts: { intent: headerOf(counts.intent), service: headerOf(counts.service) },
    readings: { ...readings },
    biases: trust === null ? null : byHead((head) => trust[head].bias),
    temperatures: { ...temperatures },
    sureIntent,
    alarm,
    ...(base === undefined ? {} : { base }),
  };
  const body = joined([
    new TextEncoder().encode(`${JSON.stringify(header)}\n`),
    inPlanes(stepsOf(vocabulary.high)),
    vocabulary.low,
    vocabulary.families,
    ...(trust === null ? [] : HEADS.map((head) => trust[head].features)),
    ...STORED.flatMap((head) => [...lengthsOf(counts[head]), counts[head].blocks]),
  ]);
  return joined([new TextEncoder().encode(`${MAGIC}\n`), deflateRawSync(body, { level: 9 })]);
}

/** Reads what `encodeModel` wrote. Throws an Error that says why when the bytes are something else. */
export function decodeModel(file: Uint8Array): ModelParts {
  const decoder = new TextDecoder();
  const first = file.indexOf(10);
  if (first < 0 || decoder.decode(file.subarray(0, first)) !== MAGIC)
    throw new Error('it is not a model of this version');
  const bytes = inflated(file.subarray(first + 1));
  const second = bytes.indexOf(10);
  const header = JSON.parse(decoder.decode(bytes.subarray(0, second))) as Header;
  const { features, readings, biases, temperatures, sureIntent, alarm, base } = header;
  let at = second + 1;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('it ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const vocabulary: Vocabulary = {
    high: risingFrom(take(features * 4)),
    low: take(features),
    families: take(features),
  };
  const trust = biases === null ? null : byHead((head) => ({ bias: biases[head], features: take(features) }));
  const intent = decodeCounts(header.counts.intent, features, take);
  const service = decodeCounts(header.counts.service, features, take);
  if (at !== bytes.length) throw new Error('it has bytes too many');
  return {
    vocabulary,
    counts: { intent, service },
    readings,
    trust,
    temperatures,
    sureIntent,
    alarm,
    ...(base === undefined ? {} : { base }),
  };
}

/** Room for a whole model, so that it is unpacked in one piece: half the time of many small ones. */
const ROOM = 4 * 1024 * 1024;

/** A model cut short, or with bytes behind its end, is no model. */
function inflated(packed: Uint8Array): Uint8Array {
  try {
    const { buffer, engine } = inflateRawSync(packed, { info: true, chunkSize: ROOM }) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    if (engine.bytesWritten !== packed.length) throw new Error('it has bytes too many');
    return buffer;
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('it has')) throw cause;
    throw new Error('it ends too early, or is damaged', { cause });
  }
}

function byHead<T>(pick: (head: HeadName) => T): Record<HeadName, T> {
  return Object.fromEntries(HEADS.map((head) => [head, pick(head)])) as Record<HeadName, T>;
}

function headerOf({ labels, totals, totalExamples, smoothing, sizes, masses, blocks }: Counts): CountsHeader {
  if (labels.length > 128) throw new RangeError('more than 128 labels in one head');
  return { labels, totals, totalExamples, smoothing, sizes, masses, bytes: blocks.length };
}

/** A block this long or longer has its length among the long ones. */
const LONG = 255;

/** The lengths of the blocks, a byte each, and behind them those that do not fit, two bytes each. */
function lengthsOf({ offsets }: Counts): Uint8Array[] {
  const lengths = Array.from(offsets.subarray(1), (end, at) => end - (offsets[at] ?? 0));
  const long = lengths.filter((length) => length >= LONG);
  return [
    Uint8Array.from(lengths, (length) => Math.min(LONG, length)),
    Uint8Array.from(long.flatMap((length) => [length & 255, length >> 8])),
  ];
}

function decodeCounts(
  { bytes, ...header }: CountsHeader,
  features: number,
  take: (length: number) => Uint8Array,
): Counts {
  const lengths = take(features);
  const offsets = new Uint32Array(features + 1);
  let end = 0;
  for (let at = 0; at < features; at += 1) {
    let length = lengths[at] as number;
    if (length === LONG) {
      const [lower, upper] = take(2);
      length = (lower as number) | ((upper as number) << 8);
    }
    end += length;
    offsets[at + 1] = end;
  }
  if (end !== bytes) throw new Error('its counts do not add up');
  return { ...header, offsets, blocks: take(bytes) };
}

function stepsOf(rising: Uint32Array): Uint32Array {
  return rising.map((value, at) => value - (at === 0 ? 0 : (rising[at - 1] as number)));
}

/** Numbers as the lowest bytes of all, then the second, and so on. */
function inPlanes(values: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  for (let at = 0; at < values.length; at += 1)
    for (let plane = 0; plane < 4; plane += 1)
      bytes[plane * values.length + at] = (values[at] as number) >>> (8 * plane);
  return bytes;
}

/** The numbers whose steps stand in four planes. One loop without calls: it is most of what loading costs. */
function risingFrom(bytes: Uint8Array): Uint32Array {
  const count = bytes.length / 4;
  const values = new Uint32Array(count);
  const [second, third, fourth] = [count, 2 * count, 3 * count];
  let value = 0;
  for (let at = 0; at < count; at += 1) {
    value +=
      (bytes[at] as number) |
      ((bytes[second + at] as number) << 8) |
      ((bytes[third + at] as number) << 16) |
      ((bytes[fourth + at] as number) << 24);
    values[at] = value;
  }
  return values;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
