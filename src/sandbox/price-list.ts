/** What X charges, in millionths of a US dollar. */
export const PRICES = {
  /** The day the list was read. */
  readOn: '2026-11-24',
  micros: {
    post_read: 5_000,
    user_read: 10_000,
    post_create: 15_000,
    /** A reply to someone who turned to the replying account. */
    post_create_summoned: 10_000,
    /** Any post with a link or a bare domain, a summoned reply too: the stricter reading. */
    post_create_with_url: 200_000,
    counts: 5_000,
  },
} as const;

export type BillKind = keyof typeof PRICES.micros;
export type ReadKind = Extract<BillKind, `${string}_read`>;
