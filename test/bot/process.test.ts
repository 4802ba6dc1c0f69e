import { describe, expect, it } from 'vitest';
import { refreshActivity } from '../../src/bot/activity.js';
import { processInbox } from '../../src/bot/process.js';
import { DAY, HOUR } from '../../src/lib/instant.js';
import { ENERGY, HOME, makeDesk, meaning, NOW, type TestDesk, xPost } from './desk.js';

/** Posts that were read and wait. */
async function read(desk: TestDesk, ...posts: ReturnType<typeof xPost>[]): Promise<void> {
  await desk.store.savePage(
    posts.map((post) => ({ post, handleId: ENERGY.xUserId, receivedAt: NOW })),
    null,
  );
}
const disposition = async (desk: TestDesk, id: string) => (await desk.store.decided(id))?.disposition;
const keys = async (desk: TestDesk) => (await desk.store.sendable(NOW, 100)).map(({ key }) => key);

describe('a waiting post', () => {
  it('is understood, decided and stored, and whoever looks is told', async () => {
    const desk = await makeDesk();
    const understood: unknown[] = [];
    desk.interpret = (...given) => {
      understood.push(given);
      return meaning();
    };
    await read(desk, xPost('100', { ownText: 'only my own words', hasMedia: true }));
    expect(await processInbox(desk)).toBe(1);
    expect(understood).toEqual([['only my own words', ENERGY, true]]);
    const decided = await desk.store.decided('100');
    expect(decided).toMatchObject({ disposition: 'case_opened', meaning: { intent: 'grievance' } });
    expect(desk.changes).toEqual([{ kind: 'post', postId: '100', code: decided?.caseCode }]);
    expect(await keys(desk)).toEqual(['ack:100']);
    expect(await processInbox(desk)).toBe(0);
  });

  it('that breaks us is set aside, and holds up nobody', async () => {
    const desk = await makeDesk();
    desk.interpret = (text) => {
      if (text === 'poison') throw new Error('cannot be understood');
      return meaning();
    };
    const at = (createdAt: number, ownText = 'power is out') => ({ createdAt, ownText });
    await read(
      desk,
      xPost('101', at(NOW - 3, 'poison')),
      xPost('102', at(NOW - 2)),
      xPost('103', at(NOW - 1)),
    );
    expect(await processInbox(desk)).toBe(3);
    expect(await disposition(desk, '101')).toBe('failed');
    expect(await disposition(desk, '102')).toBe('case_opened');
    expect(await disposition(desk, '103')).toBe('case_opened');
    expect(await desk.store.undecided(10)).toEqual([]);
    expect(await keys(desk)).toEqual(['ack:102', 'ack:103']);
  });

  it('is decided even when more wait than are taken at once, oldest first', async () => {
    const desk = await makeDesk();
    const ids = Array.from({ length: 205 }, (_, at) => String(1000 + at));
    await read(desk, ...ids.map((id, at) => xPost(id, { createdAt: NOW - 1000 + at })).reverse());
    expect(await processInbox(desk)).toBe(205);
    expect(desk.changes.map((change) => (change as { postId?: string }).postId)).toEqual(ids);
  });

  it('in the conversation of a case is added to it', async () => {
    const desk = await makeDesk();
    await read(desk, xPost('100'));
    await processInbox(desk);
    await read(desk, xPost('101', { conversationId: '100', inReplyToPostId: '100' }));
    await processInbox(desk);
    expect(await disposition(desk, '101')).toBe('added');
    expect(await desk.store.counts()).toMatchObject({ cases: 1 });
  });

  it('of danger tells the officers of that place who hold office now', async () => {
    const desk = await makeDesk();
    desk.interpret = () => meaning({ intent: 'emergency', emergency: true, danger: 'fire' });
    await read(desk, xPost('100'));
    await processInbox(desk);
    expect((await desk.store.pendingNotices(NOW, 10)).map(({ notice }) => notice)).toMatchObject([
      { kind: 'emergency', department: 'ENERGY', district: 'LUCKNOW', level: 1, officers: ['31'] },
    ]);
  });

  it('read late is a case that a person reads, and is not answered', async () => {
    const desk = await makeDesk();
    await read(desk, xPost('100', { createdAt: NOW - 7 * HOUR }));
    await processInbox(desk);
    expect(await disposition(desk, '100')).toBe('case_opened');
    expect(await keys(desk)).toEqual([]);
    expect(await desk.store.pendingNotices(NOW, 10)).toMatchObject([{ notice: { kind: 'triage' } }]);
  });
});

describe('the rule for acknowledging', () => {
  const quiet = 15 * DAY;
  it.each([
    ['always', null, false, true],
    ['always', 0, false, true],
    ['off', null, false, false],
    ['off', null, true, false],
    ['when_inactive', null, false, true],
    ['when_inactive', quiet, false, true],
    ['when_inactive', HOUR, false, false],
    ['when_inactive', HOUR, true, true],
  ] as const)('%s, people posted %s ms ago, danger %s: answered %s', async (ack, ago, danger, answered) => {
    const desk = await makeDesk({ ack });
    if (ago !== null) await desk.store.saveActivity(ENERGY.xUserId, NOW - ago, NOW);
    desk.interpret = () => meaning(danger ? { intent: 'emergency', emergency: true, danger: 'fire' } : {});
    await read(desk, xPost('100'));
    await processInbox(desk);
    expect(await disposition(desk, '100')).toBe('case_opened');
    expect(await keys(desk)).toEqual(answered ? ['ack:100'] : []);
  });

  it('is not that of another handle', async () => {
    const desk = await makeDesk({ ack: 'when_inactive' });
    await desk.store.saveActivity(HOME.xUserId, NOW, NOW);
    await read(desk, xPost('100'));
    await processInbox(desk);
    expect(await keys(desk)).toEqual(['ack:100']);
  });
});

describe('whether people post from a handle', () => {
  it('is looked up once in a while, for those handles only whose rule asks', async () => {
    const always = await makeDesk({ ack: 'always' });
    await refreshActivity(always, HOUR);
    expect(await always.store.activity(ENERGY.xUserId)).toBeNull();

    const desk = await makeDesk({ ack: 'when_inactive' });
    desk.poster.lastHumanAt = NOW - DAY;
    await refreshActivity(desk, HOUR);
    expect(await desk.store.activity(ENERGY.xUserId)).toEqual({ lastHumanAt: NOW - DAY, checkedAt: NOW });

    desk.poster.lastHumanAt = NOW;
    desk.clock.at = NOW + HOUR - 1;
    await refreshActivity(desk, HOUR);
    expect(await desk.store.activity(ENERGY.xUserId)).toMatchObject({ lastHumanAt: NOW - DAY });
    desk.clock.at = NOW + HOUR;
    await refreshActivity(desk, HOUR);
    expect(await desk.store.activity(ENERGY.xUserId)).toMatchObject({ lastHumanAt: NOW });
  });

  it('that cannot be read leaves what was known, and the other handles go on', async () => {
    const desk = await makeDesk({ ack: 'when_inactive' });
    desk.poster.unreadable.add(ENERGY.xUserId);
    await desk.store.saveActivity(ENERGY.xUserId, NOW - 5, NOW - DAY);
    await refreshActivity(desk, HOUR);
    expect(await desk.store.activity(ENERGY.xUserId)).toMatchObject({ lastHumanAt: NOW - 5 });
    expect(await desk.store.activity(HOME.xUserId)).toMatchObject({ checkedAt: NOW });
  });
});
