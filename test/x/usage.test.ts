import nock from 'nock';
import { expect, it } from 'vitest';
import { createUsageReader } from '../../src/x/usage.js';
import { clients, playX, X } from './edge.js';

playX();
const usage = createUsageReader(clients);
const ask = () => nock(X).get('/2/usage/tweets').query({ days: 3, 'usage.fields': 'daily_project_usage' });

it.each([
  [
    'as the specification has it',
    {
      project_id: '1',
      usage: [
        { date: '2026-11-23T00:00:00.000Z', usage: 12 },
        { date: '2026-11-24T00:00:00.000Z', usage: '1500' },
      ],
    },
  ],
  [
    'as the guide has it',
    [
      { date: '2026-11-23', usage: [{ app_id: '1', tweets_consumed: 12 }] },
      {
        date: '2026-11-24',
        usage: [
          { app_id: '1', tweets_consumed: '1000' },
          { app_id: '2', tweets_consumed: 500 },
        ],
      },
    ],
  ],
])('reads the posts of each day, %s', async (_name, daily_project_usage) => {
  ask().reply(200, { data: { project_cap: '3000000', project_usage: '1512', daily_project_usage } });
  expect(await usage.postsRead(3)).toEqual(
    new Map([
      ['2026-11-23', 12],
      ['2026-11-24', 1_500],
    ]),
  );
});

it.each([
  ['no days', { data: { project_usage: '0' } }],
  ['nothing', {}],
])('reads %s as no day', async (_name, body) => {
  ask().reply(200, body);
  expect(await usage.postsRead(3)).toEqual(new Map());
});

it('says what went wrong by its code', async () => {
  ask().reply(503, '<html></html>');
  await expect(usage.postsRead(3)).rejects.toThrow(/^X-002 GET \/2\/usage\/tweets/);
});
