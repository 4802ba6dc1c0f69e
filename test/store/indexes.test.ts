import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/store/dialect.js';
import { createQueries } from '../../src/store/queries.js';
import type { Tables } from '../../src/store/schema.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { NOW } from '../cases/given.js';

const folder = mkdtempSync(join(tmpdir(), 'sunwai-indexes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Queries = ReturnType<typeof createQueries>;

/** What the desk asks every second or for every message: never by reading all messages there ever were. */
const OFTEN: [string, (store: Queries) => Promise<unknown>][] = [
  ['what may be sent', (store) => store.sendable(NOW, 200)],
  ['what may have been sent', (store) => store.unknowns(NOW, 200)],
  ['calls whose caller died', (store) => store.abandonSending(NOW, NOW)],
  ['what is not settled', (store) => store.openMessages()],
  ['how many there are in each state', (store) => store.messageStates()],
  ['how many cases there are in each stage', (store) => store.caseStages()],
  ['the answers to a post', (store) => store.answersTo('100')],
  ['the answers to an author', (store) => store.answersToAuthor('citizen', NOW)],
  ['the posts of a handle', (store) => store.postsOf('900', NOW)],
];

describe('looking at messages', () => {
  it.each(OFTEN)('for %s uses an index', async (_name, ask) => {
    const file = join(folder, `${OFTEN.findIndex(([name]) => name === _name)}.db`);
    const store = openStore(`sqlite:${file}`);
    await store.migrate();
    await store.close();
    const asked: { sql: string; parameters: readonly unknown[] }[] = [];
    const { dialect } = openSqlite(file);
    const db = new Kysely<Tables>({ dialect, log: ({ query }) => void asked.push(query) });
    await ask(createQueries(db));
    await db.destroy();
    const database = new Database(file);
    const steps = asked.flatMap(({ sql, parameters }) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all(...parameters)
        .map((row) => (row as { detail: string }).detail),
    );
    database.close();
    expect(steps.length).toBeGreaterThan(0);
    // Counting all of them walks an index; reading all of them does not.
    const reads = steps.filter((step) => /^SCAN (?!CONSTANT ROW|.*USING COVERING INDEX)/.test(step));
    expect(reads).toEqual([]);
  });
});
