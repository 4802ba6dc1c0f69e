import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { MINUTE, SECOND } from '../lib/instant.js';
import { renderPost } from './render-post.js';
import { connectionProblem, OPERATIONAL_DISCONNECT } from './stream-input.js';
import type { StreamRules } from './stream-rules.js';
import type { StoredPost } from './types.js';
import { isFindable } from './visibility.js';
import type { World } from './world.js';

/** X says that it lives this often, in real time. */
const HEARTBEAT = 20 * SECOND;
/** Who leaves more than this unread is too slow, and is cut off. */
const MOST_UNREAD = 16 * 1024 * 1024;

export interface StreamOptions {
  /** Milliseconds of real time between two heartbeats. */
  heartbeatMs?: number | undefined;
  /** A post was sent: X bills it. */
  onDelivered(postId: string): void;
  /** Does X serve this app nothing now? Then it does not stream either: the connection ends with its next line. */
  isDown(): boolean;
}

/** What a connection asked for. */
export interface Wishes {
  /** Of `tweet.fields`. */
  fields: ReadonlySet<string>;
  /** 0 to 5. */
  backfillMinutes: number;
}

export interface StreamState {
  connected: boolean;
  silent: boolean;
  /** Lines with a post since the sandbox started. */
  delivered: number;
}

/** The filtered stream: one connection, kept open, a line for each post that meets a rule. */
export class FilteredStream {
  readonly #world: World;
  readonly #rules: StreamRules;
  readonly #options: StreamOptions;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #open: { response: ServerResponse; fields: ReadonlySet<string> } | null = null;
  #silent = false;
  #delivered = 0;

  constructor(world: World, rules: StreamRules, options: StreamOptions) {
    this.#world = world;
    this.#rules = rules;
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#write('\r\n'), options.heartbeatMs ?? HEARTBEAT).unref();
    this.#unsubscribe = world.onChange((change) => {
      if (change.event === 'indexed') this.#send(change.post);
    });
  }

  get state(): StreamState {
    return { connected: this.#open !== null, silent: this.#silent, delivered: this.#delivered };
  }

  /** Throws X's 429 when there is a connection, and its 409 when there are no rules. */
  connect(reply: FastifyReply, { fields, backfillMinutes }: Wishes): void {
    if (this.#open !== null) throw connectionProblem('TooManyConnections');
    if (this.#rules.size === 0) throw connectionProblem('RuleConfigurationIssue');
    const headers = { ...reply.getHeaders(), 'content-type': 'application/json; charset=utf-8' };
    reply.hijack();
    const { raw: response } = reply;
    const leave = () => {
      if (this.#open?.response === response) this.#open = null;
    };
    response.on('close', leave);
    response.on('error', leave);
    response.writeHead(200, headers as Record<string, string>);
    response.flushHeaders();
    this.#open = { response, fields };
    for (const post of this.#since(backfillMinutes)) this.#send(post);
  }

  /** The connection breaks without a word. */
  cut(): void {
    this.#open?.response.destroy();
    this.#open = null;
  }

  /** X says that it ends the stream, and ends it. */
  disconnect(): void {
    this.#open?.response.end(`${JSON.stringify(OPERATIONAL_DISCONNECT)}\r\n`);
    this.#open = null;
  }

  /**
   * Half-open: connections stay, and nothing comes through, no heartbeat either. What would have been sent meanwhile is
   * lost to the stream.
   */
  silence(on: boolean): void {
    this.#silent = on;
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    this.cut();
  }

  /** Oldest first: what strangers may see of the last minutes. */
  #since(minutes: number): StoredPost[] {
    const oldest = this.#world.clock.now() - minutes * MINUTE;
    const posts: StoredPost[] = [];
    if (minutes === 0) return posts;
    for (const { post } of this.#world.timeline.newestFirst()) {
      if (post.createdAt < oldest) break;
      posts.push(post);
    }
    return posts.reverse().filter((post) => isFindable(this.#world, post));
  }

  #send(post: StoredPost): void {
    if (this.#open === null || this.#silent) return;
    const matching = this.#rules.matching(post);
    if (matching.length === 0) return;
    const data = renderPost(this.#world, post, this.#open.fields);
    if (!this.#write(`${JSON.stringify({ data, matching_rules: matching })}\r\n`)) return;
    this.#delivered += 1;
    this.#options.onDelivered(post.id);
  }

  /** Whether it went out. */
  #write(text: string): boolean {
    if (this.#open === null || this.#silent) return false;
    const { response } = this.#open;
    if (response.writableLength > MOST_UNREAD || this.#options.isDown()) {
      this.cut();
      return false;
    }
    response.write(text);
    return true;
  }
}
