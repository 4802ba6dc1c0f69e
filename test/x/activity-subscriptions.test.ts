import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { type Change, differenceOf, type PresentSubscription } from '../../src/x/activity-subscriptions.js';
import { ENERGY, HOME } from './activity-given.js';

const HOOK = '55';
const AGREED = 1_000;
const everybody = new Map([
  [ENERGY.xUserId, AGREED],
  [HOME.xUserId, AGREED],
]);

function held(id: string, eventType: string, more: Partial<PresentSubscription> = {}): PresentSubscription {
  return {
    ...{ id, eventType, userId: ENERGY.xUserId, tag: 'sunwai', webhookId: HOOK, createdAt: AGREED + 1 },
    ...more,
  };
}

const short = (change: Change) =>
  change.kind === 'remove'
    ? `- ${change.id}`
    : `+ ${change.subscription.eventType} ${change.subscription.userId ?? 'all'}`;

/** X after these changes. */
function applied(present: readonly PresentSubscription[], changes: readonly Change[]): PresentSubscription[] {
  const removed = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [change.id] : [])));
  const added = changes.flatMap((change, at) =>
    change.kind === 'add'
      ? [held(`new-${at}`, change.subscription.eventType, { userId: change.subscription.userId })]
      : [],
  );
  return [...present.filter(({ id }) => !removed.has(id)), ...added];
}

describe('the difference between what X holds and what is wanted', () => {
  it('is everything at first, and what the whole app needs once', () => {
    const { changes, untold, total } = differenceOf([ENERGY, HOME], [], HOOK, everybody);
    expect(changes.map(short)).toEqual([
      `+ post.mention.create ${ENERGY.xUserId}`,
      `+ post.reply.create ${ENERGY.xUserId}`,
      `+ post.mention.create ${HOME.xUserId}`,
      `+ post.reply.create ${HOME.xUserId}`,
      `+ profile.update.handle ${ENERGY.xUserId}`,
      `+ profile.update.handle ${HOME.xUserId}`,
      '+ oauth.revoke all',
    ]);
    expect([untold, total]).toEqual([[], 7]);
  });

  it('leaves out what needs a consent that is not there, and says of whom', () => {
    const consents = new Map([[HOME.xUserId, AGREED]]);
    const { changes, untold, total } = differenceOf([ENERGY, HOME], [], HOOK, consents);
    expect(changes.map(short)).toContain(`+ profile.update.handle ${ENERGY.xUserId}`);
    expect(changes.map(short)).not.toContain(`+ post.mention.create ${ENERGY.xUserId}`);
    expect([untold, total]).toEqual([[ENERGY], 5]);
  });

  it('removes what is of no use any more, and only what is ours', () => {
    const present = [
      held('1', 'post.mention.create'),
      held('2', 'post.mention.create'),
      held('3', 'post.reply.create', { webhookId: '54' }),
      held('4', 'profile.update.handle', { userId: '77' }),
      held('5', 'like.create', { tag: 'somebody else' }),
      held('6', 'like.create', { tag: null, webhookId: null }),
    ];
    const { changes, total } = differenceOf([ENERGY], present, HOOK, everybody);
    expect(changes.map(short)).toEqual([
      '- 2',
      '- 4',
      '- 3',
      `+ post.reply.create ${ENERGY.xUserId}`,
      `+ profile.update.handle ${ENERGY.xUserId}`,
      '+ oauth.revoke all',
    ]);
    expect(total).toBe(applied(present, changes).length);
  });

  it('asks for nothing twice that somebody else has delivered here', () => {
    const theirs = held('1', 'post.mention.create', { tag: 'theirs' });
    const { changes } = differenceOf([ENERGY], [theirs], HOOK, everybody);
    expect(changes.map(short)).not.toContain(`+ post.mention.create ${ENERGY.xUserId}`);
    const elsewhere = { ...theirs, webhookId: '54' };
    expect(differenceOf([ENERGY], [elsewhere], HOOK, everybody).changes.map(short)).toContain(
      `+ post.mention.create ${ENERGY.xUserId}`,
    );
  });

  it('makes those anew that are older than the consent they live by', () => {
    const present = [
      held('1', 'post.mention.create', { createdAt: AGREED - 1 }),
      held('2', 'post.reply.create', { createdAt: null }),
      held('3', 'profile.update.handle', { createdAt: AGREED - 1 }),
      held('4', 'oauth.revoke', { userId: null, createdAt: AGREED - 1 }),
    ];
    const { changes } = differenceOf([ENERGY], present, HOOK, everybody);
    expect(changes.map(short)).toEqual(['- 1', `+ post.mention.create ${ENERGY.xUserId}`]);
  });

  it('without handles is that nothing of ours stays', () => {
    const { changes } = differenceOf([], [held('1', 'oauth.revoke', { userId: null })], HOOK, everybody);
    expect(changes.map(short)).toEqual(['- 1']);
  });

  it('is nothing once it was made, from wherever one begins', () => {
    const handle = fc
      .integer({ min: 1, max: 6 })
      .map((n): WatchedHandle => ({ handle: `h${n}`, xUserId: String(n), department: 'D', district: null }));
    const present = fc
      .array(
        fc.record({
          eventType: fc.constantFrom(
            'post.mention.create',
            'post.reply.create',
            'oauth.revoke',
            'like.create',
          ),
          userId: fc.option(fc.integer({ min: 1, max: 8 }).map(String)),
          tag: fc.constantFrom('sunwai', 'theirs', null),
          webhookId: fc.constantFrom(HOOK, '54', null),
          createdAt: fc.constantFrom(AGREED - 1, AGREED + 1, null),
        }),
        { maxLength: 12 },
      )
      .map((list) => list.map((one, at): PresentSubscription => ({ id: String(at), ...one })));
    const consents = fc
      .subarray(['1', '2', '3', '4', '5', '6'])
      .map((ids) => new Map(ids.map((id) => [id, AGREED])));
    fc.assert(
      fc.property(
        fc.uniqueArray(handle, { selector: (one) => one.xUserId }),
        present,
        consents,
        (handles, before, agreed) => {
          const first = differenceOf(handles, before, HOOK, agreed);
          const now = applied(before, first.changes);
          const second = differenceOf(handles, now, HOOK, agreed);
          expect(second.changes).toEqual([]);
          expect(now).toHaveLength(first.total);
          expect(now.filter(({ tag }) => tag !== 'sunwai')).toEqual(
            before.filter(({ tag }) => tag !== 'sunwai'),
          );
        },
      ),
    );
  });
});
