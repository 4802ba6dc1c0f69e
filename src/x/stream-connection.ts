import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ApiPartialResponseError, ApiResponseError, type TweetStream, type TwitterApi } from 'twitter-api-v2';
import type { XAnswer } from '../bot/ports.js';
import { type Instant, SECOND } from '../lib/instant.js';
import { troubleOf } from './errors.js';
import type { Failure } from './reconnect.js';
import { POST_FIELDS, type RawPost } from './to-post.js';

/** What a connection tells while it is open. */
export interface StreamListener {
  /** Anything came, a heartbeat or a post: the line lives. */
  alive(): void;
  post(post: RawPost): void;
  /** Something came that cannot be read: it may have been a post. */
  unreadable(): void;
  /** X or the line broke it off; said once, and nothing after. */
  ended(failure: Failure, detail: string): void;
}

export interface StreamConnection {
  /** X's own, of the answer that opened it. */
  readonly headers: XAnswer['headers'];
  /** Nothing is told any more. */
  close(): void;
}

/** Why a stream could not be opened. */
export class StreamRefused extends Error {
  readonly failure: Failure;
  /** null: no answer came. */
  readonly status: number | null;
  /** What X said of its limits. */
  readonly headers: XAnswer['headers'];
  /** When X says it may be asked again. */
  readonly until: Instant | null;
  readonly outOfCredits: boolean;
  /** X counts connections here, not requests: the limits it tells beside do not say when to come again. */
  readonly tooMany: boolean;

  constructor(error: unknown) {
    const trouble = troubleOf(error);
    super(trouble.detail);
    // Also a page of HTML from the machines before X is an answer.
    const answered = error instanceof ApiResponseError || error instanceof ApiPartialResponseError;
    this.status = answered ? (error.response.statusCode ?? null) : null;
    this.headers = answered ? error.response.headers : {};
    this.failure = this.status === null ? 'network' : this.status === 429 ? 'limited' : 'http';
    this.until = this.failure === 'limited' ? trouble.resetAt : null;
    this.outOfCredits = trouble.outOfCredits;
    this.tooMany = error instanceof ApiResponseError && failureOf(payloadOf(error.data)) === 'limited';
  }
}

export interface OpenOptions {
  /** 0 to 5: X sends again what it sent in these minutes, where the plan has it. */
  backfillMinutes: number;
  /** Breaks off the attempt. */
  signal: AbortSignal;
}

/** What the library keeps to itself and gives no other way to. */
interface Inside {
  requestData: { options: { signal?: AbortSignal } };
  res?: Readable;
  originalResponse?: IncomingMessage;
}

/** X answers, or it does not: the library would wait for ever. */
const ANSWER_TIMEOUT = 15 * SECOND;

/**
 * Opens the filtered stream. Throws StreamRefused. The library's own reconnecting and its watchdog are off: it knows
 * neither X's schedule nor X's heartbeat, and does not see a compressed stream end.
 */
export async function openStream(
  client: TwitterApi,
  { backfillMinutes, signal }: OpenOptions,
  listener: StreamListener,
): Promise<StreamConnection> {
  const query = {
    'tweet.fields': POST_FIELDS,
    ...(backfillMinutes > 0 ? { backfill_minutes: backfillMinutes } : {}),
  };
  const stream: TweetStream<{ data?: RawPost }> = client.v2.getStream('tweets/search/stream', query, {
    autoConnect: false,
    compression: 'identity',
    payloadIsError: (data: unknown) => !(data as { data?: unknown }).data,
  });
  const inside = stream as unknown as Inside;
  const attempt = new AbortController();
  const giveUp = () => attempt.abort();
  const timer = setTimeout(giveUp, ANSWER_TIMEOUT);
  signal.addEventListener('abort', giveUp, { once: true });
  inside.requestData.options.signal = attempt.signal;

  listen(stream, inside, listener);
  try {
    await stream.connect({ autoReconnect: false, keepAliveTimeout: 'disable' });
  } catch (error) {
    stream.removeAllListeners();
    throw new StreamRefused(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
  return { headers: inside.originalResponse?.headers ?? {}, close: () => stream.destroy() };
}

function listen(stream: TweetStream<{ data?: RawPost }>, inside: Inside, listener: StreamListener): void {
  stream.on('connected', () => {
    // Before the library listens: it makes a text of each chunk by itself, and would break letters of more than one byte
    // in two where a chunk ends.
    inside.res?.setEncoding('utf8');
    inside.res?.on('data', () => listener.alive());
  });
  stream.on('data event content', ({ data }) => {
    if (data !== undefined) listener.post(data);
  });
  stream.on('data tweet parse error', () => listener.unreadable());
  stream.on('data twitter error', (payload: Payload) => end(failureOf(payload), sentenceOf(payload)));
  stream.on('connection closed', () => end('ended', 'X closed the connection'));

  function end(failure: Failure, detail: string): void {
    stream.removeAllListeners();
    stream.close();
    listener.ended(failure, detail);
  }
}

/** What X says of a connection, in the stream or instead of it. */
interface Payload {
  connection_issue?: string;
  title?: string;
  detail?: string;
  errors?: { title?: string; detail?: string; connection_issue?: string }[];
}

function failureOf(payload: Payload): Failure {
  const issues = [payload, ...(payload.errors ?? [])].map(({ connection_issue }) => connection_issue);
  return issues.includes('TooManyConnections') ? 'limited' : 'ended';
}

function sentenceOf(payload: Payload): string {
  const [first] = payload.errors ?? [];
  return (first?.detail ?? first?.title ?? payload.detail ?? payload.title ?? 'X ended the stream').slice(
    0,
    200,
  );
}

function payloadOf(data: unknown): Payload {
  return typeof data === 'object' && data !== null ? (data as Payload) : {};
}
