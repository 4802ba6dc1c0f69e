import type { Kysely } from 'kysely';
import type { Store } from '../bot/store.js';
import { maxId } from '../lib/snowflake.js';
import { toInbox } from './rows.js';
import type { Tables } from './schema.js';
import { storePost } from './store-post.js';

type Intake = Pick<
  Store,
  'world' | 'watermarks' | 'startWatermarks' | 'savePage' | 'undecided' | 'activity' | 'saveActivity'
>;

export function intakeQueries(db: Kysely<Tables>): Intake {
  return {
    async world(mode) {
      await db
        .insertInto('setting')
        .values({ name: 'world', value: mode })
        .onConflict((c) => c.doNothing())
        .execute();
      const row = await db
        .selectFrom('setting')
        .select('value')
        .where('name', '=', 'world')
        .executeTakeFirstOrThrow();
      return row.value;
    },

    async watermarks(handleIds) {
      if (handleIds.length === 0) return new Map();
      const rows = await db.selectFrom('watermark').selectAll().where('handle_id', 'in', handleIds).execute();
      return new Map(rows.map((row) => [row.handle_id, { sinceId: row.since_id, startId: row.start_id }]));
    },

    async startWatermarks(handleIds, sinceId) {
      if (handleIds.length === 0) return;
      await db
        .insertInto('watermark')
        .values(handleIds.map((handle_id) => ({ handle_id, since_id: sinceId, start_id: sinceId })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    savePage(rows, move) {
      return db.transaction().execute(async (trx) => {
        let added = 0;
        for (const row of rows) added += (await storePost(trx, row)) ? 1 : 0;
        if (move !== null) {
          for (const handleId of move.handleIds) {
            const present = await trx
              .selectFrom('watermark')
              .select('since_id')
              .where('handle_id', '=', handleId)
              .executeTakeFirst();
            // Never back: a page read late must not undo one read later.
            const since_id = present === undefined ? move.sinceId : maxId(present.since_id, move.sinceId);
            await trx
              .insertInto('watermark')
              .values({ handle_id: handleId, since_id, start_id: since_id })
              .onConflict((conflict) => conflict.column('handle_id').doUpdateSet({ since_id }))
              .execute();
          }
        }
        return added;
      });
    },

    async undecided(limit) {
      const rows = await db
        .selectFrom('inbox')
        .select(['body', 'handle_id', 'received_at'])
        .where('decided_at', 'is', null)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(toInbox);
    },

    async activity(handleId) {
      const row = await db
        .selectFrom('handle_activity')
        .selectAll()
        .where('handle_id', '=', handleId)
        .executeTakeFirst();
      return row === undefined ? null : { lastHumanAt: row.last_human_at, checkedAt: row.checked_at };
    },

    async saveActivity(handleId, lastHumanAt, checkedAt) {
      const row = { last_human_at: lastHumanAt, checked_at: checkedAt };
      await db
        .insertInto('handle_activity')
        .values({ handle_id: handleId, ...row })
        .onConflict((conflict) => conflict.column('handle_id').doUpdateSet(row))
        .execute();
    },
  };
}
