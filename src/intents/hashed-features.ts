import { hashOf } from './feature-hash.js';
import { FAMILIES, type Family, namesOf } from './features.js';
import type { Token } from './tokens.js';

/** A feature without its text: 40 bits of hash and the place of its family in FAMILIES. */
export interface HashedFeature {
  high: number;
  low: number;
  family: number;
}

const BYTES = 7;

/**
 * The features of a post as bytes: upper hash (4), lower hash (2), family (1) of each, little-endian, in the order of
 * the hashes, so that not even the order of the words is kept.
 */
export function hashFeatures(tokens: readonly Token[]): Uint8Array {
  const features = namesOf(tokens)
    .map((name) => ({ ...hashOf(name), family: FAMILIES.indexOf(name.charAt(0) as Family) }))
    .sort(byHash);
  const bytes = new Uint8Array(features.length * BYTES);
  const view = new DataView(bytes.buffer);
  for (const [at, { high, low, family }] of features.entries()) {
    view.setUint32(at * BYTES, high, true);
    view.setUint16(at * BYTES + 4, low, true);
    bytes[at * BYTES + 6] = family;
  }
  return bytes;
}

/** What `hashFeatures` wrote. Throws a RangeError when it is something else. */
export function readHashedFeatures(bytes: Uint8Array): HashedFeature[] {
  if (bytes.length % BYTES !== 0) throw new RangeError('these are no hashed features');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / BYTES }, (_, at) => ({
    high: view.getUint32(at * BYTES, true),
    low: view.getUint16(at * BYTES + 4, true),
    family: view.getUint8(at * BYTES + 6),
  }));
}

/** The order of a vocabulary. */
export function byHash(one: HashedFeature, other: HashedFeature): number {
  return one.high - other.high || one.low - other.low;
}
