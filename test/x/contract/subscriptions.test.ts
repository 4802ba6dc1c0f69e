import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/lib/log.js';
import { createSubscriptionKeeper } from '../../../src/x/subscription-keeper.js';
import { HANDLE, NOW, playX } from '../edge.js';
import { AS, clients, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, type Shape, STRANGE } from './shapes.js';

playX();
const PATH = '/2/activity/subscriptions';
const READ = `GET ${PATH}`;
const keeper = createSubscriptionKeeper({ clients, most: 1_500, log: silentLog });
const ENERGY = { handle: 'sw_energy', xUserId: HANDLE, department: 'ENERGY', district: null };

const onRead = (query: Record<string, string> = {}) => expecting(AS.app, 'GET', PATH, { query });
const plan = () => keeper.plan([ENERGY], '55', new Map([[HANDLE, NOW]]));
const raw = (event_type: string) => ({
  ...{ subscription_id: `id-${event_type}`, event_type, filter: { user_id: HANDLE } },
  ...{ tag: 'sunwai', webhook_id: '55', created_at: '2026-11-24T07:00:00.000Z' },
});

describe(READ, () => {
  it('is read page by page; an empty one is one', async () => {
    onRead().reply(200, { meta: { result_count: 0, next_token: 'two' } });
    const data = ['post.mention.create', 'post.reply.create', 'profile.update.handle'].map(raw);
    onRead({ pagination_token: 'two' }).reply(200, { data, meta: { total_subscriptions: 3 } });
    const revoked = { eventType: 'oauth.revoke', userId: null };
    expect((await plan()).changes).toEqual([{ kind: 'add', subscription: revoked }]);
  });

  // Taken for none, all of them would be asked for anew.
  failsAs(READ, [...FAILURES, ...EMPTY, STRANGE], onRead, plan);
});

const adding = (as: RegExp, event_type: string) => ({
  where: `POST ${PATH}`,
  ask: () =>
    expecting(as, 'POST', PATH, {
      body: { event_type, filter: { user_id: HANDLE }, tag: 'sunwai', webhook_id: '55' },
    }),
  call: () => keeper.apply({ kind: 'add', subscription: { eventType: event_type, userId: HANDLE } }, '55'),
  made: { data: { subscription: raw(event_type) }, meta: { total_subscriptions: 1 } },
});

describe.each([
  {
    what: 'of what needs consent, as the handle',
    ofOne: ['X-001', 'X-003'],
    ...adding(AS.handle, 'post.mention.create'),
  },
  { what: 'of what is public, as the app', ofOne: ['X-003'], ...adding(AS.app, 'profile.update.handle') },
  {
    what: 'of one that is not wanted',
    ofOne: ['X-003'],
    where: `DELETE ${PATH}/:id`,
    ask: () => expecting(AS.app, 'DELETE', `${PATH}/7`),
    call: () => keeper.apply({ kind: 'remove', id: '7' }, '55'),
    made: { data: { deleted: true } },
  },
])('$where $what', ({ where, ofOne, ask, call, made }) => {
  it('is done', async () => {
    ask().reply(200, made);
    expect(await call()).toBe(true);
  });

  const endsOthers = ({ read }: Shape) => !ofOne.includes(read.code);
  it.each(FAILURES.filter((shape) => !endsOthers(shape)))(
    'answered with $name says nothing of the others',
    async (shape) => {
      shape.play(ask());
      expect(await call()).toBe(false);
    },
  );

  failsAs(where, FAILURES.filter(endsOthers), ask, call);
});

describe(`POST ${PATH}`, () => {
  const { ask, call } = adding(AS.app, 'profile.update.handle');

  it.each([...EMPTY, STRANGE])('answered with $name is not made', async (shape) => {
    shape.play(ask());
    expect(await call().catch(() => false)).toBe(false);
  });

  it('that X refuses within an answer of success is not made', async () => {
    ask().reply(200, { errors: [{ title: 'SubscriptionExists', detail: 'There is one.' }] });
    expect(await call()).toBe(false);
  });
});
