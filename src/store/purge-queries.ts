import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { LivingStore, PurgeTarget } from '../bot/living-store.js';
import type { XPost } from '../bot/ports.js';
import { WORKING } from '../cases/evolve.js';
import type { CaseState } from '../cases/types.js';
import type { Meaning } from '../intents/types.js';
import type { Instant } from '../lib/instant.js';
import { appendEvents } from './case-queries.js';
import { caseHolding } from './living-queries.js';
import { emptied, labelsOf } from './post-rows.js';
import { toCase } from './rows.js';
import type { Tables } from './schema.js';
import { rootOf, versionsOf } from './versions.js';

/** So many posts a transaction: what waits for the database is not kept waiting long. */
const BATCH = 100;

/** What was done with posts that an officer of the case may want to read, or that a person must look at. */
const READABLE: ReadonlySet<string> = new Set([
  ...['case_opened', 'outside', 'added', 'located', 'confirmed', 'disputed'],
  ...['in_progress', 'claimed', 'failed'],
]);
const OPEN: ReadonlySet<string> = new Set([...WORKING, 'claimed']);
/** States of messages that may still be sent, or looked for. */
const UNSETTLED = ['pending', 'waiting', 'sending', 'unknown'];

type Row = Selectable<Tables['inbox']>;

export function purgeQueries(db: Kysely<Tables>): Pick<LivingStore, 'countHeld' | 'purge' | 'forget'> {
  /** Rows that hold text, or are still to be read, of this target. */
  function targeted(target: PurgeTarget, on: Kysely<Tables> | Transaction<Tables> = db) {
    const rows = on.selectFrom('inbox').where('gone_at', 'is', null);
    if (target === 'all') return rows.where('check_at', 'is not', null);
    if ('author' in target) return rows.where('author_id', '=', target.author);
    return rows.where('root_id', '=', rootOf(target.post));
  }

  return {
    async countHeld(target) {
      const row = await targeted(target)
        .where('check_at', 'is not', null)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },

    async purge(target, now) {
      const cases = new Set<string>();
      let posts = 0;
      for (let full = true; full; ) {
        await db.transaction().execute(async (trx) => {
          const rows = await targeted(target, trx).selectAll().limit(BATCH).execute();
          for (const row of rows) {
            const code = await purgeRow(trx, row, now);
            if (code !== null) cases.add(code);
            if (row.check_at !== null) posts += 1;
          }
          full = rows.length === BATCH;
        });
      }
      if (target !== 'all' && 'author' in target) {
        const { author } = target;
        await db.updateTable('outbox').set({ to_author: null }).where('to_author', '=', author).execute();
        // Also of posts whose words were forgotten before.
        await unlearn(db, now)
          .where('case_code', 'in', (eb) =>
            eb.selectFrom('grievance_case').select('code').where('author_id', '=', author),
          )
          .execute();
      }
      if (target === 'all') await unlearn(db, now).execute();
      if (posts > 0) await clearLog(db);
      return { posts, cases: [...cases] };
    },

    async forget(before, now, limit) {
      const forgotten = await db.transaction().execute(async (trx) => {
        const due = await trx
          .selectFrom('inbox')
          .leftJoin('grievance_case', 'grievance_case.code', 'inbox.case_code')
          .selectAll('inbox')
          .select((eb) => [
            'grievance_case.stage',
            eb
              .selectFrom('case_event')
              .select(({ fn }) => fn.max<number>('at').as('at'))
              .whereRef('case_event.case_code', '=', 'inbox.case_code')
              .as('last_at'),
            eb
              .selectFrom('outbox')
              .select(({ fn }) => fn.countAll<number>().as('n'))
              .whereRef('outbox.reply_to', '=', 'inbox.post_id')
              .where('outbox.state', 'in', UNSETTLED)
              .as('messages'),
          ])
          .where('check_at', '<=', now)
          .orderBy('check_at')
          .limit(limit)
          .execute();
        const old = due.filter((row) => !isNeeded(row, before));
        for (const row of old) await empty(trx, row);
        return old.length;
      });
      if (forgotten > 0) await clearLog(db);
      return forgotten;
    },
  };
}

/** May anybody still need to read the post? */
function isNeeded(
  row: Row & { stage: string | null; last_at: number | null; messages: number | null },
  before: Instant,
): boolean {
  if (row.decided_at === null || row.edit !== null || (row.messages ?? 0) > 0) return true;
  if (!READABLE.has(row.disposition ?? '')) return false;
  return OPEN.has(row.stage ?? '') || (row.last_at ?? row.decided_at) >= before;
}

/** Returns the case whose history says so now. */
async function purgeRow(trx: Transaction<Tables>, row: Row, now: Instant): Promise<string | null> {
  await empty(trx, row);
  const { root_id: rootId, case_code: caseCode } = row;
  // Nobody decides it any more.
  const undecided = row.decided_at === null ? { decided_at: now, disposition: 'gone' } : {};
  await trx
    .updateTable('inbox')
    .set({ gone_at: now, ...undecided })
    .where('root_id', '=', rootId)
    .execute();
  await unlearn(trx, now).where('post_id', 'in', versionsOf(rootId)).execute();
  await trx
    .updateTable('outbox')
    .set({ to_author: null })
    .where('reply_to', 'in', versionsOf(rootId))
    .execute();
  const code = await caseHolding(trx, caseCode, rootId);
  if (code === null) return null;
  await trx
    .updateTable('case_event')
    .set({ data: sql`json_set(data, '$.note', '')` })
    .where('case_code', '=', code)
    .where('type', '=', 'claimed')
    .where(sql`json_extract(data, '$.postId')`, 'in', versionsOf(rootId))
    .execute();
  const stored = await trx
    .selectFrom('grievance_case')
    .select('state')
    .where('code', '=', code)
    .executeTakeFirst();
  const state = toCase(stored) as CaseState;
  await appendEvents(trx, code, state, [{ type: 'gone', at: now, postId: row.post_id }]);
  return code;
}

/** The next training does without it. */
function unlearn(db: Kysely<Tables>, now: Instant) {
  return db.updateTable('correction').set({ features: '', state: 'refused', settled_at: now });
}

async function empty(trx: Transaction<Tables>, row: Row): Promise<void> {
  const meaning = row.meaning === null ? null : (JSON.parse(row.meaning) as Meaning);
  await trx
    .updateTable('inbox')
    .set({
      author_id: '',
      body: JSON.stringify(emptied(JSON.parse(row.body) as XPost)),
      meaning: meaning === null ? null : JSON.stringify(labelsOf(meaning)),
      edit: null,
      check_at: null,
      missed_at: null,
    })
    .where('root_id', '=', row.root_id)
    .execute();
}

/** What was overwritten still stands in the write-ahead log until that is begun anew. */
async function clearLog(db: Kysely<Tables>): Promise<void> {
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
