import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/bot/ports.js';
import type { CorrectionState, NewCorrection, OutboxRow, Store } from '../../src/bot/store.js';
import { replay } from '../../src/cases/evolve.js';
import type { CaseEvent, CaseState } from '../../src/cases/types.js';
import { HOUR, MINUTE, SECOND } from '../../src/lib/instant.js';
import { CODE, NOW } from '../cases/given.js';
import {
  correctedEvent,
  correctionOf,
  decision,
  draftOf,
  HANDLE,
  inboxRow,
  notice,
  OTHER_HANDLE,
  openedEvent,
  opening,
} from './given.js';

/** A database of its own for one test. */
export interface Opened {
  store: Store;
  /** A second connection to the same database. */
  again(): Promise<Store>;
  /** Runs a statement past the store. */
  raw(statement: string): Promise<void>;
  remove(): Promise<void>;
}

export interface Candidate {
  name: string;
  open(): Promise<Opened>;
}

/** What every store must do. The sentences of src/bot/store.ts, as tests. */
export function storeContract(candidates: readonly Candidate[]): void {
  describe.each(candidates)('$name', ({ open }) => {
    let opened: Opened;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.remove());

    /** Post `postId` became case `code`; the case as stored. */
    async function openCase(code = CODE, postId = '100', more: object = {}): Promise<CaseState> {
      await store.savePage([inboxRow(postId)], null);
      const made = { ...opening(code, postId), events: [openedEvent(postId, more)] };
      expect(await store.commitPost(postId, null, made, [], null, NOW)).toBe(true);
      return found(code);
    }

    async function found(code = CODE): Promise<CaseState> {
      const state = await store.caseByCode(code);
      if (state === null) throw new Error(`${code} is not stored`);
      return state;
    }

    /** The only message that waits, taken for sending. */
    async function sending(at = NOW): Promise<OutboxRow> {
      const [row] = await store.sendable(at, 10);
      const taken = row === undefined ? null : await store.markSending(row.id, 'a text', row.handleId, at);
      if (taken === null) throw new Error('nothing waits to be sent');
      return taken;
    }

    async function message(code = CODE): Promise<OutboxRow> {
      const [row, ...more] = await store.messagesOf(code);
      if (row === undefined || more.length > 0) throw new Error('expected one message');
      return row;
    }

    const events = (...list: CaseEvent[]) => decision({ events: list });
    const ids = (rows: readonly { post: { id: string } }[]) => rows.map(({ post }) => post.id);

    describe('the inbox', () => {
      it('keeps each post once, by the first version of it', async () => {
        expect(await store.savePage([inboxRow('100'), inboxRow('101')], null)).toBe(2);
        const edited = inboxRow('102', { rootId: '100', text: 'another text' });
        expect(await store.savePage([inboxRow('101'), edited, inboxRow('103')], null)).toBe(2);
        expect(await store.savePage([inboxRow('101'), edited, inboxRow('100')], null)).toBe(0);
        expect(ids(await store.undecided(10)).sort()).toEqual(['101', '102', '103']);
      });

      it('gives back what it was given, oldest first, as many as asked for', async () => {
        const late = inboxRow('100', { createdAt: NOW });
        const early = inboxRow('101', { createdAt: NOW - HOUR, hasMedia: true });
        await store.savePage([late, early], null);
        expect(await store.undecided(10)).toEqual([early, late]);
        expect(await store.undecided(1)).toEqual([early]);
      });

      it('does not take back what was decided', async () => {
        await openCase();
        expect(await store.savePage([inboxRow('100')], null)).toBe(0);
        expect(await store.undecided(10)).toEqual([]);
      });
    });

    describe('watermarks', () => {
      const mark = async () =>
        Object.fromEntries(
          [...(await store.watermarks([HANDLE, OTHER_HANDLE]))].map(([id, { sinceId }]) => [id, sinceId]),
        );

      it('are missing for handles never seen', async () => {
        expect(await mark()).toEqual({});
        expect(await store.watermarks([])).toEqual(new Map());
      });

      it('are started once, and kept by those that have one', async () => {
        await store.startWatermarks([HANDLE], '500');
        await store.startWatermarks([HANDLE, OTHER_HANDLE], '700');
        await store.startWatermarks([], '900');
        expect(await mark()).toEqual({ [HANDLE]: '500', [OTHER_HANDLE]: '700' });
      });

      it('move with the page that says so, and with no other', async () => {
        await store.startWatermarks([HANDLE, OTHER_HANDLE], '500');
        await store.savePage([inboxRow('600')], null);
        expect(await mark()).toEqual({ [HANDLE]: '500', [OTHER_HANDLE]: '500' });
        await store.savePage([], { handleIds: [HANDLE], sinceId: '600' });
        expect(await mark()).toEqual({ [HANDLE]: '600', [OTHER_HANDLE]: '500' });
      });

      it('never move back, and are compared as numbers', async () => {
        const move = (sinceId: string) => store.savePage([], { handleIds: [HANDLE], sinceId });
        await move('999');
        await move('1000');
        expect(await mark()).toEqual({ [HANDLE]: '1000' });
        await move('999');
        expect(await mark()).toEqual({ [HANDLE]: '1000' });
      });

      it('stay where they are when the page cannot be stored', async () => {
        await store.startWatermarks([HANDLE], '500');
        const broken = inboxRow('601', { createdAt: null as never });
        await expect(
          store.savePage([inboxRow('600'), broken], { handleIds: [HANDLE], sinceId: '601' }),
        ).rejects.toThrow();
        expect(await mark()).toEqual({ [HANDLE]: '500' });
        expect(await store.undecided(10)).toEqual([]);
      });
    });

    describe('a decision', () => {
      it('is stored as a whole: case, history, message, notice, and the post as done', async () => {
        await store.savePage([inboxRow('100')], null);
        const meaning = { intent: 'grievance' } as never;
        expect(await store.commitPost('100', null, opening(), [notice()], meaning, NOW)).toBe(true);
        expect(await store.undecided(10)).toEqual([]);
        expect(await found()).toMatchObject({ code: CODE, stage: 'open', version: 1 });
        expect(await store.events(CODE)).toEqual([openedEvent('100')]);
        expect(await message()).toMatchObject({
          key: 'ack:100',
          state: 'pending',
          text: null,
          attempt: 0,
          to: '100',
        });
        expect(await store.pendingNotices(NOW, 10)).toEqual([
          { id: expect.any(Number), notice: notice(), attempts: 0 },
        ]);
        expect(await store.decided('100')).toEqual({
          postId: '100',
          disposition: 'case_opened',
          caseCode: CODE,
          meaning,
          at: NOW,
        });
        expect(await store.counts()).toEqual({
          mentions: 1,
          cases: 1,
          messages: 1,
          notices: 1,
          messages_pending: 1,
        });
      });

      it('leaves nothing when anything of it fails', async () => {
        await store.savePage([inboxRow('100')], null);
        // The notice is written last: by then everything else of the decision is in the transaction.
        const broken = notice({ at: 1n as never });
        await expect(store.commitPost('100', null, opening(), [broken], null, NOW)).rejects.toThrow();
        expect(await store.counts()).toEqual({ mentions: 1, cases: 0, messages: 0, notices: 0 });
        expect(ids(await store.undecided(10))).toEqual(['100']);
        expect(await store.events(CODE)).toEqual([]);
        expect(await store.decided('100')).toBeNull();
      });

      it('is not stored for a post that was decided already', async () => {
        await openCase();
        const other = { ...opening('0000000C'), drafts: [draftOf('other')] };
        expect(await store.commitPost('100', null, other, [notice()], null, NOW)).toBe(false);
        expect(await store.caseByCode('0000000C')).toBeNull();
        expect(await store.counts()).toMatchObject({ cases: 1, messages: 1, notices: 0 });
      });

      it('is not stored for a post nobody read', async () => {
        expect(await store.commitPost('404', null, opening(), [], null, NOW)).toBe(false);
        expect(await store.caseByCode(CODE)).toBeNull();
      });

      it('is not stored when its case changed meanwhile, and can then be made anew', async () => {
        const before = await openCase();
        await store.savePage([inboxRow('200'), inboxRow('201')], null);
        const added = (postId: string) => events({ type: 'added', at: NOW, postId });
        expect(await store.commitPost('200', before, added('200'), [], null, NOW)).toBe(true);
        expect(await store.commitPost('201', before, added('201'), [notice()], null, NOW)).toBe(false);
        expect(ids(await store.undecided(10))).toEqual(['201']);
        expect(await store.counts()).toMatchObject({ notices: 0 });
        expect(await store.commitPost('201', await found(), added('201'), [], null, NOW)).toBe(true);
        expect((await found()).latestPostId).toBe('201');
      });

      it('of two callers is stored once', async () => {
        await store.savePage([inboxRow('100')], null);
        const callers = ['7KM2PQ4X', '0000000C'].map((code) =>
          store.commitPost('100', null, opening(code), [], null, NOW),
        );
        expect((await Promise.all(callers)).sort()).toEqual([false, true]);
        expect(await store.counts()).toMatchObject({ cases: 1, messages: 1 });
      });

      it('without a case is only noted', async () => {
        await store.savePage([inboxRow('100')], null);
        const noted = decision({ disposition: 'recorded_other', caseCode: null });
        expect(await store.commitPost('100', null, noted, [], null, NOW)).toBe(true);
        expect(await store.decided('100')).toMatchObject({ disposition: 'recorded_other', caseCode: null });
        expect(await store.counts()).toMatchObject({ cases: 0, messages: 0 });
      });

      it('never makes the same message twice', async () => {
        await openCase();
        await store.savePage([inboxRow('200')], null);
        const again = decision({
          drafts: [draftOf('ack:100', { kind: 'triage' }), draftOf('status:200', { kind: 'status' })],
        });
        expect(await store.commitPost('200', await found(), again, [], null, NOW)).toBe(true);
        const messages = await store.messagesOf(CODE);
        expect(messages.map(({ key, kind }) => [key, kind])).toEqual([
          ['ack:100', 'ack'],
          ['status:200', 'status'],
        ]);
      });
    });

    describe('a history', () => {
      it('is only ever added to', async () => {
        await openCase();
        await expect(opened.raw(`update case_event set type = 'confirmed'`)).rejects.toThrow(/append-only/);
        await expect(opened.raw('delete from case_event')).rejects.toThrow(/append-only/);
        expect(await store.events(CODE)).toEqual([openedEvent('100')]);
      });

      it('replayed gives the stored case', async () => {
        const postId = fc.nat(999).map(String);
        const at = fc.integer({ min: NOW, max: NOW + HOUR });
        const dueAt = fc.option(at);
        const event: fc.Arbitrary<CaseEvent> = fc.oneof(
          fc.record({ type: fc.constant('added' as const), at, postId }),
          fc.record({ type: fc.constant('acknowledged' as const), at, postId }),
          fc.record({ type: fc.constant('located' as const), at, district: fc.constant('LUCKNOW'), postId }),
          fc.record({
            type: fc.constant('transferred' as const),
            at,
            from: fc.constant('ENERGY'),
            to: fc.constant('HOME'),
          }),
          fc.record({
            type: fc.constant('disputed' as const),
            at,
            postId,
            level: fc.integer({ min: 1, max: 3 }),
            dueAt,
          }),
          fc.record({
            type: fc.constant('escalated' as const),
            at,
            level: fc.integer({ min: 1, max: 3 }),
            dueAt,
          }),
          fc.record({ type: fc.constant('confirmed' as const), at, postId }),
          at.map((when) => correctedEvent({ at: when })),
        );
        let number = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(fc.array(event, { maxLength: 3 }), { maxLength: 4 }), async (steps) => {
            number += 1;
            const code = `CASE${number}`;
            let state = await openCase(code, `9${number}`);
            for (const step of steps) {
              const made = { ...events(...step), caseCode: code };
              expect(await store.commitTick(state, made, [], NOW)).toBe(true);
              state = await found(code);
            }
            const history = await store.events(code);
            expect(history).toEqual([openedEvent(`9${number}`), ...steps.flat()]);
            expect(replay(code, history)).toEqual(state);
          }),
          { numRuns: 30 },
        );
      });
    });

    describe('finding a case', () => {
      it('goes by code, conversation, author, and what we posted', async () => {
        await openCase('OLDER000', '100', { at: NOW - HOUR });
        await openCase('NEWER000', '200', { conversationId: '100' });
        expect((await store.caseByConversation('100'))?.code).toBe('NEWER000');
        expect((await store.newestCaseOf('citizen'))?.code).toBe('NEWER000');
        expect(await store.caseByCode('UNKNOWN0')).toBeNull();
        expect(await store.caseByConversation('404')).toBeNull();
        expect(await store.newestCaseOf('stranger')).toBeNull();

        const row = await sending();
        await store.settle(row.id, 1, { kind: 'ok', postId: '5000' }, NOW);
        expect(await store.oursByPostId('5000')).toEqual({ caseCode: 'OLDER000' });
        expect(await store.oursByPostId('5001')).toBeUndefined();
      });

      it('lists newest first, by stage if asked', async () => {
        await openCase('OLDER000', '100', { at: NOW - HOUR });
        const newer = await openCase('NEWER000', '200');
        await store.commitTick(
          newer,
          { ...events({ type: 'unconfirmed', at: NOW }), caseCode: 'NEWER000' },
          [],
          NOW,
        );
        const codes = async (filter: { stage?: string; limit: number }) =>
          (await store.cases(filter)).map(({ code }) => code);
        expect(await codes({ limit: 10 })).toEqual(['NEWER000', 'OLDER000']);
        expect(await codes({ limit: 1 })).toEqual(['NEWER000']);
        expect(await codes({ stage: 'open', limit: 10 })).toEqual(['OLDER000']);
      });

      it('lists those a person must read, until one has or the work is done', async () => {
        await openCase('SURE0000', '100');
        const unsure = await openCase('UNSURE00', '200', { triage: true });
        const done = await openCase('DONE0000', '300', { triage: true });
        const waiting = async () => (await store.cases({ triage: true, limit: 10 })).map(({ code }) => code);
        expect((await waiting()).sort()).toEqual(['DONE0000', 'UNSURE00']);
        const confirmed = events({ type: 'confirmed', at: NOW, postId: '300' });
        await store.commitTick(done, { ...confirmed, caseCode: 'DONE0000' }, [], NOW);
        expect(await waiting()).toEqual(['UNSURE00']);
        await store.commitTick(unsure, { ...events(correctedEvent()), caseCode: 'UNSURE00' }, [], NOW);
        expect(await waiting()).toEqual([]);
      });
    });

    describe('a correction', () => {
      const commit = (state: CaseState, correction: NewCorrection | null, code = CODE) =>
        store.commitTick(state, { ...events(correctedEvent()), caseCode: code }, [], NOW, correction);

      it('waits in the queue as it was given, in the order they came', async () => {
        await commit(await openCase(), correctionOf('100'));
        await commit(await openCase('OTHER000', '200'), correctionOf('200', { by: 'desk' }), 'OTHER000');
        const [first, second, ...more] = await store.corrections('queued');
        expect(more).toEqual([]);
        expect(first).toEqual({
          ...correctionOf('100'),
          id: expect.any(Number),
          caseCode: CODE,
          at: NOW,
          state: 'queued',
          model: null,
        });
        expect(second).toMatchObject({ caseCode: 'OTHER000', by: 'desk' });
      });

      it('comes with its decision or not at all', async () => {
        const before = await openCase();
        expect(await commit(before, correctionOf('100'))).toBe(true);
        // The case has changed meanwhile.
        expect(await commit(before, correctionOf('100'))).toBe(false);
        expect(await store.corrections('queued')).toHaveLength(1);
      });

      it('comes with a post too, and a post without one queues nothing', async () => {
        const before = await openCase();
        await store.savePage([inboxRow('700'), inboxRow('701')], null);
        await store.commitPost('700', before, events(correctedEvent()), [], null, NOW, correctionOf('100'));
        const again = await store.commitPost(
          '700',
          await found(),
          events(),
          [],
          null,
          NOW,
          correctionOf('100'),
        );
        expect(again).toBe(false);
        expect(await store.commitPost('701', await found(), events(), [], null, NOW)).toBe(true);
        expect(await store.corrections('queued')).toHaveLength(1);
      });

      it('is learnt or refused once; what came meanwhile waits on', async () => {
        let state = await openCase();
        for (let round = 0; round < 3; round += 1) {
          await commit(state, correctionOf('100'));
          state = await found();
        }
        const [one, two] = (await store.corrections('queued')).map(({ id }) => id) as [number, number];
        await store.settleCorrections([one], { state: 'learnt', model: 'a' }, NOW);
        await store.settleCorrections([one, two], { state: 'refused' }, NOW);
        const ids = async (state: CorrectionState) => (await store.corrections(state)).map(({ id }) => id);
        expect(await store.corrections('learnt')).toMatchObject([{ id: one, model: 'a' }]);
        expect(await ids('refused')).toEqual([two]);
        expect(await ids('queued')).toHaveLength(1);
      });

      it('is refused after all when its model is given up, and no other', async () => {
        let state = await openCase();
        for (const model of ['a', 'a', 'b']) {
          await commit(state, correctionOf('100'));
          state = await found();
          const ids = (await store.corrections('queued')).map(({ id }) => id);
          await store.settleCorrections(ids, { state: 'learnt', model }, NOW);
        }
        expect(await store.refuseLearnt('a', NOW)).toBe(2);
        expect(await store.refuseLearnt('a', NOW)).toBe(0);
        expect(await store.corrections('learnt')).toMatchObject([{ model: 'b' }]);
      });

      it('finds the own words of its post, as long as the post is there', async () => {
        await store.savePage([inboxRow('100', { text: '@a @b words', ownText: 'words' })], null);
        expect(await store.textOf('100')).toBe('words');
        expect(await store.textOf('404')).toBeNull();
      });
    });

    describe('the clock', () => {
      it('finds the cases that are due, the longest due first', async () => {
        await openCase('LATER000', '100', { dueAt: NOW + 20 });
        await openCase('SOON0000', '200', { dueAt: NOW + 10 });
        const due = async (at: number, limit = 10) =>
          (await store.dueCases(at, limit)).map(({ code }) => code);
        expect(await due(NOW + 9)).toEqual([]);
        expect(await due(NOW + 10)).toEqual(['SOON0000']);
        expect(await due(NOW + 30)).toEqual(['SOON0000', 'LATER000']);
        expect(await due(NOW + 30, 1)).toEqual(['SOON0000']);
      });

      it('acts once on the case it saw', async () => {
        const before = await openCase();
        const up = events({ type: 'escalated', at: NOW + 1000, level: 2, dueAt: NOW + HOUR });
        expect(await store.commitTick(before, up, [notice()], NOW + 1000)).toBe(true);
        expect(await store.commitTick(before, up, [notice()], NOW + 1000)).toBe(false);
        expect(await store.dueCases(NOW + 2000, 10)).toEqual([]);
        expect(await store.events(CODE)).toHaveLength(2);
        expect(await store.pendingNotices(NOW + HOUR, 10)).toHaveLength(1);
      });
    });

    describe('a message', () => {
      /** Messages as [key, handle, priority], in this order. */
      async function waiting(...list: [string, string, number][]): Promise<void> {
        await store.savePage([inboxRow('100')], null);
        const drafts = list.map(([key, handleId, priority]) =>
          draftOf(key, { handleId, priority, caseCode: null, to: `post-${key}` }),
        );
        await store.commitPost('100', null, decision({ caseCode: null, drafts }), [], null, NOW);
      }
      const keys = async (at = NOW, limit = 10) => (await store.sendable(at, limit)).map(({ key }) => key);

      it('goes in order of urgency, then of age', async () => {
        await waiting(['a', HANDLE, 2], ['b', HANDLE, 1], ['c', OTHER_HANDLE, 0], ['d', HANDLE, 1]);
        expect(await keys()).toEqual(['c', 'b', 'd', 'a']);
        expect(await keys(NOW, 2)).toEqual(['c', 'b']);
        expect(await keys(NOW - 1)).toEqual([]);
      });

      it('is taken by one of two callers, with its text, before the call', async () => {
        await openCase();
        const { id } = await message();
        const taken = await Promise.all(
          ['one', 'other'].map((text) => store.markSending(id, text, HANDLE, NOW + 5)),
        );
        const winner = taken.find((row) => row !== null);
        expect(taken.filter((row) => row !== null)).toHaveLength(1);
        expect(winner).toMatchObject({ state: 'sending', attempt: 1, calledAt: NOW + 5 });
        expect(await message()).toEqual(winner);
        expect(await keys()).toEqual([]);
      });

      it('that was posted acknowledges its case, and its post is known as ours', async () => {
        await openCase();
        const row = await sending();
        await store.settle(row.id, row.attempt, { kind: 'ok', postId: '5000' }, NOW + 5);
        expect(await message()).toMatchObject({ state: 'sent', postId: '5000', reason: null });
        expect(await found()).toMatchObject({ stage: 'acknowledged', version: 2 });
        expect((await store.events(CODE)).at(-1)).toEqual({
          type: 'acknowledged',
          at: NOW + 5,
          postId: '5000',
        });
        expect(await store.sentPostIds(HANDLE, NOW)).toEqual(new Set(['5000']));
        expect(await store.sentPostIds(HANDLE, NOW + 1)).toEqual(new Set());
        expect(await store.sentPostIds(OTHER_HANDLE, NOW)).toEqual(new Set());
      });

      it('acknowledges once, however often its outcome is told', async () => {
        await openCase();
        const row = await sending();
        const ok: Outcome = { kind: 'ok', postId: '5000' };
        await Promise.all([1, 2, 3].map(() => store.settle(row.id, 1, ok, NOW)));
        expect(await store.events(CODE)).toHaveLength(2);
      });

      it('of another kind acknowledges nothing', async () => {
        await openCase();
        const ack = await sending();
        await store.settle(ack.id, 1, { kind: 'refused', reason: 'gone', detail: '404' }, NOW);
        await store.savePage([inboxRow('200')], null);
        const status = decision({ drafts: [draftOf('status:200')] });
        await store.commitPost('200', await found(), status, [], null, NOW);
        const row = await sending();
        await store.settle(row.id, 1, { kind: 'ok', postId: '5000' }, NOW);
        expect(await found()).toMatchObject({ stage: 'open', version: 1 });
      });

      it('is settled by its newest call only', async () => {
        await openCase();
        const row = await sending();
        const wait = { kind: 'refused', reason: 'rate_limited', detail: '429', until: NOW + SECOND } as const;
        await store.settle(row.id, 1, wait, NOW);
        expect(await sending(NOW + SECOND)).toMatchObject({ attempt: 2 });
        await store.settle(row.id, 1, { kind: 'ok', postId: '5000' }, NOW + SECOND);
        expect(await message()).toMatchObject({ state: 'sending', attempt: 2, postId: null });
        await store.settle(row.id, 2, { kind: 'ok', postId: '5001' }, NOW + SECOND);
        await store.settle(row.id, 2, { kind: 'unknown', detail: 'late' }, NOW + SECOND);
        expect(await message()).toMatchObject({ state: 'sent', postId: '5001' });
      });

      it('refused for good rests, with the reason', async () => {
        await openCase();
        const row = await sending();
        await store.settle(row.id, 1, { kind: 'refused', reason: 'not_allowed', detail: '403 no' }, NOW);
        expect(await message()).toMatchObject({ state: 'refused', reason: 'not_allowed: 403 no' });
        expect(await keys(NOW + HOUR)).toEqual([]);
        expect(await found()).toMatchObject({ stage: 'open' });
      });

      it('told to wait holds back all of its handle until then, and nobody else', async () => {
        await waiting(['a', HANDLE, 1], ['b', HANDLE, 0], ['c', OTHER_HANDLE, 1]);
        const row = await sending();
        expect(row.key).toBe('b');
        const until = NOW + MINUTE;
        await store.settle(row.id, 1, { kind: 'refused', reason: 'rate_limited', detail: '429', until }, NOW);
        expect(await keys(until - 1)).toEqual(['c']);
        expect(await keys(until)).toEqual(['b', 'a', 'c']);
        expect((await store.sendable(until, 1))[0]).toMatchObject({
          text: 'a text',
          reason: 'rate_limited: 429',
        });
      });

      it('with an unknown outcome is looked for after a while, and never sent meanwhile', async () => {
        await openCase();
        const row = await sending();
        await store.settle(row.id, 1, { kind: 'unknown', detail: 'ECONNRESET' }, NOW);
        expect(await message()).toMatchObject({ state: 'unknown', reason: 'ECONNRESET', text: 'a text' });
        expect(await keys(NOW + HOUR)).toEqual([]);
        expect(await store.unknowns(NOW + SECOND, 10)).toEqual([]);
        expect(await store.unknowns(NOW + 5 * SECOND, 10)).toEqual([await message()]);
        await store.settle(row.id, 1, { kind: 'ok', postId: '5000' }, NOW + 6 * SECOND);
        expect(await message()).toMatchObject({ state: 'sent', postId: '5000' });
        expect(await found()).toMatchObject({ stage: 'acknowledged' });
      });

      it('not found is looked for again, and then sent again with the same text', async () => {
        await openCase();
        const row = await sending();
        await store.settle(row.id, 1, { kind: 'unknown', detail: '500' }, NOW);
        await store.notFound(row.id, 1, NOW + MINUTE, NOW + 5 * SECOND);
        expect(await store.unknowns(NOW + MINUTE - 1, 10)).toEqual([]);
        expect(await store.unknowns(NOW + MINUTE, 10)).toMatchObject([{ checks: 1 }]);
        await store.notFound(row.id, 2, null, NOW + MINUTE);
        expect(await message()).toMatchObject({ state: 'unknown' });
        await store.notFound(row.id, 1, null, NOW + MINUTE);
        expect(await store.sendable(NOW + MINUTE, 10)).toMatchObject([{ text: 'a text', attempt: 1 }]);
        expect(await sending(NOW + MINUTE)).toMatchObject({ attempt: 2, checks: 0 });
      });

      it('whose caller died becomes unknown, and only such a one', async () => {
        await waiting(['a', HANDLE, 1], ['b', HANDLE, 1], ['c', HANDLE, 1]);
        const dead = await sending(NOW);
        const alive = await sending(NOW + 10);
        expect(await store.abandonSending(NOW + 10, NOW + MINUTE)).toBe(1);
        expect(await store.abandonSending(NOW + 10, NOW + MINUTE)).toBe(0);
        expect(await store.unknowns(NOW + 2 * MINUTE, 10)).toMatchObject([{ id: dead.id, key: 'a' }]);
        expect(await store.unknowns(NOW + MINUTE, 10)).toEqual([]);
        expect(await keys(NOW + MINUTE)).toEqual(['c']);
        await store.settle(alive.id, 1, { kind: 'ok', postId: '5000' }, NOW + MINUTE);
        expect(await store.oursByPostId('5000')).toBeDefined();
      });

      it('given up is never sent, but one in flight cannot be given up', async () => {
        await waiting(['a', HANDLE, 1], ['b', HANDLE, 1]);
        const inFlight = await sending();
        const [other] = await store.sendable(NOW, 1);
        await store.expire(other?.id ?? 0, 'older than max_age', NOW);
        await store.expire(inFlight.id, 'older than max_age', NOW);
        expect(await keys(NOW + HOUR)).toEqual([]);
        expect(await store.markSending(other?.id ?? 0, 'a text', HANDLE, NOW)).toBeNull();
        expect(await store.counts()).toMatchObject({ messages_expired: 1, messages_sending: 1 });
      });
    });

    describe('a notice', () => {
      it('waits until somebody took it', async () => {
        await store.savePage([inboxRow('100')], null);
        const two = [notice(), notice({ kind: 'triage' })];
        await store.commitPost('100', null, opening(), two, null, NOW);
        const [first, second] = await store.pendingNotices(NOW, 10);
        expect(await store.pendingNotices(NOW - 1, 10)).toEqual([]);
        expect(await store.pendingNotices(NOW, 1)).toEqual([first]);

        await store.noticeFailed(first?.id ?? 0, NOW + MINUTE);
        expect(await store.pendingNotices(NOW + MINUTE - 1, 10)).toEqual([second]);
        expect(await store.pendingNotices(NOW + MINUTE, 10)).toEqual([{ ...first, attempts: 1 }, second]);

        await store.noticeDone(first?.id ?? 0, NOW + MINUTE);
        await store.noticeDone(second?.id ?? 0, NOW + MINUTE);
        expect(await store.pendingNotices(NOW + HOUR, 10)).toEqual([]);
      });
    });

    describe('what is known of handles', () => {
      it('is when people last posted, the newest look only', async () => {
        expect(await store.activity(HANDLE)).toBeNull();
        await store.saveActivity(HANDLE, null, NOW);
        expect(await store.activity(HANDLE)).toEqual({ lastHumanAt: null, checkedAt: NOW });
        await store.saveActivity(HANDLE, NOW - 5, NOW + 5);
        expect(await store.activity(HANDLE)).toEqual({ lastHumanAt: NOW - 5, checkedAt: NOW + 5 });
      });
    });

    describe('the database', () => {
      it('belongs to the world it was made in', async () => {
        expect(await store.world('sandbox')).toBe('sandbox');
        expect(await store.world('live')).toBe('sandbox');
      });

      it('can be brought up to date any number of times', async () => {
        await openCase();
        await store.migrate();
        expect(await found()).toMatchObject({ code: CODE });
      });

      it('is the same for every connection', async () => {
        const other = await opened.again();
        const before = await openCase();
        expect(await other.caseByCode(CODE)).toEqual(before);
        const [row] = await other.sendable(NOW, 10);
        expect(await other.markSending(row?.id ?? 0, 'theirs', HANDLE, NOW)).not.toBeNull();
        expect(await store.markSending(row?.id ?? 0, 'ours', HANDLE, NOW)).toBeNull();
        const up = events({ type: 'escalated', at: NOW, level: 2, dueAt: null });
        expect(await other.commitTick(before, up, [], NOW)).toBe(true);
        expect(await store.commitTick(before, up, [], NOW)).toBe(false);
        expect(await found()).toMatchObject({ level: 2, version: 2 });
      });
    });
  });
}
