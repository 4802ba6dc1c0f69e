import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../src/lib/log.js';
import { createSubscriptionKeeper } from '../../src/x/subscription-keeper.js';
import { createWebhookKeeper } from '../../src/x/webhook-keeper.js';
import { ENERGY } from './activity-given.js';
import { clients, HANDLE, NOW, playX, X } from './edge.js';

playX();

const URL_HERE = 'https://desk.example.in/x/activity';
const HOOK = { id: '55', url: URL_HERE, valid: true, created_at: '2026-11-24T06:00:00.000Z' };
const SUBSCRIPTIONS = '/2/activity/subscriptions';
const problem = (title: string, status: number, detail: string) => ({
  ...{ title, status, detail, type: 'about:blank' },
});

/** X's answer to a request that is wrong: the reason stands deep in it. */
const invalid = (reason: string) => ({
  errors: [{ parameters: { url: [URL_HERE] }, message: `${reason}: see the docs` }],
  title: 'Invalid Request',
  detail: 'One or more parameters to your request was invalid.',
  type: 'https://api.twitter.com/2/problems/invalid-request',
});

function keeper(secrets = 2, former: string | null = null) {
  const answered: number[] = [];
  const notes: string[] = [];
  return {
    answered,
    notes,
    ...createWebhookKeeper({
      clients,
      url: URL_HERE,
      receiver: { secrets, answerWith: (secret) => void answered.push(secret) },
      notes: { note: async () => former, saveNote: async (_name, value) => void notes.push(value) },
    }),
  };
}

const held = (...data: object[]) =>
  nock(X)
    .get('/2/webhooks')
    .reply(200, { data, meta: { result_count: data.length } });

describe('GET, POST and PUT /2/webhooks', () => {
  it('register the address and remember the id', async () => {
    held();
    nock(X).post('/2/webhooks', { url: URL_HERE }).reply(200, { data: HOOK });
    const hook = keeper();
    expect(await hook.keep()).toBe('55');
    expect([hook.answered, hook.notes]).toEqual([[0], ['55']]);
    held(HOOK);
    expect(await hook.keep()).toBe('55');
  });

  it('validate what was registered before, with the other secret when the first one fails', async () => {
    held({ ...HOOK, valid: false });
    nock(X).put('/2/webhooks/55').reply(400, invalid('CrcValidationFailed'));
    nock(X)
      .put('/2/webhooks/55')
      .reply(200, { data: { valid: true } });
    const hook = keeper();
    expect(await hook.keep()).toBe('55');
    expect(hook.answered).toEqual([0, 1]);
  });

  it('are X-013 when no secret is the right one', async () => {
    held(HOOK);
    nock(X)
      .put('/2/webhooks/55')
      .twice()
      .reply(200, { data: { valid: false } });
    await expect(keeper().keep()).rejects.toThrow(/^X-013 SUNWAI_ACTIVITY_URL/);
    held();
    nock(X).post('/2/webhooks').reply(400, invalid('UrlValidationFailed'));
    await expect(keeper().keep()).rejects.toThrow(/^X-013 SUNWAI_ACTIVITY_URL: UrlValidationFailed/);
  });

  it('are X-014 when somebody else has the one webhook, and take the place of our own', async () => {
    const other = { ...HOOK, id: '54', url: 'https://old.example.in/x/activity' };
    held(other);
    nock(X).post('/2/webhooks').reply(400, invalid('WebhookLimitExceeded'));
    await expect(keeper().keep()).rejects.toThrow(
      'X-014 POST /2/webhooks: registered already: 54 https://old.example.in/x/activity',
    );
    held(other);
    nock(X)
      .delete('/2/webhooks/54')
      .reply(200, { data: { deleted: true } });
    nock(X).post('/2/webhooks').reply(200, { data: HOOK });
    expect(await keeper(2, '54').keep()).toBe('55');
  });

  it.each([
    [401, problem('Unauthorized', 401, 'Unauthorized'), 'X-001'],
    [403, problem('Client Forbidden', 403, 'not enrolled'), 'X-003'],
    [500, '<html>', 'X-002'],
    [200, '', 'X-002'],
    [200, { errors: [problem('x', 200, 'y')] }, 'X-002'],
  ])('answered with %i are a coded error', async (status, body, code) => {
    nock(X).get('/2/webhooks').reply(status, body);
    await expect(keeper().keep()).rejects.toThrow(code);
    held();
    nock(X).post('/2/webhooks').reply(status, body);
    await expect(keeper().keep()).rejects.toThrow(code);
  });
});

describe('/2/activity/subscriptions', () => {
  const subscriptions = createSubscriptionKeeper({ clients, most: 1_500, log: silentLog });
  const consents = new Map([[HANDLE, NOW]]);
  const raw = (id: string, more: object = {}) => ({
    ...{ subscription_id: id, event_type: 'post.mention.create', filter: { user_id: HANDLE } },
    ...{ tag: 'sunwai', webhook_id: '55', created_at: '2026-11-24T07:00:00.000Z', ...more },
  });
  const mention = {
    kind: 'add',
    subscription: { eventType: 'post.mention.create', userId: HANDLE },
  } as const;
  const rename = {
    kind: 'add',
    subscription: { eventType: 'profile.update.handle', userId: HANDLE },
  } as const;

  it('are read to the last page', async () => {
    const reply = raw('2', { event_type: 'post.reply.create', updated_at: 'x' });
    nock(X)
      .get(SUBSCRIPTIONS)
      .reply(200, { data: [raw('1')], meta: { next_token: 'two' } });
    nock(X)
      .get(SUBSCRIPTIONS)
      .query({ pagination_token: 'two' })
      .reply(200, { data: [reply, {}], meta: { total_subscriptions: 2 } });
    const { changes } = await subscriptions.plan([ENERGY], '55', consents);
    expect(changes).toEqual([
      rename,
      { kind: 'add', subscription: { eventType: 'oauth.revoke', userId: null } },
    ]);
  });

  it('are made as the handle where X wants its consent, as the app where not', async () => {
    const body = (event_type: string) => ({
      event_type,
      filter: { user_id: HANDLE },
      tag: 'sunwai',
      webhook_id: '55',
    });
    for (const data of [{ subscription: raw('1') }, raw('1'), [raw('1')]]) {
      nock(X, { reqheaders: { authorization: /^OAuth / } })
        .post(SUBSCRIPTIONS, body('post.mention.create'))
        .reply(200, { data, meta: { total_subscriptions: 1 } });
      expect(await subscriptions.apply(mention, '55')).toBe(true);
    }
    nock(X, { reqheaders: { authorization: /^Bearer / } })
      .post(SUBSCRIPTIONS, body('profile.update.handle'))
      .reply(200, { data: { subscription: raw('1') } });
    expect(await subscriptions.apply(rename, '55')).toBe(true);
    nock(X)
      .delete(`${SUBSCRIPTIONS}/7`)
      .reply(200, { data: { deleted: true } });
    expect(await subscriptions.apply({ kind: 'remove', id: '7' }, '55')).toBe(true);
  });

  it('that X refuses one by one do not end the others; what holds for all does', async () => {
    const refuse = (status: number, headers: Record<string, string> = {}) =>
      nock(X)
        .post(SUBSCRIPTIONS)
        .reply(status, problem('No', status, 'no'), headers);
    for (const status of [400, 403]) {
      refuse(status);
      expect(await subscriptions.apply(mention, '55')).toBe(false);
    }
    refuse(401);
    expect(await subscriptions.apply(mention, '55')).toBe(false);
    nock(X)
      .post(SUBSCRIPTIONS)
      .reply(200, { errors: [problem('No', 200, 'no')] });
    expect(await subscriptions.apply(mention, '55')).toBe(false);
    refuse(401);
    await expect(subscriptions.apply(rename, '55')).rejects.toThrow('X-001');
    refuse(503);
    await expect(subscriptions.apply(mention, '55')).rejects.toThrow('X-002');
    const reset = String(NOW / 1_000 + 900);
    refuse(429, { 'x-rate-limit-limit': '500', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset });
    await expect(subscriptions.apply(mention, '55')).rejects.toMatchObject({
      code: 'X-004',
      until: NOW + 900_000,
    });
    nock(X)
      .delete(`${SUBSCRIPTIONS}/7`)
      .reply(404, problem('Not Found', 404, 'gone'));
    expect(await subscriptions.apply({ kind: 'remove', id: '7' }, '55')).toBe(false);
  });

  it('in an answer that is no list are not taken for none', async () => {
    for (const body of ['', {}, { errors: [problem('x', 200, 'y')] }]) {
      nock(X).get(SUBSCRIPTIONS).reply(200, body);
      await expect(subscriptions.plan([ENERGY], '55', consents)).rejects.toThrow('X-002');
    }
    nock(X)
      .get(SUBSCRIPTIONS)
      .reply(200, { meta: { total_subscriptions: 0 } });
    expect((await subscriptions.plan([ENERGY], '55', consents)).changes).toHaveLength(4);
  });
});
