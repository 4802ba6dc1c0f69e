import { type Kysely, sql } from 'kysely';
import type { WatchStore } from '../bot/watch-store.js';
import { HOUR } from '../lib/instant.js';
import type { Tables } from './schema.js';

export function watchQueries(db: Kysely<Tables>): WatchStore {
  return {
    async mentionCounts(from) {
      // Both are whole numbers, so the division is one of whole numbers.
      const hour = sql<number>`created_at / ${sql.lit(HOUR)}`;
      const rows = await db
        .selectFrom('inbox')
        .select(({ fn }) => [
          'handle_id',
          hour.as('hour'),
          fn.countAll<number>().as('count'),
          fn.max('received_at').as('last'),
        ])
        .where('created_at', '>=', from)
        .groupBy(['handle_id', hour])
        .execute();
      return rows.map((row) => ({
        handleId: row.handle_id,
        hour: Number(row.hour),
        count: Number(row.count),
        lastReceivedAt: Number(row.last),
      }));
    },
  };
}
