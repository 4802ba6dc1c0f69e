import type { Interceptor } from 'nock';
import type { Outcome, RefusalReason } from '../../../src/bot/ports.js';
import type { ErrorCode } from '../../../src/lib/errors.js';
import { MINUTE, SECOND } from '../../../src/lib/instant.js';
import { NOW } from '../edge.js';

/** One way X fails, or what lies between us and X, and what the desk makes of it. */
export interface Shape {
  name: string;
  play(call: Interceptor): void;
  /** null: no answer came. */
  status: number | null;
  /** Where a read fails. */
  read: { code: ErrorCode; detail: string; until: number | null };
  /** Where a post does. */
  post: Outcome;
}

export const QUARTER = NOW + 15 * MINUTE;
export const RESET = NOW + 77 * SECOND;
/** The host of a problem's type was another one before. */
const HOSTS = ['https://api.twitter.com', 'https://api.x.com'];

type Headers = Record<string, string>;
/** Of a post: what the desk is told is added. */
export type Post = Extract<Outcome, { kind: 'refused' }> | { kind: 'unknown' };
export const refused = (reason: RefusalReason, until?: number) =>
  ({ kind: 'refused', reason, detail: '', ...(until === undefined ? {} : { until }) }) as const;
export const waits = refused('rate_limited', QUARTER);
export const UNKNOWN = { kind: 'unknown' } as const;

/** An answer, read and told. */
export function answer(
  name: string,
  status: number,
  body: object | string,
  code: ErrorCode,
  said: string,
  post: Post,
  { until = null, headers = {} }: { until?: number | null; headers?: Headers } = {},
): Shape {
  const type = typeof body === 'string' ? 'text/html' : 'application/problem+json';
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  const detail = status < 400 ? said : `${status} ${said}`;
  return {
    name: `${status} ${name}`,
    status,
    play: (call) => void call.reply(status, bytes, { 'content-type': type, ...headers }),
    read: { code, detail, until },
    post: { ...post, detail },
  };
}

/** Of X's own words, in X's two shapes of a problem. */
export const plain = (status: number, title: string, detail: string) => ({
  ...{ title, detail, type: 'about:blank', status },
});
export const typed = (kind: string, status: number, title: string, detail: string, more: object = {}) =>
  HOSTS.map((host) => ({ title, detail, type: `${host}/2/problems/${kind}`, status, ...more }));
