import type { Kysely, Transaction } from 'kysely';
import type { Notice, XPost } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import { evolve } from '../cases/evolve.js';
import type { CaseState, Decision } from '../cases/types.js';
import type { Instant } from '../lib/instant.js';
import { queueCorrection } from './correction-queries.js';
import { caseColumns, toCase } from './rows.js';
import type { Tables } from './schema.js';

type Cases = Pick<
  Store,
  | 'caseByCode'
  | 'caseByConversation'
  | 'newestCaseOf'
  | 'oursByPostId'
  | 'textOf'
  | 'commitPost'
  | 'dueCases'
  | 'commitTick'
>;

/** Thrown inside a transaction to undo it when somebody else was first. */
class Overtaken extends Error {}

export function caseQueries(db: Kysely<Tables>): Cases {
  const newest = db.selectFrom('grievance_case').select('state').orderBy('opened_at', 'desc').limit(1);
  return {
    async caseByCode(code) {
      return toCase(
        await db.selectFrom('grievance_case').select('state').where('code', '=', code).executeTakeFirst(),
      );
    },

    async caseByConversation(conversationId) {
      return toCase(await newest.where('conversation_id', '=', conversationId).executeTakeFirst());
    },

    async newestCaseOf(authorId) {
      return toCase(await newest.where('author_id', '=', authorId).executeTakeFirst());
    },

    async oursByPostId(postId) {
      const row = await db
        .selectFrom('outbox')
        .select('case_code')
        .where('post_id', '=', postId)
        .executeTakeFirst();
      return row === undefined ? undefined : { caseCode: row.case_code };
    },

    async textOf(postId) {
      const row = await db
        .selectFrom('inbox')
        .select('body')
        .where('post_id', '=', postId)
        .executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.body) as XPost).ownText;
    },

    commitPost(rootId, expected, decision, notices, meaning, now, correction = null) {
      return unlessOvertaken(async () => {
        await db.transaction().execute(async (trx) => {
          const marked = await trx
            .updateTable('inbox')
            .set({
              decided_at: now,
              disposition: decision.disposition,
              case_code: decision.caseCode,
              meaning: meaning === null ? null : JSON.stringify(meaning),
            })
            .where('root_id', '=', rootId)
            .where('decided_at', 'is', null)
            .executeTakeFirst();
          if (marked.numUpdatedRows !== 1n) throw new Overtaken();
          await apply(trx, expected, decision, notices, now);
          await queueCorrection(trx, decision.caseCode, correction, now);
        });
      });
    },

    async dueCases(now, limit) {
      const rows = await db
        .selectFrom('grievance_case')
        .select('state')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map((row) => toCase(row) as CaseState);
    },

    commitTick(expected, decision, notices, now, correction = null) {
      return unlessOvertaken(() =>
        db.transaction().execute(async (trx) => {
          await apply(trx, expected, decision, notices, now);
          await queueCorrection(trx, decision.caseCode, correction, now);
        }),
      );
    },
  };
}

async function unlessOvertaken(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

/** Events, the case they make, messages and notices: all or nothing. */
async function apply(
  trx: Transaction<Tables>,
  expected: CaseState | null,
  decision: Decision,
  notices: readonly Notice[],
  now: Instant,
): Promise<void> {
  if (decision.caseCode !== null && decision.events.length > 0) {
    await appendEvents(trx, decision.caseCode, expected, decision.events);
  }
  for (const message of decision.drafts) {
    await trx
      .insertInto('outbox')
      .values({
        dedupe_key: message.key,
        kind: message.kind,
        case_code: message.caseCode,
        handle_id: message.handleId,
        reply_to: message.to,
        language: message.language,
        params: JSON.stringify(message.params),
        priority: message.priority,
        state: 'pending',
        text: null,
        attempt: 0,
        checks: 0,
        not_before: now,
        created_at: now,
        called_at: null,
        settled_at: null,
        post_id: null,
        reason: null,
      })
      .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
      .execute();
  }
  for (const notice of notices) {
    await trx
      .insertInto('notice')
      .values({ body: JSON.stringify(notice), created_at: now, not_before: now, attempts: 0, done_at: null })
      .execute();
  }
}

/** Adds events to a case and stores the state they make. Fails when the case is not as `expected` any more. */
export async function appendEvents(
  trx: Transaction<Tables>,
  code: string,
  expected: CaseState | null,
  events: Decision['events'],
): Promise<void> {
  let state = expected;
  const rows: { case_code: string; seq: number; at: number; type: string; data: string }[] = [];
  for (const event of events) {
    state = evolve(state, code, event);
    rows.push({
      case_code: code,
      seq: state.version,
      at: event.at,
      type: event.type,
      data: JSON.stringify(event),
    });
  }
  if (state === null) return;
  if (expected === null) {
    await trx.insertInto('grievance_case').values(caseColumns(state)).execute();
  } else {
    const changed = await trx
      .updateTable('grievance_case')
      .set(caseColumns(state))
      .where('code', '=', code)
      .where('version', '=', expected.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) throw new Overtaken();
  }
  await trx.insertInto('case_event').values(rows).execute();
}
