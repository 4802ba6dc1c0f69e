import type { UsageReader } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';

/** X's specification has one list of days with a number each; its guide has a list of apps in each day. */
interface RawDay {
  date?: string;
  usage?: number | string | { tweets_consumed?: number | string }[];
}
type RawDays = { usage?: RawDay[] } | RawDay[];
interface Answer {
  data?: { daily_project_usage?: RawDays };
}

const WHERE = 'GET /2/usage/tweets';

/** Reads what X counted itself. */
export function createUsageReader(clients: Pick<Clients, 'app'>): UsageReader {
  return {
    async postsRead(days) {
      const answer = await clients.app.v2
        .get<Answer | undefined>('usage/tweets', { days, 'usage.fields': 'daily_project_usage' })
        .catch((error: unknown) => {
          throw readError(error, WHERE);
        });
      if (typeof answer !== 'object')
        throw new SunwaiError({ code: 'X-002', where: WHERE, detail: 'an answer without data' });
      const raw = answer.data?.daily_project_usage ?? [];
      const posts = new Map<string, number>();
      for (const { date, usage } of Array.isArray(raw) ? raw : (raw.usage ?? [])) {
        const day = date?.slice(0, 10) ?? '';
        posts.set(day, (posts.get(day) ?? 0) + countOf(usage));
      }
      return posts;
    },
  };
}

function countOf(usage: RawDay['usage']): number {
  if (!Array.isArray(usage)) return Number(usage ?? 0);
  return usage.reduce((sum, app) => sum + Number(app.tweets_consumed ?? 0), 0);
}
