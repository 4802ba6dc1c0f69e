import { type Kysely, type Selectable, sql } from 'kysely';
import type { CredentialRow, CredentialStore } from '../bot/credential-store.js';
import { wake } from './account-queries.js';
import type { Tables } from './schema.js';

export function credentialQueries(db: Kysely<Tables>): CredentialStore {
  /** The row that holds this very token. */
  const holding = (xUserId: string, sealed: string) =>
    db.updateTable('credential').where('x_user_id', '=', xUserId).where('sealed', '=', sealed);
  return {
    async saveCredentials(rows, now) {
      await db.transaction().execute(async (trx) => {
        for (const { handle, xUserId, kind = 'oauth1', sealed } of rows) {
          const fresh = { handle, kind, sealed, state: 'active', added_at: now, renewing_until: null };
          // The same name may come back with another id (a squatter, a new account): the newest import decides.
          await trx
            .deleteFrom('credential')
            .where('handle', '=', handle)
            .where('x_user_id', '!=', xUserId)
            .execute();
          await trx
            .insertInto('credential')
            .values({ x_user_id: xUserId, ...fresh })
            .onConflict((conflict) => conflict.column('x_user_id').doUpdateSet(fresh))
            .execute();
          await wake(trx, xUserId, now);
        }
      });
    },

    async credentials() {
      const rows = await db.selectFrom('credential').selectAll().orderBy('handle').execute();
      return rows.map(toCredential);
    },

    async credential(xUserId) {
      const row = await db
        .selectFrom('credential')
        .selectAll()
        .where('x_user_id', '=', xUserId)
        .executeTakeFirst();
      return row === undefined ? null : toCredential(row);
    },

    async beginRenewal(xUserId, sealed, until, now) {
      const { numUpdatedRows } = await holding(xUserId, sealed)
        .set({ renewing_until: until })
        .where('state', '=', 'active')
        // Whoever began it that long ago has died.
        .where((eb) => eb.or([eb('renewing_until', 'is', null), eb('renewing_until', '<=', now)]))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async replaceCredential(xUserId, sealed, fresh) {
      const { numUpdatedRows } = await holding(xUserId, sealed)
        .set({ sealed: fresh, renewing_until: null })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async endRenewal(xUserId, sealed) {
      await holding(xUserId, sealed).set({ renewing_until: null }).execute();
    },

    async revokeCredential(xUserId, sealed) {
      const { numUpdatedRows } = await holding(xUserId, sealed)
        .set({ state: 'revoked', renewing_until: null })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async removeCredential(xUserId) {
      const { numDeletedRows } = await db
        .deleteFrom('credential')
        .where('x_user_id', '=', xUserId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    resealCredentials(reseal, now) {
      return db.transaction().execute(async (trx) => {
        const busy = await trx
          .selectFrom('credential')
          .select(sql<number>`1`.as('one'))
          .where('renewing_until', '>', now)
          .executeTakeFirst();
        if (busy !== undefined) return null;
        const rows = await trx.selectFrom('credential').select(['x_user_id', 'sealed']).execute();
        for (const { x_user_id, sealed } of rows) {
          await trx
            .updateTable('credential')
            .set({ sealed: reseal(sealed) })
            .where('x_user_id', '=', x_user_id)
            .execute();
        }
        return rows.length;
      });
    },
  };
}

function toCredential(row: Selectable<Tables['credential']>): CredentialRow {
  return {
    handle: row.handle,
    xUserId: row.x_user_id,
    kind: row.kind === 'oauth2' ? 'oauth2' : 'oauth1',
    sealed: row.sealed,
    state: row.state === 'revoked' ? 'revoked' : 'active',
    addedAt: row.added_at,
  };
}
