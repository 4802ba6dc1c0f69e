import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../../src/compose.js';
import type { Verdict } from '../../src/rehearsal/judge.js';

const run = promisify(execFile);

/** One squeezed day through the built program, against the sandbox with X's limits. Exits with 1 when a promise broke. */
async function rehearse(...options: string[]): Promise<Verdict & { broken: string[] }> {
  const { stdout } = await run(process.execPath, [`${ROOT}/dist/main.js`, 'rehearse', '--json', ...options], {
    env: { ...process.env, SUNWAI_X: 'sandbox' },
    cwd: ROOT,
  });
  return JSON.parse(stdout) as Verdict & { broken: string[] };
}

it.each(['search', 'stream', 'webhook', 'search,mentions,stream,webhook'])(
  'by %s a short day keeps every promise, and the desk knows its bill to the last dollar',
  { timeout: 300_000 },
  async (watch) => {
    const verdict = await rehearse('--mentions', '60', '--hours', '1', '--watch', watch);
    expect(verdict.broken).toEqual([]);
    expect(verdict).toMatchObject({ mentions: 60, taken: 60, answeredTwice: 0, missing: 0, explained: 0 });
    expect(verdict.answeredOnce).toBe(verdict.owed);
    expect(verdict.owed).toBeGreaterThan(20);
    expect(Math.abs(verdict.billError)).toBeLessThan(0.001);
  },
);

it('a bad short day doubles and loses nothing either', { timeout: 300_000 }, async () => {
  const verdict = await rehearse('--mentions', '60', '--hours', '2', '--watch', 'stream,search', '--bad-day');
  expect(verdict).toMatchObject({ broken: [], answeredTwice: 0, missing: 0, taken: 60 });
});
