import { describe, expect, it } from 'vitest';
import { createRuleKeeper } from '../../../src/x/rule-keeper.js';
import { SELF_SERVE_RULES } from '../../../src/x/stream-rules.js';
import { HANDLE, playX } from '../edge.js';
import { AS, clients, errorOf, expecting, failsAs } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const PATH = '/2/tweets/search/stream/rules';
const READ = `GET ${PATH}`;
const WRITE = `POST ${PATH}`;
const RULE = { value: '@sw_energy -is:retweet', tag: 'sunwai:ENERGY' };
const keeper = createRuleKeeper(clients, SELF_SERVE_RULES);
const keep = () =>
  keeper.keep([{ handle: 'sw_energy', xUserId: HANDLE, department: 'ENERGY', district: null }]);

const onRead = (query: Record<string, string> = {}) => expecting(AS.app, 'GET', PATH, { query });
const onAdd = () => {
  onRead().reply(200, { meta: { result_count: 0 } });
  return expecting(AS.app, 'POST', PATH, { body: { add: [RULE] } });
};
const onRemove = () => {
  onRead().reply(200, {
    data: [
      { ...RULE, id: '1' },
      { ...RULE, id: '2', value: '@sw_gone -is:retweet' },
    ],
    meta: { result_count: 2 },
  });
  return expecting(AS.app, 'POST', PATH, { body: { delete: { ids: ['2'] } } });
};

describe(READ, () => {
  it('is read page by page', async () => {
    onRead().reply(200, { meta: { result_count: 0, next_token: 'two' } });
    onRead({ pagination_token: 'two' }).reply(200, { data: [{ ...RULE, id: '1' }], meta: {} });
    expect(await keep()).toBe(false);
  });

  // Taken for none, all rules would be made anew.
  failsAs(READ, [...FAILURES, ...EMPTY, STRANGE], onRead, keep);
});

describe(WRITE, () => {
  it('makes a rule that is not there', async () => {
    onAdd().reply(201, { data: [{ ...RULE, id: '1' }], meta: { summary: { created: 1 } } });
    expect(await keep()).toBe(true);
  });

  it('removes a rule that nobody wants', async () => {
    onRemove().reply(200, { meta: { summary: { deleted: 1 } } });
    expect(await keep()).toBe(true);
  });

  it.each(['https://api.twitter.com', 'https://api.x.com'])(
    'takes what X holds already for made: %s',
    async (host) => {
      const type = `${host}/2/problems/duplicate-rules`;
      onAdd().reply(200, {
        errors: [{ value: RULE.value, id: '9', title: 'DuplicateRule', type }],
        meta: {},
      });
      expect(await keep()).toBe(true);
    },
  );

  it.each(['RulesCapExceeded', 'InvalidRule', 'UnprocessableEntity'])(
    'answered with %s is a coded error, although X says that all is well',
    async (title) => {
      onAdd().reply(200, { errors: [{ value: RULE.value, title }], meta: { summary: { not_created: 1 } } });
      expect((await errorOf(keep)).faults).toEqual([
        { code: 'X-003', where: WRITE, detail: `${title}: ${RULE.value}` },
      ]);
    },
  );

  // Taken for success, the stream would be open for an hour and bring nothing.
  failsAs(WRITE, [...FAILURES, ...EMPTY, STRANGE], onAdd, keep);
  failsAs(WRITE, EMPTY, onRemove, keep);
});
