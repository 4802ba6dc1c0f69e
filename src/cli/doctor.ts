import type { Command } from 'commander';
import pc from 'picocolors';
import type { TokenOwner } from '../bot/account-ports.js';
import { diagnose } from '../bot/diagnosis.js';
import { type Asked, type Finding, toFinding } from '../bot/finding.js';
import { readHealth } from '../bot/health.js';
import type { SourceName, WatchedHandle } from '../bot/ports.js';
import type { Store } from '../bot/store.js';
import { readConfig } from '../compose.js';
import { type Config, requireLive } from '../config/load-config.js';
import { type Fault, SunwaiError } from '../lib/errors.js';
import { type Clock, iso, systemClock } from '../lib/instant.js';
import { createAccountReader } from '../x/accounts.js';
import { createAppProbe } from '../x/app-probe.js';
import { directoryHandles } from './find-handle.js';
import { print, printJson } from './output.js';
import { withStore } from './with-store.js';
import { openCommandX, requireWorld } from './with-x.js';

interface Options {
  offline?: true;
  all?: true;
  json?: true;
}

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'Say how the desk is: access to X, clock, limits, sources, queues, money, alarms and every handle, a line each with the mend. Ends with 1 when somebody must act.',
    )
    .option('--offline', 'ask only the database, not X. X charges for each handle asked for, once a UTC day')
    .option('--all', 'a line for each handle that is in order, too')
    .option('--json', 'as JSON, everything')
    .addHelpText('after', '\nExample:\n  $ npx sunwai doctor\n  $ npx sunwai doctor --offline --json\n')
    .action(async (options: Options) => {
      const findings = await examine(options.offline === true);
      const healthy = !findings.some(({ level }) => level === 'fault');
      if (!healthy) process.exitCode = 1;
      if (options.json === true) return printJson({ healthy, at: iso(systemClock.now()), findings });
      for (const finding of options.all === true ? findings : grouped(findings)) print(lineOf(finding));
      const faults = findings.filter(({ level }) => level === 'fault').length;
      print(healthy ? 'Healthy.' : `${faults} fault${faults === 1 ? '' : 's'}: somebody must act.`);
    });
}

/** Goes on as far as it can: one fault hides no other that can be found without it. */
async function examine(offline: boolean): Promise<Finding[]> {
  const faults: Finding[] = [];
  const config = attempt(faults, 'settings', readConfig);
  if (config === null) return faults;
  if (config.mode === 'live') attempt(faults, 'settings', () => requireLive(config));
  const handles = attempt(faults, 'directory', directoryHandles) ?? [];
  const canAsk = !offline && faults.length === 0;
  const found = await attemptAsync(faults, 'database', () =>
    withStore(async (store) => {
      await requireWorld(config, store);
      return examineDesk(config, store, handles, canAsk);
    }),
  );
  return [...faults, ...(found ?? [])];
}

async function examineDesk(
  config: Config,
  store: Store,
  handles: readonly WatchedHandle[],
  canAsk: boolean,
): Promise<Finding[]> {
  const faults: Finding[] = [];
  let clock: Clock = systemClock;
  const asked = !canAsk
    ? null
    : await attemptAsync(faults, 'x', async () => {
        const x = await openCommandX(config, store);
        clock = x.clock;
        const removed = await removedOf(store);
        const here = handles.filter(({ xUserId }) => !removed.has(xUserId));
        return ask(createAppProbe(x.clients, systemClock), createAccountReader(x.clients), here);
      });
  const health = await readHealth({ store, clock }, handles);
  const watch = config.values.SUNWAI_WATCH.split(',').map((name) => name.trim() as SourceName);
  const tokensGiven = config.mode === 'sandbox';
  return [...faults, ...diagnose(health, asked, { watch, tokensGiven })];
}

async function removedOf(store: Store): Promise<Set<string>> {
  const accounts = [...(await store.accounts()).values()];
  return new Set(accounts.filter(({ condition }) => condition === 'removed').map(({ handleId }) => handleId));
}

/** So many handles are asked for at the same time. */
const LANES = 8;

async function ask(
  probe: ReturnType<typeof createAppProbe>,
  reader: ReturnType<typeof createAccountReader>,
  handles: readonly WatchedHandle[],
): Promise<Asked> {
  const app = await probe.ask();
  const owners = new Map<string, TokenOwner | 'refused' | Fault>();
  const left = [...handles];
  const lane = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      const owner = await reader.ownerOf(one.xUserId).catch((error: unknown) => faultOf(error));
      if (owner !== null) owners.set(one.xUserId, owner);
    }
  };
  // An X that does not serve the app answers for no handle either.
  if (app.fault === null) await Promise.all(Array.from({ length: LANES }, lane));
  return { app, owners };
}

function faultOf(error: unknown): Fault {
  const [fault] = error instanceof SunwaiError ? error.faults : [];
  if (fault !== undefined) return fault;
  throw error;
}

function attempt<T>(findings: Finding[], check: string, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    return note(findings, check, error);
  }
}

async function attemptAsync<T>(
  findings: Finding[],
  check: string,
  work: () => Promise<T>,
): Promise<T | null> {
  return work().catch((error: unknown) => note(findings, check, error));
}

function note(findings: Finding[], check: string, error: unknown): null {
  if (!(error instanceof SunwaiError)) throw error;
  findings.push(...error.faults.map((fault) => toFinding(fault, check)));
  return null;
}

/** Handles in order in one line. */
function grouped(findings: readonly Finding[]): Finding[] {
  const fine = ({ check, level }: Finding) => check === 'handle' && level === 'ok';
  const count = findings.filter(fine).length;
  const rest = findings.filter((one) => !fine(one));
  if (count === 0) return rest;
  const detail = `${count} in order (--all names them)`;
  return [...rest, { check: 'handle', subject: 'others', level: 'ok', detail, mend: '' }];
}

function lineOf({ check, subject, level, detail, mend }: Finding): string {
  const word = { ok: pc.green('ok    '), notice: pc.yellow('notice'), fault: pc.red('FAULT ') }[level];
  return `${word} ${check} ${subject}: ${detail}${mend === '' ? '' : ` → ${mend}`}`;
}
