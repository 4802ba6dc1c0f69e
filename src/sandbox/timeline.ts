import { compareIds } from '../lib/snowflake.js';
import { handlesIn } from './mentions.js';
import type { StoredPost } from './types.js';

/** A post with the handles its whole text names (lower case), found once. */
export interface Entry {
  post: StoredPost;
  handles: ReadonlySet<string>;
}

/** All posts, in the order of their ids. */
export class Timeline {
  readonly #byId = new Map<string, StoredPost>();
  readonly #all: Entry[] = [];
  readonly #byAuthor = new Map<string, Entry[]>();
  readonly #byHandle = new Map<string, Entry[]>();

  get size(): number {
    return this.#all.length;
  }

  get lastId(): string {
    return this.#all.at(-1)?.post.id ?? '0';
  }

  add(post: StoredPost): void {
    const entry = { post, handles: handlesIn(post.prefix + post.text) };
    this.#byId.set(post.id, post);
    insert(this.#all, entry);
    insert(listIn(this.#byAuthor, post.authorId), entry);
    for (const handle of entry.handles) insert(listIn(this.#byHandle, handle), entry);
  }

  get(id: string): StoredPost | undefined {
    return this.#byId.get(id);
  }

  /** Every post, oldest first. */
  oldestFirst(): StoredPost[] {
    return this.#all.map(({ post }) => post);
  }

  /** Posts whose whole text names one of these handles (lower case), newest first. */
  naming(handles: readonly string[]): Entry[] {
    const found = new Set(handles.flatMap((handle) => this.#byHandle.get(handle) ?? []));
    const entries = [...found].reverse();
    return handles.length < 2 ? entries : entries.sort((a, b) => compareIds(b.post.id, a.post.id));
  }

  /**
   * Posts of everyone, or of one account, newest first; only those older than `beforeId` when it is given.
   */
  *newestFirst(options: { authorId?: string; beforeId?: string | undefined } = {}): Generator<Entry> {
    const list = options.authorId === undefined ? this.#all : (this.#byAuthor.get(options.authorId) ?? []);
    let index = options.beforeId === undefined ? list.length : firstNotBefore(list, options.beforeId);
    while (index > 0) {
      index -= 1;
      const entry = list[index];
      if (entry !== undefined) yield entry;
    }
  }
}

function listIn(lists: Map<string, Entry[]>, key: string): Entry[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Nearly always at the end: only posts made up for the past, or after posts for later, go elsewhere. */
function insert(list: Entry[], entry: Entry): void {
  const last = list.at(-1);
  if (last === undefined || compareIds(last.post.id, entry.post.id) < 0) list.push(entry);
  else list.splice(firstNotBefore(list, entry.post.id), 0, entry);
}

/** Index of the first entry whose id is not below `id`. */
function firstNotBefore(list: readonly Entry[], id: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(list[middle]?.post.id ?? id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
