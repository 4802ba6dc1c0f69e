import { createHmac } from 'node:crypto';
import { showCode } from '../cases/code.js';
import { iso } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import type { Notice, Notifier } from './ports.js';

/** Writes notices into the log: always there, never fails. */
export function logNotifier(log: Log): Notifier {
  return {
    name: 'log',
    async notify(notice, id) {
      log.warn({ notice: id, ...payload(notice) }, `notice: ${notice.kind}`);
    },
  };
}

/**
 * Posts notices to a webhook as JSON. Header `x-sunwai-signature: sha256=<hex HMAC-SHA256 of the raw body>`;
 * `id` is the same at every repeat, so that the receiver can drop doubles. Holds no citizen's words.
 */
export function webhookNotifier(url: string, secret: string): Notifier {
  return {
    name: 'webhook',
    async notify(notice, id) {
      const body = JSON.stringify({ id, ...payload(notice) });
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sunwai-signature': `sha256=${signature}` },
        body,
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
    },
  };
}

function payload(notice: Notice) {
  const { caseCode, at, ...rest } = notice;
  return { code: showCode(caseCode), at: iso(at), ...rest };
}
