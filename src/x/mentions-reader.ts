import type { MentionReader } from '../bot/ports.js';
import { compareIds, instantOfId } from '../lib/snowflake.js';
import type { Clients } from './clients.js';
import { type PageAnswer, readPage } from './post-page.js';
import { POST_FIELDS } from './to-post.js';

const PAGE = 100;
/** X shows no more of the newest mentions of an account; beyond them pages are empty or missing. */
const DEPTH = 800;
/** X leaves out what it may not show: a page with so many posts may well have been a full one. */
const NEARLY_FULL = 90;

/** How far a walk through the pages has come. It travels in the page token, so that the reader remembers nothing. */
interface Walk {
  /** Pages asked for before this one. */
  pages: number;
  /** Of what was read so far; null: nothing was. */
  oldestId: string | null;
  /** X's own token; null: the first page. */
  token: string | null;
}

const WALK = /^(\d+) (\d*) (.+)$/s;

function readWalk(token: string | null): Walk {
  const [, pages = '0', oldest = '', own = null] = WALK.exec(token ?? '') ?? [];
  return { pages: Number(pages), oldestId: oldest === '' ? null : oldest, token: own };
}

/** Mentions through the timeline of each handle: one handle a group. */
export function createMentionsReader(clients: Clients): MentionReader {
  return {
    groups: (handles) => handles.map((handle) => [handle]),

    async read(group, sinceId, nextToken) {
      const [handle] = group;
      if (handle === undefined) return { posts: [], nextToken: null, newestId: null, lostUntil: null };
      const walk = readWalk(nextToken);
      const request = clients.app.v2.get<PageAnswer | undefined>(`users/${handle.xUserId}/mentions`, {
        max_results: PAGE,
        since_id: sinceId,
        'tweet.fields': POST_FIELDS,
        ...(walk.token === null ? {} : { pagination_token: walk.token }),
      });
      const { posts, nextToken: next, newestId } = await readPage(request, 'GET /2/users/:id/mentions');
      // X leads to the page just asked for: a step that does not count.
      if (next !== null && next === walk.token) return { posts, nextToken, newestId, lostUntil: null };
      const pages = walk.pages + 1;
      const oldestId = posts.map(({ id }) => id).sort(compareIds)[0] ?? walk.oldestId;
      const full = posts.length === 0 || posts.length >= NEARLY_FULL;
      const atTheEnd = next === null && pages * PAGE >= DEPTH && full;
      return {
        posts,
        nextToken: next === null ? null : `${pages} ${oldestId ?? ''} ${next}`,
        newestId,
        lostUntil: atTheEnd && oldestId !== null ? instantOfId(oldestId) : null,
      };
    },
  };
}
