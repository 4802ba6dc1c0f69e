import type { WatchedHandle } from '../bot/ports.js';
import { SunwaiError } from '../lib/errors.js';
import type { Clients } from './clients.js';
import { readError } from './errors.js';
import { differenceOf, type PresentRule, type RuleLimits, wantedRules } from './stream-rules.js';

/** Makes X hold the rules that are wanted. */
export interface RuleKeeper {
  /** True when X held other rules than these before. Throws SunwaiError X-00n; may always be repeated. */
  keep(handles: readonly WatchedHandle[]): Promise<boolean>;
}

interface RulesAnswer {
  data?: PresentRule[];
  meta?: { next_token?: string };
  errors?: { title?: string; type?: string; value?: string; details?: string[] }[];
}

const PATH = 'tweets/search/stream/rules';
/** Rules in one request. */
const BATCH = 100;
const MOST_PAGES = 100;

export function createRuleKeeper(clients: Clients, limits: RuleLimits): RuleKeeper {
  async function present(): Promise<PresentRule[]> {
    const rules: PresentRule[] = [];
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = token === undefined ? {} : { pagination_token: token };
      const answer = await told(clients.app.v2.get<RulesAnswer | undefined>(PATH, query), `GET /2/${PATH}`);
      if (answer?.meta === undefined) {
        throw new SunwaiError({ code: 'X-002', where: `GET /2/${PATH}`, detail: 'an answer without data' });
      }
      rules.push(...(answer.data ?? []));
      token = answer.meta.next_token;
      if (token === undefined) break;
    }
    return rules;
  }

  async function change(body: Record<string, unknown>): Promise<void> {
    const where = `POST /2/${PATH}`;
    const answer = await told(clients.app.v2.post<RulesAnswer | undefined>(PATH, body), where);
    if (answer?.meta === undefined && answer?.errors === undefined)
      throw new SunwaiError({ code: 'X-002', where, detail: 'an answer without data' });
    // Somebody else may have made the very same rule meanwhile, or removed it: as wanted.
    const errors = (answer.errors ?? []).filter(({ title }) => title !== 'DuplicateRule');
    const [first] = 'add' in body ? errors : [];
    if (first === undefined) return;
    throw new SunwaiError({
      code: 'X-003',
      where,
      detail: `${first.title ?? 'refused'}: ${first.value ?? ''}`,
    });
  }

  return {
    async keep(handles) {
      const rules = await present();
      const { add, remove } = differenceOf(wantedRules(handles, rules, limits), rules);
      // Removed first: there may be no room, and X refuses a value that it still holds with another tag.
      for (const ids of batches(remove)) await change({ delete: { ids } });
      for (const some of batches(add)) await change({ add: some });
      return add.length + remove.length > 0;
    },
  };
}

async function told<T>(request: Promise<T>, where: string): Promise<T> {
  return request.catch((error: unknown) => {
    throw readError(error, where);
  });
}

function batches<T>(items: readonly T[]): T[][] {
  const list: T[][] = [];
  for (let at = 0; at < items.length; at += BATCH) list.push(items.slice(at, at + BATCH));
  return list;
}
