import type { Counts } from './counts.js';
import type { HeadName, ModelParts } from './model.js';
import type { Reading } from './scorer.js';
import type { Vocabulary } from './vocabulary.js';

/** First bytes of a model file: a name and the version of this layout and of the features. */
const MAGIC = 'SUNWAI-MODEL-2';

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
  temperatures: Record<HeadName, number>;
  sureIntent: number;
  alarm: number;
}

/**
 * The model as a file: two lines (name and version; numbers in JSON), then as they are used in memory the hashes, the
 * families, and for each stored head the lengths of the blocks and the blocks. Numbers are little-endian. The same
 * model gives the same bytes.
 */
export function encodeModel(parts: ModelParts): Uint8Array {
  const { vocabulary, counts, readings, temperatures, sureIntent, alarm } = parts;
  const header: Header = {
    features: vocabulary.high.length,
    counts: { intent: headerOf(counts.intent), service: headerOf(counts.service) },
    readings: { ...readings },
    temperatures: { ...temperatures },
    sureIntent,
    alarm,
  };
  return joined([
    new TextEncoder().encode(`${MAGIC}\n${JSON.stringify(header)}\n`),
    littleEndian(vocabulary.high),
    littleEndian(vocabulary.low),
    vocabulary.families,
    ...STORED.flatMap((head) => [lengthsOf(counts[head]), counts[head].blocks]),
  ]);
}

/** Reads what `encodeModel` wrote. Throws an Error that says why when the bytes are something else. */
export function decodeModel(bytes: Uint8Array): ModelParts {
  const first = bytes.indexOf(10);
  const second = bytes.indexOf(10, first + 1);
  const decoder = new TextDecoder();
  if (first < 0 || second < 0 || decoder.decode(bytes.subarray(0, first)) !== MAGIC)
    throw new Error('it is not a model of this version');
  const header = JSON.parse(decoder.decode(bytes.subarray(first + 1, second))) as Header;
  const { features, readings, temperatures, sureIntent, alarm } = header;
  let at = second + 1;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('it ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const vocabulary: Vocabulary = {
    high: numbers(take(features * 4), Uint32Array),
    low: numbers(take(features * 2), Uint16Array),
    families: take(features),
  };
  const intent = decodeCounts(header.counts.intent, features, take);
  const service = decodeCounts(header.counts.service, features, take);
  if (at !== bytes.length) throw new Error('it has bytes too many');
  return { vocabulary, counts: { intent, service }, readings, temperatures, sureIntent, alarm };
}

function headerOf({ labels, totals, totalExamples, smoothing, sizes, masses, blocks }: Counts): CountsHeader {
  if (labels.length > 128) throw new RangeError('more than 128 labels in one head');
  return { labels, totals, totalExamples, smoothing, sizes, masses, bytes: blocks.length };
}

/** Length of each block in two bytes. */
function lengthsOf({ offsets }: Counts): Uint8Array {
  return littleEndian(Uint16Array.from(offsets.subarray(1), (end, at) => end - (offsets[at] ?? 0)));
}

function decodeCounts(
  { bytes, ...header }: CountsHeader,
  features: number,
  take: (length: number) => Uint8Array,
): Counts {
  const lengths = numbers(take(features * 2), Uint16Array);
  const offsets = new Uint32Array(features + 1);
  let end = 0;
  for (let at = 0; at < features; at += 1) {
    end += lengths[at] as number;
    offsets[at + 1] = end;
  }
  if (end !== bytes) throw new Error('its counts do not add up');
  return { ...header, offsets, blocks: take(bytes) };
}

const IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function littleEndian(values: Uint32Array | Uint16Array): Uint8Array {
  const bytes = new Uint8Array(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return IS_LITTLE ? bytes : swapped(bytes, values.BYTES_PER_ELEMENT);
}

/** A copy, because a view must begin at a multiple of its numbers' size. */
function numbers<T>(bytes: Uint8Array, as: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number }): T {
  const copy = new Uint8Array(bytes);
  return new as((IS_LITTLE ? copy : swapped(copy, as.BYTES_PER_ELEMENT)).buffer);
}

function swapped(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
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
