// Another process's writer: holds the write lock for a moment, then writes a row at a time.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const { file, rows, holdMs } = workerData;
const database = new Database(file);
database.pragma('busy_timeout = 10000');
const insert = database.prepare(
  `insert into inbox (root_id, post_id, author_id, handle_id, created_at, received_at, body)
   values (?, ?, 'other', '900', 0, 0, '{}')`,
);
for (let at = 0; at < rows; at += 1) {
  database.exec('begin immediate');
  insert.run(`other-${at}`, `other-${at}`);
  if (at === 0) {
    parentPort.postMessage('holding');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, holdMs);
  }
  database.exec('commit');
}
database.close();
