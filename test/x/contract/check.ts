import { inspect } from 'node:util';
import nock, { type Body, type Interceptor } from 'nock';
import { expect, it } from 'vitest';
import { type Fault, SunwaiError } from '../../../src/lib/errors.js';
import { clientsWith, SECRETS, X } from '../edge.js';
import { hasty, telling } from './late.js';
import type { Shape } from './shapes.js';

export const clients = clientsWith(hasty);

/** Who asks, as it stands in the header. */
export const AS = {
  app: /^Bearer bearer-3$/,
  handle: /^OAuth .*oauth_token="access-token-4"/,
} as const;

const seen: string[] = [];

/** One request, and no other: nock refuses whatever is not told here. */
export function expecting(
  as: RegExp,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  { query = {}, body }: { query?: Record<string, string>; body?: Body } = {},
): Interceptor {
  telling(method, path);
  const authorization = (value: string) => {
    seen.push(value);
    return as.test(value);
  };
  return nock(X, { reqheaders: { authorization } }).intercept(path, method, body).query(query);
}

/** Whatever a grant is made of, as the tests name it. */
const OF_A_GRANT = /\b(secret|code|verifier|access|refresh)-\d/;

/** Nothing of who asked is in it, wherever one looks. */
export function expectNoSecret(told: unknown): void {
  const text = [inspect(told, { depth: null, showHidden: true, getters: true }), JSON.stringify(told)].join();
  const secrets = [...seen.splice(0), ...SECRETS, 'oauth_', 'Bearer ', 'Basic '];
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(OF_A_GRANT);
}

/** What a read throws. */
export async function errorOf(call: () => Promise<unknown>): Promise<SunwaiError> {
  const error = await call().then(
    (answer) => new Error(`it succeeded: ${inspect(answer)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SunwaiError);
  expectNoSecret(error);
  return error as SunwaiError;
}

export type Expected = Fault & { until: number | null };

/** Each shape is the coded error of the list, at this place. `but`: what is otherwise here. */
export function failsAs(
  where: string,
  shapes: readonly Shape[],
  told: () => Interceptor,
  call: () => Promise<unknown>,
  but: (shape: Shape) => Partial<Expected> = () => ({}),
): void {
  it.each(shapes)(`${where} answered with $name is a coded error`, async (shape) => {
    shape.play(told());
    const { faults, until } = await errorOf(call);
    const { until: time, ...fault }: Expected = { where, ...shape.read, ...but(shape) };
    expect(faults).toEqual([fault]);
    expect(until).toBe(time);
  });
}
