import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/lib/instant.js';
import { startSandbox } from '../../src/sandbox/server.js';
import {
  ACCOUNTS,
  CITIZEN,
  ENERGY,
  get,
  HOME,
  post,
  read,
  say,
  seedAccount,
  start,
  userClient,
} from './helpers.js';

const folder = mkdtempSync(join(tmpdir(), 'sunwai-sandbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dormant = (sandbox: { url: string }, id: string, value: boolean) =>
  post(sandbox, `/sandbox/accounts/${id}/dormant`, { dormant: value });
const timeline = async (sandbox: { url: string }, id: string) =>
  (await read(sandbox, `/2/users/${id}/tweets?tweet.fields=created_at`)).body.data ?? [];

describe('the clock', () => {
  it('only moves forward, and tells whoever listens', async () => {
    const sandbox = await start();
    const heard: number[] = [];
    const stop = sandbox.onClock((now) => heard.push(now));
    const before = sandbox.clock.now();
    const { body } = await post(sandbox, '/sandbox/clock', { advanceMs: DAY });
    expect(body.offset).toBe(DAY);
    expect(sandbox.clock.now()).toBeGreaterThanOrEqual(before + DAY);
    for (const advanceMs of [-1, 0.5, '5', null, 1e15]) {
      expect((await post(sandbox, '/sandbox/clock', { advanceMs })).status).toBe(400);
    }
    stop();
    await post(sandbox, '/sandbox/clock', { advanceMs: 1 });
    expect(heard).toHaveLength(1);
  });
});

describe('the ledger', () => {
  it('restores accounts, posts, dormant flags and the clock, and goes on after them', async () => {
    const ledgerFile = join(folder, 'restored.jsonl');
    const first = await start({ ledgerFile });
    const root = await say(first, CITIZEN, '@sw_energy न बिजली\nन पानी');
    await userClient(first, ENERGY).v2.reply('noted', root);
    const made = await post(first, '/sandbox/accounts', { handle: 'new_one', name: 'New', kind: 'citizen' });
    expect(made.status).toBe(201);
    await dormant(first, ENERGY, true);
    await post(first, '/sandbox/clock', { advanceMs: 3 * DAY });
    const before = (await get(first, '/sandbox/state')).body;
    await first.close();

    // Dies in the middle of a line.
    appendFileSync(ledgerFile, '{"kind":"post","post":{"id":"1');
    const second = await start({
      ledgerFile,
      accounts: [...ACCOUNTS, seedAccount('77', 'sw_later', 'department', 5)],
    });
    const after = (await get(second, '/sandbox/state')).body;
    expect(after.offset).toBe(3 * DAY);
    expect(after.accounts.slice(0, -1)).toEqual(before.accounts);
    expect(after.accounts.find(({ id }: { id: string }) => id === ENERGY).dormant).toBe(true);
    expect(after.posts.filter(({ authorId }: { authorId: string }) => authorId !== '77')).toEqual(
      before.posts,
    );
    const next = await say(second, CITIZEN, 'again');
    expect(BigInt(next)).toBeGreaterThan(BigInt(before.posts[0].id));
    await second.close();
    expect(readFileSync(ledgerFile, 'utf8')).not.toContain('"id":"1{');
    const third = await start({ ledgerFile });
    expect((await get(third, '/sandbox/ledger')).body.posts.at(-1).id).toBe(next);
  });

  it('says which line is broken', async () => {
    const ledgerFile = join(folder, 'broken.jsonl');
    appendFileSync(ledgerFile, '{"kind":"clock","offset":5}\nnonsense\n');
    await expect(start({ ledgerFile })).rejects.toMatchObject({
      code: 'IN-001',
      faults: [{ where: `${ledgerFile}:2` }],
    });
    await expect(start({ ledgerFile: join(folder, 'no', 'folder') })).rejects.toMatchObject({
      code: 'IN-002',
    });
  });
});

describe('dormant departments', () => {
  it('hide what people posted, not what programs posted, until someone speaks', async () => {
    const sandbox = await start();
    expect(await timeline(sandbox, ENERGY)).toHaveLength(1);
    const automatic = (await userClient(sandbox, ENERGY).v2.tweet('by a program')).data.id;
    expect((await dormant(sandbox, ENERGY, true)).body).toMatchObject({ dormant: true, lastPostAt: null });
    expect((await timeline(sandbox, ENERGY)).map(({ id }: { id: string }) => id)).toEqual([automatic]);
    expect((await dormant(sandbox, ENERGY, false)).body).toMatchObject({ dormant: false });
    const [newest] = await timeline(sandbox, ENERGY);
    expect(Date.parse(newest.created_at)).toBeGreaterThan(sandbox.clock.now() - 10_000);

    // One that never spoke begins dormant; a post by hand wakes it.
    const flag = async () =>
      (await get(sandbox, '/sandbox/state')).body.accounts.find(({ id }: { id: string }) => id === HOME)
        .dormant;
    expect(await flag()).toBe(true);
    await say(sandbox, HOME, 'we are here');
    expect(await flag()).toBe(false);
  });
});

describe('the control side', () => {
  it('refuses what cannot be, and a bulk as a whole', async () => {
    const sandbox = await start();
    const before = (await get(sandbox, '/sandbox/ledger')).body.posts.length;
    for (const body of [
      { as: '5', text: 'x' },
      { as: CITIZEN, text: ' ' },
      { as: CITIZEN, text: 'x', replyTo: '5' },
      { as: CITIZEN, text: 'x', reply: '5' },
      [],
    ]) {
      const { status, body: answer } = await post(sandbox, '/sandbox/posts', body);
      expect([status, typeof answer.error]).toEqual([400, 'string']);
    }
    const posts = [
      { as: CITIZEN, text: 'good' },
      { as: CITIZEN, text: '' },
    ];
    expect((await post(sandbox, '/sandbox/posts/bulk', { posts })).body.error).toMatch(/^posts\[1\]: text/);
    expect((await get(sandbox, '/sandbox/ledger')).body.posts).toHaveLength(before);
    expect(
      (await post(sandbox, '/sandbox/accounts', { handle: 'SW_energy', name: 'x', kind: 'stranger' })).status,
    ).toBe(400);
    const form = await fetch(`${sandbox.url}/sandbox/posts`, {
      method: 'POST',
      body: JSON.stringify({ as: CITIZEN, text: 'x' }),
    });
    expect(form.status).toBe(415);
  });

  it('sends events of posts, accounts and the clock', async () => {
    const sandbox = await start();
    const response = await fetch(`${sandbox.url}/sandbox/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const id = await say(sandbox, CITIZEN, 'hello');
    await dormant(sandbox, ENERGY, true);
    await post(sandbox, '/sandbox/clock', { advanceMs: 5 });
    let text = '';
    while (!text.includes('event: clock')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toMatch(new RegExp(`event: post\ndata: \\{"id":"${id}"[^\n]*\n\n`));
    expect(text).toContain('event: account\n');
    expect(text).not.toContain('prefix');
  });

  it('a taken port is WEB-001', async () => {
    const { port } = await start();
    await expect(startSandbox({ port, accounts: [], samples: [], ledgerFile: null })).rejects.toMatchObject({
      code: 'WEB-001',
    });
  });
});
