import { decideEdit } from '../cases/edit.js';
import type { Decision } from '../cases/types.js';
import type { Meaning } from '../intents/types.js';
import type { Instant } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import type { Desk } from './desk.js';
import { expectedOf, loadFacts } from './facts.js';
import type { EditedRow } from './living-store.js';
import { addressNotices } from './notices.js';
import type { XPost } from './ports.js';

/** The straight line once more, for the new version of a post that was decided. False: it changed meanwhile. */
export async function processEdit(desk: Desk, row: EditedRow): Promise<boolean> {
  const now = desk.clock.now();
  const { decision, meaning, expected } = await judge(desk, row, now);
  const notices = addressNotices(desk, decision, expected, now);
  if (!(await desk.store.commitEdit(row, expected, decision, notices, meaning, now))) return false;
  const { disposition, caseCode: code } = decision;
  desk.log.info({ post: row.post.id, disposition, code }, 'a new version was decided');
  desk.changed({ kind: 'post', postId: row.post.id, code });
  return true;
}

async function judge(desk: Desk, row: EditedRow, now: Instant) {
  try {
    const meaning = meaningOf(desk, row, row.post);
    const facts = await loadFacts(desk, row, meaning, now);
    const target = row.partOf === null ? null : await desk.store.caseByCode(row.partOf);
    const { command } = meaningOf(desk, row, row.before);
    const edit = { was: row.before.id, command, target };
    const decision = decideEdit({ ...facts, edit }, desk.policy, now);
    const expected = decision.caseCode === target?.code ? target : expectedOf(facts, decision);
    return { decision, meaning, expected };
  } catch (error) {
    desk.log.error(
      { post: row.post.id, error: describe(error) },
      'BUG-001 a new version could not be decided',
    );
    const decision: Decision = { disposition: 'edited', caseCode: null, events: [], drafts: [], notices: [] };
    return { decision, meaning: null, expected: null };
  }
}

function meaningOf(desk: Desk, { handleId }: EditedRow, post: XPost): Meaning {
  return desk.interpret(post.ownText, desk.handles.byId.get(handleId) ?? null, post.hasMedia);
}
