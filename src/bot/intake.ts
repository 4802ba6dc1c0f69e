import { describe } from '../lib/loop.js';
import { compareIds, idAt } from '../lib/snowflake.js';
import { addressee } from './address.js';
import type { Desk } from './desk.js';
import type { WatchedHandle, XPost } from './ports.js';
import type { InboxRow } from './store.js';

/** A handle never watched before is watched from this moment: the past is not answered. */
export async function startWatching(desk: Desk): Promise<void> {
  await desk.store.startWatermarks([...desk.handles.byId.keys()], idAt(desk.clock.now()));
}

/**
 * Reads every group of handles once, page by page. Safe to break off at any line and to run again. A group that X
 * refuses keeps none of the others unread; only when no group could be read is that an error of the round.
 */
export async function readMentions(desk: Desk): Promise<number> {
  await startWatching(desk);
  const groups = desk.source.groups([...desk.handles.byId.values()]);
  const errors: unknown[] = [];
  let added = 0;
  for (const group of groups) {
    try {
      added += await readGroup(desk, group);
    } catch (error) {
      errors.push(error);
      desk.log.warn(
        { handles: group.map(({ handle }) => handle), error: describe(error) },
        'a group was not read',
      );
    }
  }
  if (errors.length > 0 && errors.length === groups.length) throw errors[0];
  return added;
}

async function readGroup(desk: Desk, group: readonly WatchedHandle[]): Promise<number> {
  const handleIds = group.map((handle) => handle.xUserId);
  const marks = await desk.store.watermarks(handleIds);
  const sinceId = [...marks.values()].sort(compareIds)[0] ?? idAt(desk.clock.now());
  let added = 0;
  let nextToken: string | null = null;
  let newestId: string | null = null;
  let first = true;
  do {
    const page = await desk.source.read(group, sinceId, nextToken);
    if (first) newestId = page.newestId;
    first = false;
    nextToken = page.nextToken;
    // The watermark moves with the last page only: a crash between pages reads them again, and the inbox drops repeats.
    const move = nextToken === null && newestId !== null ? { handleIds, sinceId: newestId } : null;
    added += await desk.store.savePage(inboxRows(desk, page.posts, marks), move);
  } while (nextToken !== null);
  return added;
}

function inboxRows(desk: Desk, posts: readonly XPost[], marks: ReadonlyMap<string, string>): InboxRow[] {
  const receivedAt = desk.clock.now();
  return posts.flatMap((post) => {
    const handleId = addressee(post, desk.handles)?.handle.xUserId;
    if (handleId === undefined) return [];
    // A group is read from its oldest mark: what lies before a newer handle's own is that handle's past.
    const mark = marks.get(handleId);
    if (mark !== undefined && compareIds(post.id, mark) <= 0) return [];
    return [{ post, handleId, receivedAt }];
  });
}
