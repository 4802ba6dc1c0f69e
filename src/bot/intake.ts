import { compareIds, idAt } from '../lib/snowflake.js';
import { addressee } from './address.js';
import type { Desk } from './desk.js';
import type { WatchedHandle } from './ports.js';
import type { InboxRow } from './store.js';

/** Reads every group of handles once, page by page. Safe to break off at any line and to run again. */
export async function readMentions(desk: Desk): Promise<number> {
  const handles = [...desk.handles.byId.values()];
  // A handle never watched before starts now: the past is not answered.
  await desk.store.startWatermarks(
    handles.map((handle) => handle.xUserId),
    idAt(desk.clock.now()),
  );
  let added = 0;
  for (const group of desk.source.groups(handles)) added += await readGroup(desk, group);
  return added;
}

async function readGroup(desk: Desk, group: readonly WatchedHandle[]): Promise<number> {
  const handleIds = group.map((handle) => handle.xUserId);
  const marks = [...(await desk.store.watermarks(handleIds)).values()].sort(compareIds);
  const sinceId = marks[0] ?? idAt(desk.clock.now());
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
    added += await desk.store.savePage(inboxRows(desk, page.posts), move);
  } while (nextToken !== null);
  return added;
}

function inboxRows(desk: Desk, posts: readonly InboxRow['post'][]): InboxRow[] {
  const receivedAt = desk.clock.now();
  return posts.flatMap((post) => {
    const to = addressee(post, desk.handles);
    return to === null ? [] : [{ post, handleId: to.handle.xUserId, receivedAt }];
  });
}
