import type { Kysely } from 'kysely';
import type { DeliveryStore } from '../bot/webhook-ports.js';
import type { Tables } from './schema.js';

export function deliveryQueries(db: Kysely<Tables>): DeliveryStore {
  return {
    async wasDelivered(eventId) {
      const row = await db
        .selectFrom('activity_event')
        .select('at')
        .where('event_uuid', '=', eventId)
        .executeTakeFirst();
      return row !== undefined;
    },

    async saveDelivery(eventId, at, since) {
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('activity_event')
          .values({ event_uuid: eventId, at })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await trx.deleteFrom('activity_event').where('at', '<', since).execute();
      });
    },
  };
}
