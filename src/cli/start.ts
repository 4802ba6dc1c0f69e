import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import { logNotifier, webhookNotifier } from '../bot/notifiers.js';
import { type RunningBot, runBot } from '../bot/run.js';
import type { Store } from '../bot/store.js';
import { composeDesk, type Knowledge, loadKnowledge, readConfig } from '../compose.js';
import { type Config, requireLive } from '../config/load-config.js';
import { describeFault, SunwaiError } from '../lib/errors.js';
import { type Clock, HOUR, systemClock } from '../lib/instant.js';
import { createLog, type Log } from '../lib/log.js';
import { createSeal } from '../lib/seal.js';
import type { RunningSandbox } from '../sandbox/server.js';
import { openStore } from '../store/sqlite-store.js';
import { startWeb } from '../web/server.js';
import { storeDesk } from '../web/store-desk.js';
import { type AppKeys, createClients, type TokenOf } from '../x/clients.js';
import { agentFor } from '../x/loopback-agent.js';
import { createPoster } from '../x/poster.js';
import { createSearchSource } from '../x/search-source.js';
import { openSandbox, SANDBOX_KEYS, sandboxTokens } from './open-sandbox.js';
import { say } from './output.js';

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

interface Part {
  close(): Promise<void>;
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
  if (sandbox !== null) opened.push(sandbox);
  const clock: Clock = sandbox?.clock ?? systemClock;
  const edge = await openX(config, store, sandbox, clock);
  const view = storeDesk(store, knowledge.directory);
  const web = await startWeb({
    host: config.values.HOST,
    port: Number(config.values.PORT),
    desk: view,
    sandboxUrl: sandbox?.url ?? null,
    log,
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
  await warnOfMissingTokens(desk.handles.byId.values(), edge.tokenOf, log);
  const bot = await runBot(desk, {
    pollSeconds: pollSeconds(config),
    // On the real X each look costs a read; in the sandbox the button must show at once.
    activityAgeMs: sandbox === null ? 6 * HOUR : 0,
  });
  sandbox?.onClock(() => bot.wake());
  return { url: web.url, bot };
}

/** In the opposite order: nothing is closed under another part's feet. */
async function closeAll(parts: Part[]): Promise<void> {
  for (const part of parts.reverse()) await part.close();
}

async function openX(config: Config, store: Store, sandbox: RunningSandbox | null, clock: Clock) {
  const { values } = config;
  const keys: AppKeys =
    sandbox === null
      ? { appKey: values.X_APP_KEY, appSecret: values.X_APP_SECRET, bearerToken: values.X_BEARER_TOKEN }
      : SANDBOX_KEYS;
  const tokenOf = sandbox === null ? await storedTokens(store, values.SUNWAI_SECRET_KEY) : sandboxTokens;
  const clients = createClients(keys, agentFor(sandbox?.url ?? values.X_API_BASE_URL), tokenOf);
  return { source: createSearchSource(clients, clock), poster: createPoster(clients, clock), tokenOf };
}

/** Tokens as they stand in the store at the time of asking: an import while the bot runs takes effect. */
async function storedTokens(store: Store, key: string): Promise<TokenOf> {
  const seal = createSeal(key);
  const read = async () =>
    new Map(
      (await store.credentials())
        .filter((row) => row.state === 'active')
        .map((row) => [
          row.xUserId,
          JSON.parse(seal.open(row.sealed)) as { accessToken: string; accessSecret: string },
        ]),
    );
  // A wrong key is found now, not at the first citizen.
  await read();
  return async (xUserId) => (await read()).get(xUserId) ?? null;
}

function notifiers({ values }: Config, log: Log) {
  const hook = values.SUNWAI_WEBHOOK_URL;
  return [logNotifier(log), ...(hook === '' ? [] : [webhookNotifier(hook, values.SUNWAI_WEBHOOK_SECRET)])];
}

function pollSeconds({ values, origins, mode }: Config): number {
  return mode === 'sandbox' && origins.SUNWAI_POLL_SECONDS === 'default'
    ? 1
    : Number(values.SUNWAI_POLL_SECONDS);
}

async function warnOfMissingTokens(
  handles: Iterable<{ handle: string; xUserId: string }>,
  tokenOf: TokenOf,
  log: Log,
) {
  const silent: string[] = [];
  for (const { handle, xUserId } of handles) if ((await tokenOf(xUserId)) === null) silent.push(handle);
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
