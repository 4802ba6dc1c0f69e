import type { Kysely, Transaction } from 'kysely';
import type { NewCorrection, Store } from '../bot/store.js';
import type { Instant } from '../lib/instant.js';
import { toCorrection } from './rows.js';
import type { Tables } from './schema.js';

type Corrections = Pick<Store, 'corrections' | 'settleCorrections' | 'refuseLearnt'>;

export function correctionQueries(db: Kysely<Tables>): Corrections {
  return {
    async corrections(state) {
      const rows = await db
        .selectFrom('correction')
        .selectAll()
        .where('state', '=', state)
        .orderBy('id')
        .execute();
      return rows.map(toCorrection);
    },

    async settleCorrections(ids, outcome, now) {
      const set = {
        state: outcome.state,
        settled_at: now,
        model: outcome.state === 'learnt' ? outcome.model : null,
      };
      await db.transaction().execute(async (trx) => {
        // One by one: a queue can be longer than the list a statement may hold.
        for (const id of ids)
          await trx
            .updateTable('correction')
            .set(set)
            .where('id', '=', id)
            .where('state', '=', 'queued')
            .execute();
      });
    },

    async refuseLearnt(model, now) {
      const result = await db
        .updateTable('correction')
        .set({ state: 'refused', settled_at: now })
        .where('state', '=', 'learnt')
        .where('model', '=', model)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}

/** Puts a correction into the queue, in the transaction of the decision it came with. */
export async function queueCorrection(
  trx: Transaction<Tables>,
  caseCode: string | null,
  correction: NewCorrection | null,
  now: Instant,
): Promise<void> {
  if (correction === null || caseCode === null) return;
  const { postId, by, language, before, after, features } = correction;
  await trx
    .insertInto('correction')
    .values({
      case_code: caseCode,
      post_id: postId,
      at: now,
      by,
      language,
      before_intent: before.intent,
      before_service: before.service,
      after_intent: after.intent,
      after_service: after.service,
      features: Buffer.from(features).toString('base64'),
      state: 'queued',
      settled_at: null,
      model: null,
    })
    .execute();
}
