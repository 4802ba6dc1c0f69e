import { join } from 'node:path';
import Table from 'cli-table3';
import { type Command, InvalidArgumentError } from 'commander';
import { forecastFrom, forecastMonth } from '../bot/month.js';
import { accountDay, dollars } from '../bot/prices.js';
import type { SpendRow } from '../bot/spend-store.js';
import { directoryFolder, ROOT, readConfig, watchedHandles } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import { isDay } from '../directory/tables.js';
import { systemClock } from '../lib/instant.js';
import { ceilingOf } from './open-meter.js';
import { print, printJson } from './output.js';
import { withStore } from './with-store.js';

export function costCommand(program: Command): void {
  program
    .command('cost')
    .description('What X was paid for, by day (UTC), item and handle, and what this month will come to.')
    .option('--from <day>', 'first day, like 2026-01-31; without it the first of this month', day)
    .option('--json', 'as JSON; micros are millionths of a US dollar')
    .addHelpText('after', '\nExample:\n  $ npx sunwai cost --from 2026-11-01 --json\n')
    .action(cost);
}

async function cost({ from, json }: { from?: string; json?: true }): Promise<void> {
  const config = readConfig();
  const names = handleNames(directoryFolder(config));
  const rows = await withStore((store) => store.spend('0000-01-01'));
  // The clock of a sandbox may be ahead of this machine's.
  const newest = rows.at(-1)?.day ?? '';
  const clockDay = accountDay(systemClock.now());
  const today = [newest, clockDay].sort().at(-1) ?? clockDay;
  const first = from ?? `${today.slice(0, 7)}-01`;
  const shown = rows.filter((row) => row.day >= first);
  const total = shown.reduce((sum, { micros }) => sum + micros, 0);
  const month = forecastMonth(
    rows.filter((row) => row.day >= forecastFrom(today)),
    today,
  );
  const ceiling = ceilingOf(config);
  if (json === true) {
    return printJson({
      from: first,
      rows: shown.map(({ handleId, ...row }) => ({ ...row, handle_id: handleId, handle: names(handleId) })),
      total_micros: total,
      daily_ceiling_micros: ceiling,
      forecast: {
        month: month.month,
        spent_micros: month.spent,
        per_day_micros: month.perDay,
        total_micros: month.total,
      },
    });
  }
  print(tableOf(shown, names));
  print(`From ${first}: ${dollars(total)}`);
  print(
    `${month.month}: ${dollars(month.spent)} so far, at ${dollars(month.perDay)} a day ${dollars(month.total)} when it is over`,
  );
  if (ceiling > 0) print(`Daily ceiling: ${dollars(ceiling)}`);
}

function tableOf(rows: readonly SpendRow[], names: (id: string) => string): string {
  const table = new Table({ head: ['day', 'handle', 'item', 'count', 'cost'] });
  for (const row of rows) {
    table.push([row.day, names(row.handleId), row.item, row.count, dollars(row.micros)]);
  }
  return table.toString();
}

/** The handle with this id; of one that has left the directory the id. */
function handleNames(folder: string): (id: string) => string {
  const directory = loadDirectory(folder, join(ROOT, 'data', 'answers'));
  const known = new Map(watchedHandles(directory).map(({ xUserId, handle }) => [xUserId, `@${handle}`]));
  return (id) => (id === '' ? 'all together' : (known.get(id) ?? id));
}

function day(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError('must be a day like 2026-01-31');
  return value;
}
