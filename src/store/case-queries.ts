import type { Kysely, Transaction } from 'kysely';
import type { Notice, XPost } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import { evolve } from '../cases/evolve.js';
import type { CaseState, Decision } from '../cases/types.js';
import type { Instant } from '../lib/instant.js';
import { queueCorrection } from './correction-queries.js';
import { bodyColumns, labelsOf } from './post-rows.js';
import { caseColumns, toCase } from './rows.js';
import type { Tables } from './schema.js';
import { rootOf } from './versions.js';

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
export class Overtaken extends Error {}

export function caseQueries(db: Kysely<Tables>): Cases {
  const newest = db.selectFrom('grievance_case').select('state').orderBy('opened_at', 'desc').limit(1);
  return {
    async caseByCode(code) {
      return toCase(
        await db.selectFrom('grievance_case').select('state').where('code', '=', code).executeTakeFirst(),
      );
    },

    async caseByConversation(conversationId, authorId) {
      const cases = newest.where('conversation_id', '=', conversationId);
      const own = authorId === undefined ? cases : cases.where('author_id', '=', authorId);
      return toCase(await own.executeTakeFirst());
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
        .select(['body', 'edit'])
        .where('root_id', '=', rootOf(postId))
        .executeTakeFirst();
      const text = row === undefined ? '' : (JSON.parse(row.edit ?? row.body) as XPost).ownText;
      return text === '' ? null : text;
    },

    commitPost(rootId, expected, decision, notices, meaning, now, correction = null, version) {
      return unlessOvertaken(async () => {
        await db.transaction().execute(async (trx) => {
          const waiting = await trx
            .selectFrom('inbox')
            .select(['body', 'post_id'])
            .where('root_id', '=', rootId)
            .where('decided_at', 'is', null)
            .executeTakeFirst();
          if (waiting === undefined || (version ?? waiting.post_id) !== waiting.post_id)
            throw new Overtaken();
          // Others' words about a case are counted, not kept.
          const isEcho = decision.disposition === 'echo';
          const kept = meaning !== null && isEcho ? labelsOf(meaning) : meaning;
          await trx
            .updateTable('inbox')
            .set({
              decided_at: now,
              disposition: decision.disposition,
              case_code: decision.caseCode,
              meaning: kept === null ? null : JSON.stringify(kept),
              ...(isEcho ? bodyColumns(JSON.parse(waiting.body) as XPost, true) : {}),
            })
            .where('root_id', '=', rootId)
            .execute();
          await apply(trx, expected, decision, notices, now);
          await queueCorrection(trx, decision.caseCode, correction, now);
          if (decision.stopAuthor !== undefined) {
            const stop = { author_id: decision.stopAuthor, post_id: rootId, at: now };
            await trx
              .insertInto('author_stop')
              .values(stop)
              .onConflict((c) => c.doNothing())
              .execute();
          }
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

export async function unlessOvertaken(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

/** Events, the case they make, messages and notices: all or nothing. */
export async function apply(
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
        to_author: message.toAuthor,
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
      // The same message for another post: it moves there, as long as it was never sent.
      .onConflict((conflict) =>
        conflict
          .column('dedupe_key')
          .doUpdateSet({
            reply_to: message.to,
            to_author: message.toAuthor,
            handle_id: message.handleId,
            state: 'pending',
            not_before: now,
          })
          .where('outbox.state', 'in', ['pending', 'waiting'])
          .where('outbox.attempt', '=', 0)
          .where('outbox.reply_to', '!=', message.to),
      )
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
