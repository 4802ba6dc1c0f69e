import Table from 'cli-table3';
import type { Command } from 'commander';
import { readConfig } from '../compose.js';
import { SETTINGS, type Setting, type SettingName } from '../config/settings.js';
import { print, printJson } from './output.js';

export function configCommand(program: Command): void {
  program
    .command('config')
    .description(
      'Print every setting with its meaning, default and where its value comes from. Secrets are not shown.',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai config --json\n')
    .action(({ json }: { json?: true }) => {
      const { mode, values, origins } = readConfig();
      const rows = (SETTINGS as readonly Setting[]).map((setting) => {
        const name = setting.name as SettingName;
        const value = values[name];
        return {
          name,
          value: setting.secret === true && value !== '' ? '(set)' : value,
          origin: origins[name],
          default: setting.default,
          meaning: setting.meaning,
        };
      });
      if (json === true) return printJson({ mode, settings: rows });
      const table = new Table({
        head: ['name', 'value', 'from', 'meaning'],
        colWidths: [24, 28, 13, 60],
        wordWrap: true,
      });
      for (const row of rows) table.push([row.name, row.value, row.origin, row.meaning]);
      print(`X: ${mode}`);
      print(table.toString());
    });
}
