import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from 'twitter-api-v2';
import type { Outcome } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import { type Instant, MINUTE, SECOND } from '../lib/instant.js';

/** What went wrong with a call, without anything of the request: that holds the Authorization header. */
export interface Trouble {
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** Error code of the socket (`ECONNREFUSED` …), when there is one. */
  cause: string | null;
  detail: string;
  /** When X says it may be asked again. */
  resetAt: Instant | null;
}

/** Reads any error of the library. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiResponseError) {
    const reset = error.rateLimit?.reset;
    return {
      status: error.code,
      cause: null,
      detail: `${error.code} ${problemOf(error.data)}`,
      resetAt: reset ? reset * 1_000 : null,
    };
  }
  if (error instanceof ApiRequestError || error instanceof ApiPartialResponseError) {
    // The library's own `requestError` is always undefined; the cause is kept in its options.
    const options = (error as unknown as { _options?: { error?: Error & { code?: string } } })._options;
    const cause = options?.error?.code ?? null;
    return { status: null, cause, detail: cause ?? options?.error?.message ?? error.message, resetAt: null };
  }
  const name = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  return { status: null, cause: null, detail: name, resetAt: null };
}

/** The sentence X sends, from any of its shapes; never more than 200 characters. */
function problemOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return 'no readable answer';
  const { detail, title, errors } = data as {
    detail?: unknown;
    title?: unknown;
    errors?: { message?: unknown }[];
  };
  const first = Array.isArray(errors) ? errors[0]?.message : undefined;
  const said = [detail, first, title].find((part) => typeof part === 'string');
  return typeof said === 'string' ? said.slice(0, 200) : 'no reason given';
}

/** No connection was ever made, so nothing can have been posted. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** The outcome of a failed post. Only what is certainly not posted is `refused`. */
export function outcomeOf(error: unknown, now: Instant): Outcome {
  const trouble = troubleOf(error);
  const { status, detail } = trouble;
  if (status === null) {
    if (trouble.cause !== null && NEVER_CONNECTED.has(trouble.cause)) {
      return { kind: 'refused', reason: 'unreachable', detail, until: now + 10 * SECOND };
    }
    return { kind: 'unknown', detail };
  }
  if (status >= 500) return { kind: 'unknown', detail };
  // A dead token or empty credits are mended by people: the message waits, and its age limit still holds.
  if (status === 401) return { kind: 'refused', reason: 'auth', detail, until: now + 15 * MINUTE };
  if (status === 402) return { kind: 'refused', reason: 'rate_limited', detail, until: now + 15 * MINUTE };
  if (status === 429)
    return { kind: 'refused', reason: 'rate_limited', detail, until: trouble.resetAt ?? now + 15 * MINUTE };
  if (status === 404) return { kind: 'refused', reason: 'gone', detail };
  if (status === 403)
    return { kind: 'refused', reason: /duplicate/i.test(detail) ? 'duplicate' : 'not_allowed', detail };
  return { kind: 'refused', reason: 'invalid', detail };
}

/** The coded error of a failed read. */
export function readError(error: unknown, where: string): SunwaiError {
  const { status, detail } = troubleOf(error);
  const code =
    status === 401 ? 'X-001' : status === 429 ? 'X-004' : status !== null && status < 500 ? 'X-003' : 'X-002';
  return new SunwaiError({ code, where, detail });
}
