import type { Kysely, RawBuilder } from 'kysely';
import type { HealthStore, MessageQueue } from '../bot/health-store.js';
import { isFailed, isOpen } from './open-messages.js';
import type { Tables } from './schema.js';

export function healthQueries(db: Kysely<Tables>): HealthStore {
  return {
    async saveRound(name, at, error) {
      const change = error === null ? { ok_at: at } : { failed_at: at, error };
      await db
        .insertInto('loop_round')
        .values({ name, ok_at: null, failed_at: null, error: null, ...change })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(change))
        .execute();
    },

    async rounds() {
      const rows = await db.selectFrom('loop_round').selectAll().orderBy('name').execute();
      return rows.map(({ name, ok_at, failed_at, error }) => ({
        name,
        okAt: ok_at,
        failedAt: failed_at,
        error,
      }));
    },

    async openMessages() {
      const rows = await db
        .selectFrom('outbox')
        .select(({ fn }) => [
          'state',
          'reason',
          fn.countAll<number>().as('n'),
          fn.min('created_at').as('oldest'),
        ])
        .where(isOpen())
        .groupBy(['state', 'reason'])
        .execute();
      const queues = new Map<string, MessageQueue>();
      for (const row of rows) {
        const reason = wordOf(row.reason);
        const key = `${row.state} ${reason}`;
        const known = queues.get(key);
        queues.set(key, {
          state: row.state,
          reason,
          count: (known?.count ?? 0) + Number(row.n),
          oldestAt: Math.min(known?.oldestAt ?? Number.POSITIVE_INFINITY, Number(row.oldest)),
        });
      }
      return [...queues.values()].sort((a, b) => order(a.state, b.state) || order(a.reason, b.reason));
    },

    async messageStates() {
      const count = (condition: RawBuilder<boolean>) =>
        db
          .selectFrom('outbox')
          .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
          .where(condition)
          .groupBy('state')
          .execute();
      const { n: all } = await db
        .selectFrom('outbox')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      const states = [...(await count(isOpen())), ...(await count(isFailed))];
      // Most were sent: counting them one by one would take a second of every look.
      const sent = states.reduce((left, { n }) => left - Number(n), Number(all));
      const rest = sent > 0 ? { sent } : {};
      return { ...Object.fromEntries(states.map(({ state, n }) => [state, Number(n)])), ...rest };
    },

    async caseStages() {
      const rows = await db
        .selectFrom('grievance_case')
        .select(({ fn }) => ['stage', fn.countAll<number>().as('n')])
        .groupBy('stage')
        .execute();
      return Object.fromEntries(rows.map(({ stage, n }) => [stage, Number(n)]));
    },

    async unsent() {
      const rows = await db
        .selectFrom('outbox')
        .select(['reply_to', 'state', 'reason'])
        .where('state', '!=', 'sent')
        .orderBy('id')
        .execute();
      return rows.map(({ reply_to, ...row }) => ({ to: reply_to, ...row }));
    },

    async undecidedPosts() {
      const row = await db
        .selectFrom('inbox')
        .select(({ fn }) => [fn.countAll<number>().as('n'), fn.min('received_at').as('oldest')])
        .where('decided_at', 'is', null)
        .executeTakeFirstOrThrow();
      return toQueue(row);
    },

    async openNotices() {
      const row = await db
        .selectFrom('notice')
        .select(({ fn }) => [fn.countAll<number>().as('n'), fn.min('created_at').as('oldest')])
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return toQueue(row);
    },

    async note(name) {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    },

    async saveNote(name, value) {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}

/** `rate_limited: 429 Too Many Requests` is told as `rate_limited`; words of X alone are not told at all. */
function wordOf(reason: string | null): string {
  return /^([a-z_]+)(?::|$)/.exec(reason ?? '')?.[1] ?? '';
}

function toQueue({ n, oldest }: { n: number; oldest: number | null }) {
  return { count: Number(n), oldestAt: oldest === null ? null : Number(oldest) };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
