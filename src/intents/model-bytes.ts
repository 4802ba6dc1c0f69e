import type { Table } from './compile-model.js';
import { HEADS, type HeadName, type Model, makeHead } from './model.js';
import type { Reading } from './table.js';

/** First bytes of a model file: a name and the version of this layout and of the features. */
const MAGIC = 'SUNWAI-MODEL-1';

interface HeadHeader {
  labels: readonly string[];
  totals: readonly number[];
  totalExamples: number;
  smoothing: number;
  temperature: number;
  reading: Reading;
  features: number;
  entries: number;
}

interface Header {
  sureIntent: number;
  alarm: number;
  heads: Record<HeadName, HeadHeader>;
}

/**
 * The model as a file: a line of names and numbers in JSON, then for each head the hashes, families, and for each
 * feature how many classes it was seen in, which, and how often (variable-length numbers). The same model gives the
 * same bytes.
 */
export function encodeModel(model: Model): Uint8Array {
  const header: Header = {
    sureIntent: model.sureIntent,
    alarm: model.alarm,
    heads: Object.fromEntries(HEADS.map((name) => [name, headerOf(model, name)])) as Record<
      HeadName,
      HeadHeader
    >,
  };
  const text = new TextEncoder().encode(`${MAGIC}\n${JSON.stringify(header)}\n`);
  const bodies = HEADS.map((name) => encodeTable(model.heads[name].scorer.table));
  const bytes = new Uint8Array(text.length + bodies.reduce((sum, body) => sum + body.length, 0));
  bytes.set(text);
  let at = text.length;
  for (const body of bodies) {
    bytes.set(body, at);
    at += body.length;
  }
  return bytes;
}

/** Reads what `encodeModel` wrote. Throws an Error that says why when the bytes are something else. */
export function decodeModel(bytes: Uint8Array): Model {
  const first = bytes.indexOf(10);
  const second = bytes.indexOf(10, first + 1);
  const decoder = new TextDecoder();
  if (first < 0 || second < 0 || decoder.decode(bytes.subarray(0, first)) !== MAGIC) {
    throw new Error('it is not a model of this version');
  }
  const header = JSON.parse(decoder.decode(bytes.subarray(first + 1, second))) as Header;
  const reader = new Reader(bytes, second + 1);
  const heads = HEADS.map((name) => {
    const head = header.heads[name];
    return [name, makeHead(decodeTable(reader, head), head.reading, head.temperature)] as const;
  });
  if (!reader.atEnd()) throw new Error('it has bytes too many');
  return {
    heads: Object.fromEntries(heads) as unknown as Model['heads'],
    sureIntent: header.sureIntent,
    alarm: header.alarm,
  };
}

function headerOf(model: Model, name: HeadName): HeadHeader {
  const { scorer, temperature } = model.heads[name];
  const { labels, totals, totalExamples, smoothing, high, classes } = scorer.table;
  const { reading } = scorer;
  return {
    labels,
    totals,
    totalExamples,
    smoothing,
    temperature,
    reading,
    features: high.length,
    entries: classes.length,
  };
}

function encodeTable({ high, low, families, starts, classes, counts }: Table): Uint8Array {
  const fixed = new DataView(new ArrayBuffer(high.length * 7));
  const rest: number[] = [];
  for (let at = 0; at < high.length; at += 1) {
    fixed.setUint32(at * 7, high[at] ?? 0);
    fixed.setUint16(at * 7 + 4, low[at] ?? 0);
    fixed.setUint8(at * 7 + 6, families[at] ?? 0);
    const [from, to] = [starts[at] ?? 0, starts[at + 1] ?? 0];
    pushNumber(rest, to - from);
    for (let entry = from; entry < to; entry += 1) {
      rest.push(classes[entry] ?? 0);
      pushNumber(rest, counts[entry] ?? 0);
    }
  }
  const bytes = new Uint8Array(fixed.byteLength + rest.length);
  bytes.set(new Uint8Array(fixed.buffer));
  bytes.set(rest, fixed.byteLength);
  return bytes;
}

function decodeTable(reader: Reader, head: HeadHeader): Table {
  const { labels, totals, totalExamples, smoothing, features, entries } = head;
  const table: Table = {
    labels,
    totals,
    totalExamples,
    smoothing,
    high: new Uint32Array(features),
    low: new Uint16Array(features),
    families: new Uint8Array(features),
    starts: new Uint32Array(features + 1),
    classes: new Uint8Array(entries),
    counts: new Uint16Array(entries),
  };
  for (let at = 0; at < features; at += 1) {
    table.high[at] =
      ((reader.byte() << 24) | (reader.byte() << 16) | (reader.byte() << 8) | reader.byte()) >>> 0;
    table.low[at] = (reader.byte() << 8) | reader.byte();
    table.families[at] = reader.byte();
  }
  let entry = 0;
  for (let at = 0; at < features; at += 1) {
    for (let left = reader.number(); left > 0; left -= 1) {
      table.classes[entry] = reader.byte();
      table.counts[entry] = reader.number();
      entry += 1;
    }
    table.starts[at + 1] = entry;
  }
  if (entry !== entries) throw new Error('its counts do not add up');
  return table;
}

function pushNumber(bytes: number[], value: number): void {
  let left = value;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left >>>= 7;
  }
  bytes.push(left);
}

/** Reads forward and refuses to read past the end. */
class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Error('it ends too early');
    this.at += 1;
    return byte;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new Error('a number in it is too long');
  }

  atEnd(): boolean {
    return this.at === this.bytes.length;
  }
}
