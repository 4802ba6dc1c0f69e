import type { Kysely } from 'kysely';
import type { Notice } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import { WORKING } from '../cases/evolve.js';
import type { CaseEvent, CaseState } from '../cases/types.js';
import type { Meaning } from '../intents/types.js';
import { toCase, toOutbox } from './rows.js';
import type { Tables } from './schema.js';
import { rootOf } from './versions.js';

type Desk = Pick<
  Store,
  'pendingNotices' | 'noticeDone' | 'noticeFailed' | 'cases' | 'events' | 'messagesOf' | 'decided' | 'counts'
>;

export function deskQueries(db: Kysely<Tables>): Desk {
  return {
    async pendingNotices(now, limit) {
      const rows = await db
        .selectFrom('notice')
        .selectAll()
        .where('done_at', 'is', null)
        .where('not_before', '<=', now)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        notice: JSON.parse(row.body) as Notice,
        attempts: row.attempts,
      }));
    },

    async noticeDone(id, now) {
      await db.updateTable('notice').set({ done_at: now }).where('id', '=', id).execute();
    },

    async noticeFailed(id, retryAt) {
      await db
        .updateTable('notice')
        .set((eb) => ({ attempts: eb('attempts', '+', 1), not_before: retryAt }))
        .where('id', '=', id)
        .execute();
    },

    async cases({ stage, triage, limit }) {
      let query = db.selectFrom('grievance_case').select('state').orderBy('opened_at', 'desc').limit(limit);
      if (stage !== undefined) query = query.where('stage', '=', stage);
      if (triage === true) query = query.where('triage', '=', 1).where('stage', 'in', WORKING);
      return (await query.execute()).map((row) => toCase(row) as CaseState);
    },

    async events(code) {
      const rows = await db
        .selectFrom('case_event')
        .select('data')
        .where('case_code', '=', code)
        .orderBy('seq')
        .execute();
      return rows.map((row) => JSON.parse(row.data) as CaseEvent);
    },

    async messagesOf(code) {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('case_code', '=', code)
        .orderBy('id')
        .execute();
      return rows.map(toOutbox);
    },

    async decided(postId) {
      const row = await db
        .selectFrom('inbox')
        .select(['post_id', 'disposition', 'case_code', 'meaning', 'decided_at'])
        .where('root_id', '=', rootOf(postId))
        .where('decided_at', 'is not', null)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        postId: row.post_id,
        disposition: row.disposition ?? '',
        caseCode: row.case_code,
        meaning: row.meaning === null ? null : (JSON.parse(row.meaning) as Meaning),
        at: row.decided_at ?? 0,
      };
    },

    async counts() {
      const count = async (table: 'inbox' | 'grievance_case' | 'outbox' | 'notice') =>
        Number(
          (
            await db
              .selectFrom(table)
              .select((eb) => eb.fn.countAll<number>().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        );
      const byState = await db
        .selectFrom('outbox')
        .select(['state', (eb) => eb.fn.countAll<number>().as('n')])
        .groupBy('state')
        .execute();
      return {
        mentions: await count('inbox'),
        cases: await count('grievance_case'),
        messages: await count('outbox'),
        notices: await count('notice'),
        ...Object.fromEntries(byState.map((row) => [`messages_${row.state}`, Number(row.n)])),
      };
    },
  };
}
