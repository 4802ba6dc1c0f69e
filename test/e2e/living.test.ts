import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkPosts } from '../../src/bot/compliance.js';
import type { Desk } from '../../src/bot/desk.js';
import { dispatch } from '../../src/bot/dispatch.js';
import { createSink, startWatching } from '../../src/bot/intake.js';
import { createPollSource, everyRound } from '../../src/bot/poll-source.js';
import { processInbox } from '../../src/bot/process.js';
import { DAY, MINUTE, SECOND } from '../../src/lib/instant.js';
import { silentLog } from '../../src/lib/log.js';
import type { RunningSandbox } from '../../src/sandbox/server.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { createClients } from '../../src/x/clients.js';
import { agentFor } from '../../src/x/loopback-agent.js';
import { createPostReader } from '../../src/x/post-lookup.js';
import { createPoster } from '../../src/x/poster.js';
import { createSearchReader } from '../../src/x/search-reader.js';
import { fixedTokens } from '../../src/x/tokens.js';
import { makeDesk } from '../bot/desk.js';
import { CITIZEN, ENERGY, get, OTHER, post, read, say, start } from '../sandbox/helpers.js';

// The desk's own parts from the reading of posts to the database, on a sandbox in which posts change and go.
let folder: string;
let file: string;
let x: RunningSandbox;
let desk: Desk;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sunwai-living-e2e-'));
  file = join(folder, 'sunwai.db');
  x = await start();
  const keys = {
    appKey: 'sandbox-app-key',
    appSecret: 'sandbox-app-secret',
    bearerToken: 'sandbox-bearer',
  };
  const clients = createClients(
    keys,
    agentFor(x.url),
    fixedTokens((id) => ({
      kind: 'oauth1',
      accessToken: `${id}-sandbox`,
      accessSecret: `sandbox-secret-${id}`,
    })),
  );
  const handle = { handle: 'sw_energy', xUserId: ENERGY, department: 'ENERGY', district: null };
  const { clock } = x;
  const tools = { overlapMs: 2 * MINUTE, clock, log: silentLog };
  desk = {
    ...(await makeDesk({ handles: [handle], store: openStore(`sqlite:${file}`) })),
    clock,
    sources: [createPollSource('search', createSearchReader(clients, clock), everyRound(SECOND), tools)],
    poster: createPoster(clients, clock),
    posts: createPostReader(clients),
  };
  await startWatching(desk);
});
afterEach(async () => {
  await desk.store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One round of each loop. */
async function round(): Promise<void> {
  await advance(SECOND);
  const sink = createSink(desk);
  for (const source of desk.sources) await source.turn(sink);
  await processInbox(desk);
  await dispatch(desk);
}
const advance = (advanceMs: number) => post(x, '/sandbox/clock', { advanceMs });
const control = (id: string, what: string, body: object) => post(x, `/sandbox/posts/${id}/${what}`, body);
const report = async () => (await get(x, '/sandbox/report')).body;
async function historyOf(id: string) {
  const code = (await desk.store.decided(id))?.caseCode ?? '';
  return { code, types: (await desk.store.events(code)).map(({ type }) => type) };
}

const SECRET = 'ट्रांसफार्मर जल गया';

it('an edited post is one case with one answer; deleted, its words are gone within a day, the case is not', async () => {
  const first = await say(x, CITIZEN, `@sw_energy ${SECRET}`);
  await round();
  const second = (await control(first, 'edit', { text: `@sw_energy ${SECRET} कल से` })).body.id;
  await round();
  await round();
  const { code, types } = await historyOf(first);
  expect(types).toEqual(['opened', 'acknowledged', 'edited']);
  expect(await desk.store.textOf(first)).toBe(`@sw_energy ${SECRET} कल से`);
  expect(await desk.store.caseByCode(code)).toMatchObject({ latestPostId: second });
  expect(Object.values((await report()).replies)).toEqual([1]);

  await advance(DAY);
  await checkPosts(desk);
  expect(await desk.store.textOf(second)).toContain(SECRET);
  await control(second, 'delete', {});
  await advance(DAY);
  await checkPosts(desk);
  await advance(10 * MINUTE);
  await checkPosts(desk);
  expect(await desk.store.textOf(first)).toBeNull();
  expect(await desk.store.caseByCode(code)).toMatchObject({ stage: 'acknowledged', authorId: CITIZEN });
  expect((await historyOf(first)).types).toEqual(['opened', 'acknowledged', 'edited', 'gone']);
  expect([file, `${file}-wal`].map((name) => readFileSync(name, 'utf8')).join('')).not.toContain(SECRET);
});

it('a post withheld before it was answered is purged without waiting for the night', async () => {
  const id = await say(x, OTHER, `@sw_energy ${SECRET}`);
  await advance(SECOND);
  const sink = createSink(desk);
  for (const source of desk.sources) await source.turn(sink);
  await processInbox(desk);
  await control(id, 'withhold', { withheld: true });
  await dispatch(desk);
  await checkPosts(desk);
  expect(await desk.store.postById(id)).toMatchObject({ gone: true, post: { authorId: '', text: '' } });
  expect((await historyOf(id)).types).toEqual(['opened', 'gone']);
  expect(await desk.store.messagesOf((await historyOf(id)).code)).toMatchObject([{ state: 'refused' }]);
  expect((await report()).violations).toMatchObject({ goneTarget: 1, notSummoned: 0, duplicate: 0 });
});

it('quotes are counted, and what is purged on request is gone while X still shows it', async () => {
  const id = await say(x, CITIZEN, `@sw_energy फिर से ${SECRET}`);
  await round();
  const { code } = await historyOf(id);
  const posts = Array.from({ length: 100 }, (_, at) => ({
    as: OTHER,
    text: `@sw_energy देखिए ${at}`,
    quote: id,
  }));
  await post(x, '/sandbox/posts/bulk', { posts });
  await round();
  expect(await desk.store.echoes(code)).toBe(100);
  expect(await desk.store.cases({ limit: 10 })).toHaveLength(1);
  expect((await report()).replies[id]).toBe(1);
  expect(await desk.store.purge({ author: CITIZEN }, desk.clock.now())).toEqual({ posts: 1, cases: [code] });
  expect(await desk.store.textOf(id)).toBeNull();
  await round();
  expect(await desk.store.textOf(id)).toBeNull();
  expect((await read(x, `/2/tweets?ids=${id}`)).body.data).toHaveLength(1);
});
