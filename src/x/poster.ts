import type { Poster } from '../bot/ports.js';
import { type Clock, MINUTE } from '../lib/instant.js';
import type { Clients } from './clients.js';
import { outcomeOf, readError } from './errors.js';
import { type RawPost, toPost } from './to-post.js';

interface Timeline {
  data?: RawPost[];
  meta?: { next_token?: string };
}

/** How far back a handle's own timeline is read when something is looked for. */
const PAGES = 10;

/** Posts as the handles, and reads their own timelines. */
export function createPoster(clients: Clients, clock: Clock): Poster {
  /** Pages through a handle's own posts, newest first, until `visit` says it has what it wants. */
  async function walkTimeline(
    userId: string,
    query: Record<string, string | number>,
    visit: (post: RawPost) => boolean,
  ) {
    const client = (await clients.user(userId)) ?? clients.app;
    let token: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await client.v2
        .get<Timeline>(`users/${userId}/tweets`, {
          'tweet.fields': 'created_at,referenced_tweets,edit_history_tweet_ids',
          ...query,
          ...(token === undefined ? {} : { pagination_token: token }),
        })
        .catch((error: unknown) => {
          throw readError(error, 'GET /2/users/:id/tweets');
        });
      if ((answer.data ?? []).some(visit)) return;
      token = answer.meta?.next_token;
      if (token === undefined) return;
    }
  }

  return {
    async reply(asUserId, inReplyToPostId, text) {
      const client = await clients.user(asUserId);
      if (client === null) {
        const until = clock.now() + 5 * MINUTE;
        return { kind: 'refused', reason: 'no_token', detail: 'this handle has granted no token', until };
      }
      try {
        const answer = await client.v2.post<{ data?: { id?: string } }>('tweets', {
          text,
          reply: { in_reply_to_tweet_id: inReplyToPostId },
        });
        const postId = answer.data?.id;
        return postId === undefined
          ? { kind: 'unknown', detail: 'an answer without an id' }
          : { kind: 'ok', postId };
      } catch (error) {
        return outcomeOf(error, clock.now());
      }
    },

    async findReply(asUserId, inReplyToPostId, marker) {
      let found: string | null = null;
      await walkTimeline(asUserId, { max_results: 100, since_id: inReplyToPostId }, (raw) => {
        const post = toPost(raw);
        if (post.inReplyToPostId !== inReplyToPostId || !post.text.includes(marker)) return false;
        found = post.id;
        return true;
      });
      return found;
    },

    async lastHumanPostAt(userId, exceptIds) {
      let at: number | null = null;
      await walkTimeline(userId, { max_results: 20 }, (raw) => {
        if (exceptIds.has(raw.id)) return false;
        at = toPost(raw).createdAt;
        return true;
      });
      return at;
    },
  };
}
