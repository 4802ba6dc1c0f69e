import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentHandles } from '../../src/bot/silence.js';
import { watchSilence } from '../../src/bot/source-health.js';
import type { HourCount } from '../../src/bot/watch-store.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { idAt } from '../../src/lib/snowflake.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk, xPost } from './desk.js';

const NOON = Math.floor(NOW / DAY) * DAY + 12 * HOUR;

/** What a handle got in each hour of the last days, up to some hours before noon. */
function past(perHour: (hourOfDay: number, daysAgo: number) => number, until = 0, days = 14): HourCount[] {
  const rows: HourCount[] = [];
  for (let ago = days * 24; ago > until; ago -= 1) {
    const hour = NOON / HOUR - ago;
    const count = perHour(hour % 24, Math.ceil(ago / 24));
    if (count > 0) rows.push({ handleId: '900', hour, count, lastReceivedAt: hour * HOUR });
  }
  return rows;
}
/** Busy from five in the morning to five in the evening, UTC. */
const byDay = (hour: number) => (hour >= 5 && hour < 17 ? 6 : 0);

describe('a handle that normally gets many mentions', () => {
  it('and now gets none is silent', () => {
    expect(silentHandles(past(byDay, 3), NOON)).toEqual([
      { handleId: '900', since: NOON - 3 * HOUR, expected: 18 },
    ]);
  });

  it('is not, before enough are missing', () => {
    expect(silentHandles(past(byDay, 1), NOON)).toEqual([]);
    expect(silentHandles(past(byDay, 0), NOON + 59 * MINUTE)).toEqual([]);
  });

  it('is left in peace at night', () => {
    expect(silentHandles(past(byDay), NOON + 5 * HOUR)).toHaveLength(1);
    expect(
      silentHandles(
        past((hour) => (hour < 12 ? 6 : 0)),
        NOON + 11 * HOUR,
      ),
    ).toEqual([]);
  });

  it('is not judged by one day when everybody was angry', () => {
    const once = past((hour, daysAgo) => (daysAgo === 3 ? 500 : hour === 9 ? 1 : 0), 2);
    expect(silentHandles(once, NOON)).toEqual([]);
  });

  it('must be known for a week', () => {
    expect(silentHandles(past(byDay, 3, 6), NOON)).toEqual([]);
    expect(silentHandles(past(byDay, 3, 8), NOON)).toHaveLength(1);
  });

  it('is said to be silent only when about twelve are missing, whatever its days look like', () => {
    const day = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 30 }), (hours, until) => {
        const usual = (hour: number) => hours[hour % 24] ?? 0;
        let missing = 0;
        const rows = past((hour) => usual(hour), until, 14);
        const last = Math.max(...rows.map(({ hour }) => hour), 0);
        for (let hour = last + 1; hour < NOON / HOUR; hour += 1) missing += usual(hour);
        const known = rows.length > 0 && last - Math.min(...rows.map(({ hour }) => hour)) >= 7 * 24 - 1;
        expect(silentHandles(rows, NOON)).toHaveLength(known && missing >= 12 ? 1 : 0);
      }),
    );
  });
});

describe('the alarm', () => {
  const mention = (at: number, handle: string) => {
    const id = idAt(at);
    return xPost(id, { createdAt: at, mentions: [{ handle, explicit: true }] });
  };
  /** A desk whose handle ENERGY got three an hour for ten days, until some hours ago; HOME got one a day. */
  async function busy(hoursAgo: number): Promise<TestDesk> {
    const desk = await makeDesk();
    for (let ago = 10 * 24; ago > hoursAgo; ago -= 1) {
      const at = NOW - ago * HOUR;
      const rows = [0, 1, 2].map((minute) => ({
        post: mention(at + minute * MINUTE, 'sw_energy'),
        handleId: ENERGY.xUserId,
        receivedAt: at + minute * MINUTE,
      }));
      if (ago % 24 === 0)
        rows.push({ post: mention(at + 5 * MINUTE, 'sw_home'), handleId: HOME.xUserId, receivedAt: at });
      await desk.store.savePage(rows, null);
    }
    return desk;
  }
  const silent = async (desk: TestDesk) =>
    (await desk.store.alarms()).filter(({ code }) => code === 'SRC-001').map(({ subject }) => subject);

  it('is raised once for the handle, and cleared by the next mention', async () => {
    const desk = await busy(6);
    const check = watchSilence(desk);
    desk.clock.at += 20 * MINUTE;
    await check();
    desk.clock.at += 5 * MINUTE;
    await check();
    expect(await silent(desk)).toEqual([ENERGY.xUserId]);

    desk.clock.at += 5 * MINUTE;
    const post = mention(desk.clock.at, 'sw_energy');
    await desk.store.savePage([{ post, handleId: ENERGY.xUserId, receivedAt: desk.clock.at }], null);
    await check();
    expect(await silent(desk)).toEqual([]);
  });

  it('stays while nobody writes, also when the busy days are long past', async () => {
    const desk = await busy(6);
    const check = watchSilence(desk);
    desk.clock.at += DAY;
    await check();
    desk.clock.at += 20 * DAY;
    await check();
    expect(await silent(desk)).toEqual([ENERGY.xUserId]);
  });

  it('is not raised while what was missed is still being read, nor when no source works', async () => {
    const desk = await busy(6);
    const check = watchSilence(desk);
    await check();
    expect(await silent(desk)).toEqual([]);
    desk.clock.at += 20 * MINUTE;
    await desk.store.raiseAlarm('SRC-002', 'search', 'down', NOW);
    await check();
    expect(await silent(desk)).toEqual([]);
    await desk.store.clearAlarm('SRC-002', 'search', NOW);
    desk.clock.at += 5 * MINUTE;
    await check();
    expect(await silent(desk)).toEqual([ENERGY.xUserId]);
  });
});
