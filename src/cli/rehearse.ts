import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { type Command, InvalidArgumentError } from 'commander';
import type { Desk } from '../bot/desk.js';
import { composeDesk, type Knowledge, loadKnowledge, ROOT, readConfig, watchedHandles } from '../compose.js';
import { type Config, loadConfig } from '../config/load-config.js';
import type { Directory } from '../directory/types.js';
import { DAY, HOUR } from '../lib/instant.js';
import { createLog } from '../lib/log.js';
import { controlOf, type ScheduledPost } from '../rehearsal/control.js';
import { type PlannedPost, planDay, type SampleText, typed } from '../rehearsal/day.js';
import { driveDay, QUIET, STEP } from '../rehearsal/drive.js';
import { brokenPromises, type HeardPost, judgeDay, type Verdict } from '../rehearsal/judge.js';
import { badDay } from '../rehearsal/mishaps.js';
import { type SeedAccount, startSandbox } from '../sandbox/server.js';
import { openStore } from '../store/sqlite-store.js';
import { consentAll } from './consent-all.js';
import { officeAccounts } from './open-sandbox.js';
import { openX, type Part } from './open-x.js';
import { print, printJson, warn } from './output.js';
import { progressLine } from './progress.js';

interface Options {
  mentions: number;
  watch: string;
  badDay?: true;
  seed: number;
  districts?: true;
  hours: number;
  json?: true;
}

/** How many citizens there are for each hundred mentions: nobody comes near the daily cap. */
const CITIZENS = 60;
const FIRST_CITIZEN = 8_000_000_000_000_000_000n;

export function rehearseCommand(program: Command): void {
  program
    .command('rehearse')
    .description(
      'Run a made-up day of the directory at hand against a sandbox that is as strict as X, and hold the desk to what it promises.',
    )
    .option('--mentions <number>', 'posts of that day that name a handle', count, 5_000)
    .option(
      '--watch <sources>',
      'as SUNWAI_WATCH: search, mentions, stream, webhook, several with commas',
      'search',
    )
    .option(
      '--bad-day',
      'with cuts of the stream, 5xx answers, 429 storms, a half-open hour, a revoked and a renamed handle',
    )
    .option('--hours <number>', 'squeeze the day into so many hours', count, 24)
    .option('--districts', "the districts' own handles too")
    .option('--seed <number>', 'another seed, another day', count, 1)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai rehearse --mentions 500 --watch stream,search\n')
    .action(rehearse);
}

async function rehearse(options: Options): Promise<void> {
  const verdict = await rehearseDay(options);
  const broken = brokenPromises(verdict);
  if (options.json === true)
    printJson({ watch: options.watch, badDay: options.badDay === true, ...verdict, broken });
  else {
    print(tableOf(options.watch, verdict));
    for (const sentence of broken) print(`BROKEN: ${sentence}`);
  }
  if (broken.length > 0) process.exitCode = 1;
}

/** One day from the first post to the last answer; the sandbox, the store and everything else are gone after it. */
async function rehearseDay({
  mentions,
  watch,
  badDay: bad,
  seed,
  districts,
  hours,
}: Options): Promise<Verdict> {
  const config = settings(watch);
  const knowledge = alwaysAnswering(loadKnowledge(config, warn), districts === true);
  const folder = mkdtempSync(join(tmpdir(), 'sunwai-rehearsal-'));
  const opened: Part[] = [];
  try {
    const citizens = Math.max(1, Math.ceil((mentions * CITIZENS) / 100));
    const sandbox = await startSandbox({
      port: 0,
      accounts: [...officeAccounts(knowledge.directory), ...citizensOf(citizens)],
      samples: [],
      ledgerFile: null,
      limits: 'x',
      // A simulated day is short: a real heartbeat of 20 seconds would come a few times in it.
      heartbeatMs: 500,
    });
    opened.push(sandbox);
    const { clock } = sandbox;
    const control = controlOf(sandbox.url);
    // X's day of account begins at midnight UTC: one day, one bill.
    await control.advance(DAY - (clock.now() % DAY));
    const length = hours * HOUR;
    const store = openStore(`sqlite:${join(folder, 'desk.db')}`);
    opened.push(store);
    await store.migrate();
    await store.world('sandbox');
    const log = createLog(process.env.LOG_LEVEL ?? 'silent');
    if (watch.includes('webhook'))
      await consentAll(config, sandbox.url, store, watchedHandles(knowledge.directory), clock);
    const { usage: _, ...edge } = await openX({
      ...{ config, knowledge, store, clock, log, opened },
      sandboxUrl: sandbox.url,
      countsPosts: true,
    });
    const desk = composeDesk(knowledge, { store, ...edge, notifiers: [], clock, log, changed: () => {} });
    // Handles first: watching begins now, and what is posted after it is owed an answer.
    const planned = planDay({
      mentions,
      handles: watchedHandles(knowledge.directory).map(({ handle }) => handle),
      texts: sampleTexts(),
      citizens,
      seed,
    }).map((post) => ({ ...post, offset: Math.floor((post.offset * (length - QUIET)) / DAY) }));
    const posts = await schedule(desk, control.schedule, planned, clock.now());
    await control.reset();
    const line = progressLine();
    await driveDay(desk, control, {
      // What X tells of by itself leaves bare replies out: the hourly net brings them.
      lengthMs: length + (watch === 'webhook' ? HOUR : 0),
      stepMs: STEP,
      mishaps: (bad === true ? badDay([...desk.handles.watched], seed) : []).map((mishap) => ({
        ...mishap,
        offset: Math.floor((mishap.offset * (length - QUIET)) / DAY),
      })),
      settleMs: /stream|webhook/.test(watch) ? 8 : 0,
      progress: (share) => line(`a day of ${mentions} mentions by ${watch}`, share),
    });
    await Promise.all(desk.sources.map((source) => source.stop()));
    const spent = await store.spend('');
    return judgeDay({
      posts,
      report: await control.report(),
      taken: new Set(await takenOf(desk, posts)),
      unsent: new Map(
        (await store.unsent()).map(({ to, state, reason }) => [to, `${state} ${reason ?? ''}`]),
      ),
      spentMicros: spent.reduce((sum, { micros }) => sum + micros, 0),
    });
  } finally {
    for (const part of opened.reverse()) await part.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function settings(watch: string): Config {
  const own = { ...process.env, SUNWAI_X: 'sandbox', SUNWAI_WATCH: watch, SUNWAI_ACTIVITY_PORT: '0' };
  // A key for this one day, and the real pause between two searches: the sandbox's default is for people who look on.
  const SUNWAI_SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
  const { values, origins } = readConfig();
  const chosen = origins.SUNWAI_DIRECTORY === 'default' ? {} : { SUNWAI_DIRECTORY: values.SUNWAI_DIRECTORY };
  return loadConfig({ ...own, ...chosen, SUNWAI_SECRET_KEY, SUNWAI_POLL_SECONDS: '30' }, {});
}

/** Every department acknowledges: what is owed must not hang on how busy its people are. */
function alwaysAnswering(knowledge: Knowledge, districts: boolean): Knowledge {
  const { directory } = knowledge;
  const departments = new Map(
    [...directory.departments].map(([code, one]) => [code, { ...one, ack: 'always' as const }]),
  );
  const own: Directory = { ...directory, departments, handles: districts ? (directory.handles ?? []) : [] };
  return { ...knowledge, directory: own };
}

function citizensOf(amount: number): SeedAccount[] {
  return Array.from({ length: amount }, (_, at) => ({
    id: citizenId(at),
    handle: `rehearsal_${at}`,
    name: `Citizen ${at}`,
    kind: 'citizen',
    department: null,
    district: null,
    about: 'made up for a rehearsal',
    spokeDaysAgo: null,
  }));
}

const citizenId = (at: number): string => (FIRST_CITIZEN + BigInt(at)).toString();

/** The texts the model was taught: how well it reads is not what is rehearsed. */
function sampleTexts(): SampleText[] {
  const folder = join(ROOT, 'data', 'training');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as SampleText);
}

/** Puts the day into the sandbox's future. What each post is owed is what the desk's own rules say of it. */
async function schedule(
  desk: Desk,
  send: (posts: readonly ScheduledPost[]) => Promise<string[]>,
  planned: readonly PlannedPost[],
  from: number,
): Promise<HeardPost[]> {
  const at = (post: PlannedPost) => from + 1_000 + post.offset;
  const first = planned.filter(({ repliesTo }) => repliesTo === null);
  const ids = await send(
    first.map((post) => ({ as: citizenId(post.author), text: typed(post), at: at(post) })),
  );
  const idOf = new Map(first.map((post, place) => [post, ids[place] ?? '']));
  const bare = planned.filter(({ repliesTo }) => repliesTo !== null);
  const bareIds = await send(
    bare.map((post) => {
      const parent = planned[post.repliesTo ?? 0];
      const replyTo = (parent === undefined ? undefined : idOf.get(parent)) ?? '';
      return { as: citizenId(post.author), text: post.text, at: at(post), replyTo };
    }),
  );
  return [
    ...first.map((post, place) => ({ id: ids[place] ?? '', owed: isOwed(desk, post) })),
    ...bare.map((_, place) => ({ id: bareIds[place] ?? '', owed: false })),
  ];
}

function isOwed(desk: Desk, post: PlannedPost): boolean {
  const handle = desk.handles.byName.get(post.handles[0]?.toLowerCase() ?? '') ?? null;
  const { intent, emergency, needsHuman } = desk.interpret(typed(post), handle, false);
  return emergency || needsHuman || desk.policy.intents[intent] !== 'record';
}

async function takenOf(desk: Desk, posts: readonly HeardPost[]): Promise<string[]> {
  const found: string[] = [];
  for (const { id } of posts) if ((await desk.store.postById(id)) !== null) found.push(id);
  return found;
}

function tableOf(watch: string, verdict: Verdict): string {
  const table = new Table({ head: ['a day by', watch], colAligns: ['left', 'right'] });
  const dollars = (micros: number) => `$${(micros / 1_000_000).toFixed(2)}`;
  table.push(
    ['mentions', verdict.mentions],
    ['came in', verdict.taken],
    ['owed an answer', verdict.owed],
    ['answered once', verdict.answeredOnce],
    ['answered more than once', verdict.answeredTwice],
    ['waits, and it is known why', verdict.explained],
    ['missing', verdict.missing],
    ['requests', verdict.requests],
    ['requests inside a known 429', verdict.inside429],
    ['refused for lack of summon', verdict.notSummoned],
    ['over the length', verdict.tooLong],
    ['refused as duplicate', verdict.duplicates],
    ['posts billed as read, each mention', verdict.readsPerMention.toFixed(3)],
    ["the sandbox's bill", dollars(verdict.billMicros)],
    ["the desk's own count, over that", `${(verdict.billError * 100).toFixed(2)} %`],
  );
  return table.toString();
}

function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0 && number <= 100_000) return number;
  throw new InvalidArgumentError('a whole number from 1 to 100000');
}
