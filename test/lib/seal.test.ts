import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeal } from '../../src/lib/seal.js';

const key = randomBytes(32).toString('base64');

describe('the seal', () => {
  const { seal, open } = createSeal(key);

  it('opens what it sealed, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('', 'कुंजी 🔑')),
        (plain) => open(seal(plain)) === plain,
      ),
    );
  });

  it('never seals the same way twice, and shows nothing of what it holds', () => {
    const [one, other] = [seal('access-token access-secret'), seal('access-token access-secret')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64').toString('latin1')).not.toContain('access');
  });

  it('refuses a text in which any one bit was changed', () => {
    const sealed = Buffer.from(seal('access-token'), 'base64');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        expect(() => open(changed.toString('base64'))).toThrow(/^CFG-004 SUNWAI_SECRET_KEY/);
      }),
    );
  });

  it('refuses a text that was cut anywhere', () => {
    const sealed = Buffer.from(seal('access-token'), 'base64');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => open(sealed.subarray(0, length).toString('base64'))).toThrow(/^CFG-004/);
    }
  });

  it('does not open with another key', () => {
    const other = createSeal(randomBytes(32).toString('base64'));
    expect(() => other.open(seal('access-token'))).toThrow(/does not open the stored tokens/);
  });

  it.each([
    ['none', '', /it is not set/],
    ['one that is too short', randomBytes(31).toString('base64'), /it is not 32 bytes/],
    ['one that is too long', randomBytes(33).toString('base64'), /it is not 32 bytes/],
    ['one that is no base64', '####', /it is not 32 bytes/],
  ])('takes no key but 32 bytes: %s', (_name, wrong, message) => {
    expect(() => createSeal(wrong)).toThrow(message);
  });

  it('never repeats the key in an error', () => {
    const short = randomBytes(31).toString('base64');
    expect(() => createSeal(short)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(short) }),
    );
  });
});

describe('a seal whose key is being changed', () => {
  const next = randomBytes(32).toString('base64');

  it('opens what either key sealed, and seals with the new one', () => {
    const both = createSeal(key, next);
    expect(both.open(createSeal(key).seal('old'))).toBe('old');
    expect(createSeal(next).open(both.seal('new'))).toBe('new');
    expect(() => createSeal(key).open(both.seal('new'))).toThrow(/^CFG-004 SUNWAI_SECRET_KEY: /);
    const stranger = createSeal(randomBytes(32).toString('base64')).seal('of another');
    expect(() => both.open(stranger)).toThrow(/^CFG-004 SUNWAI_SECRET_KEY, SUNWAI_SECRET_KEY_NEW: /);
  });

  it('names the one that is no key', () => {
    expect(() => createSeal(key, 'short')).toThrow(/^CFG-004 SUNWAI_SECRET_KEY_NEW: it is not 32 bytes/);
    expect(() => createSeal('', next)).toThrow(/^CFG-004 SUNWAI_SECRET_KEY: it is not set/);
  });
});
