import { findCodes, newCode } from '../cases/code.js';
import type { CaseState, Decision, Echoed, PostFacts } from '../cases/types.js';
import { grantsOf } from '../directory/look-up.js';
import type { Meaning } from '../intents/types.js';
import { DAY, type Instant } from '../lib/instant.js';
import { addressee, namedIn } from './address.js';
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
      isRetweet: post.isRetweet,
    },
    handle: await handleFacts(desk, handle, handleId, now),
    meaning,
    grants: grantsOf(desk.directory, post.authorId, now),
    named: code === null ? null : await desk.store.caseByCode(code),
    thread: await threadOf(desk, post, ours?.caseCode ?? null, meaning),
    echoed: await echoedBy(desk, post),
    participants: participantsOf(desk, post, handle),
    newest: await desk.store.newestCaseOf(post.authorId),
    proposed: meaning.command?.kind === 'wrong' ? propose(desk.directory, meaning.command.corrections) : null,
    serviceHours:
      meaning.service === null ? null : (desk.directory.services.get(meaning.service)?.hours ?? null),
    answer: findAnswer(desk.directory.answers, post.ownText, meaning.service),
    newCode: await freshCode(desk),
  };
}

/** The case that a decision changes, as it was when it was judged; null: it opens one, or changes none. */
export function expectedOf(
  { named, thread, newest, echoed }: PostFacts,
  { caseCode }: Decision,
): CaseState | null {
  return [named, thread, newest, echoed?.case].find((known) => known?.code === caseCode) ?? null;
}

/** A conversation can hold the cases of several people: whoever speaks in it speaks about their own first. */
async function threadOf(
  { store }: Desk,
  { authorId, conversationId, inReplyToPostId }: XPost,
  oursAbout: string | null,
  { verdict }: Meaning,
): Promise<CaseState | null> {
  const asked = oursAbout === null ? null : await store.caseByCode(oursAbout);
  // A yes or no is about what was asked, whoever says it.
  if (asked !== null && (asked.authorId === authorId || verdict !== null)) return asked;
  const own = await store.caseByConversation(conversationId, authorId);
  if (own !== null || asked !== null) return own ?? asked;
  const about = inReplyToPostId === null ? null : await store.caseAbout(inReplyToPostId);
  const repliedTo = about === null ? null : await store.caseByCode(about.caseCode);
  return repliedTo?.conversationId === conversationId ? repliedTo : store.caseByConversation(conversationId);
}

/** What a quote or a retweet is about, when that is a case of ours. */
async function echoedBy({ store }: Desk, { quotedPostId, retweetedPostId }: XPost): Promise<Echoed | null> {
  const postId = retweetedPostId ?? quotedPostId;
  const about = postId === null ? null : await store.caseAbout(postId);
  const known = about === null ? null : await store.caseByCode(about.caseCode);
  return about === null || known === null ? null : { case: known, what: about.what };
}

/** Departments called beside the one that answers, in the post's own words. */
function participantsOf(desk: Desk, post: XPost, to: WatchedHandle | undefined): string[] {
  const called = namedIn(post, desk.handles).filter(({ summons }) => summons);
  const departments = new Set(called.map(({ handle }) => handle.department));
  departments.delete(to?.department ?? '');
  return [...departments];
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
