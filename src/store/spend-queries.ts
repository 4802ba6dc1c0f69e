import { type Kysely, sql } from 'kysely';
import type { RateWindow, SpendStore } from '../bot/spend-store.js';
import type { Tables } from './schema.js';

/** SQL statements take only so many values. */
const CHUNK = 500;

export function spendQueries(db: Kysely<Tables>): SpendStore {
  return {
    async rateWindows() {
      const rows = await db.selectFrom('rate_window').select('data').execute();
      return rows.map((row) => JSON.parse(row.data) as RateWindow);
    },

    async saveRateWindow(window) {
      const { endpoint, credential } = window;
      const data = JSON.stringify(window);
      await db
        .insertInto('rate_window')
        .values({ endpoint, credential, data })
        .onConflict((conflict) => conflict.columns(['endpoint', 'credential']).doUpdateSet({ data }))
        .execute();
    },

    firstToday(day, item, ids) {
      return db.transaction().execute(async (trx) => {
        await trx.deleteFrom('billed').where('day', '<', dayBefore(day)).execute();
        const first: string[] = [];
        const distinct = [...new Set(ids)];
        for (let at = 0; at < distinct.length; at += CHUNK) {
          const rows = await trx
            .insertInto('billed')
            .values(distinct.slice(at, at + CHUNK).map((resource_id) => ({ day, item, resource_id })))
            .onConflict((conflict) => conflict.doNothing())
            .returning('resource_id')
            .execute();
          first.push(...rows.map((row) => row.resource_id));
        }
        return first;
      });
    },

    async addSpend({ day, handleId, item, count, micros }) {
      await db
        .insertInto('spend')
        .values({ day, handle_id: handleId, item, count, micros })
        .onConflict((conflict) =>
          conflict.columns(['day', 'handle_id', 'item']).doUpdateSet({
            count: sql<number>`spend.count + excluded.count`,
            micros: sql<number>`spend.micros + excluded.micros`,
          }),
        )
        .execute();
    },

    async spend(fromDay) {
      const rows = await db
        .selectFrom('spend')
        .selectAll()
        .where('day', '>=', fromDay)
        .orderBy('day')
        .orderBy('handle_id')
        .orderBy('item')
        .execute();
      return rows.map(({ handle_id, ...row }) => ({
        ...row,
        count: Number(row.count),
        micros: Number(row.micros),
        handleId: handle_id,
      }));
    },
  };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
