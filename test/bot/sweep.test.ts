import { beforeEach, describe, expect, it } from 'vitest';
import { sweep } from '../../src/bot/sweep.js';
import { HOUR, MINUTE } from '../../src/lib/instant.js';
import { decision, inboxRow, notice, openedEvent } from '../store/given.js';
import { makeDesk, NOW, type TestDesk } from './desk.js';

const CODE = '7KM2PQ4X';
const FIRST_DUE = NOW + HOUR;

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
});

/** A case of Lucknow, due in an hour. */
async function opened(notices = [] as ReturnType<typeof notice>[]): Promise<void> {
  await desk.store.savePage([inboxRow('100')], null);
  const events = [openedEvent('100', { district: 'LUCKNOW', dueAt: FIRST_DUE })];
  await desk.store.commitPost('100', null, decision({ events }), notices, null, NOW);
}
const state = async () => desk.store.caseByCode(CODE);

async function sweepAt(at: number): Promise<number> {
  desk.clock.at = at;
  return sweep(desk);
}

describe('a deadline', () => {
  beforeEach(() => opened());

  it('does nothing before its time', async () => {
    expect(await sweepAt(FIRST_DUE - 1)).toBe(0);
    expect(await state()).toMatchObject({ level: 1, version: 1 });
  });

  it('moves the case up once, and again only after the next', async () => {
    expect(await sweepAt(FIRST_DUE)).toBe(1);
    const dueAt = FIRST_DUE + 100 * HOUR;
    expect(await state()).toMatchObject({ level: 2, dueAt });
    expect(await sweepAt(FIRST_DUE)).toBe(0);
    expect(await sweepAt(dueAt - 1)).toBe(0);
    expect(await sweepAt(dueAt)).toBe(1);
    expect(await state()).toMatchObject({ level: 3, dueAt: dueAt + 50 * HOUR });
  });

  it('tells those of the new level, once', async () => {
    await sweepAt(FIRST_DUE);
    await sweepAt(FIRST_DUE + MINUTE);
    expect(desk.notifier.got.map((got) => got.notice)).toEqual([
      {
        kind: 'escalated',
        caseCode: CODE,
        department: 'ENERGY',
        district: 'LUCKNOW',
        level: 2,
        at: FIRST_DUE,
        officers: ['32'],
      },
    ]);
    expect(desk.changes).toEqual([{ kind: 'case', code: CODE }]);
  });

  it('found late gives the next level its whole time, one step a sweep', async () => {
    const late = FIRST_DUE + 1000 * HOUR;
    expect(await sweepAt(late)).toBe(1);
    expect(await state()).toMatchObject({ level: 2, dueAt: late + 100 * HOUR });
    expect(await sweepAt(late)).toBe(0);
  });

  it('at the top is told once more, and then rests', async () => {
    let at = FIRST_DUE;
    for (let step = 0; step < 3; step += 1) {
      expect(await sweepAt(at)).toBe(1);
      at = (await state())?.dueAt ?? at;
    }
    expect(await state()).toMatchObject({ level: 3, dueAt: null });
    expect(await sweepAt(at + 1000 * HOUR)).toBe(0);
    expect(desk.notifier.got.map(({ notice: { level } }) => level)).toEqual([2, 3, 3]);
  });

  it('acts once when two look at the same time', async () => {
    desk.clock.at = FIRST_DUE;
    const acted = await Promise.all([sweep(desk), sweep(desk)]);
    expect(acted.sort()).toEqual([0, 1]);
    expect(await desk.store.events(CODE)).toHaveLength(2);
  });
});

describe('a claim nobody answered', () => {
  it('becomes unconfirmed, without a word', async () => {
    await opened();
    const before = await state();
    if (before === null) throw new Error('there is no case');
    const dueAt = NOW + 2 * HOUR;
    const claimed = { type: 'claimed', at: NOW, officerId: '31', postId: '7', note: 'done', dueAt } as const;
    await desk.store.commitTick(before, decision({ events: [claimed] }), [], NOW);
    expect(await sweepAt(FIRST_DUE)).toBe(0);
    expect(await sweepAt(dueAt)).toBe(1);
    expect(await state()).toMatchObject({ stage: 'unconfirmed', dueAt: null });
    expect(desk.notifier.got).toEqual([]);
  });
});

describe('notices', () => {
  it('are kept for a notifier that fails, and tried later and later', async () => {
    await opened([notice()]);
    desk.notifier.broken = true;
    const triedAt: number[] = [];
    for (let minute = 0; minute <= 16; minute += 1) {
      const before = desk.notifier.tries;
      await sweepAt(NOW + minute * MINUTE);
      if (desk.notifier.tries > before) triedAt.push(minute);
    }
    expect(triedAt).toEqual([0, 1, 3, 7, 15]);
    desk.notifier.broken = false;
    await sweepAt(NOW + 31 * MINUTE);
    await sweepAt(NOW + 59 * MINUTE);
    expect(desk.notifier.got).toEqual([{ notice: notice(), id: '1' }]);
  });

  it('are never waited with for longer than an hour', async () => {
    await opened([notice()]);
    for (let attempt = 0; attempt < 20; attempt += 1) await desk.store.noticeFailed(1, NOW);
    desk.notifier.broken = true;
    await sweepAt(NOW);
    expect(await desk.store.pendingNotices(NOW + HOUR, 10)).toHaveLength(1);
  });

  it('go on to the others when one of them fails', async () => {
    await opened([notice(), notice({ kind: 'triage' })]);
    desk.notifier.notify = async (got, id) => {
      if (got.kind === 'emergency') throw new Error('nobody answers');
      desk.notifier.got.push({ notice: got, id });
    };
    await sweepAt(NOW);
    expect(desk.notifier.got.map(({ id }) => id)).toEqual(['2']);
  });

  it('keep their number through every repeat, so that doubles can be dropped', async () => {
    await opened([notice()]);
    const ids: string[] = [];
    const first = { name: 'first', notify: async (_notice: unknown, id: string) => void ids.push(id) };
    desk.notifiers = [first, desk.notifier];
    desk.notifier.broken = true;
    await sweepAt(NOW);
    await sweepAt(NOW + MINUTE);
    expect(ids).toEqual(['1', '1']);
  });
});
