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

/** Accounts as X shows them, money and limits, alarms, and posts that change or go. */
const watching: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    const { schema } = db;
    await schema
      .alterTable('watermark')
      .addColumn('start_id', 'text', (c) => c.notNull().defaultTo('0'))
      .execute();
    // Watching went on before this was kept: what is below the mark of today is not asked for again.
    await sql`update watermark set start_id = since_id`.execute(db);
    await schema.alterTable('inbox').addColumn('edit', 'text').execute();
    await schema.alterTable('inbox').addColumn('gone_at', 'bigint').execute();
    await sql`create index inbox_edit on inbox (created_at) where edit is not null`.execute(db);
    // Holds all that the counts per hour and handle need: the posts themselves are not touched.
    await schema
      .createIndex('inbox_hours')
      .on('inbox')
      .columns(['created_at', 'handle_id', 'received_at'])
      .execute();
    await schema.alterTable('outbox').addColumn('to_author', 'text').execute();
    await schema.createIndex('outbox_reply_to').on('outbox').column('reply_to').execute();
    await schema.createIndex('outbox_author').on('outbox').columns(['to_author', 'created_at']).execute();
    await schema.createIndex('outbox_handle').on('outbox').columns(['handle_id', 'called_at']).execute();
    await schema
      .createTable('account')
      .addColumn('handle_id', 'text', (c) => c.primaryKey())
      .addColumn('condition', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint')
      .addColumn('summon', 'text')
      .addColumn('name', 'text')
      .addColumn('verified', 'text')
      .addColumn('followers', 'bigint')
      .addColumn('last_post_at', 'bigint')
      .addColumn('checked_at', 'bigint')
      .execute();
    await schema
      .createTable('author_stop')
      .addColumn('author_id', 'text', (c) => c.primaryKey())
      .addColumn('post_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('rate_window')
      .addColumn('endpoint', 'text', (c) => c.notNull())
      .addColumn('credential', 'text', (c) => c.notNull())
      .addColumn('data', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('rate_window_pk', ['endpoint', 'credential'])
      .execute();
    await schema
      .createTable('spend')
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('handle_id', 'text', (c) => c.notNull())
      .addColumn('item', 'text', (c) => c.notNull())
      .addColumn('count', 'bigint', (c) => c.notNull())
      .addColumn('micros', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('spend_pk', ['day', 'handle_id', 'item'])
      .execute();
    await schema
      .createTable('billed')
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('item', 'text', (c) => c.notNull())
      .addColumn('resource_id', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('billed_pk', ['day', 'item', 'resource_id'])
      .execute();
    await schema
      .createTable('alarm')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('raised_at', 'bigint', (c) => c.notNull())
      .addColumn('cleared_at', 'bigint')
      .execute();
    await sql`create unique index alarm_open on alarm (code, subject) where cleared_at is null`.execute(db);
    await schema
      .createTable('gap')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('handle_ids', 'text', (c) => c.notNull())
      .addColumn('from_at', 'bigint', (c) => c.notNull())
      .addColumn('until_at', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .alterTable('credential')
      .addColumn('kind', 'text', (c) => c.notNull().defaultTo('oauth1'))
      .execute();
    await schema.alterTable('credential').addColumn('renewing_until', 'bigint').execute();
    await schema
      .createTable('loop_round')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('ok_at', 'bigint')
      .addColumn('failed_at', 'bigint')
      .addColumn('error', 'text')
      .execute();
    // The old one named another set of states than any query did, so it was never used: see open-messages.ts.
    await schema.dropIndex('outbox_open').execute();
    await sql`create index outbox_open on outbox (state, not_before) where state in ('pending', 'waiting', 'sending', 'unknown')`.execute(
      db,
    );
    await sql`create index outbox_failed on outbox (state) where state in ('refused', 'expired')`.execute(db);
    await schema.createIndex('case_stage').on('grievance_case').columns(['stage', 'opened_at']).execute();
  },
};

/** Events that X delivered by webhook. */
const activity: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    const { schema } = db;
    await schema
      .createTable('activity_event')
      .addColumn('event_uuid', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    await schema.createIndex('activity_event_at').on('activity_event').column('at').execute();
  },
};

/** All ids a post ever had, what quotes are about, and when X is next asked whether a post is still there. */
const living: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    const { schema } = db;
    await schema
      .createTable('post_version')
      .addColumn('post_id', 'text', (c) => c.primaryKey())
      .addColumn('root_id', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('post_version_root').on('post_version').column('root_id').execute();
    await sql`insert into post_version select post_id, root_id from inbox where post_id <> root_id`.execute(
      db,
    );
    await schema.dropIndex('inbox_post').execute();
    await schema.alterTable('inbox').addColumn('about_id', 'text').execute();
    await schema.alterTable('inbox').addColumn('check_at', 'bigint').execute();
    await schema.alterTable('inbox').addColumn('missed_at', 'bigint').execute();
    await sql`update inbox set about_id = json_extract(body, '$.quotedPostId'), check_at = received_at`.execute(
      db,
    );
    await schema.createIndex('inbox_about').on('inbox').column('about_id').execute();
    await schema.createIndex('inbox_author').on('inbox').column('author_id').execute();
    await schema.createIndex('inbox_case').on('inbox').columns(['case_code', 'disposition']).execute();
    await sql`create index inbox_check on inbox (check_at) where check_at is not null`.execute(db);
    // The one change that history bears: the words an officer wrote go when X shows them no more.
    await sql`drop trigger case_event_no_update`.execute(db);
    await sql
      .raw(
        `create trigger case_event_no_update before update on case_event
         when new.case_code is not old.case_code or new.seq is not old.seq or new.at is not old.at
           or new.type is not old.type or new.data is not json_set(old.data, '$.note', '')
         begin select raise(abort, 'case history is append-only'); end`,
      )
      .execute(db);
  },
};

/** All migrations by name, in order. Names are for ever. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001_desk': first,
  '0002_corrections': corrections,
  '0003_watching': watching,
  '0004_activity': activity,
  '0005_living': living,
};

export const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };
