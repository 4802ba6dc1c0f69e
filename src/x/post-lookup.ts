import type { PostAnswers, PostReader } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import { maxId } from '../lib/snowflake.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';
import { POST_FIELDS, type RawPost, toPost } from './to-post.js';

const WHERE = 'GET /2/tweets';
/** X answers for at most so many at once. */
const MOST = 100;

interface RawProblem {
  type?: string;
  parameter?: string;
  resource_id?: string;
  value?: string;
}
interface LookupAnswer {
  data?: RawPost[];
  errors?: RawProblem[];
}

/** Looks posts up as the app, a stranger to everybody: what is not for all to see is gone for us. */
export function createPostReader(clients: Pick<Clients, 'app'>): PostReader {
  async function ask(ids: readonly string[]): Promise<{ raw: RawPost[]; gone: string[] }> {
    const query = { ids: ids.join(','), 'tweet.fields': POST_FIELDS };
    const answer = await clients.app.v2
      .get<LookupAnswer | undefined>('tweets', query)
      .catch((error: unknown) => {
        throw readError(error, WHERE);
      });
    if (answer?.data === undefined && answer?.errors === undefined) {
      throw new SunwaiError({ code: 'X-002', where: WHERE, detail: 'an answer without data' });
    }
    const asked = new Set(ids);
    const gone = (answer.errors ?? []).filter(saysGone).flatMap(({ resource_id, value }) => {
      const id = resource_id ?? value ?? '';
      return asked.has(id) ? [id] : [];
    });
    return { raw: answer.data ?? [], gone };
  }

  async function lookUpSome(ids: readonly string[]): Promise<PostAnswers> {
    const first = await ask(ids);
    const present = new Set(first.raw.map(({ id }) => id));
    // Asked for an old version, X may show that one and only name the newer ones.
    const newer = [...new Set(first.raw.map(newestOf))].filter((id) => !present.has(id));
    const second = newer.length === 0 ? [] : (await ask(newer)).raw;
    const shown = [...first.raw, ...second].map(toPost);
    const newest = new Map<string, string>();
    for (const { rootId, id } of shown) newest.set(rootId, maxId(newest.get(rootId) ?? id, id));
    return { shown: shown.filter(({ rootId, id }) => newest.get(rootId) === id), gone: first.gone };
  }

  return {
    async lookUp(ids) {
      const all: PostAnswers = { shown: [], gone: [] };
      for (let at = 0; at < ids.length; at += MOST) {
        const { shown, gone } = await lookUpSome(ids.slice(at, at + MOST));
        all.shown.push(...shown);
        all.gone.push(...gone);
      }
      return all;
    },
  };
}

function newestOf(raw: RawPost): string {
  return (raw.edit_history_tweet_ids ?? raw.edit_history_post_ids ?? []).reduce(maxId, raw.id);
}

/** Not there, or not for us to see. The host of a type has changed before, so only its last part is read. */
function saysGone({ type = '', parameter }: RawProblem): boolean {
  const kind = type.split('/').at(-1) ?? '';
  const isAsked = parameter === undefined || parameter === 'ids' || parameter === 'id';
  return isAsked && (kind === 'resource-not-found' || kind === 'not-authorized-for-resource');
}
