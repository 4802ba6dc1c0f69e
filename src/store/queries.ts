import type { Kysely } from 'kysely';
import type { Store } from '../bot/store.js';
import { caseQueries } from './case-queries.js';
import { correctionQueries } from './correction-queries.js';
import { deskQueries } from './desk-queries.js';
import { intakeQueries } from './intake-queries.js';
import { outboxQueries } from './outbox-queries.js';
import type { Tables } from './schema.js';

/** Every statement of the desk, by room of the path. */
export function createQueries(db: Kysely<Tables>): Omit<Store, 'migrate' | 'close' | 'backup'> {
  return {
    ...intakeQueries(db),
    ...caseQueries(db),
    ...outboxQueries(db),
    ...deskQueries(db),
    ...correctionQueries(db),
  };
}
