import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { dispatch } from '../../src/bot/dispatch.js';
import { newCode, showCode } from '../../src/cases/code.js';
import { HOUR, MINUTE } from '../../src/lib/instant.js';
import { decision, draftOf, inboxRow, opening } from '../store/given.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk } from './desk.js';

const CODE = '7KM2PQ4X';

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
});

async function post(
  id: string,
  drafts: Parameters<typeof draftOf>[],
  more: Parameters<typeof inboxRow>[1] = {},
) {
  const mentions = [ENERGY, HOME].map(({ handle }) => ({ handle, explicit: true }));
  await desk.store.savePage([inboxRow(id, { mentions, ...more })], null);
  const made = decision({
    caseCode: null,
    drafts: drafts.map(([key, own]) => draftOf(key, { caseCode: null, params: {}, to: id, ...own })),
  });
  await desk.store.commitPost(id, null, made, [], null, desk.clock.at);
}
async function rows(): Promise<[string, number][]> {
  const counts = await desk.store.counts();
  const states = ['pending', 'waiting', 'sent', 'refused', 'expired', 'unknown', 'sending'];
  return states.flatMap((state) => {
    const count = counts[`messages_${state}`] ?? 0;
    return count === 0 ? [] : [[state, count] as [string, number]];
  });
}
async function later(ms: number): Promise<void> {
  desk.clock.at += ms;
  await dispatch(desk);
}

describe('one post', () => {
  it('gets one automatic answer, even when two are due at the same moment from two handles', async () => {
    await post('200', [['a'], ['b', { handleId: HOME.xUserId }]]);
    await Promise.all([dispatch(desk), dispatch(desk)]);
    await later(MINUTE);
    expect(desk.poster.calls).toHaveLength(1);
    expect(await rows()).toEqual([
      ['sent', 1],
      ['refused', 1],
    ]);
  });

  it('whose answer may have been posted gets no other one meanwhile', async () => {
    await post('200', [['a'], ['b']]);
    desk.poster.next.push({ kind: 'unknown', detail: 'ECONNRESET' });
    await dispatch(desk);
    expect(desk.poster.calls).toHaveLength(1);
  });
});

describe('the question whether it is done', () => {
  it("waits when the citizen's post has had its answer, and goes under the next thing the citizen writes", async () => {
    await desk.store.savePage([inboxRow('100')], null);
    await desk.store.commitPost('100', null, opening(), [], null, NOW);
    await dispatch(desk);
    await desk.store.savePage([inboxRow('700', { authorId: '31' })], null);
    const acknowledged = await desk.store.caseByCode(CODE);
    const asked = decision({ drafts: [draftOf('claimed:1', { kind: 'claimed', to: '100', priority: 2 })] });
    await desk.store.commitPost('700', acknowledged, asked, [], null, desk.clock.at);
    await dispatch(desk);
    expect(await rows()).toEqual([
      ['waiting', 1],
      ['sent', 1],
    ]);

    await desk.store.savePage([inboxRow('300')], null);
    const added = decision({ events: [{ type: 'added', at: desk.clock.at, postId: '300' }] });
    await desk.store.commitPost('300', acknowledged, added, [], null, desk.clock.at);
    await later(5 * MINUTE);
    await later(MINUTE);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['100', '300']);
  });
});

describe('the same message for another post', () => {
  it('moves there as long as it was never sent, and goes out once', async () => {
    await post('200', [['first']]);
    await dispatch(desk);
    await post('201', [['question', { to: '200', kind: 'claimed' }]]);
    await post('202', [['question', { to: '202', kind: 'claimed' }]]);
    await dispatch(desk);
    await post('203', [['question', { to: '203', kind: 'claimed' }]]);
    await later(MINUTE);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['200', '202']);
  });
});

describe('a handle without a token', () => {
  it('lets its messages wait and be seen, while others go on; with a token they go out', async () => {
    desk.poster.mute.add(ENERGY.xUserId);
    await post('200', [['a']]);
    await post('201', [['b', { handleId: HOME.xUserId }]]);
    await dispatch(desk);
    expect(desk.poster.calls.map(({ as }) => as)).toEqual([HOME.xUserId]);
    expect(await rows()).toEqual([
      ['waiting', 1],
      ['sent', 1],
    ]);
    desk.poster.mute.clear();
    await later(5 * MINUTE);
    expect(desk.poster.calls.map(({ as }) => as)).toEqual([HOME.xUserId, ENERGY.xUserId]);
  });

  it('is given up only when the message is too old to be answered, and then says what it waited for', async () => {
    desk.poster.mute.add(ENERGY.xUserId);
    await desk.store.savePage([inboxRow('100')], null);
    await desk.store.commitPost('100', null, opening(), [], null, NOW);
    await dispatch(desk);
    await later(6 * HOUR + MINUTE);
    expect(await desk.store.messagesOf(CODE)).toMatchObject([
      { state: 'expired', reason: 'needs_authorisation: no token' },
    ]);
  });
});

describe('a dead token', () => {
  it('parks that handle alone, with an alarm, and heals when X takes it again', async () => {
    await post('200', [['a']]);
    await post('201', [['b', { handleId: HOME.xUserId }]]);
    desk.poster.next.push({ kind: 'refused', reason: 'auth', detail: '401', until: NOW + 15 * MINUTE });
    await dispatch(desk);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ condition: 'revoked' });
    expect(await desk.store.account(HOME.xUserId)).toBeNull();
    expect(await desk.store.alarms()).toMatchObject([{ code: 'X-008', subject: ENERGY.xUserId }]);

    await later(15 * MINUTE);
    expect(desk.poster.calls.filter(({ as }) => as === ENERGY.xUserId)).toHaveLength(1);
    await later(5 * HOUR + 45 * MINUTE);
    expect(desk.poster.calls.filter(({ as }) => as === ENERGY.xUserId)).toHaveLength(2);
    expect(await desk.store.account(ENERGY.xUserId)).toMatchObject({ condition: 'active' });
    expect(await desk.store.alarms()).toEqual([]);
  });
});

describe('a refusal for lack of summon', () => {
  it('to a bare reply makes that handle answer only who names it', async () => {
    desk.policy = { ...desk.policy, summon: 'implicit' };
    await post('200', [['first']]);
    await dispatch(desk);
    const ours = (await desk.store.oursByPostId('5001')) === undefined ? '' : '5001';
    const reply = {
      inReplyToPostId: ours,
      inReplyToUserId: ENERGY.xUserId,
      mentions: [{ handle: ENERGY.handle, explicit: false }],
      authorId: 'another',
    };
    await post('201', [['second']], reply);
    await post('202', [['third']], reply);
    desk.poster.next.push({ kind: 'refused', reason: 'not_allowed', detail: '403 not summoned' });
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['200', '201']);
    expect(await desk.store.alarms()).toMatchObject([{ code: 'X-009' }]);
    expect((await rows()).find(([state]) => state === 'refused')).toEqual(['refused', 2]);
  });
});

describe('an author', () => {
  it('who asked for quiet hears nothing from us again, from any handle', async () => {
    await desk.store.savePage([inboxRow('150')], null);
    const stopped = decision({ caseCode: null, stopAuthor: 'citizen' });
    await desk.store.commitPost('150', null, stopped, [], null, NOW);
    await post('200', [['a']]);
    await post('201', [['b', { handleId: HOME.xUserId }]]);
    await dispatch(desk);
    expect(desk.poster.calls).toEqual([]);
    expect(await rows()).toEqual([['refused', 2]]);
  });

  it('that is a handle of this desk, or on the list of programs, is not answered', async () => {
    desk.directory = { ...desk.directory, automated: new Set(['robot']) };
    await post('200', [['a']], { authorId: 'robot' });
    await post('201', [['b']], { authorId: HOME.xUserId });
    await dispatch(desk);
    expect(desk.poster.calls).toEqual([]);
  });
});

describe('two desks that face each other', () => {
  it("exchange no more than one message: a code that is not ours in a bare reply is another desk's", async () => {
    desk.policy = { ...desk.policy, summon: 'implicit' };
    await post('200', [['first']]);
    await dispatch(desk);
    await post('201', [['second']], {
      ownText: `Recorded as ${showCode(newCode(randomBytes))} by the other desk`,
      inReplyToPostId: '5001',
      inReplyToUserId: ENERGY.xUserId,
      mentions: [{ handle: ENERGY.handle, explicit: false }],
      authorId: 'sister',
    });
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['200']);
  });
});
