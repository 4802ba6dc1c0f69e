import type { World } from './world.js';

/** Ids are 63 bits: they last until 2080. */
export const FURTHEST = 20 * 365 * 86_400_000;

/** Something the page or a test asked for cannot be done; the message says what and why. */
export class BadRequest extends Error {}

/** The call is about something that is not there. */
export class Missing extends Error {
  readonly statusCode = 404;
}

/** Millionths of a US dollar; null: no end of them. */
export function readCredits(input: unknown): number | null {
  const { remainingMicros } = object(input, ['remainingMicros']);
  if (remainingMicros === null) return null;
  if (Number.isSafeInteger(remainingMicros) && (remainingMicros as number) >= 0)
    return remainingMicros as number;
  throw new BadRequest('remainingMicros: whole millionths of a US dollar, or null for no limit');
}

export function readAdvance(world: World, input: unknown): number {
  const { advanceMs } = object(input, ['advanceMs']);
  if (typeof advanceMs !== 'number' || !Number.isSafeInteger(advanceMs) || advanceMs < 0) {
    throw new BadRequest('advanceMs: whole milliseconds, not below 0; the clock only moves forward');
  }
  if (world.offset + advanceMs > FURTHEST) throw new BadRequest('advanceMs: no further than 20 years ahead');
  return advanceMs;
}

/** The fields of a JSON object, none of them unknown. */
export function object(input: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new BadRequest('a JSON object is expected');
  }
  const stray = Object.keys(input).find((name) => !known.includes(name));
  if (stray !== undefined) throw new BadRequest(`${stray}: unknown; known are ${known.join(', ')}`);
  return input as Record<string, unknown>;
}

/** A field that must hold words. */
export function string(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.trim() === '') throw new BadRequest(`${name}: a text is expected`);
  return value;
}
