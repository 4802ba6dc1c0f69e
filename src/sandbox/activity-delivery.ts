import { SECOND } from '../lib/instant.js';
import { ANSWER_WITHIN, signatureOf, type Webhooks } from './activity-webhooks.js';

/** After the first try. */
const MORE_TRIES = 2;
const AT_ONCE = 8;
/** Of these a replay can be asked for. */
const REMEMBERED = 1_000;

/** One event for one subscription. */
export interface ActivityEvent {
  uuid: string;
  eventType: string;
  webhookId: string;
  /** The very bytes that are signed and sent. */
  body: string;
  /** X bills its delivery, once: null for what is no post. */
  postId: string | null;
}

export interface DeliveryOptions {
  /** Milliseconds of real time before another try. */
  retryMs?: number | undefined;
  /** A post was delivered: X bills it. */
  onDelivered(postId: string): void;
}

/** What became of an event so far. */
export interface Outcome {
  event_uuid: string;
  event_type: string;
  /** Tries of its last delivery. */
  attempts: number;
  /** Of the last answer; null: none came, or none was waited for yet. */
  status: number | null;
}

/** Sends events to their webhooks, a few at a time. What still waits when the sandbox ends is lost, as at X. */
export class Deliveries {
  readonly #webhooks: Webhooks;
  readonly #options: DeliveryOptions;
  readonly #known = new Map<string, { event: ActivityEvent; outcome: Outcome }>();
  readonly #waiting: ActivityEvent[] = [];
  readonly #end = new AbortController();
  #running = 0;
  #paused = false;

  constructor(webhooks: Webhooks, options: DeliveryOptions) {
    this.#webhooks = webhooks;
    this.#options = options;
  }

  get state(): { paused: boolean; waiting: number; events: Outcome[] } {
    const events = [...this.#known.values()].map(({ outcome }) => ({ ...outcome }));
    return { paused: this.#paused, waiting: this.#waiting.length + this.#running, events };
  }

  /** The event with this id, or the newest. */
  find(uuid?: string): ActivityEvent | undefined {
    if (uuid !== undefined) return this.#known.get(uuid)?.event;
    return [...this.#known.values()].at(-1)?.event;
  }

  /** Delivers it as soon as may be; again, when it was delivered before. */
  push(event: ActivityEvent): void {
    if (!this.#known.has(event.uuid)) {
      const { uuid, eventType } = event;
      const outcome = { event_uuid: uuid, event_type: eventType, attempts: 0, status: null };
      this.#known.set(uuid, { event, outcome });
      const [oldest] = this.#known.keys();
      if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    }
    this.#waiting.push(event);
    this.#start();
  }

  /** While paused, events wait. */
  pause(on: boolean): void {
    this.#paused = on;
    this.#start();
  }

  /** One POST; the status of its answer, null when none came. */
  async send({ webhookId, body }: ActivityEvent, signature = signatureOf(body)): Promise<number | null> {
    const url = this.#urlOf(webhookId);
    if (url === null) return null;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-twitter-webhooks-signature': signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(ANSWER_WITHIN)]),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return null;
    }
  }

  close(): void {
    this.#waiting.length = 0;
    this.#end.abort();
  }

  #start(): void {
    while (!this.#paused && this.#running < AT_ONCE) {
      const event = this.#waiting.shift();
      if (event === undefined) return;
      this.#running += 1;
      void this.#deliver(event).finally(() => {
        this.#running -= 1;
        this.#start();
      });
    }
  }

  async #deliver(event: ActivityEvent): Promise<void> {
    const outcome = this.#known.get(event.uuid)?.outcome;
    for (let attempt = 1; attempt <= 1 + MORE_TRIES; attempt += 1) {
      if (attempt > 1) await this.#wait();
      if (this.#end.signal.aborted || this.#urlOf(event.webhookId) === null) return;
      const status = await this.send(event);
      if (outcome !== undefined) Object.assign(outcome, { attempts: attempt, status });
      if (status !== 200) continue;
      if (event.postId !== null) this.#options.onDelivered(event.postId);
      return;
    }
  }

  /** Nothing goes to a webhook that is gone or failed its check. */
  #urlOf(webhookId: string): string | null {
    const webhook = this.#webhooks.get(webhookId);
    return webhook?.valid ? webhook.url : null;
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.retryMs ?? SECOND).unref();
      this.#end.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
