import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds, idAt, instantOfId, maxId } from '../../src/lib/snowflake.js';

const id = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);
/** Ids that differ only beyond what a Number can hold. */
const close = fc
  .tuple(id, fc.bigInt({ min: 0n, max: 3n }))
  .map(([a, more]) => [a, String(BigInt(a) + more)] as const);

describe('ids of X', () => {
  it('compare as the whole numbers they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(id, id), close), ([a, b]) => {
        const [x, y] = [BigInt(a), BigInt(b)];
        expect(Math.sign(compareIds(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(maxId(a, b)).toBe(String(x > y ? x : y));
      }),
    );
  });

  it('tell when they were made, to the millisecond', () => {
    const instant = fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2070, 0, 1) });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 2 ** 22 - 1 }), (at, low) => {
        expect(instantOfId(idAt(at, low))).toBe(at);
        expect(compareIds(idAt(at), idAt(at, low))).toBeLessThanOrEqual(0);
        expect(compareIds(idAt(at, low), idAt(at + 1))).toBeLessThan(0);
      }),
    );
  });

  it("agree with X's own example", () => {
    expect(new Date(instantOfId('1212092628029698048')).toISOString()).toBe('2019-12-31T19:26:16.771Z');
  });
});
