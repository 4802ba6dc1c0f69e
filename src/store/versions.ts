import { type RawBuilder, sql } from 'kysely';

/** Id of the first version of a post, whichever of its versions is named: the key of its inbox row. */
export function rootOf(postId: string): RawBuilder<string> {
  return sql<string>`coalesce((select root_id from post_version where post_id = ${postId}), ${postId})`;
}

/** The ids of all its versions that were seen, as a list to be used after `in`. */
export function versionsOf(postId: string): RawBuilder<string> {
  const root = rootOf(postId);
  return sql<string>`(select post_id from post_version where root_id = ${root} union all select ${root})`;
}
