import type { World } from './world.js';

/** What the developer of an app sets up at X and X then remembers. */
export type Part = 'rules' | 'webhooks' | 'subscriptions' | 'grants';

/** Anything with an id. */
export interface Item {
  id: string;
}

/** The line of the ledger: first `gone` leave, then `put` come in or replace those with their ids. */
export interface AppRecord {
  kind: 'app';
  part: Part;
  put: readonly Item[];
  gone: readonly string[];
}

/** Everything the app set up, as the ledger tells it. */
export class Shelves {
  readonly #parts = new Map<Part, Map<string, Item>>();

  of(part: Part): Map<string, Item> {
    let items = this.#parts.get(part);
    if (items === undefined) {
      items = new Map();
      this.#parts.set(part, items);
    }
    return items;
  }

  apply({ part, put, gone }: AppRecord): void {
    const items = this.of(part);
    for (const id of gone) items.delete(id);
    for (const item of put) items.set(item.id, item);
  }
}

/** One part of it, with its type. Items are never changed in place: only what goes through here is written down. */
export class Shelf<T extends Item> {
  readonly #world: World;
  readonly #part: Part;

  constructor(world: World, part: Part) {
    this.#world = world;
    this.#part = part;
  }

  get size(): number {
    return this.#items.size;
  }

  all(): T[] {
    return [...this.#items.values()];
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  put(...items: readonly T[]): void {
    if (items.length > 0) this.#world.keep({ kind: 'app', part: this.#part, put: items, gone: [] });
  }

  delete(...ids: readonly string[]): void {
    if (ids.length > 0) this.#world.keep({ kind: 'app', part: this.#part, put: [], gone: ids });
  }

  get #items(): Map<string, T> {
    // Only this shelf writes to its part, and only Ts.
    return this.#world.shelves.of(this.#part) as Map<string, T>;
  }
}
