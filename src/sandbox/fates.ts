import type { Instant } from '../lib/instant.js';
import type { StoredPost } from './types.js';

/** What became of posts: their versions, whether they were deleted or withheld. All versions share one fate. */
export class Fates {
  readonly #versions = new Map<string, string[]>();
  readonly #deletedAt = new Map<string, Instant>();
  readonly #withheld = new Set<string>();

  add({ id, editOf }: StoredPost): void {
    if (editOf === undefined) return;
    const versions = this.#versions.get(editOf) ?? [editOf];
    this.#versions.set(editOf, versions);
    this.#versions.set(id, versions);
    versions.push(id);
  }

  /** The ids of all versions, oldest first. */
  versions(id: string): readonly string[] {
    return this.#versions.get(id) ?? [id];
  }

  first(id: string): string {
    return this.versions(id)[0] ?? id;
  }

  newest(id: string): string {
    return this.versions(id).at(-1) ?? id;
  }

  apply({ postId, deletedAt, withheld }: { postId: string; deletedAt?: Instant; withheld?: boolean }): void {
    const first = this.first(postId);
    if (deletedAt !== undefined) this.#deletedAt.set(first, deletedAt);
    if (withheld === true) this.#withheld.add(first);
    if (withheld === false) this.#withheld.delete(first);
  }

  deletedAt(id: string): Instant | undefined {
    return this.#deletedAt.get(this.first(id));
  }

  isWithheld(id: string): boolean {
    return this.#withheld.has(this.first(id));
  }
}
