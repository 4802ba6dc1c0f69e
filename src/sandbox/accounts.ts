import type { Instant } from '../lib/instant.js';
import type { Identity, Standing } from './types.js';

/** Who had a handle from a moment on; `id` null: nobody. */
interface Tenure {
  from: Instant;
  id: string | null;
  /** As it is written. */
  handle: string;
}

const FOLLOWERS: Record<Identity['kind'], number> = {
  department: 50_000,
  officer: 500,
  citizen: 100,
  stranger: 100,
};

/** Everyone there is, how X treats them, and who was called what when. */
export class Accounts {
  readonly #identities = new Map<string, Identity>();
  readonly #changes = new Map<string, Partial<Standing>>();
  readonly #tenures = new Map<string, Tenure[]>();
  readonly #renamed = new Set<string>();

  all(): Identity[] {
    return [...this.#identities.values()];
  }

  get(id: string): Identity | undefined {
    return this.#identities.get(id);
  }

  /** A new account, or a known one that is called differently from `at` on. */
  put(account: Identity, at: Instant, renamed = false): void {
    const before = this.#identities.get(account.id);
    const name = account.handle.toLowerCase();
    if (before !== undefined && before.handle.toLowerCase() !== name && this.#holds(before)) {
      this.#tenuresOf(before.handle).push({ from: at, id: null, handle: before.handle });
    }
    const tenures = this.#tenuresOf(account.handle);
    if (tenures.at(-1)?.id !== account.id) {
      // A handle nobody had before has always meant its first owner: posts may be older than the account here.
      const from = tenures.length === 0 && before === undefined ? Number.NEGATIVE_INFINITY : at;
      tenures.push({ from, id: account.id, handle: account.handle });
    }
    this.#identities.set(account.id, account);
    if (renamed) this.#renamed.add(account.id);
  }

  /** Was it given another handle while the sandbox ran? */
  wasRenamed(id: string): boolean {
    return this.#renamed.has(id);
  }

  change(id: string, change: Partial<Standing>): void {
    this.#changes.set(id, { ...this.#changes.get(id), ...change });
  }

  standing({ id, kind }: Identity): Standing {
    return {
      suspended: false,
      protected: false,
      revoked: false,
      verifiedType: kind === 'department' ? 'government' : 'none',
      automated: false,
      followers: FOLLOWERS[kind],
      ...this.#changes.get(id),
    };
  }

  /** Who has this handle now, in any case of letters, without the @. */
  byHandle(handle: string): Identity | undefined {
    const id = this.#tenures.get(handle.toLowerCase())?.at(-1)?.id;
    return id == null ? undefined : this.#identities.get(id);
  }

  /** Who had this handle at `at`, and how it was written. */
  byHandleAt(handle: string, at: Instant): { id: string; handle: string } | undefined {
    const tenure = this.#tenures.get(handle.toLowerCase())?.findLast(({ from }) => from <= at);
    return tenure?.id == null ? undefined : { id: tenure.id, handle: tenure.handle };
  }

  /** Every handle this account ever had, lower case. */
  handlesOf(id: string): string[] {
    return [...this.#tenures].flatMap(([name, list]) => (list.some((one) => one.id === id) ? [name] : []));
  }

  #holds({ id, handle }: Identity): boolean {
    return this.#tenuresOf(handle).at(-1)?.id === id;
  }

  #tenuresOf(handle: string): Tenure[] {
    const name = handle.toLowerCase();
    const list = this.#tenures.get(name) ?? [];
    this.#tenures.set(name, list);
    return list;
  }
}
