import { DAY, HOUR, type Instant, MINUTE } from '../lib/instant.js';
import type { Desk } from './desk.js';
import type { HeldPost } from './living-store.js';

/** X answers for so many posts at once. */
const BATCH = 100;
/** So many requests a round: what is due is asked for over the day, not in one burst. */
const MOST = 3;
/** The pause between two rounds; shorter while more is due. */
const PAUSE = 10 * MINUTE;
const SHORT_PAUSE = 20_000;
/** What X does not show is asked for once more after this long: an index, too, has bad moments. */
const CONFIRM = 10 * MINUTE;
/** An id of which X said nothing. */
const UNSAID = HOUR;
/** So long after the last thing that happened in it a case that is over counts as recent. Each day costs a read a post. */
const RECENT = 2 * DAY;

/**
 * Makes sure that the desk holds nothing that its author, or X, took back. Each post of which text is held is looked up
 * once a day; one that X does not show twice in a row is purged. What needs no looking up any more is forgotten. A new
 * version that no source has brought is found here at the latest. Returns how many milliseconds later it is wanted again.
 */
export async function checkPosts(desk: Desk): Promise<number> {
  const { store, clock } = desk;
  for (let asked = 0; asked < MOST; asked += 1) {
    await store.forget(clock.now() - RECENT, clock.now(), BATCH);
    const due = await store.toCheck(clock.now(), BATCH);
    if (due.length === 0) return PAUSE;
    await check(desk, due);
  }
  return SHORT_PAUSE;
}

async function check(desk: Desk, due: readonly HeldPost[]): Promise<void> {
  const { store } = desk;
  const answers = await desk.posts.lookUp(due.map(({ postId }) => postId));
  const now = desk.clock.now();
  const shown = new Map(answers.shown.map((post) => [post.rootId, post]));
  const gone = new Set(answers.gone);
  const there = due.filter(({ rootId }) => shown.has(rootId));
  const missing = due.filter(({ rootId, postId }) => !shown.has(rootId) && gone.has(postId));
  const unsaid = due.filter((post) => !there.includes(post) && !missing.includes(post));
  // Stored anew: of a version that is known nothing changes.
  const rows = there.flatMap(({ rootId, handleId }) => {
    const post = shown.get(rootId);
    return post === undefined ? [] : [{ post, handleId, receivedAt: now }];
  });
  await store.savePage(rows, null);
  await store.stillThere(idsOf(there), now + DAY);
  await store.askAgain(idsOf(unsaid), now + UNSAID);
  for (const post of missing) await miss(desk, post, now);
  const purged = missing.filter(({ missed }) => missed).length;
  desk.log.info(
    { there: there.length, missing: missing.length, purged, unsaid: unsaid.length },
    'looked for posts',
  );
}

async function miss(desk: Desk, { rootId, missed }: HeldPost, now: Instant): Promise<void> {
  if (!missed) return desk.store.missing(rootId, now, now + CONFIRM);
  const { cases } = await desk.store.purge({ post: rootId }, now);
  for (const code of cases) desk.changed({ kind: 'case', code });
}

function idsOf(posts: readonly HeldPost[]): string[] {
  return posts.map(({ rootId }) => rootId);
}
