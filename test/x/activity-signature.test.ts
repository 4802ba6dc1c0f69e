import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengeAnswer, challengeSecrets, isSigned, signatureOf } from '../../src/x/activity-signature.js';
import { APP_SECRET, bytes, CLIENT_SECRET, envelope } from './activity-given.js';

const OLD = 'x-twitter-webhooks-signature';
const NEW = 'x-twitter-webhooks-signature-oauth2';
const both = { clientSecret: CLIENT_SECRET, appSecret: APP_SECRET };
const body = fc.uint8Array({ maxLength: 300 });

function flipped(given: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(given);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

describe('a signature', () => {
  it('is X’s: sha256= and the HMAC-SHA256 over the raw bytes in base64', () => {
    const raw = bytes(envelope());
    const expected = createHmac('sha256', APP_SECRET).update(raw).digest('base64');
    expect(signatureOf(raw, APP_SECRET)).toBe(`sha256=${expected}`);
  });

  it('holds with either secret, in the header that belongs to it', () => {
    fc.assert(
      fc.property(body, (raw) => {
        const [byApp, byClient] = [signatureOf(raw, APP_SECRET), signatureOf(raw, CLIENT_SECRET)];
        expect(isSigned(raw, { [OLD]: byApp }, both)).toBe(true);
        expect(isSigned(raw, { [NEW]: byClient }, both)).toBe(true);
        expect(isSigned(raw, { [NEW]: 'sha256=x', [OLD]: byApp }, both)).toBe(true);
        expect(isSigned(raw, { [OLD]: byClient, [NEW]: byApp }, both)).toBe(false);
        expect(isSigned(raw, { [NEW]: byClient }, { ...both, clientSecret: '' })).toBe(false);
      }),
    );
  });

  it('fails with one bit of the body flipped, or one of the signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(1_000_000), (raw, bit) => {
        const signature = signatureOf(raw, APP_SECRET);
        expect(isSigned(flipped(raw, bit), { [OLD]: signature }, both)).toBe(false);
        const wrong = Buffer.from(flipped(Buffer.from(signature), bit)).toString('latin1');
        expect(isSigned(raw, { [OLD]: wrong }, both)).toBe(false);
      }),
    );
  });

  it('is no signature when it is missing, empty, doubled, cut, or made with an empty secret', () => {
    fc.assert(
      fc.property(body, (raw) => {
        const signature = signatureOf(raw, APP_SECRET);
        const wrong = [undefined, '', [signature], `${signature},${signature}`, signature.slice(0, -1)];
        for (const given of wrong) expect(isSigned(raw, { [OLD]: given }, both)).toBe(false);
        const nothing = { clientSecret: '', appSecret: '' };
        expect(isSigned(raw, { [OLD]: signatureOf(raw, ''), [NEW]: signatureOf(raw, '') }, nothing)).toBe(
          false,
        );
      }),
    );
  });
});

describe('a challenge', () => {
  it('is answered with the signature of its token', () => {
    for (const token of ['challenge_string', 'b3ZlciB0aGVyZQ==', 'a+b/c-d_e.f~g', '0']) {
      expect(challengeAnswer(token, APP_SECRET)).toBe(signatureOf(token, APP_SECRET));
    }
  });

  it('never makes us sign what an event could be', () => {
    const signs = (token: unknown) => challengeAnswer(token, APP_SECRET) !== null;
    expect(signs(JSON.stringify(envelope()))).toBe(false);
    const never = (text: string) => expect(signs(text)).toBe(false);
    fc.assert(fc.property(fc.json(), (text) => void never(`{"data":${text}}`)));
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => void never(`${a}{${b}`)));
    for (const token of ['', ' ', 'a b', 'a\n', 'x'.repeat(513), ['a', 'b'], undefined, 5]) {
      expect(signs(token)).toBe(false);
    }
  });

  it('may have to be answered with either secret the app has', () => {
    expect(challengeSecrets(both)).toEqual([CLIENT_SECRET, APP_SECRET]);
    expect(challengeSecrets({ ...both, clientSecret: '' })).toEqual([APP_SECRET]);
  });
});
