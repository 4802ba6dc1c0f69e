import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely';
import type { Tables } from './schema.js';

const first: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    const { schema } = db;
    await schema
      .createTable('watermark')
      .addColumn('handle_id', 'text', (c) => c.primaryKey())
      .addColumn('since_id', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('inbox')
      .addColumn('root_id', 'text', (c) => c.primaryKey())
      .addColumn('post_id', 'text', (c) => c.notNull())
      .addColumn('author_id', 'text', (c) => c.notNull())
      .addColumn('handle_id', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('received_at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('decided_at', 'bigint')
      .addColumn('disposition', 'text')
      .addColumn('case_code', 'text')
      .addColumn('meaning', 'text')
      .execute();
    await sql`create index inbox_undecided on inbox (created_at) where decided_at is null`.execute(db);
    await schema.createIndex('inbox_post').on('inbox').column('post_id').execute();
    await schema
      .createTable('grievance_case')
      .addColumn('code', 'text', (c) => c.primaryKey())
      .addColumn('author_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('department', 'text', (c) => c.notNull())
      .addColumn('district', 'text')
      .addColumn('level', 'integer', (c) => c.notNull())
      .addColumn('opened_at', 'bigint', (c) => c.notNull())
      .addColumn('due_at', 'bigint')
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .execute();
    await sql`create index case_due on grievance_case (due_at) where due_at is not null`.execute(db);
    await schema
      .createIndex('case_author')
      .on('grievance_case')
      .columns(['author_id', 'opened_at'])
      .execute();
    await schema
      .createIndex('case_conversation')
      .on('grievance_case')
      .columns(['conversation_id', 'opened_at'])
      .execute();
    await schema.createIndex('case_opened').on('grievance_case').column('opened_at').execute();
    await schema
      .createTable('case_event')
      .addColumn('case_code', 'text', (c) => c.notNull().references('grievance_case.code'))
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('data', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('case_event_pk', ['case_code', 'seq'])
      .execute();
    // History stands: a case's events can be added to, never changed or removed.
    for (const verb of ['update', 'delete']) {
      await sql
        .raw(
          `create trigger case_event_no_${verb} before ${verb} on case_event begin select raise(abort, 'case history is append-only'); end`,
        )
        .execute(db);
    }
    await schema
      .createTable('outbox')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('dedupe_key', 'text', (c) => c.notNull().unique())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('case_code', 'text')
      .addColumn('handle_id', 'text', (c) => c.notNull())
      .addColumn('reply_to', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('params', 'text', (c) => c.notNull())
      .addColumn('priority', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('text', 'text')
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('checks', 'integer', (c) => c.notNull())
      .addColumn('not_before', 'bigint', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('called_at', 'bigint')
      .addColumn('settled_at', 'bigint')
      .addColumn('post_id', 'text')
      .addColumn('reason', 'text')
      .execute();
    await sql`create index outbox_open on outbox (state, not_before) where state in ('pending', 'sending', 'unknown')`.execute(
      db,
    );
    await schema.createIndex('outbox_case').on('outbox').column('case_code').execute();
    await schema.createIndex('outbox_post').on('outbox').column('post_id').execute();
    await schema
      .createTable('notice')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('not_before', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('done_at', 'bigint')
      .execute();
    await sql`create index notice_open on notice (not_before) where done_at is null`.execute(db);
    await schema
      .createTable('handle_activity')
      .addColumn('handle_id', 'text', (c) => c.primaryKey())
      .addColumn('last_human_at', 'bigint')
      .addColumn('checked_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('setting')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('credential')
      .addColumn('x_user_id', 'text', (c) => c.primaryKey())
      .addColumn('handle', 'text', (c) => c.notNull().unique())
      .addColumn('sealed', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('added_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};

/** The queue of corrections, and cases that wait for a person as a column. */
const corrections: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    const { schema } = db;
    await schema
      .alterTable('grievance_case')
      .addColumn('triage', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`update grievance_case set triage = 1 where state like '%"triage":true%'`.execute(db);
    await sql`create index case_triage on grievance_case (opened_at) where triage = 1`.execute(db);
    await schema
      .createTable('correction')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('case_code', 'text', (c) => c.notNull().references('grievance_case.code'))
      .addColumn('post_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('before_intent', 'text', (c) => c.notNull())
      .addColumn('before_service', 'text')
      .addColumn('after_intent', 'text')
      .addColumn('after_service', 'text')
      .addColumn('features', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('settled_at', 'bigint')
      .addColumn('model', 'text')
      .execute();
    await schema.createIndex('correction_state').on('correction').columns(['state', 'id']).execute();
  },
};

/** All migrations by name, in order. Names are for ever. */
export const MIGRATIONS: Record<string, Migration> = { '0001_desk': first, '0002_corrections': corrections };

export const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };
