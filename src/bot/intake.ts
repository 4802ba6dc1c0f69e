import { type ErrorCode, SunwaiError } from '../lib/errors.js';
import { type Clock, DAY, HOUR, type Instant } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import { compareIds, idAt, instantOfId, maxId } from '../lib/snowflake.js';
import { addressee } from './address.js';
import type { Desk } from './desk.js';
import type { MentionReader, Sink, WatchedHandle, XPost } from './ports.js';
import type { InboxRow } from './store.js';

/** A handle never watched before is watched from this moment: the past is not answered. */
export async function startWatching(desk: Pick<Desk, 'store' | 'handles' | 'clock'>): Promise<void> {
  await desk.store.startWatermarks([...desk.handles.byId.keys()], idAt(desk.clock.now()));
}

/** The one place posts come in by, whichever source brings them. `arrived` is called when there is something to decide. */
export function createSink(
  desk: Pick<Desk, 'store' | 'handles' | 'clock' | 'log'>,
  arrived: () => void = () => {},
): Sink {
  return {
    handles: () => desk.handles.watched,

    async marks(handleIds) {
      const marks = await desk.store.watermarks(handleIds);
      return new Map([...marks].map(([handleId, { sinceId }]) => [handleId, sinceId]));
    },

    async take(posts, move) {
      const added = await desk.store.savePage(await inboxRows(desk, posts), move);
      if (added > 0) arrived();
      return added;
    },

    async lost(handleIds, from, until) {
      const at = desk.clock.now();
      await desk.store.addGap({ handleIds: [...handleIds], from, until, at });
      desk.log.error(
        { handles: handleIds.length, from, until },
        'X-007 mentions of this time cannot be read any more',
      );
    },
  };
}

/** What reading needs besides the reader. */
export interface ReadingTools {
  clock: Clock;
  log: Log;
}

/** How far below the marks is read again: X shows some posts late. */
export interface Overlap {
  /** Nothing is shown later than this. */
  ms: number;
  /** When each group was last read to its end, by its ids. What was written long before then need not be read again. */
  readAt: Map<string, Instant>;
}

/** After these X would refuse the other groups as well: it asked to wait, knows the app no more, or wants money. */
const HOLDS_FOR_ALL: readonly (ErrorCode | null)[] = ['X-001', 'X-004', 'PAY-001'];
/** So many groups in a row without an answer: X is down, and each further one would wait for it in vain. */
const MOST_UNANSWERED = 3;
/** A page that only leads to itself is asked for again so often. */
const MOST_REPEATS = 5;
/** A mark that old is moved although nobody wrote, or it would fall behind what X can still show. */
const OLD_MARK = DAY;
/** So far behind the time of reading: X's index and our clock may both be wrong by hours. */
const IDLE_MARGIN = 12 * HOUR;

/**
 * Reads these groups once, page by page. Safe to break off at any line and to run again. A group that X refuses keeps
 * none of the others unread; only when no group could be read is that an error of the round.
 *
 * Repeats, which the overlap brings, are dropped by the inbox, and X bills a post once a UTC day.
 *
 * @returns for each group how many posts were new; null: it was not read
 */
export async function readGroups(
  sink: Sink,
  reader: MentionReader,
  groups: readonly (readonly WatchedHandle[])[],
  overlap: Overlap,
  { clock, log }: ReadingTools,
): Promise<(number | null)[]> {
  const errors: unknown[] = [];
  const added = groups.map((): number | null => null);
  let unanswered = 0;
  for (const [at, group] of groups.entries()) {
    try {
      added[at] = await readGroup(sink, reader, group, overlap, clock);
      unanswered = 0;
    } catch (error) {
      errors.push(error);
      const code = error instanceof SunwaiError ? error.code : null;
      unanswered = code === 'X-002' ? unanswered + 1 : 0;
      log.warn(
        { handles: group.map(({ handle }) => handle), error: describe(error) },
        'a group was not read',
      );
      if (HOLDS_FOR_ALL.includes(code) || unanswered === MOST_UNANSWERED) break;
    }
  }
  if (errors.length > 0 && added.every((count) => count === null)) throw errors[0];
  return added;
}

async function readGroup(
  sink: Sink,
  reader: MentionReader,
  group: readonly WatchedHandle[],
  overlap: Overlap,
  clock: Clock,
): Promise<number> {
  const begun = clock.now();
  const handleIds = group.map((handle) => handle.xUserId);
  const marks = await sink.marks(handleIds);
  const mark = [...marks.values()].sort(compareIds)[0] ?? idAt(begun);
  const key = handleIds.join(' ');
  const sinceId = sinceOf(mark, overlap.readAt.get(key), overlap.ms);
  let upTo = instantOfId(mark) < begun - OLD_MARK ? idAt(begun - IDLE_MARGIN) : mark;
  let lostUntil: Instant | null = null;
  let added = 0;
  let token: string | null = null;
  let repeats = 0;
  for (let first = true; first || token !== null; first = false) {
    const page: Awaited<ReturnType<MentionReader['read']>> = await reader.read(group, sinceId, token);
    if (first) upTo = maxId(upTo, page.newestId ?? upTo);
    if (page.nextToken !== null && page.nextToken === token) repeats += 1;
    if (repeats > MOST_REPEATS) {
      const detail = 'the same page came again and again';
      throw new SunwaiError({ code: 'X-002', where: 'reading mentions', detail });
    }
    lostUntil = page.lostUntil ?? lostUntil;
    token = page.nextToken;
    // The watermark moves with the last page only: a crash between pages reads them again, and the inbox drops repeats.
    const last = token === null;
    if (last && lostUntil !== null && lostUntil > instantOfId(mark))
      await sink.lost(handleIds, instantOfId(mark), lostUntil);
    added += await sink.take(page.posts, last && upTo !== mark ? { handleIds, sinceId: upTo } : null);
  }
  overlap.readAt.set(key, begun);
  return added;
}

/** From where on is read: never above the mark, and as far below it as something may have been shown late. */
function sinceOf(mark: string, readAt: Instant | undefined, ms: number): string {
  if (readAt === undefined) return idAt(instantOfId(mark) - ms);
  const shown = idAt(readAt - ms);
  return compareIds(shown, mark) < 0 ? shown : mark;
}

async function inboxRows(
  desk: Pick<Desk, 'store' | 'handles' | 'clock'>,
  posts: readonly XPost[],
): Promise<InboxRow[]> {
  const receivedAt = desk.clock.now();
  const rows: InboxRow[] = [];
  for (const post of posts) {
    const handleId = addressee(post, desk.handles)?.handle.xUserId ?? (await retweeted(desk, post));
    if (handleId !== undefined) rows.push({ post, handleId, receivedAt });
  }
  const marks = await desk.store.watermarks([...new Set(rows.map(({ handleId }) => handleId))]);
  // Below the mark stands what was read, or came late; below the start stands the handle's past, which nobody answers.
  return rows.filter(({ post, handleId }) => {
    const start = marks.get(handleId)?.startId;
    return start === undefined || compareIds(post.id, start) > 0;
  });
}

/** The handle that a retweeted complaint was for: retweets of anything else are nobody's business. */
async function retweeted(
  { store, handles }: Pick<Desk, 'store' | 'handles'>,
  { authorId, retweetedPostId }: XPost,
): Promise<string | undefined> {
  if (retweetedPostId === undefined || handles.byId.has(authorId)) return undefined;
  const about = await store.caseAbout(retweetedPostId);
  return about === null ? undefined : (await store.caseByCode(about.caseCode))?.handleId;
}
