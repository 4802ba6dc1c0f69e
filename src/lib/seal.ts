import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SunwaiError } from './errors.js';

/** Encrypts small secrets at rest: AES-256-GCM, a fresh nonce each, all in one base64 string. */
export interface Seal {
  seal(plain: string): string;
  /** Throws CFG-004 when the key is another one or the text was changed. */
  open(sealed: string): string;
}

/** `key`: 32 bytes in base64. Throws CFG-004 for anything else. */
export function createSeal(key: string): Seal {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) {
    throw new SunwaiError({
      code: 'CFG-004',
      where: 'SUNWAI_SECRET_KEY',
      detail: key === '' ? 'it is not set' : 'it is not 32 bytes of base64',
    });
  }
  return {
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', bytes, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed) {
      const all = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', bytes, all.subarray(0, 12));
        decipher.setAuthTag(all.subarray(12, 28));
        return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SunwaiError(
          { code: 'CFG-004', where: 'SUNWAI_SECRET_KEY', detail: 'it does not open the stored tokens' },
          { cause },
        );
      }
    },
  };
}
