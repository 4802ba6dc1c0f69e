import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { WatchedHandle } from '../../src/bot/ports.js';
import { createRuleKeeper } from '../../src/x/rule-keeper.js';
import { SELF_SERVE_RULES } from '../../src/x/stream-rules.js';
import { clients, playX, X } from './edge.js';

playX();
const keeper = createRuleKeeper(clients, SELF_SERVE_RULES);
const PATH = '/2/tweets/search/stream/rules';
const watched = (handle: string): WatchedHandle => ({
  handle,
  xUserId: `id-${handle}`,
  department: 'ENERGY',
  district: null,
});
const rule = (id: string, handle: string) => ({ id, value: `@${handle} -is:retweet`, tag: 'sunwai:ENERGY' });
const held = (...data: object[]) =>
  nock(X)
    .get(PATH)
    .query(true)
    .reply(200, { ...(data.length > 0 && { data }), meta: { result_count: data.length } });

describe('keeping the rules', () => {
  it('changes nothing when X holds what is wanted', async () => {
    held(rule('1', 'sw_energy'));
    expect(await keeper.keep([watched('sw_energy')])).toBe(false);
  });

  it('removes before it adds', async () => {
    held(rule('1', 'sw_gone'));
    const order: unknown[] = [];
    nock(X)
      .post(PATH, (body) => order.push(body) > 0)
      .twice()
      .reply(201, { meta: { summary: {} } });
    expect(await keeper.keep([watched('sw_energy')])).toBe(true);
    expect(order).toEqual([
      { delete: { ids: ['1'] } },
      { add: [{ value: '@sw_energy -is:retweet', tag: 'sunwai:ENERGY' }] },
    ]);
  });

  it('reads all pages and sends no more than a hundred at a time', async () => {
    nock(X)
      .get(PATH)
      .query((query) => query.pagination_token === undefined)
      .reply(200, { data: [rule('1', 'sw_a')], meta: { next_token: 'two' } });
    nock(X)
      .get(PATH)
      .query({ pagination_token: 'two' })
      .reply(200, { data: [rule('2', 'sw_b')], meta: {} });
    const sizes: number[] = [];
    nock(X)
      .post(PATH, ({ add }) => sizes.push(add.length) > 0)
      .times(3)
      .reply(201, { meta: { summary: {} } });
    const many = Array.from({ length: 250 }, (_, at) => watched(`sw_${at}`));
    await keeper.keep([watched('sw_a'), watched('sw_b'), ...many]);
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('takes a rule that somebody made meanwhile for made', async () => {
    held();
    nock(X)
      .post(PATH)
      .reply(200, {
        meta: {},
        errors: [{ title: 'DuplicateRule', value: '@sw_energy -is:retweet', id: '9' }],
      });
    expect(await keeper.keep([watched('sw_energy')])).toBe(true);
  });

  it.each([
    ['with 400', 400, { errors: [{ title: 'UnprocessableEntity' }], meta: {} }],
    ['in an answer of success', 200, { errors: [{ title: 'RulesCapExceeded' }], meta: {} }],
  ])('says that X refused a rule %s', async (_how, status, answer) => {
    held();
    nock(X).post(PATH).reply(status, answer);
    await expect(keeper.keep([watched('sw_energy')])).rejects.toMatchObject({ code: 'X-003' });
  });

  it('does not take an answer without a word for no rules at all', async () => {
    nock(X).get(PATH).query(true).reply(200, '');
    await expect(keeper.keep([watched('sw_energy')])).rejects.toMatchObject({ code: 'X-002' });
  });
});
