import { showCode } from '../cases/code.js';
import { HOUR, type Instant, SECOND } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import type { MessageKind, MessageParams } from '../replies/types.js';
import { parkRevoked, welcomeBack } from './accounts.js';
import type { Desk } from './desk.js';
import type { ReplyPlan } from './plan-reply.js';
import type { Outcome } from './ports.js';
import { planOf } from './reply-facts.js';
import type { OutboxRow } from './store.js';

/** How many handles post at the same time. */
const LANES = 8;
const BATCH = 200;
/** X refuses a text it has seen from the same account that day: so often another wording is tried. */
const WORDINGS = 4;
/** A call that began longer ago than this has died with its process. */
const CALL_LIFE = 60 * SECOND;
/** Pause between the two searches of the timeline before a message is called absent. */
const SECOND_LOOK = 40 * SECOND;

/** So long a handle with a dead token is left alone. */
const TOKEN_RETRY = 6 * HOUR;

/** Sends what may be sent, then looks for what may have been. */
export async function dispatch(desk: Desk): Promise<void> {
  await desk.store.abandonSending(desk.clock.now() - CALL_LIFE, desk.clock.now());
  await reconcile(desk);
  const lanes = new Map<string, OutboxRow[]>();
  for (const row of await desk.store.sendable(desk.clock.now(), BATCH)) {
    lanes.set(row.handleId, [...(lanes.get(row.handleId) ?? []), row]);
  }
  const queues = [...lanes.values()];
  // Order is kept within a handle; a slow or refused handle holds up nobody else for long.
  const worker = async () => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift())
      await sendInOrder(desk, queue);
  };
  await Promise.all(Array.from({ length: LANES }, worker));
}

async function sendInOrder(desk: Desk, queue: readonly OutboxRow[]): Promise<void> {
  for (const row of queue) {
    const outcome = await send(desk, row);
    // Only another wording may follow at once; whatever else asks to wait holds for the whole handle.
    if (outcome?.kind === 'refused' && outcome.until !== undefined && outcome.reason !== 'duplicate') return;
  }
}

async function send(desk: Desk, row: OutboxRow): Promise<Outcome | null> {
  const now = desk.clock.now();
  if (now - row.createdAt > desk.policy.maxAgeHours * HOUR) {
    await desk.store.expire(row.id, row.reason ?? 'older than max_age', now);
    return null;
  }
  const plan = await planOf(desk, row, now);
  if (plan.kind !== 'reply') {
    await holdBack(desk, row, plan, now);
    return null;
  }
  const text = writable(desk, row);
  if (text === null) {
    await desk.store.expire(row.id, 'no text could be made', now);
    return null;
  }
  const sending = await desk.store.markSending(row.id, text, plan.as, now);
  if (sending === null) return null;
  const outcome = await proven(
    desk,
    sending,
    judge(sending, await desk.poster.reply(plan.as, row.to, sending.text ?? ''), now),
  );
  await desk.store.settle(row.id, sending.attempt, outcome, desk.clock.now());
  await learn(desk, plan, row.to, outcome);
  const detail = outcome.kind === 'ok' ? {} : { detail: outcome.detail };
  desk.log.info(
    { code: row.caseCode, kind: row.kind, outcome: outcome.kind, to: row.to, ...detail },
    'posted',
  );
  desk.changed({ kind: 'case', code: row.caseCode });
  return outcome;
}

/** Nobody may answer, now or ever. The message stays where everybody can see it. */
async function holdBack(
  desk: Desk,
  row: OutboxRow,
  plan: Exclude<ReplyPlan, { kind: 'reply' }>,
  now: Instant,
): Promise<void> {
  if (plan.kind === 'wait') {
    await desk.store.wait(row.id, `${plan.reason}: ${plan.detail}`, plan.until, now);
    return;
  }
  // The question to the citizen may go under the next thing the citizen writes.
  const latest = plan.reason === 'already_answered' && row.attempt === 0 ? await latestPost(desk, row) : null;
  if (latest === null) await desk.store.refuse(row.id, plan.reason, now);
  else if (latest === row.to) await desk.store.wait(row.id, plan.reason, null, now);
  else await desk.store.retarget(row.id, latest);
}

/** The citizen's newest post in the case, for messages the citizen did not just ask for; null for all others. */
async function latestPost(desk: Desk, row: OutboxRow): Promise<string | null> {
  if (row.kind !== 'claimed' || row.caseCode === null) return null;
  return (await desk.store.caseByCode(row.caseCode))?.latestPostId ?? null;
}

/** What an outcome says about the account, for all its other messages, and about the post that was answered. */
async function learn(
  desk: Desk,
  plan: Extract<ReplyPlan, { kind: 'reply' }>,
  postId: string,
  outcome: Outcome,
): Promise<void> {
  const { store } = desk;
  const now = desk.clock.now();
  if (outcome.kind === 'ok') {
    if ((await store.account(plan.as))?.condition !== 'revoked') return;
    await welcomeBack(store, plan.as, now);
  } else if (outcome.kind === 'refused' && outcome.reason === 'auth') {
    // Tried again at `until`: the fault may be the app's, and be mended without anybody touching this handle.
    await parkRevoked(store, plan.as, outcome.detail, now, now + TOKEN_RETRY);
  } else if (outcome.kind === 'refused' && outcome.reason === 'not_allowed' && plan.implicit) {
    await store.saveAccount(plan.as, { summon: 'explicit' }, now);
    await store.raiseAlarm('X-009', plan.as, outcome.detail, now);
  } else if (outcome.kind === 'refused' && outcome.reason === 'gone') {
    // Asked for by the next round of checkPosts; what is really gone is purged then.
    await store.missing(postId, now, now);
  }
}

/** Kept with the reason as long as a call before is not accounted for, however often X asks to wait meanwhile. */
const AFTER_UNKNOWN = ' (the outcome of an earlier call is unknown)';

/**
 * Reads a refusal as duplicate in its light: after an unknown outcome it proves that our first call did post;
 * on a fresh message, or one refused before, it only means that this wording was used today.
 */
function judge(row: OutboxRow, outcome: Outcome, now: number): Outcome {
  if (outcome.kind !== 'refused') return outcome;
  const perhapsPosted = row.attempt > 1 && !refusedBefore(row);
  if (outcome.reason !== 'duplicate') {
    const waits = perhapsPosted && outcome.until !== undefined;
    return waits ? { ...outcome, detail: `${outcome.detail}${AFTER_UNKNOWN}` } : outcome;
  }
  if (perhapsPosted) return { kind: 'ok', postId: '' };
  return row.attempt < WORDINGS ? { ...outcome, until: now } : outcome;
}

/** A duplicate proves that we posted, not under which id: the timeline may tell. */
async function proven(desk: Desk, row: OutboxRow, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'ok' || outcome.postId !== '') return outcome;
  const found = await findOurs(desk, row).catch(() => null);
  return { kind: 'ok', postId: found ?? '' };
}

/** Our post in the handle's timeline. The same post may have had another answer with the same code: that is not it. */
async function findOurs(desk: Desk, row: OutboxRow): Promise<string | null> {
  const postId = await desk.poster.findReply(row.handleId, row.to, markerOf(row));
  return postId === null || (await desk.store.oursByPostId(postId)) !== undefined ? null : postId;
}

/** What our own post is known by in a timeline: its code, or the whole text. */
function markerOf(row: OutboxRow): string {
  return typeof row.params.code === 'string' ? showCode(row.params.code) : (row.text ?? '');
}

function saidBefore(row: OutboxRow): boolean {
  return row.reason?.startsWith('duplicate') ?? false;
}

/** All calls before this one were refused for certain; the reason of an unknown one has no such word before it. */
function refusedBefore(row: OutboxRow): boolean {
  const reason = row.reason ?? '';
  return (
    /^(duplicate|rate_limited|auth|unreachable|no_token): /.test(reason) && !reason.endsWith(AFTER_UNKNOWN)
  );
}

/** null: the template fails on these values. Such a message must not hold up those behind it. */
function writable(desk: Desk, row: OutboxRow): string | null {
  try {
    return textOf(desk, row);
  } catch (error) {
    desk.log.error({ code: row.caseCode, kind: row.kind, error: describe(error) }, 'BUG-001 no text');
    return null;
  }
}

/** The text that was sent before, to the letter; a new wording only when X refused the old one for certain. */
function textOf(desk: Desk, row: OutboxRow): string {
  if (row.text !== null && !saidBefore(row)) return row.text;
  const params = {
    ...row.params,
    ...(typeof row.params.code === 'string' ? { code: showCode(row.params.code) } : {}),
  };
  return desk.renderer.render(
    { kind: row.kind as MessageKind, language: row.language, params: params as MessageParams },
    variantOf(row),
  );
}

/** Another wording for another handle, case and attempt. */
function variantOf(row: OutboxRow): number {
  let hash = row.attempt;
  for (const character of `${row.handleId}${row.key}`)
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash;
}

/** Settles messages that may or may not have been posted, by looking at the handle's own timeline. */
async function reconcile(desk: Desk): Promise<void> {
  const unreadable = new Set<string>();
  for (const row of await desk.store.unknowns(desk.clock.now(), BATCH)) {
    if (unreadable.has(row.handleId)) continue;
    try {
      const postId = await findOurs(desk, row);
      const now = desk.clock.now();
      if (postId !== null) await desk.store.settle(row.id, row.attempt, { kind: 'ok', postId }, now);
      else await desk.store.notFound(row.id, row.attempt, row.checks === 0 ? now + SECOND_LOOK : null, now);
      desk.log.info(
        { code: row.caseCode, kind: row.kind, found: postId !== null, checks: row.checks },
        'looked for an unknown',
      );
    } catch (error) {
      // Late is better than double: it stays unknown until the timeline can be read.
      desk.log.warn({ code: row.caseCode, error: describe(error) }, 'the timeline could not be read');
      unreadable.add(row.handleId);
    }
  }
}
