import { describe, expect, it } from 'vitest';
import { createHandleBook } from '../../src/bot/address.js';
import { createMeter } from '../../src/bot/budget.js';
import { createSink, startWatching } from '../../src/bot/intake.js';
import { ALONE, byNeed } from '../../src/bot/poll-schedule.js';
import { createPollSource } from '../../src/bot/poll-source.js';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { MINUTE } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import { createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import { createMentionsReader } from '../../src/x/mentions-reader.js';
import { createRecorder } from '../../src/x/meter-plugin.js';
import { fixedTokens } from '../../src/x/tokens.js';
import { makeDesk, type TestDesk } from '../bot/desk.js';
import { ACCOUNTS, CITIZEN, get, post, seedAccount, start } from '../sandbox/helpers.js';

const HANDLES: WatchedHandle[] = Array.from({ length: 84 }, (_, at) => ({
  handle: `sw_dept_${at}`,
  xUserId: String(9_100_000_000_000_000_000n + BigInt(at)),
  department: `D${at}`,
  district: null,
}));
const SEEDS = HANDLES.map(({ handle, xUserId }) => seedAccount(xUserId, handle, 'department', null));
const KEYS = { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret', bearerToken: 'sandbox-bearer' };

describe('84 handles by their timelines, with the limits of X', () => {
  it('bring every mention, and X never has to refuse a request', async () => {
    const sandbox = await start({ accounts: [...ACCOUNTS, ...SEEDS], limits: 'x' });
    const desk: TestDesk = await makeDesk({ handles: HANDLES });
    const clock = { at: 0, now: () => sandbox.clock.now() };
    Object.assign(desk, { clock, handles: createHandleBook(HANDLES) });
    await startWatching(desk);
    const { store, spending } = desk;
    const meter = await createMeter({ store, spending, clock, log: silentLog });
    const recorder = createRecorder(meter, silentLog);
    const clients = createClients(
      KEYS,
      agentFor(sandbox.url),
      fixedTokens(() => null),
      recorder,
    );
    const source = createPollSource('mentions', createMentionsReader(clients), byNeed(ALONE), {
      overlapMs: 2 * MINUTE,
      clock,
      log: silentLog,
      budget: async () => (await store.rateWindows()).find(({ endpoint }) => endpoint === 'mentions') ?? null,
    });
    const sink = createSink(desk);

    // Three handles are hot, the others get one mention each, at some time in these forty minutes.
    const end = sandbox.clock.now() + 40 * MINUTE;
    const times = HANDLES.flatMap(({ handle }, at) =>
      Array.from({ length: at < 3 ? 40 : 1 }, (_, n) => ({
        as: CITIZEN,
        text: `${n} @${handle}`,
        at: sandbox.clock.now() + 1_000 + ((n * 7 + at * 3) % 40) * MINUTE,
      })),
    );
    const { body } = await post(sandbox, '/sandbox/posts/bulk', { posts: times });
    let turns = 0;
    while (sandbox.clock.now() < end + 20 * MINUTE) {
      const next = await source.turn(sink);
      turns += 1;
      const advanceMs = Math.max(1_000, Math.ceil(next - sandbox.clock.now()));
      await post(sandbox, '/sandbox/clock', { advanceMs });
    }
    const stored = (await store.undecided(10_000)).map((row) => row.post.id).sort();
    expect(stored).toEqual([...body.ids].sort());
    const { requests, violations, reads } = (await get(sandbox, '/sandbox/report')).body;
    expect(requests['GET /2/users/:id/mentions']['429']).toBeUndefined();
    expect(violations.inside429).toBe(0);
    expect(reads.posts.distinct).toBe(stored.length);
    // Only what may have been shown late is read a second time, and X bills it once.
    expect(reads.posts.returned).toBeLessThan(4 * stored.length);
    expect(turns).toBeGreaterThan(50);
  });
});
