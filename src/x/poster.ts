import type { TwitterApi } from 'twitter-api-v2';
import type { Poster, XPost } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import { type Clock, MINUTE } from '../lib/instant.js';
import type { Clients } from './clients.js';
import { outcomeOf } from './errors.js';
import { type PageAnswer, readPage } from './post-page.js';

/** How far back a handle's own timeline is read when something is looked for. */
const PAGES = 10;
/** How many posts of a handle a look at its activity takes at a time, and how often at most. */
export const ACTIVITY_READ = { page: 20, pages: PAGES };

/** Posts as the handles, and reads their own timelines. */
export function createPoster(clients: Clients, clock: Clock): Poster {
  /** Pages through a handle's own posts, newest first, until `visit` says it has what it wants. */
  async function walkTimeline(
    userId: string,
    query: Record<string, string | number>,
    visit: (post: XPost) => boolean,
  ) {
    const own = await clients.user(userId);
    if (own === null) return walk(clients.app, userId, query, visit);
    try {
      await walk(own, userId, query, visit);
    } catch (error) {
      // A handle whose token died must not leave its unknown messages unknown: everybody may read its posts.
      if (!(error instanceof SunwaiError) || error.code !== 'X-001') throw error;
      await walk(clients.app, userId, query, visit);
    }
  }

  async function walk(
    client: TwitterApi,
    userId: string,
    query: Record<string, string | number>,
    visit: (post: XPost) => boolean,
  ): Promise<void> {
    let token: string | null = null;
    for (let page = 0; page < PAGES; page += 1) {
      const request = client.v2.get<PageAnswer | undefined>(`users/${userId}/tweets`, {
        'tweet.fields': 'created_at,referenced_tweets,edit_history_tweet_ids',
        ...query,
        ...(token === null ? {} : { pagination_token: token }),
      });
      // Whatever is no page is an error: taken for an empty one it would prove that nothing was posted.
      const { posts, nextToken } = await readPage(request, 'GET /2/users/:id/tweets');
      if (posts.some(visit)) return;
      token = nextToken;
      if (token === null) return;
    }
  }

  return {
    mayPostAs: (userId) => clients.mayAct(userId),

    async reply(asUserId, inReplyToPostId, text) {
      try {
        const client = await clients.user(asUserId);
        if (client === null) {
          const until = clock.now() + 5 * MINUTE;
          return { kind: 'refused', reason: 'no_token', detail: 'this handle has granted no token', until };
        }
        const answer = await client.v2.post<{ data?: { id?: string } } | undefined>('tweets', {
          text,
          reply: { in_reply_to_tweet_id: inReplyToPostId },
        });
        const postId = answer?.data?.id;
        return postId === undefined
          ? { kind: 'unknown', detail: 'an answer without an id' }
          : { kind: 'ok', postId };
      } catch (error) {
        return outcomeOf(error, clock.now());
      }
    },

    async findReply(asUserId, inReplyToPostId, marker) {
      let found: string | null = null;
      await walkTimeline(asUserId, { max_results: 100, since_id: inReplyToPostId }, (post) => {
        if (post.inReplyToPostId !== inReplyToPostId || !post.text.includes(marker)) return false;
        found = post.id;
        return true;
      });
      return found;
    },

    async lastHumanPostAt(userId, exceptIds) {
      let at: number | null = null;
      await walkTimeline(userId, { max_results: ACTIVITY_READ.page }, (post) => {
        if (exceptIds.has(post.id)) return false;
        at = post.createdAt;
        return true;
      });
      return at;
    },
  };
}
