import type { Store } from '../bot/store.js';
import { readConfig } from '../compose.js';
import { openStore } from '../store/sqlite-store.js';

/** Opens the database of the settings, brings it up to date, and closes it whatever happens. */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(readConfig().values.DATABASE_URL);
  try {
    await store.migrate();
    return await work(store);
  } finally {
    await store.close();
  }
}
