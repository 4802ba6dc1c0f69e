import type { MentionReader, WatchedHandle } from '../bot/ports.js';
import { type Clock, DAY, HOUR, type Instant, iso } from '../lib/instant.js';
import { instantOfId } from '../lib/snowflake.js';
import type { Clients } from './clients.js';
import { type PageAnswer, readPage } from './post-page.js';
import { POST_FIELDS } from './to-post.js';

/** Recent search reaches back seven days; an older since_id is an error. An hour of margin. */
const REACH = 7 * DAY - HOUR;

/** In whole hours: all pages of one walk must ask for the same, or X refuses the page token. */
function oldestReadable(now: Instant): Instant {
  return Math.ceil((now - REACH) / HOUR) * HOUR;
}

/** `(@a OR @b) -is:retweet`: everything that names one of the handles. */
export function queryFor(handles: readonly WatchedHandle[]): string {
  return `(${handles.map(({ handle }) => `@${handle}`).join(' OR ')}) -is:retweet`;
}

/** Splits handles, in order, into groups whose query is at most `limit` characters long. */
export function splitByQuery(handles: readonly WatchedHandle[], limit: number): WatchedHandle[][] {
  const groups: WatchedHandle[][] = [];
  for (const handle of handles) {
    const last = groups.at(-1);
    if (last !== undefined && queryFor([...last, handle]).length <= limit) last.push(handle);
    else groups.push([handle]);
  }
  return groups;
}

/** Mentions through combined recent-search queries. `queryLimit`: 512 characters, 4,096 on Enterprise. */
export function createSearchReader(clients: Clients, clock: Clock, queryLimit = 512): MentionReader {
  return {
    groups: (handles) => splitByQuery(handles, queryLimit),

    async read(group, sinceId, nextToken) {
      const oldest = oldestReadable(clock.now());
      const reachable = instantOfId(sinceId) > oldest;
      const from = reachable ? { since_id: sinceId } : { start_time: iso(oldest).replace(/\.\d+Z/, 'Z') };
      const paging = nextToken === null ? {} : { next_token: nextToken };
      const request = clients.app.v2.get<PageAnswer | undefined>('tweets/search/recent', {
        query: queryFor(group),
        max_results: 100,
        'tweet.fields': POST_FIELDS,
        ...from,
        ...paging,
      });
      const page = await readPage(request, 'GET /2/tweets/search/recent');
      return { ...page, lostUntil: reachable ? null : oldest };
    },
  };
}
