import type { Kysely } from 'kysely';
import type { EditedRow, LivingStore } from '../bot/living-store.js';
import type { CaseEvent } from '../cases/types.js';
import { apply, Overtaken, unlessOvertaken } from './case-queries.js';
import { bodyColumns, labelsOf, newestOf } from './post-rows.js';
import { toInbox } from './rows.js';
import type { Tables } from './schema.js';
import { rootOf, versionsOf } from './versions.js';

type Living = Omit<LivingStore, 'countHeld' | 'purge' | 'forget'>;

export function livingQueries(db: Kysely<Tables>): Living {
  return {
    async edited(limit) {
      const rows = await db
        .selectFrom('inbox')
        .selectAll()
        .where('edit', 'is not', null)
        .where('decided_at', 'is not', null)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      const found: EditedRow[] = [];
      for (const row of rows) {
        const before = toInbox(row).post;
        const partOf = await caseHolding(db, row.case_code, row.root_id);
        found.push({ ...toInbox({ ...row, body: row.edit ?? row.body }), before, partOf });
      }
      return found;
    },

    commitEdit({ post }, expected, decision, notices, meaning, now) {
      return unlessOvertaken(() =>
        db.transaction().execute(async (trx) => {
          const row = await trx
            .selectFrom('inbox')
            .select(['edit', 'disposition'])
            .where('root_id', '=', post.rootId)
            .executeTakeFirst();
          if (row === undefined || newestOf(row.edit)?.id !== post.id) throw new Overtaken();
          const isNew = decision.disposition !== 'edited';
          const isEcho = (isNew ? decision.disposition : row.disposition) === 'echo';
          const kept = meaning !== null && isEcho ? labelsOf(meaning) : meaning;
          await trx
            .updateTable('inbox')
            .set({
              ...bodyColumns(post, isEcho),
              meaning: kept === null ? null : JSON.stringify(kept),
              edit: null,
              ...(isNew ? { disposition: decision.disposition } : {}),
              ...(isNew && decision.caseCode !== null ? { case_code: decision.caseCode } : {}),
            })
            .where('root_id', '=', post.rootId)
            .execute();
          await trx
            .updateTable('outbox')
            .set({ reply_to: post.id })
            .where('reply_to', 'in', versionsOf(post.id))
            .where('state', 'in', ['pending', 'waiting'])
            .where('attempt', '=', 0)
            .execute();
          await apply(trx, expected, decision, notices, now);
        }),
      );
    },

    async caseAbout(postId) {
      const ours = await db
        .selectFrom('outbox')
        .select('case_code')
        .where('post_id', '=', postId)
        .executeTakeFirst();
      if (ours !== undefined)
        return ours.case_code === null ? null : { caseCode: ours.case_code, what: 'ours' };
      const inboxed = db.selectFrom('inbox').select('case_code').where('case_code', 'is not', null);
      const own = await inboxed.where('root_id', '=', rootOf(postId)).executeTakeFirst();
      if (own?.case_code) return { caseCode: own.case_code, what: 'post' };
      const quoted = await inboxed
        .where('about_id', 'in', versionsOf(postId))
        .orderBy('created_at')
        .executeTakeFirst();
      return quoted?.case_code ? { caseCode: quoted.case_code, what: 'quote' } : null;
    },

    async echoes(caseCode) {
      const { n } = await db
        .selectFrom('inbox')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('case_code', '=', caseCode)
        .where('disposition', '=', 'echo')
        .executeTakeFirstOrThrow();
      return Number(n);
    },

    async toCheck(now, limit) {
      const rows = await db
        .selectFrom('inbox')
        .select(['root_id', 'post_id', 'edit', 'handle_id', 'missed_at'])
        .where('check_at', '<=', now)
        .orderBy('check_at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        rootId: row.root_id,
        postId: newestOf(row.edit)?.id ?? row.post_id,
        handleId: row.handle_id,
        missed: row.missed_at !== null,
      }));
    },

    async stillThere(rootIds, nextAt) {
      const change = { check_at: nextAt, missed_at: null };
      await held(db).set(change).where('root_id', 'in', rootIds).execute();
    },

    async missing(postId, at, nextAt) {
      const change = { check_at: nextAt, missed_at: at };
      await held(db).set(change).where('root_id', '=', rootOf(postId)).execute();
    },

    async askAgain(rootIds, nextAt) {
      await held(db).set({ check_at: nextAt }).where('root_id', 'in', rootIds).execute();
    },
  };
}

/** Posts of which text is held: only these are looked for. */
function held(db: Kysely<Tables>) {
  return db.updateTable('inbox').where('check_at', 'is not', null);
}

/** The case, when its history holds any version of the post; null: it is only named by the row. */
export async function caseHolding(
  db: Kysely<Tables>,
  caseCode: string | null,
  rootId: string,
): Promise<string | null> {
  if (caseCode === null) return null;
  const versions = await db
    .selectFrom('post_version')
    .select('post_id')
    .where('root_id', '=', rootId)
    .execute();
  const ids = new Set([rootId, ...versions.map(({ post_id }) => post_id)]);
  const events = await db.selectFrom('case_event').select('data').where('case_code', '=', caseCode).execute();
  const holds = events.some(({ data }) => {
    const event = JSON.parse(data) as CaseEvent;
    return 'postId' in event && ids.has(event.postId);
  });
  return holds ? caseCode : null;
}
