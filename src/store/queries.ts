import type { Kysely } from 'kysely';
import type { Store } from '../bot/store.js';
import { accountQueries } from './account-queries.js';
import { alarmQueries } from './alarm-queries.js';
import { caseQueries } from './case-queries.js';
import { correctionQueries } from './correction-queries.js';
import { credentialQueries } from './credential-queries.js';
import { deliveryQueries } from './delivery-queries.js';
import { deskQueries } from './desk-queries.js';
import { healthQueries } from './health-queries.js';
import { intakeQueries } from './intake-queries.js';
import { livingQueries } from './living-queries.js';
import { outboxQueries } from './outbox-queries.js';
import { purgeQueries } from './purge-queries.js';
import type { Tables } from './schema.js';
import { spendQueries } from './spend-queries.js';
import { watchQueries } from './watch-queries.js';

/** Every statement of the desk, by room of the path. */
export function createQueries(db: Kysely<Tables>): Omit<Store, 'migrate' | 'close' | 'backup'> {
  return {
    ...intakeQueries(db),
    ...livingQueries(db),
    ...purgeQueries(db),
    ...caseQueries(db),
    ...outboxQueries(db),
    ...deskQueries(db),
    ...correctionQueries(db),
    ...accountQueries(db),
    ...spendQueries(db),
    ...alarmQueries(db),
    ...credentialQueries(db),
    ...healthQueries(db),
    ...deliveryQueries(db),
    ...watchQueries(db),
  };
}
