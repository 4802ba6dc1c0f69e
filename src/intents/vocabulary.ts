import { Hash, hashOf } from './feature-hash.js';
import { type Family, LONGEST, piecesOf, type Sink, walk } from './features.js';
import type { Token } from './tokens.js';

/** The features a model knows by a 40-bit hash alone, in the order of the hashes: no text of a post is kept. */
export interface Vocabulary {
  high: Uint32Array;
  /** Eight bits beside the 32 of `high`. */
  low: Uint8Array;
  families: Uint8Array;
}

/**
 * The features of one post that a vocabulary knows: each once, by its place there. `from` and `to` are the tokens
 * (first and last, inclusive) each came from, so that a score can be explained in words.
 */
export interface Known {
  places: number[];
  from: number[];
  to: number[];
}

/** Words whose pieces are remembered: hashing them anew is most of what a post costs. */
const MOST_REMEMBERED = 16_384;

/** Finds the features of a post in a vocabulary. */
export class Lookup implements Sink {
  /** By the upper half of the hash: where its features begin; -1 until asked, as a start should cost nothing. */
  private readonly first: Int32Array;
  /** In which call a place was met last: a feature counts once a post, however often it stands there. */
  private readonly met: Uint32Array;
  private readonly remembered = new Map<string, number[]>();
  private readonly hash = new Hash();
  private call = 0;
  private found: Known = { places: [], from: [], to: [] };

  constructor(readonly vocabulary: Vocabulary) {
    const { high } = vocabulary;
    this.met = new Uint32Array(high.length);
    this.first = new Int32Array(0x10001).fill(-1);
  }

  /** Place of a feature, or -1. */
  placeOf(high: number, low: number): number {
    const { vocabulary } = this;
    const upper = high >>> 16;
    const end = this.beginOf(upper + 1);
    for (let at = this.beginOf(upper); at < end; at += 1)
      if (vocabulary.high[at] === high && vocabulary.low[at] === low) return at;
    return -1;
  }

  private beginOf(upper: number): number {
    const known = this.first[upper] as number;
    if (known >= 0) return known;
    const { high } = this.vocabulary;
    let [from, to] = [0, high.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((high[middle] as number) >>> 16 < upper) from = middle + 1;
      else to = middle;
    }
    this.first[upper] = from;
    return from;
  }

  placeOfName(name: string): number {
    const { high, low } = hashOf(name);
    return this.placeOf(high, low);
  }

  /** What of a post the vocabulary knows. Unknown features say nothing. */
  known(tokens: readonly Token[]): Known {
    this.call = (this.call + 1) >>> 0;
    this.found = { places: [], from: [], to: [] };
    walk(tokens, this);
    return this.found;
  }

  text(family: Family, at: number, text: string): void {
    const { high, low } = this.hash.begin(family).add(text);
    this.take(this.placeOf(high, low), at, at);
  }

  pair(family: Family, from: number, to: number, left: string, right: string): void {
    const { high, low } = this.hash.begin(family).add(left).add(' ').add(right);
    this.take(this.placeOf(high, low), from, to);
  }

  pieces(at: number, key: string): void {
    const places = this.placesOfPieces(key);
    for (let piece = 0; piece < places.length; piece += 1) this.take(places[piece] as number, at, at);
  }

  private take(place: number, from: number, to: number): void {
    if (place < 0 || this.met[place] === this.call) return;
    this.met[place] = this.call;
    this.found.places.push(place);
    this.found.from.push(from);
    this.found.to.push(to);
  }

  private placesOfPieces(key: string): readonly number[] {
    const remembered = this.remembered.get(key);
    if (remembered !== undefined) return remembered;
    const places = piecesOf(key)
      .map((piece) => this.placeOfName(`c:${piece}`))
      .filter((place) => place >= 0);
    if (key.length > LONGEST) return places;
    // Emptied rather than trimmed: it fills again within a thousand posts, and stays simple.
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, places);
    return places;
  }
}
