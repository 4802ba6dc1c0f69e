import { findCodes, newCode } from '../cases/code.js';
import type { CaseState, PostFacts } from '../cases/types.js';
import { grantsOf } from '../directory/look-up.js';
import type { Meaning } from '../intents/types.js';
import { DAY, type Instant } from '../lib/instant.js';
import { addressee } from './address.js';
import { findAnswer } from './answers.js';
import { propose } from './corrections.js';
import type { Desk } from './desk.js';
import type { WatchedHandle, XPost } from './ports.js';
import type { InboxRow } from './store.js';

/** Gathers what `decidePost` may know about a post. Reads only. */
export async function loadFacts(
  desk: Desk,
  { post, handleId }: InboxRow,
  meaning: Meaning,
  now: Instant,
): Promise<PostFacts> {
  const to = addressee(post, desk.handles);
  const handle = to?.handle ?? desk.handles.byId.get(handleId);
  const ours =
    post.inReplyToPostId === null ? undefined : await desk.store.oursByPostId(post.inReplyToPostId);
  const code = meaning.command === null ? (findCodes(post.ownText)[0] ?? null) : meaning.command.code;
  return {
    post: {
      id: post.id,
      authorId: post.authorId,
      conversationId: post.conversationId,
      createdAt: post.createdAt,
      summons: to?.summons ?? false,
      repliesToOurs: ours !== undefined,
      isQuote: post.quotedPostId !== null,
    },
    handle: await handleFacts(desk, handle, handleId, now),
    meaning,
    grants: grantsOf(desk.directory, post.authorId, now),
    named: code === null ? null : await desk.store.caseByCode(code),
    thread: await threadOf(desk, post, ours?.caseCode ?? null),
    newest: await desk.store.newestCaseOf(post.authorId),
    proposed: meaning.command?.kind === 'wrong' ? propose(desk.directory, meaning.command.corrections) : null,
    serviceHours:
      meaning.service === null ? null : (desk.directory.services.get(meaning.service)?.hours ?? null),
    answer: findAnswer(desk.directory.answers, post.ownText, meaning.service),
    newCode: await freshCode(desk),
  };
}

async function threadOf(desk: Desk, post: XPost, caseCode: string | null): Promise<CaseState | null> {
  if (caseCode !== null) return desk.store.caseByCode(caseCode);
  return desk.store.caseByConversation(post.conversationId);
}

async function handleFacts(desk: Desk, handle: WatchedHandle | undefined, handleId: string, now: Instant) {
  const department = handle?.department ?? '';
  const ack = desk.directory.departments.get(department)?.ack ?? 'off';
  return {
    id: handle?.xUserId ?? handleId,
    department,
    ack,
    inactive: await isInactive(desk, handleId, now),
  };
}

/** No human post for the policy's number of days; a handle we know nothing of counts as inactive. */
async function isInactive(desk: Desk, handleId: string, now: Instant): Promise<boolean> {
  const known = await desk.store.activity(handleId);
  const lastHumanAt = known?.lastHumanAt ?? null;
  return lastHumanAt === null || now - lastHumanAt > desk.directory.policy.inactiveDays * DAY;
}

async function freshCode(desk: Desk): Promise<string> {
  for (;;) {
    const code = newCode(desk.random);
    if ((await desk.store.caseByCode(code)) === null) return code;
  }
}
