import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SunwaiError } from './errors.js';

/** Encrypts small secrets at rest: AES-256-GCM, a fresh nonce each, all in one base64 string. */
export interface Seal {
  seal(plain: string): string;
  /** Throws CFG-004 when the key is another one or the text was changed. */
  open(sealed: string): string;
}

/**
 * `key`: 32 bytes in base64. `next`: the key that takes its place; when there is one, it seals and both open. Throws
 * CFG-004 for anything else.
 */
export function createSeal(key: string, next = ''): Seal {
  const old = bytesOf(key, 'SUNWAI_SECRET_KEY');
  const keys = next === '' ? [old] : [bytesOf(next, 'SUNWAI_SECRET_KEY_NEW'), old];
  return {
    seal: (plain) => lock(keys[0] ?? old, plain),
    open(sealed) {
      const all = Buffer.from(sealed, 'base64');
      for (const bytes of keys) {
        const plain = unlock(bytes, all);
        if (plain !== null) return plain;
      }
      const where = next === '' ? 'SUNWAI_SECRET_KEY' : 'SUNWAI_SECRET_KEY, SUNWAI_SECRET_KEY_NEW';
      throw new SunwaiError({ code: 'CFG-004', where, detail: 'it does not open the stored tokens' });
    },
  };
}

function bytesOf(key: string, where: string): Buffer {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length === 32) return bytes;
  const detail = key === '' ? 'it is not set' : 'it is not 32 bytes of base64';
  throw new SunwaiError({ code: 'CFG-004', where, detail });
}

function lock(key: Buffer, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** null: sealed with another key, or changed since. */
function unlock(key: Buffer, all: Buffer): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, 12));
    decipher.setAuthTag(all.subarray(12, 28));
    return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
