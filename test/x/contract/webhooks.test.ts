import { describe, expect, it } from 'vitest';
import { createWebhookKeeper } from '../../../src/x/webhook-keeper.js';
import { playX } from '../edge.js';
import { AS, clients, errorOf, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const url = 'https://desk.example.in/x/activity';
const HOOK = { id: '55', url, valid: true, created_at: '2026-11-24T06:00:00.000Z' };
const FORMER = { ...HOOK, id: '54', url: 'https://former.example.in/x/activity' };

/** The keeper of a process that has just begun. */
const keep = () =>
  createWebhookKeeper({
    ...{ clients, url, receiver: { secrets: 1, answerWith() {} } },
    notes: { note: async () => '54', saveNote: async () => {} },
  }).keep();

const onList = () => expecting(AS.app, 'GET', '/2/webhooks');
const held = (...data: object[]) => onList().reply(200, { data, meta: { result_count: data.length } });
const onCreate = () => {
  held();
  return expecting(AS.app, 'POST', '/2/webhooks', { body: { url } });
};
const onValidate = () => {
  held(HOOK);
  return expecting(AS.app, 'PUT', '/2/webhooks/55');
};
const onRemove = () => {
  held(FORMER);
  return expecting(AS.app, 'DELETE', '/2/webhooks/54');
};

/** Why X does not want a webhook stands deep in its answer. */
const reasons = (reason: string) =>
  ['https://api.twitter.com', 'https://api.x.com'].map((host) => ({
    errors: [{ parameters: { url: [url] }, message: `${reason}: see the docs` }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${host}/2/problems/invalid-request`,
  }));

describe('GET /2/webhooks', () => {
  it('without any is none', async () => {
    onList().reply(200, { meta: { result_count: 0 } });
    expecting(AS.app, 'POST', '/2/webhooks', { body: { url } }).reply(200, { data: HOOK });
    expect(await keep()).toBe('55');
  });

  failsAs('GET /2/webhooks', [...FAILURES, ...EMPTY, STRANGE], onList, keep);
});

describe('POST /2/webhooks', () => {
  it.each(reasons('CrcValidationFailed'))('that fails its challenge is X-013: $type', async (body) => {
    onCreate().reply(400, body);
    expect((await errorOf(keep)).faults).toMatchObject([{ code: 'X-013', where: 'SUNWAI_ACTIVITY_URL' }]);
  });

  it.each(reasons('UrlValidationFailed'))('of an address X does not want is X-013: $type', async (body) => {
    onCreate().reply(400, body);
    expect((await errorOf(keep)).faults).toEqual([
      { code: 'X-013', where: 'SUNWAI_ACTIVITY_URL', detail: 'UrlValidationFailed' },
    ]);
  });

  it.each(reasons('WebhookLimitExceeded'))('of which there are enough is X-014: $type', async (body) => {
    onCreate().reply(400, body);
    expect((await errorOf(keep)).faults).toMatchObject([{ code: 'X-014', where: 'POST /2/webhooks' }]);
  });

  failsAs('POST /2/webhooks', [...FAILURES, ...EMPTY, STRANGE], onCreate, keep);
});

describe('PUT /2/webhooks/:id', () => {
  it('makes X ask its challenge', async () => {
    onValidate().reply(200, { data: { valid: true } });
    expect(await keep()).toBe('55');
  });

  failsAs('PUT /2/webhooks/:id', FAILURES, onValidate, keep);
  // Nothing says that the challenge succeeded.
  failsAs('PUT /2/webhooks/:id', [...EMPTY, STRANGE], onValidate, keep, () => ({
    ...{ code: 'X-013', where: 'SUNWAI_ACTIVITY_URL', detail: expect.stringContaining(url) },
  }));
});

describe('DELETE /2/webhooks/:id', () => {
  it('makes room for another address', async () => {
    onRemove().reply(200, { data: { deleted: true } });
    expecting(AS.app, 'POST', '/2/webhooks', { body: { url } }).reply(200, { data: HOOK });
    expect(await keep()).toBe('55');
  });

  failsAs('DELETE /2/webhooks/:id', FAILURES, onRemove, keep);
});
