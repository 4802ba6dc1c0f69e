import { decidePost } from '../cases/decide.js';
import type { Decision } from '../cases/types.js';
import type { Meaning } from '../intents/types.js';
import type { Instant } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import { correctionOf } from './corrections.js';
import type { Desk } from './desk.js';
import { expectedOf, loadFacts } from './facts.js';
import { addressNotices } from './notices.js';
import { processEdit } from './process-edit.js';
import type { InboxRow } from './store.js';

const BATCH = 100;

/** Decides every waiting post, oldest first, and then what has a new version since it was decided. */
export async function processInbox(desk: Desk): Promise<number> {
  const { store } = desk;
  const posts = await all(
    () => store.undecided(BATCH),
    (row) => processPost(desk, row),
  );
  const edits = await all(
    () => store.edited(BATCH),
    (row) => processEdit(desk, row),
  );
  return posts + edits;
}

async function all<Row>(next: () => Promise<Row[]>, work: (row: Row) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (;;) {
    const rows = await next();
    for (const row of rows) done += (await work(row)) ? 1 : 0;
    if (rows.length < BATCH) return done;
  }
}

/** The straight line: interpret, load, decide, save. False when somebody else decided it first. */
export async function processPost(desk: Desk, row: InboxRow): Promise<boolean> {
  const now = desk.clock.now();
  const { decision, meaning, expected } = await judge(desk, row, now);
  const notices = addressNotices(desk, decision, expected, now);
  const correction = await correctionOf(desk.store, decision, expected);
  const { rootId, id } = row.post;
  const saved = await desk.store.commitPost(
    rootId,
    expected,
    decision,
    notices,
    meaning,
    now,
    correction,
    id,
  );
  if (!saved) return false;
  const about =
    meaning === null
      ? {}
      : { intent: meaning.intent, confidence: meaning.confidence, language: meaning.language };
  desk.log.info(
    { post: row.post.id, disposition: decision.disposition, code: decision.caseCode, ...about },
    'decided',
  );
  desk.changed({ kind: 'post', postId: row.post.id, code: decision.caseCode });
  return true;
}

/** A post that breaks us is set aside, visibly, so that it cannot hold up everyone behind it. */
async function judge(desk: Desk, row: InboxRow, now: Instant) {
  try {
    const to = desk.handles.byId.get(row.handleId) ?? null;
    const meaning: Meaning = desk.interpret(row.post.ownText, to, row.post.hasMedia);
    const facts = await loadFacts(desk, row, meaning, now);
    const decision = decidePost(facts, desk.policy, now);
    return { decision, meaning, expected: expectedOf(facts, decision) };
  } catch (error) {
    desk.log.error({ post: row.post.id, error: describe(error) }, 'BUG-001 a post could not be decided');
    const decision: Decision = { disposition: 'failed', caseCode: null, events: [], drafts: [], notices: [] };
    return { decision, meaning: null, expected: null };
  }
}
