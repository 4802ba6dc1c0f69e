import type { Page } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import { maxId } from '../lib/snowflake.js';
import { readError } from './errors.js';
import { type RawPost, toPost } from './to-post.js';

/** A page of posts as X answers it, with what of it is used. */
export interface PageAnswer {
  data?: RawPost[];
  meta?: { newest_id?: string; next_token?: string };
  errors?: { title?: string; detail?: string }[];
}

/** Reads a page of posts. Throws SunwaiError X-00n for whatever else comes. */
export async function readPage(request: Promise<PageAnswer | undefined>, where: string): Promise<Page> {
  const answer = await request.catch((error: unknown) => {
    throw readError(error, where);
  });
  // Also an empty page says that it is one. Taken for one, anything else would move the mark past what it hides.
  if (answer?.data === undefined && answer?.meta === undefined) throw notAPage(answer, where);
  const posts = (answer.data ?? []).map(toPost);
  // Whatever the order of the posts, and whatever X says of it.
  const ids = [...posts.map(({ id }) => id), answer.meta?.newest_id ?? []].flat();
  return {
    posts,
    nextToken: answer.meta?.next_token ?? null,
    newestId: ids.length === 0 ? null : ids.reduce(maxId),
  };
}

function notAPage(answer: PageAnswer | undefined, where: string): SunwaiError {
  const [problem] = answer?.errors ?? [];
  const said = problem?.detail ?? problem?.title;
  // With a reason X means it: it does not show this account.
  return said === undefined
    ? new SunwaiError({ code: 'X-002', where, detail: 'an answer without data' })
    : new SunwaiError({ code: 'X-003', where, detail: said.slice(0, 200) });
}
