import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/lib/instant.js';
import { compareIds } from '../../src/lib/snowflake.js';
import {
  CITIZEN,
  ENERGY,
  failure,
  get,
  HOME,
  ledger,
  post,
  read,
  say,
  start,
  userClient,
} from './helpers.js';

type At = { url: string };
const fault = (sandbox: At, body: object) => post(sandbox, '/sandbox/faults', body);
const raw = async ({ url }: At, path: string) => {
  const response = await fetch(url + path, { headers: { authorization: 'Bearer sandbox-bearer' } });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
};
const advance = (sandbox: At, advanceMs: number) => post(sandbox, '/sandbox/clock', { advanceMs });
const SEARCH = '/2/tweets/search/recent?query=%40sw_energy';
const report = async (sandbox: At) => (await get(sandbox, '/sandbox/report')).body;
const statuses = async (sandbox: At, path: string, count: number) => {
  const all: number[] = [];
  for (let call = 0; call < count; call += 1) all.push((await raw(sandbox, path)).status);
  return all;
};

describe('a share of calls', () => {
  it('fails with 5xx and HTML: about as many as asked, the same with the same seed, none after clearing', async () => {
    const sandbox = await start();
    const ask = async (seed: number) => {
      expect((await fault(sandbox, { kind: 'html5xx', share: 0.2, seed })).status).toBe(200);
      return statuses(sandbox, SEARCH, 100);
    };
    const first = await ask(7);
    expect(await ask(7)).toEqual(first);
    expect(await ask(8)).not.toEqual(first);
    const failed = first.filter((status) => status >= 500).length;
    expect(failed).toBeGreaterThan(8);
    expect(failed).toBeLessThan(35);
    await fault(sandbox, { kind: 'html5xx', share: 1 });
    const { status, text, type } = await raw(sandbox, SEARCH);
    expect([status >= 500, type?.startsWith('text/html'), text.startsWith('<html>')]).toEqual([
      true,
      true,
      true,
    ]);
    const cleared = await fault(sandbox, { kind: 'clear' });
    expect(cleared.body).toEqual({ waiting: [], standing: [] });
    expect(await statuses(sandbox, SEARCH, 5)).toEqual([200, 200, 200, 200, 200]);
  });

  it('a post that fails so may have been made, or not', async () => {
    const sandbox = await start();
    await fault(sandbox, { kind: 'html5xx', share: 1, seed: 3, endpoint: 'POST /2/tweets' });
    for (let count = 0; count < 12; count += 1) {
      expect(
        (await failure(userClient(sandbox, ENERGY).v2.tweet(`words ${count}`))).code,
      ).toBeGreaterThanOrEqual(500);
    }
    const made = (await ledger(sandbox)).filter(({ text }) => text.startsWith('words')).length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(12);
    // Elsewhere nothing is wrong.
    expect((await read(sandbox, SEARCH)).status).toBe(200);
  });
});

describe('an interval', () => {
  it('of 429 at one endpoint: the reset is known, whoever comes before it is noted, and then it is over', async () => {
    const sandbox = await start();
    await fault(sandbox, { kind: 'storm429', endpoint: 'GET /2/users/:id/mentions', minutes: 10 });
    const ends = sandbox.clock.now() + 10 * MINUTE;
    const refused = await read(sandbox, `/2/users/${ENERGY}/mentions`);
    expect([refused.status, refused.headers.get('x-rate-limit-remaining')]).toEqual([429, '0']);
    const reset = Number(refused.headers.get('x-rate-limit-reset')) * 1_000;
    expect(Math.abs(reset - ends)).toBeLessThan(3_000);
    // Another endpoint is open; another caller did not know.
    expect((await read(sandbox, SEARCH)).status).toBe(200);
    await expect(userClient(sandbox, HOME).v2.userMentionTimeline(HOME)).rejects.toMatchObject({ code: 429 });
    expect((await report(sandbox)).violations.inside429).toBe(0);
    expect((await read(sandbox, `/2/users/${HOME}/mentions`)).status).toBe(429);
    expect((await report(sandbox)).violations.inside429).toBe(1);
    await advance(sandbox, reset - sandbox.clock.now());
    expect((await read(sandbox, `/2/users/${ENERGY}/mentions`)).status).toBe(200);
  });

  it.each(['503', 'reset'])('of outage (%s): nothing answers, then everything does', async (how) => {
    const sandbox = await start();
    await fault(sandbox, { kind: 'outage', minutes: 60, how });
    for (const path of [SEARCH, '/2/users/by?usernames=sw_home']) {
      const answer = await raw(sandbox, path).catch(() => 'cut');
      if (how === 'reset') expect(answer).toBe('cut');
      else expect(answer).toMatchObject({ status: 503, text: expect.stringContaining('<html>') });
    }
    await failure(userClient(sandbox, ENERGY).v2.tweet('words'));
    expect((await ledger(sandbox)).some(({ text }) => text === 'words')).toBe(false);
    expect((await report(sandbox)).requests['POST /2/tweets']).toEqual({
      [how === 'reset' ? 'cut' : '503']: 1,
    });
    expect((await get(sandbox, '/sandbox/faults')).body.standing).toMatchObject([{ kind: 'outage' }]);
    await advance(sandbox, HOUR);
    expect((await read(sandbox, SEARCH)).status).toBe(200);
    expect((await get(sandbox, '/sandbox/faults')).body.standing).toEqual([]);
  });
});

describe('spoilt answers', () => {
  const filled = async () => {
    const sandbox = await start();
    const posts = Array.from({ length: 30 }, (_, index) => ({ as: CITIZEN, text: `@sw_energy ${index}` }));
    const { body } = await post(sandbox, '/sandbox/posts/bulk', { posts });
    return { sandbox, ids: (body.ids as string[]).reverse() };
  };
  const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

  it('empty, or cut in the middle of the JSON, with status 200', async () => {
    const { sandbox } = await filled();
    await fault(sandbox, { kind: 'empty_body', share: 1 });
    expect(await raw(sandbox, SEARCH)).toMatchObject({ status: 200, text: '' });
    await fault(sandbox, { kind: 'empty_body', share: 0 });
    await fault(sandbox, { kind: 'cut_json', share: 1 });
    const { status, text } = await raw(sandbox, SEARCH);
    expect(status).toBe(200);
    expect(text).toMatch(/^\{"data"/);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('with an error beside the whole of the data', async () => {
    const { sandbox, ids } = await filled();
    await fault(sandbox, { kind: 'partial_errors', share: 1, endpoint: 'GET /2/tweets/search/recent' });
    const { body } = await read(sandbox, SEARCH);
    expect(idsOf(body)).toEqual(ids.slice(0, 10));
    expect(body.errors).toMatchObject([{ title: 'Not Found Error' }]);
    expect((await read(sandbox, `/2/tweets?ids=${ids[0]}`)).body.errors).toBeUndefined();
  });

  it('out of order, but with true ends in meta', async () => {
    const { sandbox, ids } = await filled();
    await fault(sandbox, { kind: 'out_of_order', share: 1 });
    const { body } = await read(sandbox, SEARCH);
    expect(idsOf(body)).not.toEqual(ids.slice(0, 10));
    expect(idsOf(body).sort(compareIds).reverse()).toEqual(ids.slice(0, 10));
    expect(body.meta.newest_id).toBe(ids[0]);
  });

  it('the page before once more, after which the walk goes on', async () => {
    const { sandbox, ids } = await filled();
    const page = async (token: string) => (await read(sandbox, `${SEARCH}&next_token=${token}`)).body;
    const first = (await read(sandbox, SEARCH)).body;
    const second = await page(first.meta.next_token);
    await fault(sandbox, { kind: 'repeat_page', share: 1 });
    const again = await page(second.meta.next_token);
    expect(idsOf(again)).toEqual(ids.slice(10, 20));
    await fault(sandbox, { kind: 'clear' });
    const third = await page(again.meta.next_token);
    expect(idsOf(third)).toEqual(ids.slice(20, 30));
  });
});

it('new posts are found late while that stands', async () => {
  const sandbox = await start();
  await fault(sandbox, { kind: 'late_posts', share: 1, seconds: 120, via: 'page' });
  const id = await say(sandbox, CITIZEN, '@sw_energy help');
  expect((await read(sandbox, SEARCH)).body.meta.result_count).toBe(0);
  const own = (await userClient(sandbox, ENERGY).v2.tweet('ours, by a program')).data.id;
  expect((await read(sandbox, `/2/users/${ENERGY}/tweets`)).body.data[0].id).toBe(own);
  await advance(sandbox, 2 * MINUTE);
  expect((await read(sandbox, SEARCH)).body.data[0].id).toBe(id);
  await fault(sandbox, { kind: 'late_posts', share: 1, seconds: 60, via: 'api' });
  const hidden = (await userClient(sandbox, ENERGY).v2.tweet('ours again')).data.id;
  expect((await read(sandbox, `/2/users/${ENERGY}/tweets`)).body.data[0].id).toBe(own);
  await advance(sandbox, MINUTE);
  expect((await read(sandbox, `/2/users/${ENERGY}/tweets`)).body.data[0].id).toBe(hidden);
});

it('faults that cannot be are refused', async () => {
  const sandbox = await start();
  for (const body of [
    { kind: 'html5xx' },
    { kind: 'html5xx', share: 2 },
    { kind: 'html5xx', share: 0.5, endpoint: 'search' },
    { kind: 'html5xx', share: 0.5, minutes: 5 },
    { kind: 'storm429', minutes: 5 },
    { kind: 'outage', minutes: -1 },
    { kind: 'outage', minutes: 1, how: 'quietly' },
    { kind: 'late_posts', share: 1 },
    { kind: 'error500', count: 1.5 },
    { kind: 'clear', count: 1 },
  ]) {
    expect([body, (await fault(sandbox, body)).status]).toEqual([body, 400]);
  }
  expect((await get(sandbox, '/sandbox/faults')).body).toEqual({ waiting: [], standing: [] });
});
