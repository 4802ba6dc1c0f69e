import type { AccountAnswers, AccountReader, MissingAccount, XAccount } from '../bot/account-ports.js';
import { instantOfId } from '../lib/snowflake.js';
import type { Clients } from './clients.js';
import { readError, troubleOf } from './errors.js';

/** X answers for at most so many at once. */
const MOST = 100;

/** Asked for with today's names; X's newer specification calls a tweet a post, so both are read. */
const USER_FIELDS = 'verified_type,protected,public_metrics,created_at,most_recent_tweet_id';

interface RawUser {
  id: string;
  username?: string;
  protected?: boolean;
  verified?: boolean;
  verified_type?: string;
  public_metrics?: { followers_count?: number };
  most_recent_tweet_id?: string;
  most_recent_post_id?: string;
}
interface RawProblem {
  title?: string;
  detail?: string;
  type?: string;
  value?: string;
  resource_id?: string;
}
interface Me {
  data?: { id?: string };
}
interface UsersAnswer {
  data?: RawUser[];
  errors?: RawProblem[];
}

/** Looks accounts up as the app. */
export function createAccountReader(clients: Pick<Clients, 'app' | 'user'>): AccountReader {
  async function lookUp(
    path: 'users' | 'users/by',
    parameter: 'ids' | 'usernames',
    keys: readonly string[],
    keyOf: (user: XAccount) => string,
  ): Promise<AccountAnswers> {
    const answers = new Map<string, XAccount | MissingAccount>();
    for (let at = 0; at < keys.length; at += MOST) {
      const query = { [parameter]: keys.slice(at, at + MOST).join(','), 'user.fields': USER_FIELDS };
      const answer = await clients.app.v2.get<UsersAnswer>(path, query).catch((error: unknown) => {
        throw readError(error, `GET /2/${path}`);
      });
      for (const raw of answer.data ?? []) {
        const user = toAccount(raw);
        if (user !== null) answers.set(keyOf(user), user);
      }
      for (const problem of answer.errors ?? []) {
        const missing = missingBy(problem);
        const key = (problem.value ?? problem.resource_id)?.toLowerCase();
        if (missing !== null && key !== undefined) answers.set(key, missing);
      }
    }
    return answers;
  }

  return {
    byId: (ids) => lookUp('users', 'ids', ids, ({ id }) => id),
    byName: (names) => lookUp('users/by', 'usernames', names, ({ name }) => name.toLowerCase()),

    async ownerOf(handleId) {
      try {
        const client = await clients.user(handleId);
        if (client === null) return null;
        const { data: answer, headers } = await client.v2.get<Me>('users/me', {}, { fullResponse: true });
        const id = answer.data?.id;
        if (id === undefined) throw new Error('an answer without an id');
        // Told for OAuth 1.0a only; what an OAuth 2.0 token allows was looked at when it was granted.
        return { id, readOnly: headers['x-access-level'] === 'read' };
      } catch (error) {
        if (troubleOf(error).status === 401) return 'refused';
        throw readError(error, 'GET /2/users/me');
      }
    },
  };
}

/** null: without a name it tells nothing. */
function toAccount(raw: RawUser): XAccount | null {
  if (raw.username === undefined) return null;
  const newest = raw.most_recent_tweet_id ?? raw.most_recent_post_id;
  return {
    id: raw.id,
    name: raw.username,
    protected: raw.protected === true,
    verified: raw.verified_type ?? (raw.verified === true ? 'blue' : 'none'),
    followers: raw.public_metrics?.followers_count ?? null,
    lastPostAt: newest !== undefined && /^\d{1,19}$/.test(newest) ? instantOfId(newest) : null,
  };
}

/**
 * X sends the same kind of entry for accounts that are gone and for suspended ones; only its words differ. Other
 * entries say nothing of whether the account is there.
 */
function missingBy({ title = '', detail = '', type = '' }: RawProblem): MissingAccount | null {
  if (/suspended/i.test(detail)) return 'suspended';
  const kind = type.split('/').at(-1);
  return kind === 'resource-not-found' || /not found/i.test(title) ? 'not_found' : null;
}
