import Table from 'cli-table3';
import type { Command } from 'commander';
import { type Looked, verifyHandles } from '../bot/accounts.js';
import { type Instant, iso } from '../lib/instant.js';
import { silentLog } from '../lib/log.js';
import { createAccountReader } from '../x/accounts.js';
import { directoryHandles } from './find-handle.js';
import { print, printJson } from './output.js';
import { withX } from './with-x.js';

export function handleVerifyCommand(handle: Command): void {
  handle
    .command('verify')
    .description(
      'Look at every handle on X, a hundred in one request: is it there, is it still called so, is it verified, suspended, protected. Ends with 2 when one is not as it should be.',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai handle verify --json\n')
    .action(async ({ json }: { json?: true }) => {
      const looked = await withX(async ({ store, clock, clients }) => {
        const accounts = await store.accounts();
        const handles = directoryHandles().filter(
          ({ xUserId }) => accounts.get(xUserId)?.condition !== 'removed',
        );
        const tools = { store, clock, log: silentLog, accounts: createAccountReader(clients) };
        return verifyHandles(tools, handles);
      });
      const rows = looked.map(toRow);
      if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 2;
      if (json === true) return printJson(rows);
      const table = new Table({
        head: ['handle', 'x_user_id', 'on X', 'condition', 'verified', 'followers', 'last post'],
      });
      for (const row of rows) {
        table.push([
          row.handle,
          row.x_user_id,
          row.name_on_x ?? '',
          row.condition,
          row.verified ?? '',
          row.followers ?? '',
          row.last_post_at ?? '',
        ]);
      }
      print(table.toString());
      for (const { faults } of rows) for (const { code, detail } of faults) print(`${code} ${detail}`);
    });
}

function toRow({ handle, row, alarms }: Looked) {
  return {
    handle: handle.handle,
    x_user_id: handle.xUserId,
    name_on_x: row?.name ?? null,
    condition: row?.condition ?? 'active',
    reason: row?.reason ?? '',
    verified: row?.verified ?? null,
    followers: row?.followers ?? null,
    last_post_at: time(row?.lastPostAt),
    checked_at: time(row?.checkedAt),
    faults: alarms,
  };
}

function time(at: Instant | null | undefined): string | null {
  return at == null ? null : iso(at);
}
