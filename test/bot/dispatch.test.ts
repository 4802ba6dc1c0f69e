import { beforeEach, describe, expect, it } from 'vitest';
import { dispatch } from '../../src/bot/dispatch.js';
import type { Outcome } from '../../src/bot/ports.js';
import type { OutboxRow } from '../../src/bot/store.js';
import { HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { decision, draftOf, inboxRow, opening } from '../store/given.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk } from './desk.js';

const CODE = '7KM2PQ4X';
const SHOWN = '7KM2-PQ4X';
const UNKNOWN: Outcome = { kind: 'unknown', detail: 'ECONNRESET' };
const DUPLICATE: Outcome = { kind: 'refused', reason: 'duplicate', detail: '403 duplicate content' };
const wait = (until: number): Outcome => ({ kind: 'refused', reason: 'rate_limited', detail: '429', until });

let desk: TestDesk;
beforeEach(async () => {
  desk = await makeDesk();
});

/** A case whose acknowledgement waits. */
async function acknowledgementWaits(): Promise<void> {
  await desk.store.savePage([inboxRow('100')], null);
  await desk.store.commitPost('100', null, opening(), [], null, NOW);
}

let posts = 1000;
/** Messages without a case that wait, in this order. */
async function waiting(...list: Parameters<typeof draftOf>[]): Promise<void> {
  posts += 1;
  await desk.store.savePage([inboxRow(String(posts))], null);
  const drafts = list.map(([key, more]) => draftOf(key, { caseCode: null, params: {}, to: key, ...more }));
  // Each answers a post of its own.
  await desk.store.savePage(
    [...new Set(drafts.map(({ to }) => to))].map((to) =>
      inboxRow(to, { mentions: [ENERGY, HOME].map(({ handle }) => ({ handle, explicit: true })) }),
    ),
    null,
  );
  for (const { to } of drafts)
    await desk.store.commitPost(to, null, decision({ caseCode: null }), [], null, desk.clock.at);
  await desk.store.commitPost(
    String(posts),
    null,
    decision({ caseCode: null, drafts }),
    [],
    null,
    desk.clock.at,
  );
}

async function message(): Promise<OutboxRow> {
  const [row] = await desk.store.messagesOf(CODE);
  if (row === undefined) throw new Error('there is no message');
  return row;
}

async function later(ms: number): Promise<void> {
  desk.clock.at += ms;
  await dispatch(desk);
}

describe('a message', () => {
  it('is posted once as its handle, with the code as people see it, and acknowledges the case', async () => {
    await acknowledgementWaits();
    await dispatch(desk);
    await dispatch(desk);
    expect(desk.poster.calls).toEqual([
      { as: ENERGY.xUserId, to: '100', text: expect.stringContaining(`ack ${SHOWN}`) },
    ]);
    expect(await message()).toMatchObject({ state: 'sent', postId: '5001' });
    expect(await desk.store.caseByCode(CODE)).toMatchObject({ stage: 'acknowledged' });
    expect(desk.changes).toEqual([{ kind: 'case', code: CODE }]);
  });

  it('older than max_age is given up', async () => {
    await acknowledgementWaits();
    await later(6 * HOUR + 1);
    expect(desk.poster.calls).toEqual([]);
    expect(await message()).toMatchObject({ state: 'expired', reason: 'older than max_age' });
  });

  it('just as old as max_age still goes', async () => {
    await acknowledgementWaits();
    await later(6 * HOUR);
    expect(await message()).toMatchObject({ state: 'sent' });
  });

  it('X does not allow is final', async () => {
    await acknowledgementWaits();
    desk.poster.next.push({ kind: 'refused', reason: 'not_allowed', detail: '403 not mentioned' });
    await dispatch(desk);
    await later(HOUR);
    expect(desk.poster.calls).toHaveLength(1);
    expect(await message()).toMatchObject({ state: 'refused', reason: 'not_allowed: 403 not mentioned' });
    expect(await desk.store.caseByCode(CODE)).toMatchObject({ stage: 'open' });
  });

  it('that no text can be made for holds up nobody', async () => {
    await waiting(['broken', { kind: 'status' }], ['fine', { kind: 'ack' }]);
    desk.renderer.render = ({ kind }) => {
      if (kind === 'status') throw new Error('a value is missing');
      return kind;
    };
    await dispatch(desk);
    expect(desk.poster.texts).toEqual(['ack']);
    expect(await desk.store.counts()).toMatchObject({ messages_sent: 1, messages_expired: 1 });
  });

  it('is not sent twice by two dispatchers at once', async () => {
    await acknowledgementWaits();
    await Promise.all([dispatch(desk), dispatch(desk)]);
    expect(desk.poster.calls).toHaveLength(1);
  });
});

describe('a message whose outcome is unknown', () => {
  beforeEach(acknowledgementWaits);

  it('is looked for, found, and not sent again', async () => {
    const posted = { id: '' };
    desk.poster.next.push(async () => {
      posted.id = desk.poster.show(ENERGY.xUserId, '100', `Recorded ${SHOWN}`);
      return UNKNOWN;
    });
    await dispatch(desk);
    await later(5 * SECOND);
    expect(desk.poster.looks).toEqual([{ as: ENERGY.xUserId, to: '100', marker: SHOWN }]);
    expect(await message()).toMatchObject({ state: 'sent', postId: posted.id });
    expect(await desk.store.caseByCode(CODE)).toMatchObject({ stage: 'acknowledged' });
    expect(desk.poster.calls).toHaveLength(1);
  });

  it('is not looked for before X shows it, and not sent before two looks in vain', async () => {
    desk.poster.next.push(UNKNOWN);
    await dispatch(desk);
    await later(5 * SECOND - 1);
    expect(desk.poster.looks).toHaveLength(0);
    await later(1);
    await later(40 * SECOND - 1);
    expect([desk.poster.looks.length, desk.poster.calls.length]).toEqual([1, 1]);
    await later(1);
    expect([desk.poster.looks.length, desk.poster.calls.length]).toEqual([2, 2]);
    // To the letter: X itself then refuses it, should it have been posted after all.
    expect(desk.poster.texts[1]).toBe(desk.poster.texts[0]);
    expect(await message()).toMatchObject({ state: 'sent', attempt: 2 });
  });

  it('was posted after all, when X then calls it a duplicate', async () => {
    desk.poster.next.push(UNKNOWN, DUPLICATE);
    await dispatch(desk);
    await later(5 * SECOND);
    await later(40 * SECOND);
    expect(await message()).toMatchObject({ state: 'sent', postId: '', attempt: 2 });
    await later(HOUR);
    expect(desk.poster.calls).toHaveLength(2);
  });

  it('called a duplicate is asked for once more under which id it stands', async () => {
    const posted = { id: '' };
    desk.poster.next.push(UNKNOWN, async () => {
      posted.id = desk.poster.show(ENERGY.xUserId, '100', `Recorded ${SHOWN}`);
      return DUPLICATE;
    });
    await dispatch(desk);
    await later(5 * SECOND);
    await later(40 * SECOND);
    expect(await message()).toMatchObject({ state: 'sent', postId: posted.id });
  });

  it('is never sent while the timeline cannot be read', async () => {
    desk.poster.next.push(UNKNOWN);
    desk.poster.unreadable.add(ENERGY.xUserId);
    await dispatch(desk);
    for (let minute = 0; minute < 5; minute += 1) await later(MINUTE);
    expect(desk.poster.calls).toHaveLength(1);
    expect(await message()).toMatchObject({ state: 'unknown', checks: 0 });
  });

  it('does not keep those of other handles from being looked for', async () => {
    await waiting(['other', { handleId: HOME.xUserId }]);
    desk.poster.next.push(UNKNOWN, UNKNOWN);
    desk.poster.unreadable.add(ENERGY.xUserId);
    await dispatch(desk);
    await later(5 * SECOND);
    expect(desk.poster.looks.map(({ as }) => as)).toEqual([ENERGY.xUserId, HOME.xUserId]);
  });

  it('and that X then asked to wait with is still perhaps posted: a duplicate proves it, and no other wording goes', async () => {
    desk.poster.next.push(UNKNOWN, wait(NOW + 2 * MINUTE), DUPLICATE);
    await dispatch(desk);
    await later(5 * SECOND);
    await later(40 * SECOND);
    await later(2 * MINUTE);
    await later(MINUTE);
    expect(new Set(desk.poster.texts).size).toBe(1);
    expect(desk.poster.calls).toHaveLength(3);
    expect(await message()).toMatchObject({ state: 'sent' });
  });

  it('whose process died in the call is looked for before anything is sent', async () => {
    const { id } = await message();
    await desk.store.markSending(id, `Recorded ${SHOWN}`, '900', desk.clock.at);
    desk.poster.show(ENERGY.xUserId, '100', `Recorded ${SHOWN}`);
    await later(MINUTE);
    expect(await message()).toMatchObject({ state: 'sending' });
    await later(1);
    await later(5 * SECOND);
    expect(await message()).toMatchObject({ state: 'sent', postId: '5001' });
    expect(desk.poster.calls).toEqual([]);
  });
});

describe('a message X calls a duplicate', () => {
  it('goes in another wording', async () => {
    await acknowledgementWaits();
    desk.poster.next.push(DUPLICATE);
    await dispatch(desk);
    await dispatch(desk);
    expect(new Set(desk.poster.texts).size).toBe(2);
    expect(await message()).toMatchObject({ state: 'sent', postId: '5001', text: desk.poster.texts[1] });
  });

  it('in four wordings is given up, and seen', async () => {
    await acknowledgementWaits();
    desk.poster.next.push(DUPLICATE, DUPLICATE, DUPLICATE, DUPLICATE);
    for (let round = 0; round < 6; round += 1) await dispatch(desk);
    expect(new Set(desk.poster.texts).size).toBe(4);
    expect(desk.poster.calls).toHaveLength(4);
    expect(await message()).toMatchObject({
      state: 'refused',
      reason: expect.stringMatching(/^duplicate: /),
    });
  });

  it('was not posted by a call that X had refused before', async () => {
    await acknowledgementWaits();
    desk.poster.next.push(wait(NOW + MINUTE), DUPLICATE);
    await dispatch(desk);
    await later(MINUTE);
    expect(await message()).toMatchObject({ state: 'pending' });
    await dispatch(desk);
    expect(desk.poster.texts[1]).toBe(desk.poster.texts[0]);
    expect(desk.poster.texts[2]).not.toBe(desk.poster.texts[1]);
    expect(await message()).toMatchObject({ state: 'sent', postId: '5001' });
  });

  it('in its second wording with an unknown outcome was posted in that one', async () => {
    await acknowledgementWaits();
    desk.poster.next.push(DUPLICATE, UNKNOWN, DUPLICATE);
    await dispatch(desk);
    await dispatch(desk);
    await later(5 * SECOND);
    await later(40 * SECOND);
    expect(desk.poster.texts[2]).toBe(desk.poster.texts[1]);
    expect(await message()).toMatchObject({ state: 'sent', attempt: 3 });
  });

  it('does not hold up the next', async () => {
    await waiting(['a'], ['b']);
    desk.poster.next.push(DUPLICATE);
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['a', 'b']);
  });
});

describe('a handle', () => {
  it('says what it has to say in order, the urgent first', async () => {
    await waiting(
      ['a', { priority: 2 }],
      ['b', { priority: 1 }],
      ['c', { priority: 0 }],
      ['d', { priority: 1 }],
    );
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['c', 'b', 'd', 'a']);
  });

  it('asked to wait says nothing at all until then, while the others go on', async () => {
    await waiting(['a'], ['b'], ['home', { handleId: HOME.xUserId }]);
    desk.poster.next.push(wait(NOW + MINUTE));
    await dispatch(desk);
    for (let second = 0; second < 59; second += 1) await later(SECOND);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['a', 'home']);
    await later(SECOND);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['a', 'home', 'a', 'b']);
  });

  it('that X is slow for holds up no other', async () => {
    await waiting(['a'], ['home', { handleId: HOME.xUserId }]);
    let answer: (outcome: Outcome) => void = () => {};
    desk.poster.next.push(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const round = dispatch(desk);
    await expect.poll(async () => (await desk.store.counts()).messages_sent).toBe(1);
    answer({ kind: 'ok', postId: '1' });
    await round;
    expect(await desk.store.counts()).toMatchObject({ messages_sent: 2 });
  });
});
