import type { TwitterApi } from 'twitter-api-v2';
import type { Meter, XCall } from '../bot/ports.js';
import { type Clock, type Instant, SECOND } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { backOff, type Failure, NO_FAILURES, STEADY } from './reconnect.js';
import {
  openStream,
  type StreamConnection,
  type StreamListener,
  StreamRefused,
} from './stream-connection.js';
import type { RawPost } from './to-post.js';

/** One connection at a time, opened again whenever it is gone. */
export interface StreamLink {
  /** Opens it, or finds it dead. Returns in how many milliseconds it wants to be looked after again. */
  tend(): Promise<number>;
  /** Since when it is open, on the monotonic clock; null: it is not. */
  readonly openSince: number | null;
  /** When anything last came; null: nothing ever did. */
  readonly lastSignAt: Instant | null;
  /** Why there is no stream; null: there is one, and it lives. */
  readonly trouble: string | null;
  /** For good. */
  close(): void;
}

export interface LinkEvents {
  post(post: RawPost): void;
  /** Posts may have been missed. */
  broken(): void;
  /** X holds no rules. */
  withoutRules(): void;
}

export interface LinkOptions {
  client: TwitterApi;
  clock: Clock;
  /** Milliseconds that only go forward, in real time: X's heartbeats do not follow a clock that is moved. */
  monotonic: () => number;
  log: Log;
  meter: Meter | null;
  backfillMinutes: number;
  /** Without a sign for so long it is dead. */
  silenceMs: number;
}

const CALL: XCall = { endpoint: 'stream', credential: 'app' };
const NOTHING = { postIds: [], userIds: [], created: null };
/** A connection that we close X still counts for a moment, and would refuse the next. */
const PARTING = SECOND;
const PERHAPS_HELD = 5 * SECOND;

export function createStreamLink(options: LinkOptions, events: LinkEvents): StreamLink {
  const { client, clock, monotonic, log, meter, backfillMinutes, silenceMs } = options;
  const closing = new AbortController();
  let connection: StreamConnection | null = null;
  let openSince: number | null = null;
  let sign = { real: 0, at: null as Instant | null };
  let failures = NO_FAILURES;
  let retryAt = 0;
  let trouble: string | null = 'not connected yet';

  function fail(failure: Failure, detail: string, until: Instant | null = null): void {
    const now = monotonic();
    if (openSince !== null && now - openSince >= STEADY) failures = NO_FAILURES;
    const next = backOff(failures, failure);
    failures = next.failures;
    const told = until === null ? 0 : until - clock.now();
    const waitMs = Math.max(next.waitMs, told);
    retryAt = now + waitMs;
    trouble = detail;
    log.warn({ failure, waitMs, detail }, 'there is no stream');
    if (connection === null) return;
    connection.close();
    connection = null;
    openSince = null;
    events.broken();
  }

  async function connect(): Promise<void> {
    const held = meter === null ? null : await meter.heldUntil(CALL);
    if (held !== null) {
      // Asked again soon: the clock the limit goes by may be moved.
      retryAt = monotonic() + Math.min(PERHAPS_HELD, Math.max(SECOND, held - clock.now()));
      trouble = 'X has asked to wait';
      return;
    }
    try {
      connection = await openStream(client, { backfillMinutes, signal: closing.signal }, listener);
    } catch (error) {
      if (closing.signal.aborted) return;
      if (!(error instanceof StreamRefused)) throw error;
      await refused(error);
      return;
    }
    openSince = monotonic();
    sign = { ...sign, real: openSince };
    trouble = 'open, but nothing has come yet';
    log.info({}, 'the stream is open');
    await meter?.record(CALL, { ...NOTHING, status: 200, headers: connection.headers });
  }

  async function refused(error: StreamRefused): Promise<void> {
    // X has no place for a further connection; the limits it tells beside speak of requests, and there are enough.
    const status = error.tooMany ? null : error.status;
    await meter?.record(CALL, {
      ...NOTHING,
      status,
      headers: error.headers,
      outOfCredits: error.outOfCredits,
    });
    if (error.status === 409) events.withoutRules();
    fail(error.failure, error.message, error.tooMany ? null : error.until);
  }

  const listener: StreamListener = {
    alive() {
      sign = { real: monotonic(), at: clock.now() };
      trouble = null;
    },
    post: (post) => events.post(post),
    unreadable: () => events.broken(),
    ended: (failure, detail) => fail(failure, detail),
  };

  return {
    async tend() {
      const silence = monotonic() - sign.real;
      if (connection !== null && silence > silenceMs)
        fail('ended', `open, but silent for ${Math.round(silence)} ms`, clock.now() + PARTING);
      if (connection === null && !closing.signal.aborted && monotonic() >= retryAt) await connect();
      return Math.max(0, connection === null ? retryAt - monotonic() : sign.real + silenceMs - monotonic());
    },
    get openSince() {
      return openSince;
    },
    get lastSignAt() {
      return sign.at;
    },
    get trouble() {
      return trouble;
    },
    close() {
      closing.abort();
      connection?.close();
      connection = null;
      openSince = null;
    },
  };
}
