import { findCodes } from '../cases/code.js';
import { DAY, type Instant, MINUTE } from '../lib/instant.js';
import type { Desk } from './desk.js';
import { type Answerer, planReply, type ReplyPlan, type Target } from './plan-reply.js';
import type { XPost } from './ports.js';
import type { OutboxRow } from './store.js';

/** Messages of this priority are about somebody in danger. */
const EMERGENCY = 0;

/** Gathers what is known and lets `planReply` decide who may answer. Reads only. */
export async function planOf(desk: Desk, row: OutboxRow, now: Instant): Promise<ReplyPlan> {
  const emergency = row.priority === EMERGENCY;
  const { target, author } = await targetOf(desk, row, now);
  const nodalId = nodalHandle(desk);
  return planReply(
    emergency,
    target,
    author,
    await answererOf(desk, row.handleId, now),
    nodalId === null || nodalId === row.handleId ? null : await answererOf(desk, nodalId, now),
    {
      plan: desk.plan,
      // Where X counts nothing (the sandbox), a few sample people stand for all citizens.
      perAuthorADay:
        desk.accountLimits === null ? Number.POSITIVE_INFINITY : desk.directory.policy.answersPerAuthor,
      accountLimits: desk.accountLimits,
      budgetHeldUntil: desk.spending.ackHeldUntil(now),
    },
    now,
  );
}

async function targetOf(desk: Desk, row: OutboxRow, now: Instant) {
  const { store, directory, handles } = desk;
  const known = await store.postById(row.to);
  const authorId = known?.post.authorId ?? row.toAuthor ?? '';
  const handle = handles.byId.get(row.handleId)?.handle.toLowerCase();
  const named =
    known?.post.mentions.some(
      ({ explicit, id, handle: name }) =>
        explicit && (id === undefined ? name === handle : id === row.handleId),
    ) ?? false;
  const ours = known === null ? undefined : await repliedTo(desk, known.post);
  const target: Target = {
    authorId,
    gone: known === null || known.gone,
    named,
    repliesToOurs: ours !== undefined && known?.post.inReplyToUserId === row.handleId,
    answers: await store.answersTo(row.to),
  };
  const officer = directory.officers.some(({ xUserId }) => xUserId === authorId);
  const automated =
    (directory.automated?.has(authorId) ?? false) ||
    (known !== null && !named && !officer && (await speaksLikeADesk(desk, known.post)));
  return {
    target,
    author: {
      ours: handles.byId.has(authorId),
      automated,
      stopped: await store.hasStopped(authorId),
      officer,
      answersToday: await store.answersToAuthor(authorId, now - DAY),
    },
  };
}

async function repliedTo(desk: Desk, post: XPost) {
  return post.inReplyToPostId === null ? undefined : desk.store.oursByPostId(post.inReplyToPostId);
}

/**
 * A tracking code that is none of ours, in a bare reply to us: another desk of this kind. Two desks that face each
 * other would go on for ever; a citizen hardly ever writes a code whose check letter is right by chance.
 */
async function speaksLikeADesk(desk: Desk, post: XPost): Promise<boolean> {
  if (post.inReplyToPostId === null) return false;
  for (const code of findCodes(post.ownText)) {
    if ((await desk.store.caseByCode(code)) === null) return true;
  }
  return false;
}

async function answererOf(desk: Desk, handleId: string, now: Instant): Promise<Answerer> {
  const account = await desk.store.account(handleId);
  const counted = desk.accountLimits !== null;
  return {
    handleId,
    condition: account?.condition ?? 'active',
    until: account?.until ?? null,
    hasToken: await desk.poster.mayPostAs(handleId),
    verified: account === null || account.verified === null ? null : account.verified !== 'none',
    postsToday: counted ? await desk.store.postsOf(handleId, now - DAY) : 0,
    postsLately: counted ? await desk.store.postsOf(handleId, now - 30 * MINUTE) : 0,
    summon: account?.summon ?? desk.policy.summon,
  };
}

function nodalHandle({ directory, handles }: Desk): string | null {
  const nodal = directory.departments.get(directory.policy.nodal ?? '')?.xUserId ?? '';
  return handles.byId.has(nodal) ? nodal : null;
}
