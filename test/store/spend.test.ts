import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Store } from '../../src/bot/store.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { spendContract } from './contract-spend.js';

spendContract([
  {
    name: 'sqlite file',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'sunwai-spend-'));
      const file = join(folder, 'sunwai.db');
      const stores: Store[] = [];
      const again = async () => {
        const store = openStore(`sqlite:${file}`);
        stores.push(store);
        await store.migrate();
        return store;
      };
      return {
        store: await again(),
        again,
        async raw(statement) {
          const database = new Database(file);
          database.exec(statement);
          database.close();
        },
        async remove() {
          for (const store of stores) await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
]);
