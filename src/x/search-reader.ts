import type { Source, WatchedHandle } from '../bot/ports.js';
import { type Clock, DAY, HOUR, iso } from '../lib/instant.js';
import { instantOfId } from '../lib/snowflake.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';
import { POST_FIELDS, type RawPost, toPost } from './to-post.js';

/** Recent search reaches back seven days; an older since_id is an error. An hour of margin. */
const REACH = 7 * DAY - HOUR;

interface SearchAnswer {
  data?: RawPost[];
  meta?: { newest_id?: string; next_token?: string };
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
export function createSearchSource(clients: Clients, clock: Clock, queryLimit = 512): Source {
  return {
    groups: (handles) => splitByQuery(handles, queryLimit),

    async read(group, sinceId, nextToken) {
      const oldest = clock.now() - REACH;
      const from =
        instantOfId(sinceId) > oldest
          ? { since_id: sinceId }
          : { start_time: iso(oldest).replace(/\.\d+Z/, 'Z') };
      const paging = nextToken === null ? {} : { next_token: nextToken };
      try {
        const answer = await clients.app.v2.get<SearchAnswer>('tweets/search/recent', {
          query: queryFor(group),
          max_results: 100,
          'tweet.fields': POST_FIELDS,
          ...from,
          ...paging,
        });
        return {
          posts: (answer.data ?? []).map(toPost),
          nextToken: answer.meta?.next_token ?? null,
          newestId: answer.meta?.newest_id ?? null,
        };
      } catch (error) {
        throw readError(error, 'GET /2/tweets/search/recent');
      }
    },
  };
}
