import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/bot/store.js';
import { DAY } from '../../src/lib/instant.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { CODE, NOW } from '../cases/given.js';
import { type Candidate, storeContract } from './contract.js';
import { accountContract } from './contract-accounts.js';
import { livingContract } from './contract-living.js';
import { inboxRow, opening } from './given.js';

const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove();
});

/** A file of its own, and stores on it that are closed before it goes. */
function freshFile() {
  const folder = mkdtempSync(join(tmpdir(), 'sunwai-store-'));
  const file = join(folder, 'desk', 'sunwai.db');
  const stores: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = openStore(`sqlite:${file}`);
    stores.push(store);
    await store.migrate();
    return store;
  };
  const remove = async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, file, open, remove };
}

function place() {
  const made = freshFile();
  removals.push(made.remove);
  return made;
}

function raw(file: string, statement: string): void {
  const database = new Database(file);
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

const candidates: Candidate[] = [
  {
    name: 'sqlite file',
    async open() {
      const { file, open, remove } = freshFile();
      return {
        store: await open(),
        again: open,
        raw: async (statement) => raw(file, statement),
        remove,
      };
    },
  },
];
storeContract(candidates);
accountContract(candidates);
livingContract(candidates);

describe('a SQLite file', () => {
  it('is made with its folder, and keeps what it was given', async () => {
    const { file, open } = place();
    expect(existsSync(file)).toBe(false);
    const store = await open();
    await store.savePage([inboxRow('100')], { handleIds: ['900'], sinceId: '100' });
    await store.close();
    const later = await open();
    expect(await later.undecided(10)).toEqual([inboxRow('100')]);
    expect(await later.watermarks(['900'])).toEqual(new Map([['900', { sinceId: '100', startId: '100' }]]));
  });

  it('is written by two at once without loss', async () => {
    const { file, open } = place();
    const store = await open();
    const other = new Worker(new URL('./second-writer.mjs', import.meta.url), {
      workerData: { file, rows: 40, holdMs: 200 },
    });
    const gone = once(other, 'exit');
    await once(other, 'message');
    // The other holds the lock now: the first of these has to wait for it.
    for (let at = 0; at < 40; at += 1) await store.savePage([inboxRow(String(1000 + at))], null);
    expect(await gone).toEqual([0]);
    expect(await store.counts()).toMatchObject({ mentions: 80 });
  });

  it('backs up into a file that opens and holds the same', async () => {
    const { folder, open } = place();
    const store = await open();
    await store.savePage([inboxRow('100'), inboxRow('101')], null);
    await store.commitPost('100', null, opening(), [], null, NOW);
    const target = join(folder, 'backup.db');
    await store.backup(target);
    await store.savePage([inboxRow('102')], null);

    const copy = openStore(`sqlite:${target}`);
    removals.unshift(() => copy.close());
    await copy.migrate();
    expect(await copy.caseByCode(CODE)).toEqual(await store.caseByCode(CODE));
    expect(await copy.messagesOf(CODE)).toEqual(await store.messagesOf(CODE));
    expect(await copy.undecided(10)).toEqual([inboxRow('101')]);
  });

  it('holds no word any more of what was purged or forgotten, not even where nothing looks', async () => {
    const { file, open } = place();
    const store = await open();
    const words = { text: 'वे शब्द', ownText: 'वे शब्द' };
    await store.savePage([inboxRow('100', words), inboxRow('200', words), inboxRow('300')], null);
    await store.commitPost('100', null, opening(), [], null, NOW);
    const noted = { disposition: 'recorded_other', caseCode: null, events: [], drafts: [], notices: [] };
    await store.commitPost('200', null, noted, [], null, NOW);
    const bytes = () => [file, `${file}-wal`].map((name) => readFileSync(name, 'utf8')).join('');
    expect(bytes()).toContain('वे शब्द');
    expect(await store.purge({ post: '100' }, NOW)).toMatchObject({ posts: 1 });
    expect(await store.forget(NOW, NOW + DAY, 10)).toBe(1);
    expect(bytes()).not.toContain('वे शब्द');
    expect(bytes()).toContain('बिजली नहीं है');
  });

  it('never backs up over a file, nor into a folder that is not there', async () => {
    const { folder, file, open } = place();
    const store = await open();
    await expect(store.backup(file)).rejects.toThrow(/^STO-003 .*the file exists already/);
    await expect(store.backup(join(folder, 'nowhere', 'backup.db'))).rejects.toThrow(/^STO-003/);
    expect(await store.counts()).toMatchObject({ mentions: 0 });
  });

  it('of a newer version is refused and left as it is', async () => {
    const { file, open } = place();
    await (await open()).close();
    raw(file, `insert into kysely_migration (name, timestamp) values ('0999_future', '2030-01-01')`);
    await expect(open()).rejects.toThrow(/^STO-002 DATABASE_URL: it holds 0999_future/);
  });

  it('that cannot be opened is told with its name', () => {
    const { folder } = place();
    expect(() => openStore(`sqlite:${folder}`)).toThrow(`STO-001 DATABASE_URL: ${folder}`);
  });

  it('that is no database is told so', () => {
    const { folder } = place();
    const file = join(folder, 'words.db');
    writeFileSync(
      file,
      'these are only words, and more than a hundred of them are needed to be sure. '.repeat(20),
    );
    expect(() => openStore(`sqlite:${file}`)).toThrow(/^STO-001/);
  });

  it('is the only kind of database known', () => {
    expect(() => openStore('postgres://desk@127.0.0.1/sunwai')).toThrow(/^CFG-001 DATABASE_URL/);
  });
});

describe('a database of the first version', () => {
  it('gets the queue, and knows of each case whether a person must read it, and all ids of each post', async () => {
    const { file, open } = place();
    const old = await open();
    for (const [code, postId, triage] of [
      ['SURE0000', '100', false],
      ['UNSURE00', '200', true],
    ] as const) {
      await old.savePage([inboxRow(postId)], null);
      const made = opening(code, postId);
      const events = made.events.map((event) => ({ ...event, triage }));
      await old.commitPost(postId, null, { ...made, events: events as typeof made.events }, [], null, NOW);
    }
    // Read when it had been edited already.
    await old.savePage([inboxRow('301', { rootId: '300', quotedPostId: '7' })], null);
    await old.close();
    raw(
      file,
      `drop index case_triage; alter table grievance_case drop column triage; drop table correction;
       drop table post_version; drop index inbox_about; drop index inbox_author; drop index inbox_case;
       drop index inbox_check; drop index inbox_hours; alter table inbox drop column about_id; alter table inbox drop column check_at;
       alter table inbox drop column missed_at; create index inbox_post on inbox (post_id);
       drop index inbox_edit; alter table inbox drop column edit; alter table inbox drop column gone_at;
       drop index outbox_author; drop index outbox_reply_to; drop index outbox_handle;
       alter table outbox drop column to_author; alter table watermark drop column start_id;
       drop table account; drop table author_stop; drop table rate_window; drop table spend; drop table billed;
       drop table alarm; drop table gap; drop table loop_round; drop index outbox_failed; drop index case_stage; drop table activity_event; alter table credential drop column kind;
       alter table credential drop column renewing_until;
       delete from kysely_migration where name > '0001_desk'`,
    );
    const now = await open();
    expect((await now.cases({ triage: true, limit: 10 })).map(({ code }) => code)).toEqual(['UNSURE00']);
    expect(await now.corrections('queued')).toEqual([]);
    for (const id of ['300', '301']) expect(await now.postById(id)).toMatchObject({ post: { id: '301' } });
    await now.commitPost('300', null, { ...opening('QUOTES00', '301') }, [], null, NOW);
    expect(await now.caseAbout('7')).toEqual({ caseCode: 'QUOTES00', what: 'quote' });
    expect((await now.toCheck(NOW, 10)).map(({ rootId }) => rootId)).toEqual(['100', '200', '300']);
  });
});
