import type { Kysely, Transaction } from 'kysely';
import type { Outcome } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import { MINUTE, SECOND } from '../lib/instant.js';
import { ANSWERED } from './account-queries.js';
import { appendEvents } from './case-queries.js';
import { isOpen } from './open-messages.js';
import { toCase, toOutbox } from './rows.js';
import type { Tables } from './schema.js';

type Outbox = Pick<
  Store,
  | 'sendable'
  | 'markSending'
  | 'wait'
  | 'refuse'
  | 'retarget'
  | 'settle'
  | 'abandonSending'
  | 'unknowns'
  | 'notFound'
  | 'expire'
  | 'sentPostIds'
>;

/** X's timelines show a new post after some seconds: do not look sooner. */
const FIRST_LOOK = 5 * SECOND;
/** What waits for somebody to act is planned again so often: nothing that sets it free is missed for longer. */
const SECOND_PLAN = 5 * MINUTE;

export function outboxQueries(db: Kysely<Tables>): Outbox {
  return {
    async sendable(now, limit) {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where(isOpen())
        .where('state', 'in', ['pending', 'waiting'])
        .where('not_before', '<=', now)
        // Only X's "wait" sets a later time, and it holds for everything the handle has to say.
        .where('handle_id', 'not in', (eb) =>
          eb
            .selectFrom('outbox as held')
            .select('held.handle_id')
            .where(isOpen('held'))
            .where('held.state', '=', 'pending')
            .where('held.not_before', '>', now),
        )
        .orderBy('priority')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toOutbox);
    },

    markSending(id, text, as, now) {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('outbox')
          .set((eb) => ({
            state: 'sending',
            text,
            handle_id: as,
            attempt: eb('attempt', '+', 1),
            checks: 0,
            called_at: now,
          }))
          .where('id', '=', id)
          .where('state', 'in', ['pending', 'waiting'])
          // Two answers to one post, planned at the same moment: the second does not go out.
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('outbox as other')
                  .select('other.id')
                  .whereRef('other.reply_to', '=', 'outbox.reply_to')
                  .whereRef('other.id', '!=', 'outbox.id')
                  .where('other.state', 'in', ANSWERED),
              ),
            ),
          )
          .returningAll()
          .executeTakeFirst();
        return row === undefined ? null : toOutbox(row);
      });
    },

    async wait(id, reason, until, now) {
      await db
        .updateTable('outbox')
        .set({ state: 'waiting', reason, not_before: until ?? now + SECOND_PLAN })
        .where('id', '=', id)
        .where('state', 'in', ['pending', 'waiting'])
        .execute();
    },

    async refuse(id, reason, now) {
      await db
        .updateTable('outbox')
        .set({ state: 'refused', reason, settled_at: now })
        .where('id', '=', id)
        .where('state', 'in', ['pending', 'waiting'])
        .execute();
    },

    async retarget(id, to) {
      await db
        .updateTable('outbox')
        .set({ reply_to: to })
        .where('id', '=', id)
        .where('state', 'in', ['pending', 'waiting'])
        .where('attempt', '=', 0)
        .execute();
    },

    async settle(id, attempt, outcome, now) {
      await db.transaction().execute(async (trx) => {
        const settled = await trx
          .updateTable('outbox')
          .set({ ...settledColumns(outcome, now), settled_at: now })
          .where('id', '=', id)
          .where('attempt', '=', attempt)
          .where('state', 'in', ['sending', 'unknown'])
          .returningAll()
          .executeTakeFirst();
        if (settled?.state === 'sent' && settled.dedupe_key.startsWith('ack:')) {
          await acknowledge(trx, settled.case_code, settled.post_id ?? '', now);
        }
      });
    },

    async abandonSending(calledBefore, now) {
      const result = await db
        .updateTable('outbox')
        .set({ state: 'unknown', reason: 'the call was cut off', not_before: now + FIRST_LOOK })
        .where(isOpen())
        .where('state', '=', 'sending')
        .where('called_at', '<', calledBefore)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async unknowns(now, limit) {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where(isOpen())
        .where('state', '=', 'unknown')
        .where('not_before', '<=', now)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toOutbox);
    },

    async notFound(id, attempt, notBefore, now) {
      await db
        .updateTable('outbox')
        .set((eb) => ({
          state: notBefore === null ? 'pending' : 'unknown',
          not_before: notBefore ?? now,
          checks: eb('checks', '+', 1),
        }))
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .where('state', '=', 'unknown')
        .execute();
    },

    async expire(id, reason, now) {
      await db
        .updateTable('outbox')
        .set({ state: 'expired', reason, settled_at: now })
        .where('id', '=', id)
        .where('state', 'in', ['pending', 'waiting'])
        .execute();
    },

    async sentPostIds(handleId, since) {
      const rows = await db
        .selectFrom('outbox')
        .select('post_id')
        .where('handle_id', '=', handleId)
        .where('state', '=', 'sent')
        .where('created_at', '>=', since)
        .execute();
      return new Set(rows.flatMap((row) => (row.post_id === null ? [] : [row.post_id])));
    },
  };
}

function settledColumns(outcome: Outcome, now: number) {
  switch (outcome.kind) {
    case 'ok':
      return { state: 'sent', post_id: outcome.postId, reason: null };
    case 'refused':
      return outcome.until === undefined
        ? { state: 'refused', reason: `${outcome.reason}: ${outcome.detail}` }
        : { state: 'pending', not_before: outcome.until, reason: `${outcome.reason}: ${outcome.detail}` };
    case 'unknown':
      return { state: 'unknown', not_before: now + FIRST_LOOK, reason: outcome.detail };
  }
}

/** The citizen has the code now: the case says so, in the same transaction. */
async function acknowledge(
  trx: Transaction<Tables>,
  code: string | null,
  postId: string,
  now: number,
): Promise<void> {
  if (code === null) return;
  const row = await trx
    .selectFrom('grievance_case')
    .select('state')
    .where('code', '=', code)
    .executeTakeFirst();
  const state = toCase(row);
  if (state !== null) await appendEvents(trx, code, state, [{ type: 'acknowledged', at: now, postId }]);
}
