import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { welcomeBack } from '../bot/accounts.js';
import { readConfig } from '../compose.js';
import { type Fault, SunwaiError } from '../lib/errors.js';
import { systemClock } from '../lib/instant.js';
import { createSeal } from '../lib/seal.js';
import { sealToken } from '../x/tokens.js';
import { say } from './output.js';
import { withStore } from './with-store.js';

const COLUMNS = ['handle', 'x_user_id', 'access_token', 'access_secret'] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

export function handleImportCommand(handle: Command): void {
  handle
    .command('import <file>')
    .description(
      'Store OAuth 1.0a tokens from a CSV (handle,x_user_id,access_token,access_secret), encrypted with SUNWAI_SECRET_KEY.',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai handle import tokens.csv\n')
    .action(async (file: string, { json }: { json?: true }) => {
      const { values } = readConfig();
      const seal = createSeal(values.SUNWAI_SECRET_KEY, values.SUNWAI_SECRET_KEY_NEW);
      const rows = readTokens(file);
      const sealed = rows.map((row) => ({
        handle: row.handle.replace(/^@/, ''),
        xUserId: row.x_user_id,
        sealed: sealToken(seal, { accessToken: row.access_token, accessSecret: row.access_secret }),
      }));
      await withStore(async (store) => {
        const now = systemClock.now();
        await store.saveCredentials(sealed, now);
        for (const { xUserId } of sealed) await welcomeBack(store, xUserId, now);
      });
      const imported = rows.length;
      say(json, { imported }, `${imported} handle${imported === 1 ? '' : 's'} imported`);
    });
}

/** All rows, or every fault with its line; a fault never shows a token. */
function readTokens(file: string): Row[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SunwaiError({ code: 'IN-002', where: file, detail: 'it cannot be read' }, { cause });
  }
  let rows: { record: Row; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as typeof rows;
  } catch (cause) {
    const lines = (cause as { lines?: number }).lines ?? 1;
    throw new SunwaiError({
      code: 'IN-001',
      where: `${file}:${lines}`,
      detail: 'it is not CSV with the columns of its header',
    });
  }
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of rows) {
    const where = `${file}:${info.lines}`;
    for (const column of COLUMNS) {
      if (!record[column])
        faults.push({ code: 'IN-001', where: `${where} ${column}`, detail: 'it is missing' });
    }
    if (record.handle && !/^@?[A-Za-z0-9_]{1,15}$/.test(record.handle))
      faults.push({ code: 'IN-001', where: `${where} handle`, detail: `"${record.handle}" is not a handle` });
    if (record.x_user_id && !/^\d{1,19}$/.test(record.x_user_id))
      faults.push({ code: 'IN-001', where: `${where} x_user_id`, detail: 'it is not a numeric id' });
    const first = seen.get(record.x_user_id);
    if (first !== undefined)
      faults.push({
        code: 'DIR-004',
        where: `${where} x_user_id`,
        detail: `the same id stands in line ${first}`,
      });
    seen.set(record.x_user_id, info.lines);
  }
  if (rows.length === 0) faults.push({ code: 'IN-001', where: file, detail: 'it has no rows' });
  if (faults.length > 0) throw new SunwaiError(faults);
  return rows.map((row) => row.record);
}
