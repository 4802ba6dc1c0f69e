import SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/** A plain `begin` that reads first and writes later fails when a CLI shares the file: take the write lock at once. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }
  override createDriver(): Driver {
    return new ImmediateDriver(this.#config);
  }
}

/** Opens a SQLite file for the desk: WAL, every commit on disk before it counts, ten seconds of patience for a lock. */
export function openSqlite(file: string): { database: SqliteDatabase.Database; dialect: SqliteDialect } {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  // WAL's default (NORMAL) may lose the last commits at a power cut: then an answer could go out twice.
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 10000');
  // What is purged must not go on standing in the file's free places.
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  return { database, dialect: new ImmediateDialect({ database }) };
}
