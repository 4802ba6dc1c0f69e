import { describe, expect, it } from 'vitest';
import { createAppProbe } from '../../../src/x/app-probe.js';
import { createUsageReader } from '../../../src/x/usage.js';
import { clock, NOW, playX } from '../edge.js';
import { AS, clients, expecting, expectNoSecret, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const WHERE = 'GET /2/usage/tweets';
const usage = createUsageReader(clients);
const probe = createAppProbe(clients, clock);
const asks = (query: Record<string, string>) => expecting(AS.app, 'GET', '/2/usage/tweets', { query });
const onUsage = () => asks({ days: '3', 'usage.fields': 'daily_project_usage' });
const onProbe = () => asks({ days: '1' });

describe(`${WHERE}, the posts read`, () => {
  it('are counted by day; no day is no count', async () => {
    const days = [{ date: '2026-11-23T00:00:00.000Z', usage: 12 }];
    onUsage().reply(200, { data: { project_usage: '12', daily_project_usage: { usage: days } } });
    expect(await usage.postsRead(3)).toEqual(new Map([['2026-11-23', 12]]));
    onUsage().reply(200, { data: { project_usage: '0' } });
    expect(await usage.postsRead(3)).toEqual(new Map());
  });

  failsAs(WHERE, [...FAILURES, ...EMPTY, STRANGE], onUsage, () => usage.postsRead(3));
});

describe(`${WHERE}, whether X serves the app`, () => {
  const date = new Date(NOW - 7_000).toUTCString();

  it('is told, and how far the clocks are apart', async () => {
    onProbe().reply(200, { data: { project_usage: '0' } }, { date });
    expect(await probe.ask()).toEqual({ fault: null, aheadMs: 7_000 });
    onProbe().reply(401, { title: 'Unauthorized', detail: 'Unauthorized' }, { date });
    expect(await probe.ask()).toMatchObject({ fault: { code: 'X-001' }, aheadMs: 7_000 });
  });

  it.each(FAILURES)('is told when X answers with $name', async (shape) => {
    shape.play(onProbe());
    const { code, detail } = shape.read;
    const answer = await probe.ask();
    expect(answer).toEqual({ fault: { code, where: WHERE, detail }, aheadMs: null });
    expectNoSecret(answer);
  });
});
