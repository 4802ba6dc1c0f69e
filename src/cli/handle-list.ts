import Table from 'cli-table3';
import type { Command } from 'commander';
import { type Instant, iso } from '../lib/instant.js';
import { directoryHandles } from './find-handle.js';
import { print, printJson } from './output.js';
import { withStore } from './with-store.js';

export function handleListCommand(handle: Command): void {
  handle
    .command('list')
    .description(
      'Which handles have a token, of which kind, and whether they may answer. Never shows a token.',
    )
    .option('--all', 'also those of the directory that have no token and that nobody has looked at')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai handle list --all\n')
    .action(async ({ all, json }: { all?: true; json?: true }) => {
      const rows = await readRows(all === true);
      if (json === true) return printJson(rows);
      const table = new Table({
        head: ['handle', 'x_user_id', 'token', 'kind', 'condition', 'why', 'verified', 'added'],
      });
      for (const row of rows) {
        table.push([
          row.handle,
          row.x_user_id,
          row.state ?? 'none',
          row.kind ?? '',
          row.condition,
          row.reason,
          row.verified ?? '',
          row.added_at ?? '',
        ]);
      }
      print(table.toString());
    });
}

async function readRows(all: boolean) {
  const { tokens, accounts } = await withStore(async (store) => ({
    tokens: await store.credentials(),
    accounts: await store.accounts(),
  }));
  const known = new Map(tokens.map((token) => [token.xUserId, token.handle]));
  for (const { handle, xUserId } of directoryHandles()) {
    if (!known.has(xUserId) && (all || accounts.has(xUserId))) known.set(xUserId, handle);
  }
  return [...known]
    .map(([xUserId, handle]) => {
      const token = tokens.find((one) => one.xUserId === xUserId);
      const account = accounts.get(xUserId);
      return {
        handle,
        x_user_id: xUserId,
        state: token?.state ?? null,
        kind: token?.kind ?? null,
        condition: account?.condition ?? 'active',
        reason: account?.reason ?? '',
        name_on_x: account?.name ?? null,
        verified: account?.verified ?? null,
        checked_at: time(account?.checkedAt),
        added_at: time(token?.addedAt),
      };
    })
    .sort((a, b) => (a.handle < b.handle ? -1 : 1));
}

function time(at: Instant | null | undefined): string | null {
  return at == null ? null : iso(at);
}
