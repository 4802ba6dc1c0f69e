import type { Command } from 'commander';
import { readConfig } from '../compose.js';
import { openStore } from '../store/sqlite-store.js';
import { say } from './output.js';

export function storeCommands(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database to this version. `start` does it too.')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai migrate\n')
    .action(async ({ json }: { json?: true }) => {
      const { values } = readConfig();
      const store = openStore(values.DATABASE_URL);
      await store.migrate().finally(() => store.close());
      say(json, { database: values.DATABASE_URL }, `${values.DATABASE_URL} is up to date`);
    });

  program
    .command('backup <file>')
    .description('Copy the database while the desk runs. The file must not exist yet.')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai backup var/backup-monday.db\n')
    .action(async (file: string, { json }: { json?: true }) => {
      const store = openStore(readConfig().values.DATABASE_URL);
      await store.backup(file).finally(() => store.close());
      say(json, { backup: file }, `backup written to ${file}`);
    });
}
