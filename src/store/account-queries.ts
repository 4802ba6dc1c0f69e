import type { Kysely, Selectable } from 'kysely';
import type { AccountRow, AccountStore } from '../bot/account-store.js';
import type { XPost } from '../bot/ports.js';
import type { Tables } from './schema.js';
import { rootOf, versionsOf } from './versions.js';

/** Outbox states in which an answer is on X, or may be. */
export const ANSWERED = ['sending', 'unknown', 'sent'];

export function accountQueries(db: Kysely<Tables>): AccountStore {
  const answers = db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', 'in', ANSWERED);
  return {
    async accounts() {
      const rows = await db.selectFrom('account').selectAll().execute();
      return new Map(rows.map((row) => [row.handle_id, toAccount(row)]));
    },

    async account(handleId) {
      const row = await db
        .selectFrom('account')
        .selectAll()
        .where('handle_id', '=', handleId)
        .executeTakeFirst();
      return row === undefined ? null : toAccount(row);
    },

    async saveAccount(handleId, change, now) {
      const columns = toColumns(change);
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('account')
          .values({ ...NEW, handle_id: handleId, since: now, ...columns })
          .onConflict((conflict) =>
            conflict.column('handle_id').doUpdateSet({ handle_id: handleId, ...columns }),
          )
          .execute();
        // Whoever waited for this account may be answered now.
        if (change.condition === 'active') await wake(trx, handleId, now);
      });
    },

    async hasStopped(authorId) {
      const row = await db
        .selectFrom('author_stop')
        .select('at')
        .where('author_id', '=', authorId)
        .executeTakeFirst();
      return row !== undefined;
    },

    async postById(postId) {
      const row = await db
        .selectFrom('inbox')
        .select(['body', 'edit', 'handle_id', 'gone_at'])
        .where('root_id', '=', rootOf(postId))
        .executeTakeFirst();
      if (row === undefined) return null;
      const post = JSON.parse(row.edit ?? row.body) as XPost;
      return { post, handleId: row.handle_id, gone: row.gone_at !== null };
    },

    async answersTo(postId) {
      const { n } = await answers.where('reply_to', 'in', versionsOf(postId)).executeTakeFirstOrThrow();
      return Number(n);
    },

    async answersToAuthor(authorId, since) {
      const { n } = await answers
        .where('to_author', '=', authorId)
        .where('created_at', '>=', since)
        .executeTakeFirstOrThrow();
      return Number(n);
    },

    async postsOf(handleId, since) {
      const { n } = await answers
        .where('handle_id', '=', handleId)
        .where('called_at', '>=', since)
        .executeTakeFirstOrThrow();
      return Number(n);
    },
  };
}

/**
 * Messages of this handle that wait for somebody to act are planned again at once. Those that X itself asked to wait go
 * on waiting: nothing that people do shortens that.
 */
export async function wake(db: Kysely<Tables>, handleId: string, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ not_before: now })
    .where('handle_id', '=', handleId)
    .where('not_before', '>', now)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'waiting'),
        eb.and([
          eb('state', '=', 'pending'),
          eb.or([eb('reason', 'like', 'auth:%'), eb('reason', 'like', 'no_token:%')]),
        ]),
      ]),
    )
    .execute();
}

const NEW = {
  condition: 'active',
  reason: '',
  until: null,
  summon: null,
  name: null,
  verified: null,
  followers: null,
  last_post_at: null,
  checked_at: null,
};

function toAccount(row: Selectable<Tables['account']>): AccountRow {
  return {
    handleId: row.handle_id,
    condition: row.condition as AccountRow['condition'],
    reason: row.reason,
    since: row.since,
    until: row.until,
    summon: row.summon === 'explicit' ? 'explicit' : null,
    name: row.name,
    verified: row.verified,
    followers: row.followers,
    lastPostAt: row.last_post_at,
    checkedAt: row.checked_at,
  };
}

/** Only the fields that are named: the others stay as they are. */
function toColumns(change: Partial<Omit<AccountRow, 'handleId'>>) {
  const { lastPostAt, checkedAt, ...same } = change;
  return {
    ...same,
    ...(lastPostAt === undefined ? {} : { last_post_at: lastPostAt }),
    ...(checkedAt === undefined ? {} : { checked_at: checkedAt }),
  };
}
