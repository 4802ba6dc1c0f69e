import { ApiResponseError } from 'twitter-api-v2';
import { SunwaiError } from '../lib/errors.js';
import type { ActivityReceiver } from './activity-receiver.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';

/** Keeps the app's webhook registered, at this address and no other. */
export interface WebhookKeeper {
  /** The webhook's id once it stands. Throws SunwaiError X-013, X-014 or X-00n; may always be repeated. */
  keep(): Promise<string>;
}

/** What the desk keeps beside its data under a name. */
export interface Notes {
  note(name: string): Promise<string | null>;
  saveNote(name: string, value: string): Promise<void>;
}

export interface WebhookKeeperTools {
  clients: Pick<Clients, 'app'>;
  /** Public, as X is to reach it. */
  url: string;
  receiver: Pick<ActivityReceiver, 'secrets' | 'answerWith'>;
  notes: Notes;
}

interface Webhook {
  id: string;
  url: string;
  valid: boolean;
}

/** Under this name stands the id of the webhook that this desk registered. */
const NOTE = 'activity_webhook';

/** Why X refuses a webhook stands in its sentence, at one place or another. */
const REASONS = /CrcValidationFailed|UrlValidationFailed|DuplicateUrlFailed|WebhookLimitExceeded/;

/** X got no answer from the receiver, or one that it did not want. */
class ChallengeFailed extends Error {}
/** There are as many webhooks as X allows. */
class NoRoom extends Error {}

export function createWebhookKeeper({ clients, url, receiver, notes }: WebhookKeeperTools): WebhookKeeper {
  const { v2 } = clients.app;
  /** Did X's challenge succeed since this process started? Before, nobody knows which secret X means. */
  let proven = false;

  async function list(): Promise<Webhook[]> {
    const where = 'GET /2/webhooks';
    const answer = await v2
      .get<{ data?: Webhook[]; meta?: object } | undefined>('webhooks')
      .catch((error) => {
        throw readError(error, where);
      });
    if (answer?.data === undefined && answer?.meta === undefined)
      throw new SunwaiError({ code: 'X-002', where, detail: 'an answer without data' });
    return answer.data ?? [];
  }

  async function create(others: readonly Webhook[]): Promise<string> {
    const where = 'POST /2/webhooks';
    const answer = await v2.post<{ data?: Webhook } | undefined>('webhooks', { url }).catch((error) => {
      const reason = refused(error, where);
      if (!(reason instanceof NoRoom)) throw reason;
      const detail = `registered already: ${others.map((other) => `${other.id} ${other.url}`).join(', ')}`;
      throw new SunwaiError({ code: 'X-014', where, detail });
    });
    if (answer?.data === undefined)
      throw new SunwaiError({ code: 'X-002', where, detail: 'an answer without data' });
    await notes.saveNote(NOTE, answer.data.id);
    return answer.data.id;
  }

  async function validate(id: string): Promise<string> {
    const where = 'PUT /2/webhooks/:id';
    const answer = await v2
      .put<{ data?: { valid?: boolean } } | undefined>(`webhooks/${id}`)
      .catch((error) => {
        throw refused(error, where);
      });
    if (answer?.data?.valid !== true) throw new ChallengeFailed('the webhook is not valid');
    return id;
  }

  /** Makes X ask its challenge, with one secret after the other. */
  async function challenged(ask: () => Promise<string>): Promise<string> {
    for (let secret = 0; secret < receiver.secrets; secret += 1) {
      receiver.answerWith(secret);
      try {
        const id = await ask();
        proven = true;
        return id;
      } catch (error) {
        if (!(error instanceof ChallengeFailed)) throw error;
      }
    }
    const detail = `X's challenge to ${url} was not answered as X wants it`;
    throw new SunwaiError({ code: 'X-013', where: 'SUNWAI_ACTIVITY_URL', detail });
  }

  return {
    async keep() {
      const present = await list();
      const ours = present.find((webhook) => webhook.url === url);
      if (ours !== undefined) return proven && ours.valid ? ours.id : challenged(() => validate(ours.id));
      // The address was another one before: X lets the app have one webhook.
      const former = await notes.note(NOTE);
      if (present.some(({ id }) => id === former)) {
        await v2.delete(`webhooks/${former}`).catch((error) => {
          throw readError(error, 'DELETE /2/webhooks/:id');
        });
      }
      return challenged(() => create(present.filter(({ id }) => id !== former)));
    },
  };
}

function refused(error: unknown, where: string): Error {
  const data: unknown = error instanceof ApiResponseError ? error.data : null;
  const [reason] = REASONS.exec(JSON.stringify(data)) ?? [];
  if (reason === 'CrcValidationFailed') return new ChallengeFailed(reason);
  if (reason === 'WebhookLimitExceeded') return new NoRoom(reason);
  if (reason === 'UrlValidationFailed')
    return new SunwaiError({ code: 'X-013', where: 'SUNWAI_ACTIVITY_URL', detail: reason });
  return readError(error, where);
}
