import { createHandleBook } from '../../src/bot/address.js';
import { createSink, readGroups, startWatching } from '../../src/bot/intake.js';
import type { Meter, Sink, Source, WatchedHandle, XAnswer, XCall } from '../../src/bot/ports.js';
import { HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import type { RunningSandbox, SandboxOptions } from '../../src/sandbox/server.js';
import { type Clients, createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import type { Recorder } from '../../src/x/meter-plugin.js';
import { createRuleKeeper } from '../../src/x/rule-keeper.js';
import { createSearchReader } from '../../src/x/search-reader.js';
import { SELF_SERVE_RULES } from '../../src/x/stream-rules.js';
import { createStreamSource, type StreamOptions } from '../../src/x/stream-source.js';
import { fixedTokens } from '../../src/x/tokens.js';
import { makeDesk, type TestDesk } from '../bot/desk.js';
import { ENERGY, get, HOME, post, start } from '../sandbox/helpers.js';
import { until } from '../sandbox/push-helpers.js';

export const HANDLES: WatchedHandle[] = [
  { handle: 'sw_energy', xUserId: ENERGY, department: 'ENERGY', district: null },
  { handle: 'sw_home', xUserId: HOME, department: 'HOME', district: null },
];

export const SETTLE = 10 * SECOND;

/** Lets everything pass and remembers it. */
export class FakeMeter implements Meter {
  readonly calls: { call: XCall; answer: XAnswer }[] = [];
  held: number | null = null;
  async heldUntil(): Promise<number | null> {
    return this.held;
  }
  async record(call: XCall, answer: XAnswer): Promise<void> {
    this.calls.push({ call, answer });
  }
  get billed(): string[] {
    return this.calls.flatMap(({ answer }) => [...answer.postIds]);
  }
}

export function sandboxClients(sandbox: RunningSandbox, recorder: Recorder | null = null): Clients {
  const keys = { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret', bearerToken: 'sandbox-bearer' };
  return createClients(
    keys,
    agentFor(sandbox.url),
    fixedTokens(() => null),
    recorder,
  );
}

/** A desk that watches the filtered stream of a sandbox; its real time can be moved forward. */
export interface Watching {
  sandbox: RunningSandbox;
  desk: TestDesk;
  sink: Sink;
  source: Source;
  meter: FakeMeter;
  /** Closings of the gap, begun so far; set `blocked` to let them fail. */
  gap: { reads: number; blocked: boolean };
  turn(): Promise<number>;
  /** Takes turns until it is so. */
  turnsUntil(isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** Moves the real time, not the clock of X. */
  skip(ms: number): void;
  stored(): Promise<string[]>;
  marks(): Promise<Record<string, string>>;
  control(action: string, on?: boolean): Promise<{ connected: boolean; delivered: number }>;
  connected(): Promise<boolean>;
}

export async function watchStream(
  options: Partial<StreamOptions> = {},
  sandboxOptions: Partial<SandboxOptions> = {},
): Promise<Watching> {
  const sandbox = await start({ heartbeatMs: 10, ...sandboxOptions });
  const desk: TestDesk = { ...(await makeDesk({ handles: HANDLES })) };
  desk.clock = { at: 0, now: () => sandbox.clock.now() };
  desk.handles = createHandleBook(HANDLES);
  await startWatching(desk);
  const sink = createSink(desk);
  const clients = sandboxClients(sandbox);
  const search = createSearchReader(clients, sandbox.clock);
  const meter = new FakeMeter();
  const gap = { reads: 0, blocked: false };
  let skipped = 0;
  const source = createStreamSource({
    clients,
    clock: sandbox.clock,
    monotonic: () => performance.now() + skipped,
    log: silentLog,
    rules: createRuleKeeper(clients, SELF_SERVE_RULES),
    async closeGap(to) {
      gap.reads += 1;
      if (gap.blocked) throw new Error('the search does not answer');
      const overlap = { ms: 2 * MINUTE, readAt: new Map() };
      const tools = { clock: sandbox.clock, log: silentLog };
      const added = await readGroups(to, search, search.groups(to.handles()), overlap, tools);
      if (added.includes(null)) throw new Error('not everything was read');
    },
    meter,
    backfillMinutes: 0,
    // Moving the real time forward must not look like a stream that died.
    silenceMs: HOUR,
    settleMs: SETTLE,
    ...options,
  });
  const turn = () => source.turn(sink);
  return {
    sandbox,
    desk,
    sink,
    source,
    meter,
    gap,
    turn,
    turnsUntil: (isSo) =>
      until(async () => {
        await turn();
        return isSo();
      }),
    skip(ms) {
      skipped += ms;
    },
    stored: async () => (await desk.store.undecided(1_000)).map((row) => row.post.id).sort(),
    marks: async () => Object.fromEntries(await sink.marks([ENERGY, HOME])),
    control: async (action, on) =>
      (await post(sandbox, '/sandbox/stream', { action, ...(on === undefined ? {} : { on }) })).body,
    connected: async () => (await get(sandbox, '/sandbox/stream')).body.connected,
  };
}
