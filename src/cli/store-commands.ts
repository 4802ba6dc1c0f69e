import type { Command } from 'commander';
import { readConfig } from '../compose.js';
import { openStore } from '../store/sqlite-store.js';
import { print } from './output.js';

export function storeCommands(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database to this version. `start` does it too.')
    .addHelpText('after', '\nExample:\n  $ npx sunwai migrate\n')
    .action(async () => {
      const { values } = readConfig();
      const store = openStore(values.DATABASE_URL);
      await store.migrate().finally(() => store.close());
      print(`${values.DATABASE_URL} is up to date`);
    });

  program
    .command('backup <file>')
    .description('Copy the database while the desk runs. The file must not exist yet.')
    .addHelpText('after', '\nExample:\n  $ npx sunwai backup var/backup-monday.db\n')
    .action(async (file: string) => {
      const store = openStore(readConfig().values.DATABASE_URL);
      await store.backup(file).finally(() => store.close());
      print(`backup written to ${file}`);
    });
}
