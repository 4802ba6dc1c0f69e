import { mkdirSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, Migrator, sql } from 'kysely';
import type { Store } from '../bot/store.js';
import { SunwaiError } from '../lib/errors.js';
import { openSqlite } from './dialect.js';
import { MIGRATIONS, provider } from './migrations.js';
import { createQueries } from './queries.js';
import type { Tables } from './schema.js';

/** Opens `sqlite:FILE`. Throws STO-001 when the file cannot be opened. Call `migrate` before anything else. */
export function openStore(url: string): Store {
  if (!url.startsWith('sqlite:')) {
    throw new SunwaiError({ code: 'CFG-001', where: 'DATABASE_URL', detail: 'only sqlite:FILE is known' });
  }
  const file = url.slice('sqlite:'.length);
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const { database, dialect } = openSqlite(file);
    const db = new Kysely<Tables>({ dialect });
    return {
      ...createQueries(db),
      migrate: () => migrate(db),
      close: () => db.destroy(),
      async backup(target) {
        if (await exists(target)) {
          throw new SunwaiError({ code: 'STO-003', where: target, detail: 'the file exists already' });
        }
        try {
          await database.backup(target);
        } catch (cause) {
          throw new SunwaiError({ code: 'STO-003', where: target, detail: messageOf(cause) }, { cause });
        }
      },
    };
  } catch (cause) {
    if (cause instanceof SunwaiError) throw cause;
    throw new SunwaiError(
      { code: 'STO-001', where: 'DATABASE_URL', detail: `${file}: ${messageOf(cause)}` },
      { cause },
    );
  }
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const unknown = (await executedMigrations(db)).filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0) {
    throw new SunwaiError({
      code: 'STO-002',
      where: 'DATABASE_URL',
      detail: `it holds ${unknown.join(', ')}, which this version does not know`,
    });
  }
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) {
    throw new SunwaiError(
      { code: 'STO-001', where: 'DATABASE_URL', detail: messageOf(error) },
      { cause: error },
    );
  }
}

async function executedMigrations(db: Kysely<Tables>): Promise<string[]> {
  const table = await sql<{
    name: string;
  }>`select name from sqlite_master where name = 'kysely_migration'`.execute(db);
  if (table.rows.length === 0) return [];
  const rows = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.rows.map((row) => row.name);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
