import { type Instant, iso, MINUTE } from '../lib/instant.js';
import { describe } from '../lib/loop.js';
import type { Desk } from './desk.js';
import type { Sink, Source } from './ports.js';
import { LOOK_BACK, silentHandles } from './silence.js';

/** A source that has not worked for so long raises an alarm. */
const PATIENCE = 10 * MINUTE;
/** What was missed while nobody watched is read first. */
const CATCHING_UP = 15 * MINUTE;
/** Silence is a matter of hours, and counting takes a while. */
const LOOK_EVERY = 4 * MINUTE;

type Tools = Pick<Desk, 'store' | 'clock' | 'log'>;

/** Turns of a source. SRC-002 is raised when it fails for ten minutes, and cleared when it works again. */
export function watchTurns({ store, clock, log }: Tools, source: Source): (sink: Sink) => Promise<Instant> {
  let failingSince: Instant | null = null;
  // A former process may have left an alarm open.
  let alarm: 'raised' | 'cleared' | 'unknown' = 'unknown';

  async function note(trouble: string | null): Promise<void> {
    const now = clock.now();
    if (trouble === null) {
      failingSince = null;
      if (alarm === 'cleared') return;
      await store.clearAlarm('SRC-002', source.name, now);
      alarm = 'cleared';
      return;
    }
    failingSince ??= now;
    if (alarm === 'raised' || now - failingSince < PATIENCE) return;
    const detail = `${source.name}: ${trouble}`;
    if (await store.raiseAlarm('SRC-002', source.name, detail, now))
      log.error({ source: source.name, since: iso(failingSince), trouble }, 'SRC-002 a source does not work');
    alarm = 'raised';
  }

  return async (sink) => {
    let next: Instant;
    try {
      next = await source.turn(sink);
    } catch (error) {
      await note(describe(error));
      throw error;
    }
    await note(source.trouble?.() ?? null);
    return next;
  };
}

/** One look: raises SRC-001 for handles that have fallen silent, and clears it for those that were named again. */
export function watchSilence(
  desk: Pick<Desk, 'store' | 'clock' | 'log' | 'handles' | 'sources'>,
): () => Promise<void> {
  const { store, clock, log } = desk;
  const begun = clock.now();
  let lookedAt: Instant | null = null;
  return async () => {
    const now = clock.now();
    // All loops are woken whenever the clock of a sandbox is moved.
    if (lookedAt !== null && now >= lookedAt && now - lookedAt < LOOK_EVERY) return;
    lookedAt = now;
    const alarms = await store.alarms();
    const counts = await store.mentionCounts(now - LOOK_BACK);
    const silent = new Map(silentHandles(counts, now).map((one) => [one.handleId, one]));
    const watched = new Map(desk.handles.watched.map((handle) => [handle.xUserId, handle.handle]));
    for (const { code, subject, raisedAt } of alarms) {
      if (code !== 'SRC-001') continue;
      const namedSince = counts.some((row) => row.handleId === subject && row.lastReceivedAt > raisedAt);
      if (watched.has(subject) && (!namedSince || silent.has(subject))) continue;
      await store.clearAlarm('SRC-001', subject, now);
    }
    const failing = alarms.filter(({ code }) => code === 'SRC-002').length;
    // Where nothing can be read everybody is silent, and that alarm is raised already.
    if (now - begun < CATCHING_UP || failing >= desk.sources.length) return;
    for (const [handleId, { since, expected }] of silent) {
      const handle = watched.get(handleId);
      if (handle === undefined) continue;
      const detail = `@${handle}: nothing since ${iso(since)}, about ${Math.round(expected)} are usual`;
      if (await store.raiseAlarm('SRC-001', handleId, detail, now))
        log.warn({ handle, since: iso(since) }, 'SRC-001 a handle has fallen silent');
    }
  };
}
