import type { Transaction } from 'kysely';
import type { XPost } from '../bot/ports.js';
import type { InboxRow } from '../bot/store.js';
import { DAY } from '../lib/instant.js';
import { compareIds } from '../lib/snowflake.js';
import { bodyColumns, newestOf } from './post-rows.js';
import type { Tables } from './schema.js';

/**
 * Puts a post into the inbox. A newer version takes the place of one that nobody decided yet, and stands beside one
 * that was decided. False: nothing new.
 */
export async function storePost(
  trx: Transaction<Tables>,
  { post, handleId, receivedAt }: InboxRow,
): Promise<boolean> {
  const inserted = await trx
    .insertInto('inbox')
    .values({
      root_id: post.rootId,
      handle_id: handleId,
      created_at: post.createdAt,
      received_at: receivedAt,
      decided_at: null,
      disposition: null,
      case_code: null,
      meaning: null,
      edit: null,
      gone_at: null,
      check_at: receivedAt + DAY,
      missed_at: null,
      ...bodyColumns(post),
    })
    .onConflict((conflict) => conflict.column('root_id').doNothing())
    .executeTakeFirst();
  const isNew =
    inserted.numInsertedOrUpdatedRows === 1n || (await storeVersion(trx, post, handleId, receivedAt));
  if (isNew && post.id !== post.rootId) {
    const version = { post_id: post.id, root_id: post.rootId };
    await trx
      .insertInto('post_version')
      .values(version)
      .onConflict((c) => c.doNothing())
      .execute();
  }
  return isNew;
}

async function storeVersion(
  trx: Transaction<Tables>,
  post: XPost,
  handleId: string,
  receivedAt: number,
): Promise<boolean> {
  const known = await trx
    .selectFrom('inbox')
    .select(['post_id', 'edit', 'decided_at', 'gone_at'])
    .where('root_id', '=', post.rootId)
    .executeTakeFirstOrThrow();
  const newest = newestOf(known.edit)?.id ?? known.post_id;
  // What X once said is gone stays so: its author may have had reasons.
  if (known.gone_at !== null || compareIds(post.id, newest) <= 0) return false;
  await trx
    .updateTable('inbox')
    .set({
      check_at: receivedAt + DAY,
      missed_at: null,
      ...(known.decided_at === null
        ? { handle_id: handleId, ...bodyColumns(post) }
        : { edit: JSON.stringify(post), author_id: post.authorId }),
    })
    .where('root_id', '=', post.rootId)
    .execute();
  return true;
}
