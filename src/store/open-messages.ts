import { type RawBuilder, sql } from 'kysely';

/**
 * The condition of the index `outbox_open`, to the letter: SQLite uses an index over some of the rows only where a
 * query repeats it, and without the index every look for what may be sent reads all messages ever.
 */
export function isOpen(table: 'outbox' | 'held' = 'outbox'): RawBuilder<boolean> {
  return sql`${sql.ref(table)}.state in ('pending', 'waiting', 'sending', 'unknown')`;
}

/** The same for `outbox_failed`: what was given up or refused. All other messages that are not open were sent. */
export const isFailed: RawBuilder<boolean> = sql`outbox.state in ('refused', 'expired')`;
