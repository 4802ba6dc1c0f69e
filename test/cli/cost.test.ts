import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accountDay } from '../../src/bot/prices.js';
import type { Store } from '../../src/bot/store.js';
import { createProgram } from '../../src/cli/program.js';
import { openStore } from '../../src/store/sqlite-store.js';

let folder: string;
let store: Store;
/** A month far ahead, as a sandbox whose clock was moved has it: no test waits for a day to come. */
const MONTH = `${new Date().getUTCFullYear() + 1}-04`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sunwai-cost-'));
  vi.stubEnv('DATABASE_URL', `sqlite:${join(folder, 'sunwai.db')}`);
  store = openStore(`sqlite:${join(folder, 'sunwai.db')}`);
  await store.migrate();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command prints. */
async function run(...words: string[]): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  await createProgram().parseAsync(words, { from: 'user' });
  return printed;
}

const spend = (day: string, handleId: string, item: string, count: number, micros: number) =>
  store.addSpend({ day, handleId, item, count, micros });

describe('sunwai cost', () => {
  beforeEach(async () => {
    await spend(`${MONTH}-01`, '', 'post_read', 1_000, 5_000_000);
    await spend(`${MONTH}-02`, '', 'post_read', 1_000, 5_000_000);
    await spend(`${MONTH}-02`, '9000000000000000001', 'post_create_summoned', 100, 1_000_000);
    await spend(`${MONTH}-02`, '123', 'post_create', 1, 15_000);
    await spend(`${MONTH}-03`, '', 'user_read', 1, 10_000);
  });

  it('shows each day, item and handle, and what the month will come to', async () => {
    const report = JSON.parse(await run('cost', '--json'));
    expect(report).toMatchObject({
      from: `${MONTH}-01`,
      total_micros: 11_025_000,
      daily_ceiling_micros: 0,
      // Two whole days cost 11.015 together; 27 are to come.
      forecast: {
        month: MONTH,
        spent_micros: 11_025_000,
        per_day_micros: 5_507_500,
        total_micros: 11_025_000 + 27 * 5_507_500,
      },
    });
    expect(report.rows).toHaveLength(5);
    expect(report.rows).toContainEqual({
      day: `${MONTH}-02`,
      item: 'post_create_summoned',
      count: 100,
      micros: 1_000_000,
      handle_id: '9000000000000000001',
      handle: '@sw_home',
    });
    // A handle that has left the directory is not lost.
    expect(report.rows).toContainEqual(expect.objectContaining({ handle_id: '123', handle: '123' }));
  });

  it('begins at the day asked for, and forecasts the same', async () => {
    const report = JSON.parse(await run('cost', '--from', `${MONTH}-03`, '--json'));
    expect(report.rows).toHaveLength(1);
    expect(report).toMatchObject({ total_micros: 10_000, forecast: { spent_micros: 11_025_000 } });
  });

  it('is readable as a table, with the ceiling when there is one', async () => {
    vi.stubEnv('SUNWAI_DAILY_BUDGET_USD', '12.50');
    const printed = await run('cost');
    for (const word of ['@sw_home', 'post_create_summoned', 'all together', '$5.00', 'Daily ceiling: $12.50'])
      expect(printed).toContain(word);
  });

  it('of a desk that has bought nothing is nothing', async () => {
    await store.close();
    store = openStore(`sqlite:${join(folder, 'new.db')}`);
    vi.stubEnv('DATABASE_URL', `sqlite:${join(folder, 'new.db')}`);
    await store.migrate();
    const report = JSON.parse(await run('cost', '--json'));
    expect(report).toMatchObject({ rows: [], total_micros: 0, forecast: { total_micros: 0 } });
    expect(report.from).toBe(`${accountDay(Date.now()).slice(0, 7)}-01`);
  });
});

describe('sunwai plan', () => {
  it('shows for every source what it costs, how long it takes and what it leaves of each limit', async () => {
    const plan = JSON.parse(await run('plan', '--mentions', '5000', '--json'));
    expect(plan).toMatchObject({ plan: 'self-serve', mentions_a_day: 5_000, answered_share: 0.6 });
    expect(plan.sources.map(({ source }: { source: string }) => source)).toEqual([
      'search',
      'mentions',
      'stream',
      'webhook',
    ]);
    for (const { month_micros: month, latency_seconds: latency, limits } of plan.sources) {
      expect(month.answers).toBe(900_000_000);
      expect(month.mentions).toBeGreaterThanOrEqual(750_000_000);
      expect(month.total).toBe(month.mentions + month.answers + month.activity + month.accounts);
      expect(latency.mean).toBeLessThanOrEqual(latency.worst);
      expect(limits.length).toBeGreaterThan(2);
    }
    expect(plan.assumptions.length).toBeGreaterThan(3);
  });

  it('counts the queries that the search will send, and the requests of a window', async () => {
    const plan = JSON.parse(await run('plan', '--mentions', '100', '--json'));
    const [search] = plan.sources;
    // Two looks a minute, a quarter of an hour long.
    expect(search.limits[0]).toMatchObject({ what: 'search', used: plan.search_queries * 30 });
    const enterprise = JSON.parse(await run('plan', '--mentions', '100', '--plan', 'enterprise', '--json'));
    expect(enterprise.search_queries).toBeLessThan(plan.search_queries);
  });

  it('follows the settings of the desk, and what X told it', async () => {
    vi.stubEnv('SUNWAI_POLL_SECONDS', '60');
    vi.stubEnv('SUNWAI_X_PLAN', 'enterprise');
    await store.saveRateWindow({
      endpoint: 'create',
      credential: '900',
      limit: 55,
      remaining: 1,
      resetAt: 0,
      appDay: null,
      userDay: null,
      seenAt: 0,
    });
    const plan = JSON.parse(await run('plan', '--mentions', '100', '--json'));
    expect(plan.plan).toBe('enterprise');
    expect(plan.sources[0].latency_seconds).toEqual({ mean: 30, worst: 60 });
    const selfServe = JSON.parse(await run('plan', '--mentions', '100', '--plan', 'self-serve', '--json'));
    expect(selfServe.sources[0].limits).toContainEqual(
      expect.objectContaining({ what: 'create', scope: 'handle', limit: 55, from: 'headers' }),
    );
  });

  it('says so when a day is more than X takes', async () => {
    const printed = await run('plan', '--mentions', '50000');
    expect(printed).toContain('NO');
    expect(printed).toContain('Taken for granted:');
  });
});
