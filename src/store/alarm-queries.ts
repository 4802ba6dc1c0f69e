import type { Kysely } from 'kysely';
import type { AlarmStore } from '../bot/spend-store.js';
import type { Tables } from './schema.js';

export function alarmQueries(db: Kysely<Tables>): AlarmStore {
  return {
    async raiseAlarm(code, subject, detail, now) {
      // The index over open alarms lets one stand at a time.
      const result = await db
        .insertInto('alarm')
        .values({ code, subject, detail, raised_at: now, cleared_at: null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0n) > 0;
    },

    async clearAlarm(code, subject, now) {
      const result = await db
        .updateTable('alarm')
        .set({ cleared_at: now })
        .where('code', '=', code)
        .where('subject', '=', subject)
        .where('cleared_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async alarms() {
      const rows = await db
        .selectFrom('alarm')
        .selectAll()
        .where('cleared_at', 'is', null)
        .orderBy('id', 'desc')
        .execute();
      return rows.map((row) => ({
        code: row.code,
        subject: row.subject,
        detail: row.detail,
        raisedAt: row.raised_at,
        clearedAt: row.cleared_at,
      }));
    },

    async addGap({ handleIds, from, until, at }) {
      await db
        .insertInto('gap')
        .values({ handle_ids: JSON.stringify(handleIds), from_at: from, until_at: until, at })
        .execute();
    },

    async gaps() {
      const rows = await db.selectFrom('gap').selectAll().orderBy('id', 'desc').execute();
      return rows.map((row) => ({
        handleIds: JSON.parse(row.handle_ids) as string[],
        from: row.from_at,
        until: row.until_at,
        at: row.at,
      }));
    },
  };
}
