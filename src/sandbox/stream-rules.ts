import { iso } from '../lib/instant.js';
import { handlesIn } from './mentions.js';
import { invalid, XProblem } from './problems.js';
import { Query } from './query.js';
import { isWanted, parseQuery, type Wanted } from './search.js';
import { Shelf } from './shelf.js';
import {
  type Addition,
  duplicateRule,
  invalidRules,
  readChange,
  ruleCap,
  ruleNotFound,
} from './stream-input.js';
import type { StoredPost } from './types.js';
import type { World } from './world.js';

/** Self-serve plans. */
const MOST_RULES = 1_000;
const LONGEST_RULE = 1_024;

/** One rule of the filtered stream, as X gives it back. */
export interface Rule {
  id: string;
  value: string;
  tag?: string;
}

/** Which rule a post of the stream met. */
export interface MatchingRule {
  id: string;
  tag?: string;
}

/** The rules of the filtered stream: any number of connections, one set of rules. */
export class StreamRules {
  readonly #world: World;
  readonly #shelf: Shelf<Rule>;
  /** What each rule looks for, by its value. */
  readonly #read = new Map<string, Wanted>();

  constructor(world: World) {
    this.#world = world;
    this.#shelf = new Shelf(world, 'rules');
  }

  get size(): number {
    return this.#shelf.size;
  }

  /** Every rule this post meets, oldest rule first. */
  matching(post: StoredPost): MatchingRule[] {
    const handles = handlesIn(post.prefix + post.text);
    return this.#shelf.all().flatMap(({ id, value, tag }) => {
      if (!isWanted(post, handles, this.#wantedBy(value))) return [];
      return [{ id, ...(tag !== undefined && { tag }) }];
    });
  }

  /** `GET /2/tweets/search/stream/rules` */
  list(url: string): object {
    const query = new Query(url, ['ids', 'max_results']);
    const ids = query.text('ids') === undefined ? null : new Set(query.ids('ids', MOST_RULES));
    const most = query.count('max_results', 1, MOST_RULES, MOST_RULES);
    const rules = this.#shelf.all().filter(({ id }) => ids === null || ids.has(id));
    const data = rules.slice(0, most);
    const meta = { sent: this.#sent(), result_count: data.length };
    return data.length > 0 ? { data, meta } : { meta };
  }

  /** `POST /2/tweets/search/stream/rules` */
  change(url: string, body: unknown): { status: number; answer: object } {
    const query = new Query(url, ['dry_run']);
    const dryRun = query.text('dry_run') ?? 'false';
    if (dryRun !== 'true' && dryRun !== 'false') {
      throw invalid({ dry_run: [dryRun] }, 'The `dry_run` query parameter value is not true or false');
    }
    const { add, remove } = readChange(body);
    return add === null ? this.#remove(remove, dryRun === 'true') : this.#add(add, dryRun === 'true');
  }

  #add(additions: readonly Addition[], dryRun: boolean): { status: number; answer: object } {
    const wrong = additions.flatMap(({ value }) => {
      const detail = faultOf(value);
      return detail === null ? [] : [{ value, detail }];
    });
    // One that cannot be read, and none is created.
    if (wrong.length > 0) throw invalidRules(this.#sent(), additions.length, wrong);
    const known = new Map(this.#shelf.all().map(({ id, value }) => [value, id]));
    const created: Rule[] = [];
    const errors: object[] = [];
    for (const { value, tag } of additions) {
      const earlier = known.get(value);
      if (earlier !== undefined) {
        errors.push(duplicateRule(value, earlier));
        continue;
      }
      const rule = { value, ...(tag !== undefined && { tag }), id: this.#world.newId() };
      known.set(value, rule.id);
      created.push(rule);
    }
    if (this.#shelf.size + created.length > MOST_RULES) throw ruleCap(MOST_RULES);
    if (!dryRun) this.#shelf.put(...created);
    const refused = errors.length;
    const summary = {
      created: created.length,
      not_created: refused,
      valid: created.length,
      invalid: refused,
    };
    const answer = {
      ...(created.length > 0 && { data: created }),
      meta: { sent: this.#sent(), summary },
      ...(refused > 0 && { errors }),
    };
    return { status: created.length > 0 && !dryRun ? 201 : 200, answer };
  }

  #remove(ids: readonly string[], dryRun: boolean): { status: number; answer: object } {
    const unknown = ids.filter((id) => this.#shelf.get(id) === undefined);
    const deleted = ids.filter((id) => !unknown.includes(id));
    if (!dryRun) this.#shelf.delete(...deleted);
    const summary = { deleted: deleted.length, not_deleted: unknown.length };
    const errors = unknown.map(ruleNotFound);
    return {
      status: 200,
      answer: { meta: { sent: this.#sent(), summary }, ...(errors.length > 0 && { errors }) },
    };
  }

  #wantedBy(value: string): Wanted {
    let wanted = this.#read.get(value);
    if (wanted === undefined) {
      wanted = parseQuery(value, LONGEST_RULE);
      this.#read.set(value, wanted);
    }
    return wanted;
  }

  #sent(): string {
    return iso(this.#world.clock.now());
  }
}

/** Why X would not take this rule; null when it would. */
function faultOf(value: string): string | null {
  try {
    parseQuery(value, LONGEST_RULE);
    return null;
  } catch (error) {
    if (!(error instanceof XProblem)) throw error;
    const [first] = error.body.errors as { message: string }[];
    return first?.message ?? String(error.body.detail);
  }
}
