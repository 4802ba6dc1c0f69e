/** What the sandbox counted while the desk worked: `GET /sandbox/report`. */
export interface SandboxReport {
  requests: Record<string, Record<string, number>>;
  violations: Record<string, number>;
  bill: { totalMicros: number; kinds: Record<string, { count: number; micros: number }> };
  /** Answers by program to each post. */
  replies: Record<string, number>;
}

/** One post of the day, as the sandbox made it. */
export interface HeardPost {
  id: string;
  /** Its author named a handle, and the desk answers what it says: exactly one answer is owed. */
  owed: boolean;
}

export interface DayResult {
  posts: readonly HeardPost[];
  report: SandboxReport;
  /** Posts the desk has in its inbox. */
  taken: ReadonlySet<string>;
  /** Why the answer to a post did not go out, by post: a state and a reason of the outbox. */
  unsent: ReadonlyMap<string, string>;
  /** What the desk thinks it spent, in millionths of a dollar. */
  spentMicros: number;
}

export interface Verdict {
  mentions: number;
  taken: number;
  owed: number;
  answeredOnce: number;
  answeredTwice: number;
  /** Owed, not sent, and the desk says why: no token, a cap … */
  explained: number;
  /** Owed, not sent, and nobody knows why. */
  missing: number;
  requests: number;
  inside429: number;
  notSummoned: number;
  tooLong: number;
  duplicates: number;
  /** Posts billed as read, for each mention. */
  readsPerMention: number;
  billMicros: number;
  /** The desk's own bill over the sandbox's, minus one. */
  billError: number;
}

/** Holds the desk's day against what the sandbox saw. Pure: the sandbox is the oracle, the desk's word counts nowhere. */
export function judgeDay({ posts, report, taken, unsent, spentMicros }: DayResult): Verdict {
  const answers = ({ id }: HeardPost) => report.replies[id] ?? 0;
  const owed = posts.filter((post) => post.owed);
  const open = owed.filter((post) => answers(post) === 0);
  const mentions = posts.length;
  return {
    mentions,
    taken: posts.filter(({ id }) => taken.has(id)).length,
    owed: owed.length,
    answeredOnce: owed.filter((post) => answers(post) === 1).length,
    answeredTwice: posts.filter((post) => answers(post) > 1).length,
    explained: open.filter(({ id }) => unsent.has(id)).length,
    missing: open.filter(({ id }) => !unsent.has(id)).length,
    requests: Object.values(report.requests)
      .flatMap((counts) => Object.values(counts))
      .reduce((sum, count) => sum + count, 0),
    inside429: report.violations.inside429 ?? 0,
    notSummoned: report.violations.notSummoned ?? 0,
    tooLong: report.violations.tooLong ?? 0,
    duplicates: report.violations.duplicate ?? 0,
    readsPerMention: (report.bill.kinds.post_read?.count ?? 0) / Math.max(1, mentions),
    billMicros: report.bill.totalMicros,
    billError: report.bill.totalMicros === 0 ? 0 : spentMicros / report.bill.totalMicros - 1,
  };
}

/** What must hold of every day, however bad: each sentence names what does not. */
export function brokenPromises(verdict: Verdict): string[] {
  const broken: string[] = [];
  if (verdict.answeredTwice > 0) broken.push(`${verdict.answeredTwice} posts were answered more than once`);
  if (verdict.missing > 0) broken.push(`${verdict.missing} answers are owed and nobody knows why`);
  if (verdict.inside429 > 0) broken.push(`${verdict.inside429} requests inside a known 429 window`);
  if (verdict.notSummoned > 0) broken.push(`${verdict.notSummoned} answers refused for lack of summon`);
  if (verdict.tooLong > 0) broken.push(`${verdict.tooLong} texts over the length`);
  if (verdict.taken < verdict.mentions)
    broken.push(`${verdict.mentions - verdict.taken} mentions never came in`);
  return broken;
}
