import { describe, expect, it } from 'vitest';
import { createSink } from '../../src/bot/intake.js';
import { HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { compareIds, idAt, instantOfId } from '../../src/lib/snowflake.js';
import { markAfter } from '../../src/x/stream-source.js';
import { CITIZEN, ENERGY, get, HOME, OTHER, post, say } from '../sandbox/helpers.js';
import { call, listen, until } from '../sandbox/push-helpers.js';
import { HANDLES, SETTLE, type Watching, watchStream } from './on-sandbox.js';

const RULES = '/2/tweets/search/stream/rules';
const NEWS = 'बिजली नहीं है @sw_energy';
const rulesOf = async ({ sandbox }: Watching) =>
  ((await call(sandbox, 'GET', RULES)).body.data ?? []).map((rule: { value: string; tag?: string }) => [
    rule.value,
    rule.tag,
  ]);
/** Connected, nothing missing, and everything read twice. */
async function settled(watching: Watching): Promise<void> {
  await watching.turnsUntil(() => watching.connected());
  await watching.turnsUntil(() => watching.gap.reads >= 1);
  const before = watching.gap.reads;
  watching.skip(SETTLE);
  await watching.turnsUntil(() => watching.gap.reads > before);
}
/** Moves the clock of X forward. */
async function later({ sandbox }: Watching, advanceMs: number): Promise<void> {
  expect((await post(sandbox, '/sandbox/clock', { advanceMs })).status).toBe(200);
}
/** Both handles' marks are the same: they move together. */
async function markOf(watching: Watching): Promise<string> {
  const marks = await watching.marks();
  expect(marks[HOME]).toBe(marks[ENERGY]);
  return marks[ENERGY] ?? '';
}

describe('while the stream lives', () => {
  it('X holds a rule for each handle, and whatever names one is stored and billed at once', async () => {
    const watching = await watchStream();
    const { sandbox, meter } = watching;
    await watching.turnsUntil(() => watching.connected());
    expect(await rulesOf(watching)).toEqual([
      ['@sw_energy -is:retweet', 'sunwai:ENERGY'],
      ['@sw_home -is:retweet', 'sunwai:HOME'],
    ]);
    const reads = watching.gap.reads;
    const one = await say(sandbox, CITIZEN, NEWS);
    const two = await say(sandbox, OTHER, 'hello @sw_home');
    await say(sandbox, OTHER, 'nothing for anybody');
    // Between two turns.
    await until(async () => (await watching.stored()).length === 2);
    expect(await watching.stored()).toEqual([one, two].sort());
    expect(watching.gap.reads).toBe(reads);
    await until(() => meter.billed.length === 2);
    expect(meter.billed).toEqual([one, two]);
    expect(meter.calls[0]).toMatchObject({
      call: { endpoint: 'stream', credential: 'app' },
      answer: { status: 200, headers: { 'x-rate-limit-limit': expect.any(String) }, postIds: [] },
    });
    expect(watching.source.trouble?.()).toBeNull();
  });

  it('the marks follow only when what came before was read twice, and stay a minute behind', async () => {
    const watching = await watchStream();
    const { sandbox } = watching;
    const start = await markOf(watching);
    await watching.turnsUntil(() => watching.connected());
    const first = await say(sandbox, CITIZEN, NEWS);
    await until(async () => (await watching.stored()).includes(first));
    await later(watching, 10 * MINUTE);
    await watching.turn();
    await watching.turn();
    const early = await markOf(watching);
    // Up to here only the search has moved them, if it knew of the post already.
    expect([start, first]).toContain(early);

    await settled(watching);
    const second = await say(sandbox, CITIZEN, 'again @sw_energy');
    await until(async () => (await watching.stored()).includes(second));
    await later(watching, 10 * MINUTE);
    const third = await say(sandbox, CITIZEN, 'and again @sw_energy');
    await until(async () => (await watching.stored()).includes(third));
    watching.skip(20 * SECOND);
    await watching.turnsUntil(async () => compareIds(await markOf(watching), second) >= 0);
    expect(instantOfId(await markOf(watching))).toBeLessThanOrEqual(sandbox.clock.now() - MINUTE);
  });

  it('a handle that is new gets its rule, one that is gone loses it, and rules of others stay', async () => {
    const watching = await watchStream();
    await call(watching.sandbox, 'POST', RULES, { add: [{ value: '@asha_namoona', tag: 'theirs' }] });
    await settled(watching);
    const reads = watching.gap.reads;
    const [energy] = HANDLES;
    const fewer = { ...createSink(watching.desk), handles: () => (energy === undefined ? [] : [energy]) };
    await watching.source.turn(fewer);
    expect(await rulesOf(watching)).toEqual([
      ['@asha_namoona', 'theirs'],
      ['@sw_energy -is:retweet', 'sunwai:ENERGY'],
    ]);
    await watching.turnsUntil(async () => (await rulesOf(watching)).length === 3);
    // What named it meanwhile the stream did not bring.
    watching.skip(30 * SECOND);
    await watching.turnsUntil(() => watching.gap.reads > reads);
  });
});

describe('what the stream missed', () => {
  it('before the first connection is read through the search', async () => {
    const watching = await watchStream();
    const before = await say(watching.sandbox, CITIZEN, NEWS);
    await watching.turnsUntil(async () => (await watching.stored()).length === 1);
    expect(await watching.stored()).toEqual([before]);
  });

  it.each(['cut', 'disconnect'])(
    'after a %s is read through the search, and it is open again at once',
    async (how) => {
      const watching = await watchStream();
      await settled(watching);
      await watching.control(how);
      const lost = await say(watching.sandbox, CITIZEN, NEWS);
      // Not a moment of waiting: the real time is not moved.
      await watching.turnsUntil(() => watching.connected());
      await watching.turnsUntil(async () => (await watching.stored()).includes(lost));
      const brought = await say(watching.sandbox, CITIZEN, 'again @sw_energy');
      await until(async () => (await watching.stored()).includes(brought));
    },
  );

  it('twenty times is all there in the end, each once', async () => {
    const watching = await watchStream();
    await settled(watching);
    const all: string[] = [];
    for (let time = 0; time < 20; time += 1) {
      all.push(await say(watching.sandbox, CITIZEN, `${time} before @sw_energy`));
      await watching.control(time % 2 === 0 ? 'cut' : 'disconnect');
      all.push(await say(watching.sandbox, CITIZEN, `${time} after @sw_home`));
      watching.skip(5 * MINUTE + 30 * SECOND);
      await watching.turnsUntil(() => watching.connected());
    }
    await settled(watching);
    expect(await watching.stored()).toEqual(all.sort());
  });

  it('while it was open and silent: it is taken for dead, destroyed and built anew', async () => {
    const watching = await watchStream({ silenceMs: 30 * SECOND });
    await settled(watching);
    await watching.control('silent', true);
    const lost = await say(watching.sandbox, CITIZEN, NEWS);
    await watching.turn();
    expect(await watching.stored()).toEqual([]);
    watching.skip(31 * SECOND);
    await watching.turnsUntil(async () => !(await watching.connected()));
    watching.skip(SECOND);
    await watching.turnsUntil(async () => (await watching.stored()).includes(lost));
    expect(watching.source.trouble?.()).not.toBeNull();
    // Still silent: search goes on bringing what comes, without a stream.
    const more = await say(watching.sandbox, CITIZEN, 'more @sw_energy');
    for (let time = 0; time < 4; time += 1) {
      watching.skip(31 * SECOND);
      await watching.turn();
    }
    await watching.turnsUntil(async () => (await watching.stored()).includes(more));

    await watching.control('silent', false);
    // Whatever pause it is in has an end.
    await until(async () => {
      if (!(await watching.connected())) watching.skip(MINUTE);
      await watching.turn();
      return watching.source.trouble?.() === null;
    });
    const brought = await say(watching.sandbox, CITIZEN, 'at last @sw_energy');
    await until(async () => (await watching.stored()).includes(brought));
  });

  it('is not passed by the marks as long as the search cannot read it', async () => {
    const watching = await watchStream();
    await settled(watching);
    watching.gap.blocked = true;
    await watching.control('cut');
    const lost = await say(watching.sandbox, CITIZEN, NEWS);
    await watching.turnsUntil(() => watching.connected());
    await later(watching, 30 * MINUTE);
    const brought = await say(watching.sandbox, CITIZEN, 'again @sw_energy');
    await until(async () => (await watching.stored()).includes(brought));
    for (let time = 0; time < 5; time += 1) {
      watching.skip(29 * SECOND);
      await watching.turn();
    }
    expect(compareIds(await markOf(watching), lost)).toBeLessThan(0);
    expect(watching.source.trouble?.()).toContain('the search does not answer');

    watching.gap.blocked = false;
    await settled(watching);
    expect(await watching.stored()).toEqual([lost, brought].sort());
    expect(watching.source.trouble?.()).toBeNull();
  });

  it('because the store did not take it comes again through the search', async () => {
    const watching = await watchStream();
    await settled(watching);
    let broken = true;
    const failing = {
      ...watching.sink,
      async take(...args: Parameters<typeof watching.sink.take>) {
        if (broken && args[0].length > 0) throw new Error('the disk is full');
        return watching.sink.take(...args);
      },
    };
    await watching.source.turn(failing);
    const lost = await say(watching.sandbox, CITIZEN, NEWS);
    await until(() => watching.meter.billed.includes(lost));
    expect(await watching.stored()).toEqual([]);
    broken = false;
    watching.skip(30 * SECOND);
    await watching.turnsUntil(async () => (await watching.stored()).includes(lost));
  });
});

describe('a stream that X does not give', () => {
  it('because there is another connection: it waits a minute and longer, and the search brings what comes', async () => {
    const watching = await watchStream();
    await call(watching.sandbox, 'POST', RULES, { add: [{ value: '@sw_energy', tag: 'theirs' }] });
    const other = await listen(watching.sandbox);
    await watching.turn();
    await watching.turn();
    expect(watching.source.trouble?.()).toMatch(/connection/i);
    const first = await say(watching.sandbox, CITIZEN, NEWS);
    watching.skip(31 * SECOND);
    await watching.turn();
    expect(await watching.stored()).toEqual([first]);

    const tries = async () =>
      (await get(watching.sandbox, '/sandbox/report')).body.requests['GET /2/tweets/search/stream'];
    const before = (await tries())['429'];
    watching.skip(25 * SECOND);
    await watching.turn();
    expect((await tries())['429']).toBe(before);
    other.leave();
    await until(async () => !(await watching.connected()));
    watching.skip(5 * SECOND);
    await watching.turnsUntil(() => watching.connected());
    expect(watching.meter.calls.map(({ answer }) => answer.status)).not.toContain(429);
  });

  it('because somebody removed the rules: they are made anew', async () => {
    const watching = await watchStream();
    await settled(watching);
    const ids = (await call(watching.sandbox, 'GET', RULES)).body.data.map(({ id }: { id: string }) => id);
    await call(watching.sandbox, 'POST', RULES, { delete: { ids } });
    await watching.control('cut');
    await watching.turnsUntil(() => watching.source.trouble?.()?.includes('rules') ?? false);
    watching.skip(5 * SECOND);
    await watching.turnsUntil(() => watching.connected());
    expect(await rulesOf(watching)).toHaveLength(2);
  });

  it('because X is down: X is asked again in the pauses it wants, and what was missed is read', async () => {
    const watching = await watchStream();
    await settled(watching);
    await post(watching.sandbox, '/sandbox/faults', { kind: 'outage', minutes: 60, how: '503' });
    await until(async () => !(await watching.connected()));
    for (const wait of [0, 5, 10, 20]) {
      watching.skip(wait * SECOND);
      await watching.turn();
      expect(watching.source.trouble?.()).not.toBeNull();
    }
    await post(watching.sandbox, '/sandbox/faults', { kind: 'clear' });
    const lost = await say(watching.sandbox, CITIZEN, NEWS);
    watching.skip(40 * SECOND);
    await watching.turnsUntil(() => watching.connected());
    await watching.turnsUntil(async () => (await watching.stored()).includes(lost));
  });

  it('because X is known to refuse it: it is not even asked', async () => {
    const watching = await watchStream();
    watching.meter.held = watching.sandbox.clock.now() + 10 * MINUTE;
    await watching.turn();
    await watching.turn();
    expect(await watching.connected()).toBe(false);
    expect(watching.meter.calls).toEqual([]);
    watching.meter.held = null;
    watching.skip(10 * SECOND);
    await watching.turnsUntil(() => watching.connected());
  });
});

describe('what X sends again', () => {
  it('is asked for where the plan has it, and taken once', async () => {
    const watching = await watchStream({ backfillMinutes: 5 });
    const before = await say(watching.sandbox, CITIZEN, NEWS);
    await watching.turnsUntil(async () => (await watching.control('silent', false)).delivered === 1);
    await settled(watching);
    expect(await watching.stored()).toEqual([before]);
  });
});

describe('when the desk stops', () => {
  it('the connection is closed, and nothing is taken any more', async () => {
    const watching = await watchStream();
    await settled(watching);
    const taken = await say(watching.sandbox, CITIZEN, NEWS);
    await until(async () => (await watching.control('silent', false)).delivered === 1);
    await until(async () => (await watching.stored()).length === 1);
    await watching.source.stop();
    await until(async () => !(await watching.connected()));
    await watching.turn();
    expect(await watching.connected()).toBe(false);
    expect(await watching.stored()).toEqual([taken]);
  });
});

describe('the mark after a sign of life', () => {
  const sign = Date.UTC(2026, 10, 24, 6);
  it.each([
    ['a minute before it, when posts come all the time', idAt(sign - SECOND), idAt(sign - MINUTE)],
    ['the newest post, when that is older: our clock may be wrong', idAt(sign - HOUR), idAt(sign - HOUR)],
    ['half a day before it, when nobody writes', '0', idAt(sign - 12 * HOUR)],
  ])('is %s', (_what, newest, expected) => {
    expect(markAfter(sign, newest)).toBe(expected);
  });
});
