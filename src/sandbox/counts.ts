import { DAY, HOUR, type Instant, iso, MINUTE } from '../lib/instant.js';
import { instantOfId } from '../lib/snowflake.js';
import type { Reader } from './post-answers.js';
import { invalid } from './problems.js';
import { Query } from './query.js';
import { RANGE, readRange } from './range.js';
import { matching, parseQuery, WINDOW } from './search.js';

const GRANULARITY: Record<string, number> = { minute: MINUTE, hour: HOUR, day: DAY };

/** `GET /2/tweets/counts/recent`: how many posts search would find, by time. The request is charged, not the posts. */
export function countRecent({ world, bill }: Reader, url: string): object {
  const query = new Query(url, ['query', ...RANGE, 'granularity']);
  const wanted = parseQuery(query.required('query'));
  const name = query.text('granularity') ?? 'hour';
  const step = Object.hasOwn(GRANULARITY, name) ? GRANULARITY[name] : undefined;
  if (step === undefined)
    throw invalid({ granularity: [name] }, 'The `granularity` is one of minute, hour, day');
  const now = world.clock.now();
  const range = readRange(query, now, now - WINDOW);

  const began = Math.max(instantOfId(range.above), now - WINDOW);
  const ends = range.below === undefined ? now : Math.min(now, instantOfId(range.below));
  const counts = new Map<Instant, number>();
  for (const post of matching(world, wanted, range)) {
    const slice = post.createdAt - (post.createdAt % step);
    counts.set(slice, (counts.get(slice) ?? 0) + 1);
  }
  const data: object[] = [];
  for (let slice = began - (began % step); slice <= ends; slice += step) {
    const [start, end] = [iso(Math.max(slice, began)), iso(Math.min(slice + step, ends))];
    data.push({ end, start, tweet_count: counts.get(slice) ?? 0 });
  }
  bill.charge('counts');
  return { data, meta: { total_tweet_count: [...counts.values()].reduce((sum, count) => sum + count, 0) } };
}
