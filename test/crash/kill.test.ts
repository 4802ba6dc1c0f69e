import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  cleanUp,
  freshFolder,
  type Place,
  PROJECT,
  type Running,
  run,
  start,
  until,
} from '../e2e/program.js';
import { CODE, deskAt, type NewPost, type Post, sandboxAt } from '../e2e/talk.js';

/** The second look for a post that may have been made comes 45 s after the call; then it is made anew. */
const LONGEST = 175_000;
const POSTS = 50;

afterAll(cleanUp);

describe.concurrent('every citizen is answered once, whatever happens to the program or the line', () => {
  it('when it is killed in the middle of answering, twice', { timeout: LONGEST }, async () => {
    const { x, sandbox, posts, botStarts } = await stage();
    const [early, late] = [posts.slice(0, 30), posts.slice(30)];

    let bot = await botStarts();
    const ids = await sandbox.bulk(early);
    expect(await killAfter(bot, sandbox, 10)).toBeLessThan(POSTS);
    // The citizens go on writing while nobody reads.
    ids.push(...(await sandbox.bulk(late)));

    bot = await botStarts();
    await killAfter(bot, sandbox, 25);

    bot = await botStarts();
    await quiet(bot, ids);
    await answeredOnce(bot, x, ids, posts);
  });

  it('when X breaks off, never answers, fails after posting, and asks to wait', {
    timeout: LONGEST,
  }, async () => {
    const { x, sandbox, posts, botStarts } = await stage();
    for (const [kind, count] of [
      ['reset_after', 2],
      ['error500_after', 2],
      ['cut_body', 2],
      ['rate429', 2],
      ['error500', 1],
      ['reset_before', 1],
      ['timeout_after', 1],
    ] as const) {
      await sandbox.fault(kind, count);
    }

    const bot = await botStarts();
    const ids = await sandbox.bulk(posts);
    await quiet(bot, ids);
    await answeredOnce(bot, x, ids, posts);
  });
});

type Sandbox = ReturnType<typeof sandboxAt>;

/** An X of its own process, citizens in it, and a desk with tokens that can be started and killed. */
async function stage() {
  const folder = freshFolder();
  const x = await start(['sandbox', '--port', '0', '--ledger', join(folder, 'ledger.jsonl')], { folder });
  const place: Place = {
    folder,
    env: {
      SUNWAI_X: 'live',
      X_API_BASE_URL: x.url,
      X_BEARER_TOKEN: 'sandbox-bearer',
      X_APP_KEY: 'sandbox-app-key',
      X_APP_SECRET: 'sandbox-app-secret',
      SUNWAI_SECRET_KEY: randomBytes(32).toString('base64'),
    },
  };
  const tokens = join(folder, 'tokens.csv');
  writeFileSync(tokens, tokensTable());
  expect(await run(['handle', 'import', tokens], place)).toMatchObject({ code: 0 });
  const sandbox = sandboxAt(x.url);
  const posts = await grievances(sandbox);
  return { x, sandbox, posts, botStarts: () => start(['start'], place) };
}

/** Kills the bot as soon as the ledger shows this many answers; says how many there are then. */
async function killAfter(bot: Running, sandbox: Sandbox, answers: number): Promise<number> {
  const count = async () => (await sandbox.ledger()).filter(({ via }) => via === 'api').length;
  await until(`${answers} answers`, async () => (await count()) >= answers, { every: 1, within: 30_000 });
  await bot.kill();
  return count();
}

/** Every post has a case, and every acknowledgement is certainly out. */
async function quiet(bot: Running, ids: readonly string[]): Promise<void> {
  const desk = deskAt(bot.url);
  const messages = async () => (await desk.cases()).flatMap((one) => one.messages);
  const settled = async () => {
    const all = await messages();
    return (
      all.length >= ids.length && all.every(({ state }) => !['pending', 'sending', 'unknown'].includes(state))
    );
  };
  await until('every acknowledgement to be settled', settled, { within: 140_000, every: 500 });
  expect((await messages()).filter(({ state }) => state !== 'sent')).toEqual([]);
}

/** The ledger is X's memory, apart from the desk's: it shows what citizens saw. */
async function answeredOnce(bot: Running, x: Running, ids: readonly string[], posts: readonly NewPost[]) {
  const desk = deskAt(bot.url);
  const answers = (await sandboxAt(x.url).ledger()).filter(({ via }) => via === 'api');
  const byPost = new Map<string, Post[]>();
  for (const answer of answers) {
    const to = answer.replyTo ?? 'nobody';
    byPost.set(to, [...(byPost.get(to) ?? []), answer]);
  }
  expect([...byPost.keys()].sort()).toEqual([...ids].sort());
  expect([...byPost.values()].map((list) => list.length)).toEqual(ids.map(() => 1));

  const handles = departments();
  const codes = new Set<string>();
  for (const [at, id] of ids.entries()) {
    const [answer] = byPost.get(id) ?? [];
    const { code } = await desk.decided(id);
    expect(CODE.exec(answer?.text ?? '')?.[0]).toBe(code);
    expect(answer?.authorId).toBe(handles.get(/@(\w+)/.exec(posts[at]?.text ?? '')?.[1] ?? ''));
    codes.add(code ?? '');
  }
  expect(codes.size).toBe(ids.length);
  expect(await desk.cases()).toHaveLength(ids.length);
}

/** Handle to numeric id. */
function departments(): Map<string, string> {
  const [, ...rows] = readFileSync(join(PROJECT, 'data', 'directory', 'departments.csv'), 'utf8')
    .trim()
    .split('\n');
  return new Map(
    rows.map((row) => /,(\w+),(\d+),\w+$/.exec(row)).map((match) => [match?.[1] ?? '', match?.[2] ?? '']),
  );
}

function tokensTable(): string {
  return [
    'handle,x_user_id,access_token,access_secret',
    ...[...departments()].map(([handle, id]) => `${handle},${id},${id}-sandbox,sandbox-secret-${id}`),
    '',
  ].join('\n');
}

const MATTERS = [
  (place: string) => `@sw_energy ${place} में तीन दिन से बिजली नहीं आ रही है, ट्रांसफार्मर जला पड़ा है`,
  (place: string) => `@sw_urbandev ${place} mein das din se kooda nahi uthaya gaya, naali bhi jaam hai`,
  (place: string) => `@sw_pwd The main road in ${place} is full of potholes, please get it repaired`,
  (place: string) => `@sw_home ${place} थाने में चोरी की एफआईआर नहीं लिखी जा रही है`,
  (place: string) => `@sw_namami ${place} gaon mein nal se paani nahi aa raha, handpump bhi kharab hai`,
];
const PLACES = [
  'Lucknow',
  'कानपुर',
  'Gorakhpur',
  'मेरठ',
  'Jhansi',
  'Bareilly',
  'आगरा',
  'Varanasi',
  'Basti',
  'Banda',
];

/** Each from an account of its own. */
async function grievances(sandbox: Sandbox): Promise<NewPost[]> {
  const posts: NewPost[] = [];
  for (let at = 0; at < POSTS; at += 1) {
    const { id } = await sandbox.account({
      handle: `nagrik_${at}`,
      name: `Citizen ${at} (sample)`,
      kind: 'citizen',
    });
    const matter = MATTERS[at % MATTERS.length];
    const place = PLACES[Math.floor(at / MATTERS.length) % PLACES.length];
    if (matter === undefined || place === undefined) throw new Error('there is no such matter');
    posts.push({ as: id, text: matter(place) });
  }
  return posts;
}
