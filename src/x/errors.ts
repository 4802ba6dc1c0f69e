import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from 'twitter-api-v2';
import type { Outcome } from '../bot/ports.js';
import { type ErrorCode, SunwaiError } from '../lib/errors.js';
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
  /** The app's money at X is used up. */
  outOfCredits: boolean;
  /** The kind of the problem, in X's own word; empty: it named none. */
  kind: string;
}

const NO_MORE = { outOfCredits: false, kind: '' } as const;

/** Reads any error of the library. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiResponseError) {
    const reset = error.rateLimit?.reset;
    return {
      status: error.code,
      cause: null,
      detail: `${error.code} ${problemOf(error.data)}`,
      resetAt: reset ? reset * 1_000 : null,
      outOfCredits: isOutOfCredits(error.code, error.data),
      kind: kindOf((error.data as { type?: unknown } | null | undefined)?.type),
    };
  }
  // The meter held the call back: as good as the refusal it spared us.
  if (error instanceof SunwaiError && error.until !== null) {
    const detail = error.faults[0]?.detail ?? error.message;
    return { status: 429, cause: null, detail, resetAt: error.until, ...NO_MORE };
  }
  if (error instanceof ApiRequestError || error instanceof ApiPartialResponseError) {
    // The library's own `requestError` is always undefined; the cause is kept in its options.
    const options = (error as unknown as { _options?: { error?: Error & { code?: string } } })._options;
    const cause = options?.error?.code ?? null;
    const detail = cause ?? options?.error?.message ?? error.message;
    return { status: null, cause, detail, resetAt: null, ...NO_MORE };
  }
  const name = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  return { status: null, cause: null, detail: name, resetAt: null, ...NO_MORE };
}

/** The host of a type has changed before, so only its last part is read. */
function kindOf(type: unknown): string {
  return typeof type === 'string' ? (type.split('/').at(-1) ?? '') : '';
}

/** Does X refuse because of money? The shape is not documented: 402, or a 403 whose type or sentence speaks of it. */
export function isOutOfCredits(status: number, data: unknown): boolean {
  if (status === 402) return true;
  if (status !== 403 || typeof data !== 'object' || data === null) return false;
  const { type, title, detail } = data as { type?: unknown; title?: unknown; detail?: unknown };
  return (
    // `user-suspended` is another matter.
    /credit|\bspend/i.test(kindOf(type)) ||
    [title, detail].some((said) => typeof said === 'string' && /\b(credits?|spend(ing)?)/i.test(said))
  );
}

/** The sentence X sends, from any of its shapes; never more than 200 characters. */
function problemOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return 'no readable answer';
  const { detail, title, errors, error_description } = data as {
    detail?: unknown;
    title?: unknown;
    errors?: { message?: unknown }[];
    /** Only of OAuth 2.0's own endpoints. */
    error_description?: unknown;
  };
  const first = Array.isArray(errors) ? errors[0]?.message : undefined;
  // Where there is a list, the sentence over it only says that something was wrong.
  const said = [error_description, first, detail, title].find((part) => typeof part === 'string');
  return typeof said === 'string' ? said.slice(0, 200) : 'no reason given';
}

/** No connection was ever made, so nothing can have been posted. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** X minds who asks, not what is posted: the app's settings, what the token may do, or a suspended account. */
const ABOUT_THE_CALLER = new Set([
  'unsupported-authentication',
  'client-forbidden',
  'oauth1-permissions',
  'user-suspended',
]);

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
  if (status === 401 || (status === 403 && ABOUT_THE_CALLER.has(trouble.kind)))
    return { kind: 'refused', reason: 'auth', detail, until: now + 15 * MINUTE };
  if (trouble.outOfCredits)
    return { kind: 'refused', reason: 'rate_limited', detail, until: now + 15 * MINUTE };
  if (status === 429)
    return { kind: 'refused', reason: 'rate_limited', detail, until: trouble.resetAt ?? now + 15 * MINUTE };
  if (status === 404) return { kind: 'refused', reason: 'gone', detail };
  if ((status === 400 || status === 403) && /deleted or not visible/i.test(detail))
    return { kind: 'refused', reason: 'gone', detail };
  if (status === 403)
    return { kind: 'refused', reason: /duplicate/i.test(detail) ? 'duplicate' : 'not_allowed', detail };
  return { kind: 'refused', reason: 'invalid', detail };
}

/** The coded error of a failed read. */
export function readError(error: unknown, where: string): SunwaiError {
  const { status, detail, resetAt, outOfCredits } = troubleOf(error);
  const code = codeOf(status, outOfCredits);
  // Of any other answer it is only when the window ends, which nobody has to wait for.
  return new SunwaiError({ code, where, detail }, { until: code === 'X-004' ? resetAt : null });
}

function codeOf(status: number | null, outOfCredits: boolean): ErrorCode {
  if (outOfCredits) return 'PAY-001';
  if (status === 401) return 'X-001';
  if (status === 429) return 'X-004';
  return status !== null && status < 500 ? 'X-003' : 'X-002';
}
