import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { iso, SECOND } from '../lib/instant.js';
import { APP_SECRET } from './oauth.js';
import { invalid, noSuchPath, type XProblem } from './problems.js';
import { Shelf } from './shelf.js';
import { object } from './stream-input.js';
import type { World } from './world.js';

/** What a receiver has to answer within. */
export const ANSWER_WITHIN = 10 * SECOND;
/** As many as are assumed for a self-serve app. */
const MOST = 1;
const LONGEST_URL = 200;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Where events are sent to, as X gives it back. */
export interface Webhook {
  id: string;
  url: string;
  /** Did its last check succeed? No event goes to one that failed. */
  valid: boolean;
  created_at: string;
}

type Refusal = 'CrcValidationFailed' | 'UrlValidationFailed' | 'DuplicateUrlFailed' | 'WebhookLimitExceeded';

/** The webhooks of the app. */
export class Webhooks {
  readonly #world: World;
  readonly #shelf: Shelf<Webhook>;

  constructor(world: World) {
    this.#world = world;
    this.#shelf = new Shelf(world, 'webhooks');
  }

  get(id: string): Webhook | undefined {
    return this.#shelf.get(id);
  }

  /** `GET /2/webhooks` */
  list(): object {
    const data = this.#shelf.all();
    return { data, meta: { result_count: data.length } };
  }

  /** `POST /2/webhooks`: taken only when its receiver proves that it knows the consumer secret. */
  async create(body: unknown): Promise<object> {
    const { url } = object(body, '$', ['url']);
    if (typeof url !== 'string' || url === '' || url.length > LONGEST_URL) {
      throw invalid({}, `$.url: a text of 1 to ${LONGEST_URL} characters is expected`);
    }
    if (!isReachable(url))
      throw refusal('UrlValidationFailed', url, 'in the sandbox it must be http on loopback');
    this.#refuseAnother(url);
    if (!(await answersChallenge(url))) throw refusal('CrcValidationFailed', url, 'Invalid response_token');
    // Another one may have come in while this one was checked.
    this.#refuseAnother(url);
    const created_at = iso(this.#world.clock.now());
    const webhook = { id: this.#world.newId(), url, valid: true, created_at };
    this.#shelf.put(webhook);
    return { data: webhook };
  }

  /** `PUT /2/webhooks/:id`: checks it anew. */
  async validate(id: string): Promise<object> {
    const { url } = this.#found(id);
    const valid = await answersChallenge(url);
    this.#shelf.put({ ...this.#found(id), valid });
    return { data: { valid } };
  }

  /** `DELETE /2/webhooks/:id` */
  delete(id: string): object {
    this.#shelf.delete(this.#found(id).id);
    return { data: { deleted: true } };
  }

  #found(id: string): Webhook {
    const webhook = this.#shelf.get(id);
    if (webhook === undefined) throw noSuchPath();
    return webhook;
  }

  #refuseAnother(url: string): void {
    const all = this.#shelf.all();
    if (all.some((webhook) => webhook.url === url))
      throw refusal('DuplicateUrlFailed', url, 'it is registered');
    if (all.length >= MOST) throw refusal('WebhookLimitExceeded', url, `at most ${MOST}`);
  }
}

/** The value of `x-twitter-webhooks-signature` and of a `response_token`. */
export function signatureOf(message: string, secret: string = APP_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(message).digest('base64')}`;
}

/** X's challenge: can whoever listens there sign with the consumer secret? */
async function answersChallenge(url: string): Promise<boolean> {
  const token = randomBytes(24).toString('base64url');
  const asked = new URL(url);
  asked.searchParams.set('crc_token', token);
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const answer = await fetch(asked, { redirect: 'manual', signal });
    if (answer.status !== 200) return false;
    const { response_token } = (await answer.json()) as { response_token?: unknown };
    const [given, expected] = [Buffer.from(String(response_token)), Buffer.from(signatureOf(token))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  } catch {
    // Nobody there, too slow, or no JSON: all the same to X.
    return false;
  }
}

/** X wants https without a port; the sandbox reaches nothing but this machine. */
function isReachable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, hash } = new URL(url);
  return protocol === 'http:' && LOOPBACK.has(hostname) && username === '' && hash === '';
}

function refusal(kind: Refusal, url: string, why: string): XProblem {
  return invalid({ url: [url] }, `${kind}: ${why}`);
}
