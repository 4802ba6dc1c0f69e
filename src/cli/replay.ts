import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { addressee } from '../bot/address.js';
import { dispatch } from '../bot/dispatch.js';
import type { Poster } from '../bot/ports.js';
import { processInbox } from '../bot/process.js';
import { createSpending } from '../bot/spending.js';
import { showCode } from '../cases/code.js';
import { composeDesk, loadKnowledge, readConfig } from '../compose.js';
import { SunwaiError } from '../lib/errors.js';
import { silentLog } from '../lib/log.js';
import { openStore } from '../store/sqlite-store.js';
import { type RawPost, toPost } from '../x/to-post.js';
import { print, warn } from './output.js';

export function replayCommand(program: Command): void {
  program
    .command('replay <file>')
    .description(
      'Feed saved posts (JSON lines as X sends them) through the whole path offline. Nothing is posted or kept.',
    )
    .option('--json', 'JSON lines (always so; accepted for sameness)')
    .addHelpText('after', '\nExample:\n  $ npx sunwai replay saved-posts.jsonl\n')
    .action(replay);
}

async function replay(file: string): Promise<void> {
  const knowledge = loadKnowledge(readConfig(), warn);
  const store = openStore('sqlite::memory:');
  await store.migrate();
  let now = 0;
  let replies: { as: string; to: string; text: string }[] = [];
  const poster: Poster = {
    async reply(as, to, text) {
      replies.push({ as, to, text });
      return { kind: 'ok', postId: `replay-${to}-${replies.length}` };
    },
    mayPostAs: async () => true,
    findReply: async () => null,
    lastHumanPostAt: async () => null,
  };
  const clock = { now: () => now };
  const money = { store, prices: knowledge.prices, ceiling: 0, clock, log: silentLog };
  let draws = 0;
  const desk = composeDesk(knowledge, {
    store,
    sources: [],
    plan: 'self-serve',
    accountLimits: null,
    spending: await createSpending(money),
    poster,
    accounts: { byId: async () => new Map(), byName: async () => new Map(), ownerOf: async () => null },
    posts: { lookUp: async () => ({ shown: [], gone: [] }) },
    notifiers: [],
    clock,
    // The same file gives the same codes, so that two runs can be compared.
    random: (count) => {
      draws += 1;
      return createHash('sha256').update(`replay ${draws}`).digest().subarray(0, count);
    },
    log: silentLog,
    changed: () => {},
  });
  let line = 0;
  for await (const raw of lines(file)) {
    line += 1;
    if (raw.trim() === '') continue;
    const post = readPost(raw);
    if (post === null) {
      process.stderr.write(`IN-001 ${file}:${line}: it is not a post with an id and an author_id\n`);
      process.exitCode = 2;
      continue;
    }
    const to = addressee(post, desk.handles);
    now = Math.max(now, post.createdAt);
    if (to === null) {
      print(JSON.stringify({ id: post.id, disposition: 'not_ours' }));
      continue;
    }
    const row = { post, handleId: to.handle.xUserId, receivedAt: now };
    const fresh = await store.savePage([row], null);
    if (fresh > 0) await processInbox(desk);
    replies = [];
    await dispatch(desk);
    const decided = await store.decided(post.id);
    const code = decided?.caseCode ?? null;
    const { intent, department, district, language } = decided?.meaning ?? {};
    const disposition = fresh > 0 ? decided?.disposition : 'repeated';
    print(
      JSON.stringify({
        id: post.id,
        disposition,
        code: code === null ? null : showCode(code),
        intent,
        department,
        district,
        language,
        replies,
      }),
    );
  }
  await store.close();
}

async function* lines(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (cause) {
    throw new SunwaiError({ code: 'IN-002', where: file, detail: (cause as Error).message }, { cause });
  }
}

function readPost(raw: string) {
  try {
    const parsed = JSON.parse(raw) as Partial<RawPost> | null;
    if (typeof parsed?.id !== 'string' || typeof parsed.author_id !== 'string') return null;
    return toPost(parsed as RawPost);
  } catch {
    return null;
  }
}
