import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import type { Desk } from '../bot/desk.js';
import { readHealth } from '../bot/health.js';
import { logNotifier, webhookNotifier } from '../bot/notifiers.js';
import { type RunningBot, runBot } from '../bot/run.js';
import { composeDesk, type Knowledge, loadKnowledge, readConfig, watchedHandles } from '../compose.js';
import { type Config, requireLive } from '../config/load-config.js';
import { describeFault, SunwaiError } from '../lib/errors.js';
import { type Clock, HOUR, systemClock } from '../lib/instant.js';
import { createLog, type Log } from '../lib/log.js';
import { openStore } from '../store/sqlite-store.js';
import { startWeb } from '../web/server.js';
import { storeDesk } from '../web/store-desk.js';
import { openSandbox } from './open-sandbox.js';
import { openX, type Part, pollSeconds } from './open-x.js';
import { say } from './output.js';
import { SANDBOX_NOTE } from './with-x.js';

export function startCommand(program: Command): void {
  program
    .command('start')
    .description(
      'Run the desk: watch, answer, escalate. With nothing configured it runs against its own sandbox.',
    )
    .option('--json', 'the address as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai start\n  $ SUNWAI_X=live npx sunwai start\n')
    .action(start);
}

/** Everything is checked before anything is opened, and everything runs before the first word goes out. */
async function start({ json }: { json?: true }): Promise<void> {
  const config = readConfig();
  if (config.mode === 'live') requireLive(config);
  const log = createLog(config.values.LOG_LEVEL);
  const knowledge = loadKnowledge(config, (fault) => log.warn({ file: fault.where }, describeFault(fault)));
  const opened: Part[] = [];
  try {
    const { url, bot } = await open(config, knowledge, log, opened);
    stopWithGrace(bot, opened, log);
    const sentence =
      config.mode === 'live' ? `Sunwai on the real X: ${url}` : `SANDBOX, not the real X. Open ${url}`;
    say(json, { x: config.mode, url }, sentence);
  } catch (error) {
    // A server left open would keep the process from ending.
    await closeAll(opened);
    throw error;
  }
}

/** Opens one part after the other; `opened` holds those that must be closed again. */
async function open(config: Config, knowledge: Knowledge, log: Log, opened: Part[]) {
  const store = openStore(config.values.DATABASE_URL);
  opened.push(store);
  await store.migrate();
  const world = await store.world(config.mode);
  if (world !== config.mode) {
    throw new SunwaiError({
      code: 'STO-004',
      where: 'DATABASE_URL',
      detail: `${config.values.DATABASE_URL} was begun in ${world}, this is ${config.mode}`,
    });
  }
  const sandbox =
    config.mode === 'sandbox' ? await openSandbox(knowledge.directory, 0, 'var/sandbox.jsonl') : null;
  if (sandbox !== null) {
    opened.push(sandbox);
    await store.saveNote(SANDBOX_NOTE, sandbox.url);
  }
  const clock: Clock = sandbox?.clock ?? systemClock;
  const { usage, ...edge } = await openX({
    ...{ config, knowledge, store, clock, log, opened },
    sandboxUrl: sandbox?.url ?? null,
    countsPosts: sandbox === null,
  });
  const view = storeDesk(store, knowledge.directory);
  const web = await startWeb({
    host: config.values.HOST,
    port: Number(config.values.PORT),
    desk: view,
    sandboxUrl: sandbox?.url ?? null,
    log,
    health: () => readHealth({ store, clock }, watchedHandles(knowledge.directory)),
  });
  opened.push(web);

  const desk = composeDesk(knowledge, {
    store,
    ...edge,
    notifiers: notifiers(config, log),
    clock,
    log,
    changed: view.announce,
  });
  await warnOfMissingTokens(desk);
  const bot = await runBot(desk, {
    pollSeconds: pollSeconds(config),
    // On the real X each look costs a read; in the sandbox the button must show at once.
    activityAgeMs: sandbox === null ? 6 * HOUR : 0,
    usage,
  });
  sandbox?.onClock(() => bot.wake());
  return { url: web.url, bot };
}

/** In the opposite order: nothing is closed under another part's feet. */
async function closeAll(parts: Part[]): Promise<void> {
  for (const part of parts.reverse()) await part.close();
}

function notifiers({ values }: Config, log: Log) {
  const hook = values.SUNWAI_WEBHOOK_URL;
  return [logNotifier(log), ...(hook === '' ? [] : [webhookNotifier(hook, values.SUNWAI_WEBHOOK_SECRET)])];
}

async function warnOfMissingTokens({ handles, poster, log }: Desk) {
  const silent: string[] = [];
  for (const { handle, xUserId } of handles.watched) {
    if (!(await poster.mayPostAs(xUserId))) silent.push(handle);
  }
  if (silent.length > 0)
    log.warn({ handles: silent }, 'CFG-005 these handles have no token: their messages wait');
}

function stopWithGrace(bot: RunningBot, opened: Part[], log: Log): void {
  closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
    if (err !== undefined) log.error({ error: err.message }, 'stopping after an error');
    await bot.stop();
    await closeAll(opened);
  });
}
