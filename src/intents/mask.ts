import { NUMBER_SHAPES } from './number-shapes.js';

/** Phone, Aadhaar, account, PAN, e-mail, payment and vehicle numbers replaced by what they are. */
export function maskPersonal(text: string): string {
  let masked = text.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
  for (const { pattern, mask } of NUMBER_SHAPES) if (mask !== null) masked = masked.replace(pattern, mask);
  return masked;
}
