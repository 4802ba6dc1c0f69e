import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { CITIZEN, ENERGY, get, HOME, OTHER, post, read, say, start, userClient } from './helpers.js';

const folder = mkdtempSync(join(tmpdir(), 'sunwai-living-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type At = { url: string };
const found = async (sandbox: At, handle = 'sw_energy'): Promise<string[]> => {
  const { body } = await read(sandbox, `/2/tweets/search/recent?query=${encodeURIComponent(`@${handle}`)}`);
  return (body.data ?? []).map(({ id }: { id: string }) => id);
};
const mentions = async (sandbox: At, id = ENERGY): Promise<string[]> =>
  ((await read(sandbox, `/2/users/${id}/mentions`)).body.data ?? []).map((one: { id: string }) => one.id);
const account = (sandbox: At, id: string, change: object) => post(sandbox, `/sandbox/accounts/${id}`, change);
const advance = (sandbox: At, advanceMs: number) => post(sandbox, '/sandbox/clock', { advanceMs });

describe('edited posts', () => {
  it('have a new id, their history oldest first, and are found under any of their ids', async () => {
    const sandbox = await start();
    const first = await say(sandbox, CITIZEN, '@sw_energy no lihgt');
    const { status, body } = await post(sandbox, `/sandbox/posts/${first}/edit`, {
      text: '@sw_energy no light',
    });
    expect([status, body.editOf, body.conversationId]).toEqual([201, first, first]);
    const history = [first, body.id];
    const fields = 'tweet.fields=conversation_id,edit_controls';
    const byOld = await read(sandbox, `/2/tweets?ids=${first}&${fields}`);
    expect(byOld.body.data).toMatchObject([
      {
        id: body.id,
        text: '@sw_energy no light',
        edit_history_tweet_ids: history,
        conversation_id: first,
        edit_controls: { edits_remaining: 4, is_edit_eligible: true },
      },
    ]);
    expect((await read(sandbox, `/2/tweets?ids=${first},${body.id}`)).body.data).toHaveLength(1);
    expect(await found(sandbox)).toEqual([body.id]);
    expect(await mentions(sandbox)).toEqual([body.id]);
  });

  it('summon nobody whom the newest version does not name', async () => {
    const sandbox = await start();
    const first = await say(sandbox, CITIZEN, '@sw_energy help');
    await post(sandbox, `/sandbox/posts/${first}/edit`, { text: 'never mind' });
    await expect(userClient(sandbox, ENERGY).v2.reply('noted', first)).rejects.toMatchObject({ code: 403 });
  });

  it('cannot be replies to others, nor edited six times, nor after an hour', async () => {
    const sandbox = await start();
    const root = await say(sandbox, CITIZEN, 'one');
    const reply = await say(sandbox, OTHER, 'mine', { replyTo: root });
    const edit = async (id: string, text: string) =>
      (await post(sandbox, `/sandbox/posts/${id}/edit`, { text })).status;
    expect(await edit(reply, 'other')).toBe(400);
    expect(await edit('5', 'other')).toBe(404);
    for (let count = 1; count <= 5; count += 1) expect(await edit(root, `version ${count}`)).toBe(201);
    expect(await edit(root, 'version 6')).toBe(400);
    const later = await say(sandbox, CITIZEN, 'two');
    await advance(sandbox, HOUR + 1);
    expect(await edit(later, 'too late')).toBe(400);
  });
});

describe('posts that go away', () => {
  it('deleted: not found in any version, and nobody can answer them', async () => {
    const sandbox = await start();
    const first = await say(sandbox, CITIZEN, '@sw_energy help');
    const second = (await post(sandbox, `/sandbox/posts/${first}/edit`, { text: '@sw_energy help!' })).body
      .id;
    expect((await post(sandbox, `/sandbox/posts/${second}/delete`, {})).body.deletedAt).toBeGreaterThan(0);
    const { body } = await read(sandbox, `/2/tweets?ids=${first},${second}`);
    expect(body.data).toBeUndefined();
    expect(body.errors).toMatchObject([
      { resource_id: first, title: 'Not Found Error' },
      { resource_id: second, title: 'Not Found Error' },
    ]);
    expect(await found(sandbox)).toEqual([]);
    expect(await mentions(sandbox)).toEqual([]);
    await expect(userClient(sandbox, ENERGY).v2.reply('noted', first)).rejects.toMatchObject({
      code: 403,
      data: { detail: expect.stringContaining('deleted or not visible') },
    });
    const kept = (await get(sandbox, '/sandbox/ledger')).body.posts.find(
      (one: { id: string }) => one.id === first,
    );
    expect(kept.deletedAt).toBeGreaterThan(0);
  });

  it('withheld, or of suspended or protected authors: not for this caller, and back when that ends', async () => {
    const sandbox = await start();
    const id = await say(sandbox, CITIZEN, '@sw_energy help');
    const hide: [() => Promise<unknown>, () => Promise<unknown>][] = [
      [
        () => post(sandbox, `/sandbox/posts/${id}/withhold`, { withheld: true }),
        () => post(sandbox, `/sandbox/posts/${id}/withhold`, { withheld: false }),
      ],
      [
        () => account(sandbox, CITIZEN, { suspended: true }),
        () => account(sandbox, CITIZEN, { suspended: false }),
      ],
      [
        () => account(sandbox, CITIZEN, { protected: true }),
        () => account(sandbox, CITIZEN, { protected: false }),
      ],
    ];
    for (const [away, back] of hide) {
      await away();
      expect((await read(sandbox, `/2/tweets?ids=${id}`)).body).toMatchObject({
        errors: [
          {
            resource_id: id,
            title: 'Authorization Error',
            type: expect.stringMatching(/not-authorized-for-resource$/),
          },
        ],
      });
      expect(await found(sandbox)).toEqual([]);
      await expect(userClient(sandbox, ENERGY).v2.reply('noted', id)).rejects.toMatchObject({ code: 403 });
      await back();
      expect(await found(sandbox)).toEqual([id]);
    }
    await userClient(sandbox, ENERGY).v2.reply('noted', id);
  });

  it('protected posts are there for their author alone', async () => {
    const sandbox = await start();
    const id = await say(sandbox, ENERGY, 'ours');
    await account(sandbox, ENERGY, { protected: true });
    expect((await userClient(sandbox, ENERGY).v2.userTimeline(ENERGY)).tweets.map((one) => one.id)).toContain(
      id,
    );
    expect((await read(sandbox, `/2/users/${ENERGY}/tweets`)).body).toMatchObject({
      errors: [{ title: 'Authorization Error' }],
    });
  });
});

describe('accounts that change', () => {
  it('revoked: 401 for that user alone; suspended: 403', async () => {
    const sandbox = await start();
    await account(sandbox, ENERGY, { revoked: true });
    await expect(userClient(sandbox, ENERGY).v2.tweet('hello')).rejects.toMatchObject({ code: 401 });
    await userClient(sandbox, HOME).v2.tweet('hello');
    await account(sandbox, ENERGY, { revoked: false, suspended: true });
    await expect(userClient(sandbox, ENERGY).v2.tweet('hello')).rejects.toMatchObject({
      code: 403,
      data: { type: expect.stringMatching(/user-suspended$/) },
    });
    await account(sandbox, ENERGY, { suspended: false });
    await userClient(sandbox, ENERGY).v2.tweet('hello');
  });

  it('stay as they are over a restart, the new handle too', async () => {
    const ledgerFile = join(folder, 'accounts.jsonl');
    const first = await start({ ledgerFile });
    const id = await say(first, CITIZEN, '@sw_energy words');
    await post(first, `/sandbox/posts/${id}/edit`, { text: '@sw_energy other words' });
    const gone = await say(first, CITIZEN, '@sw_energy gone');
    await post(first, `/sandbox/posts/${gone}/delete`, {});
    await account(first, ENERGY, { handle: 'sw_power', followers: 3, automated: true });
    await account(first, HOME, { revoked: true, verifiedType: 'none' });
    const accounts = (await get(first, '/sandbox/state')).body.accounts;
    const [posts, seen] = [await get(first, '/sandbox/ledger'), await mentions(first)];
    await first.close();
    const second = await start({ ledgerFile });
    expect((await get(second, '/sandbox/state')).body.accounts).toEqual(accounts);
    expect((await get(second, '/sandbox/ledger')).body).toEqual(posts.body);
    expect(await mentions(second)).toEqual(seen);
    expect(accounts.find((one: { id: string }) => one.id === ENERGY)).toMatchObject({
      handle: 'sw_power',
      followers: 3,
      automated: true,
    });
  });

  it('are not changed by what cannot be', async () => {
    const sandbox = await start();
    for (const change of [
      { handle: 'sw_home' },
      { handle: 'not a handle' },
      { suspended: 'yes' },
      { verifiedType: 'gold' },
      { followers: -1 },
      { id: '5' },
    ]) {
      expect((await account(sandbox, ENERGY, change)).status).toBe(400);
    }
    expect((await account(sandbox, '5', {})).status).toBe(404);
  });
});

describe('posts for later', () => {
  it('are there when the clock reaches their time: 5,000 at once, in their order, and over a restart', async () => {
    const ledgerFile = join(folder, 'later.jsonl');
    const first = await start({ ledgerFile });
    const began = first.clock.now() + HOUR;
    const posts = Array.from({ length: 5_000 }, (_, index) => ({
      as: CITIZEN,
      text: `@sw_energy ${index}`,
      at: began + index * 10 * SECOND,
    }));
    const made = await post(first, '/sandbox/posts/bulk', { posts });
    expect([made.status, made.body.ids.length]).toEqual([201, 5_000]);
    const ids: string[] = made.body.ids;
    expect(await found(first)).toEqual([]);
    expect((await read(first, `/2/tweets?ids=${ids[0]}`)).body.errors).toHaveLength(1);
    // What is made now is older than what is for later.
    const now = await say(first, CITIZEN, '@sw_energy now');
    expect(BigInt(now)).toBeLessThan(BigInt(ids[0] ?? 0));
    await advance(first, began + 20 * SECOND - first.clock.now());
    expect(await found(first)).toEqual([ids[2], ids[1], ids[0], now]);
    await first.close();
    const second = await start({ ledgerFile });
    await advance(second, began + 5_000 * 10 * SECOND - second.clock.now());
    expect(await mentions(second)).toEqual(ids.slice(-10).reverse());
    const total = await read(second, `/2/tweets/counts/recent?query=${encodeURIComponent('@sw_energy')}`);
    expect(total.body.meta.total_tweet_count).toBe(5_001);
  });

  it('are told of when they are due, not before', async () => {
    const sandbox = await start();
    const response = await fetch(`${sandbox.url}/sandbox/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const at = sandbox.clock.now() + HOUR;
    const later = await say(sandbox, CITIZEN, 'later', { at });
    const soon = await say(sandbox, CITIZEN, 'soon', { at: sandbox.clock.now() + 60 });
    const now = await say(sandbox, CITIZEN, 'now');
    let text = '';
    const until = async (id: string) => {
      while (!text.includes(id)) text += new TextDecoder().decode((await reader.read()).value);
    };
    await until(now);
    // By its timer: nobody moved the clock.
    await until(soon);
    expect(text).not.toContain(later);
    await advance(sandbox, HOUR);
    await until(later);
  });

  it('cannot be in the past, nor answer what is not there by then', async () => {
    const sandbox = await start();
    const at = sandbox.clock.now() + HOUR;
    const later = await say(sandbox, CITIZEN, 'later', { at });
    const ask = async (more: object) =>
      (await post(sandbox, '/sandbox/posts', { as: OTHER, text: 'x', ...more })).status;
    expect(await ask({ at: sandbox.clock.now() - 1 })).toBe(400);
    expect(await ask({ at: String(at) })).toBe(400);
    expect(await ask({ replyTo: later })).toBe(400);
    expect(await ask({ replyTo: later, at: at + MINUTE })).toBe(201);
    await expect(userClient(sandbox, CITIZEN).v2.reply('x', later)).rejects.toMatchObject({ code: 403 });
  });

  it('may be found late: below what was found before', async () => {
    const sandbox = await start();
    const late = await say(sandbox, CITIZEN, '@sw_energy late', { lateSeconds: 90 });
    const prompt = await say(sandbox, CITIZEN, '@sw_energy prompt');
    expect(await found(sandbox)).toEqual([prompt]);
    expect(await mentions(sandbox)).toEqual([prompt]);
    expect((await read(sandbox, `/2/tweets?ids=${late}`)).body.data).toHaveLength(1);
    await advance(sandbox, 91 * SECOND);
    expect(await found(sandbox)).toEqual([prompt, late]);
    expect(await mentions(sandbox)).toEqual([prompt, late]);
  });
});

it('who may answer is said by whoever began the conversation', async () => {
  const sandbox = await start();
  const open = await say(sandbox, ENERGY, 'a notice');
  const quoting = await say(sandbox, CITIZEN, 'look', { quote: open, replySettings: 'following' });
  await expect(userClient(sandbox, ENERGY).v2.reply('seen', quoting)).rejects.toMatchObject({
    data: { detail: expect.stringContaining('restricted who can reply') },
  });
  const named = await say(sandbox, CITIZEN, '@sw_energy look', { replySettings: 'mentionedUsers' });
  await userClient(sandbox, ENERGY).v2.reply('seen', named);
  const inside = await say(sandbox, OTHER, '@sw_home @sw_energy here too', { replyTo: named });
  await userClient(sandbox, ENERGY).v2.reply('seen as well', inside);
  await expect(userClient(sandbox, HOME).v2.reply('seen', inside)).rejects.toMatchObject({ code: 403 });
  const { data } = await userClient(sandbox, HOME).v2.tweet('ours', { reply_settings: 'mentionedUsers' });
  const shown = await read(sandbox, `/2/tweets?ids=${data.id}&tweet.fields=reply_settings`);
  expect(shown.body.data[0].reply_settings).toBe('mentionedUsers');
});
