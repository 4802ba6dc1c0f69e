import Table from 'cli-table3';
import { type Command, InvalidArgumentError } from 'commander';
import { parseCode, showCode } from '../cases/code.js';
import type { CaseState } from '../cases/types.js';
import { SunwaiError } from '../lib/errors.js';
import { iso } from '../lib/instant.js';
import { caseWrongCommand } from './case-wrong.js';
import { entitiesLine } from './entities-line.js';
import { print, printJson } from './output.js';
import { withStore } from './with-store.js';

export function caseCommands(program: Command): void {
  const command = program.command('case').description('Look at cases, and correct what was misread.');
  caseWrongCommand(command);

  command
    .command('list')
    .description('Cases, newest first.')
    .option('--stage <stage>', 'only this stage (open, acknowledged, claimed, …)')
    .option('--triage', 'only those that a person must read, because the machine was unsure')
    .option('--limit <number>', 'how many', count, 50)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx sunwai case list --stage disputed --json\n  $ npx sunwai case list --triage\n',
    )
    .action(async ({ json, ...filter }: { stage?: string; triage?: true; limit: number; json?: true }) => {
      const rows = await withStore((store) => store.cases(filter));
      if (json === true) return printJson(rows.map(brief));
      const table = new Table({ head: ['code', 'stage', 'department', 'district', 'level', 'due'] });
      for (const row of rows.map(brief))
        table.push([row.code, row.stage, row.department, row.district ?? '', row.level, row.due_at ?? '']);
      print(table.toString());
    });

  command
    .command('show <code>')
    .description('One case with its whole history.')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai case show 7KM2-PQ4X --json\n')
    .action(async (raw: string, { json }: { json?: true }) => {
      const code = parseCode(raw);
      if (code === null)
        throw new SunwaiError({ code: 'CASE-001', where: raw, detail: 'this is not a tracking code' });
      const view = await withStore(async (store) => {
        const state = await store.caseByCode(code);
        if (state === null)
          throw new SunwaiError({ code: 'CASE-001', where: raw, detail: 'no case has this code' });
        const events = (await store.events(code)).map(({ at, ...event }) => ({ at: iso(at), ...event }));
        const messages = (await store.messagesOf(code)).map(({ kind, state: at, postId, reason }) => ({
          kind,
          state: at,
          post_id: postId,
          reason,
        }));
        const echoes = await store.echoes(code);
        const entities = (await store.decided(state.postId))?.meaning?.entities ?? null;
        return {
          ...brief(state),
          service: state.service,
          language: state.language,
          emergency: state.emergency,
          triage: state.triage,
          opened_at: iso(state.openedAt),
          post_id: state.postId,
          participants: state.participants ?? [],
          echoes,
          entities,
          events,
          messages,
        };
      });
      if (json === true) return printJson(view);
      const { events, messages, entities, ...head } = view;
      const table = new Table();
      for (const [name, value] of Object.entries(head)) table.push({ [name]: String(value ?? '') });
      if (entities !== null) table.push({ post_says: entitiesLine(entities) });
      print(table.toString());
      for (const { at, type } of events) print(`${at}  ${type}`);
      for (const message of messages)
        print(
          `message ${message.kind}: ${message.state}${message.reason === null ? '' : ` (${message.reason})`}`,
        );
    });
}

function brief(state: CaseState) {
  return {
    code: showCode(state.code),
    stage: state.stage,
    department: state.department,
    district: state.district,
    level: state.level,
    due_at: state.dueAt === null ? null : iso(state.dueAt),
  };
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('must be a whole number above 0');
  return number;
}
