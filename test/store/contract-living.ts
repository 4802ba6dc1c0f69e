import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EditedRow, PurgeTarget } from '../../src/bot/living-store.js';
import type { XPost } from '../../src/bot/ports.js';
import type { Store } from '../../src/bot/store.js';
import { replay } from '../../src/cases/evolve.js';
import type { CaseEvent, CaseState } from '../../src/cases/types.js';
import type { Meaning } from '../../src/intents/types.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { CODE, NOW } from '../cases/given.js';
import type { Candidate, Opened } from './contract.js';
import {
  correctedEvent,
  correctionOf,
  decision,
  draftOf,
  HANDLE,
  inboxRow,
  OTHER_HANDLE,
  openedEvent,
  opening,
} from './given.js';

const OTHER_CODE = '8KM2PQ4X';
/** A post's later version. */
const version = (id: string, rootId: string, more: Partial<XPost> = {}) =>
  inboxRow(id, { rootId, conversationId: rootId, ownText: `words of ${id}`, ...more });

/** The sentences of src/bot/living-store.ts, as tests. */
export function livingContract(candidates: readonly Candidate[]): void {
  describe.each(candidates)('$name: living posts', ({ open }) => {
    let opened: Opened;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.remove());

    async function openCase(postId = '100', code = CODE, more: Partial<XPost> = {}): Promise<CaseState> {
      await store.savePage([inboxRow(postId, more)], null);
      expect(await store.commitPost(postId, null, opening(code, postId), [], null, NOW)).toBe(true);
      return found(code);
    }
    async function found(code = CODE): Promise<CaseState> {
      const state = await store.caseByCode(code);
      if (state === null) throw new Error(`${code} is not stored`);
      return state;
    }
    async function theEdit(): Promise<EditedRow> {
      const [row, ...more] = await store.edited(10);
      if (row === undefined || more.length > 0) throw new Error('expected one edit');
      return row;
    }
    const events = (...list: CaseEvent[]) => decision({ disposition: 'edited', events: list });
    const edited = (postId: string, was: string): CaseEvent => ({ type: 'edited', at: NOW, postId, was });
    const due = async (at: number) => (await store.toCheck(at, 10)).map(({ postId }) => postId);

    describe('a new version', () => {
      it('takes the place of one that nobody decided', async () => {
        expect(await store.savePage([inboxRow('100')], null)).toBe(1);
        expect(await store.savePage([{ ...version('101', '100'), handleId: OTHER_HANDLE }], null)).toBe(1);
        expect(await store.undecided(10)).toEqual([{ ...version('101', '100'), handleId: OTHER_HANDLE }]);
        expect(await store.edited(10)).toEqual([]);
      });

      it('read while the old one is judged makes that judgement void', async () => {
        await store.savePage([inboxRow('100')], null);
        await store.savePage([version('101', '100')], null);
        const commit = (id: string) => store.commitPost('100', null, opening(), [], null, NOW, null, id);
        expect(await commit('100')).toBe(false);
        expect(await store.caseByCode(CODE)).toBeNull();
        expect(await commit('101')).toBe(true);
      });

      it('waits beside one that was decided, whose decision stays; the newest wins, whatever comes first', async () => {
        await openCase();
        expect(await store.savePage([version('102', '100')], null)).toBe(1);
        expect(await store.savePage([version('101', '100'), version('102', '100')], null)).toBe(0);
        expect(await store.savePage([version('103', '100')], null)).toBe(1);
        const row = await theEdit();
        expect(row).toMatchObject({
          post: { id: '103', ownText: 'words of 103' },
          before: { id: '100' },
          handleId: HANDLE,
          partOf: CODE,
        });
        expect(await store.undecided(10)).toEqual([]);
        expect(await store.decided('100')).toMatchObject({ disposition: 'case_opened', caseCode: CODE });
      });

      it('is the text people get, before and after it is decided, by the id of any version', async () => {
        await openCase();
        await store.savePage([version('101', '100')], null);
        await store.savePage([version('102', '100')], null);
        const look = async () => {
          for (const id of ['100', '101', '102']) {
            expect(await store.textOf(id)).toBe('words of 102');
            expect(await store.postById(id)).toMatchObject({ post: { id: '102' }, gone: false });
            expect(await store.decided(id)).toMatchObject({ caseCode: CODE });
          }
        };
        await look();
        const row = await theEdit();
        const change = events(edited('102', '100'));
        expect(await store.commitEdit(row, await found(), change, [], null, NOW)).toBe(true);
        await look();
        expect(await store.textOf('103')).toBeNull();
      });

      it('is decided once: the case hears of it, and the first decision stands', async () => {
        const before = await openCase();
        await store.savePage([version('101', '100')], null);
        const row = await theEdit();
        const change = events(edited('101', '100'));
        expect(await store.commitEdit(row, before, change, [], null, NOW + 1)).toBe(true);
        expect(await store.edited(10)).toEqual([]);
        expect(await found()).toMatchObject({ latestPostId: '101', postId: '100', version: 2 });
        expect(await found()).toEqual(replay(CODE, await store.events(CODE)));
        expect(await store.decided('100')).toMatchObject({ disposition: 'case_opened', at: NOW });
        expect(await store.commitEdit(row, await found(), change, [], null, NOW + 2)).toBe(false);
        expect(await store.savePage([version('101', '100')], null)).toBe(0);
      });

      it('that is older than the one waiting, or judged on a case that changed, is judged anew', async () => {
        const before = await openCase();
        await store.savePage([version('101', '100')], null);
        const row = await theEdit();
        await store.savePage([version('102', '100')], null);
        const change = events(edited('101', '100'));
        expect(await store.commitEdit(row, before, change, [], null, NOW)).toBe(false);
        await store.commitTick(before, events({ type: 'unconfirmed', at: NOW }), [], NOW);
        expect(await store.commitEdit(await theEdit(), before, change, [], null, NOW)).toBe(false);
        expect(await theEdit()).toMatchObject({ post: { id: '102' } });
        expect((await store.events(CODE)).map(({ type }) => type)).toEqual(['opened', 'unconfirmed']);
      });

      it('may lead a post that led to nothing to a case', async () => {
        await store.savePage([inboxRow('100')], null);
        const nothing = decision({ disposition: 'recorded_other', caseCode: null });
        await store.commitPost('100', null, nothing, [], null, NOW);
        await store.savePage([version('101', '100')], null);
        const row = await theEdit();
        expect(row.partOf).toBeNull();
        expect(await store.commitEdit(row, null, opening(CODE, '101'), [], null, NOW)).toBe(true);
        expect(await store.decided('100')).toMatchObject({ disposition: 'case_opened', caseCode: CODE });
        expect(await store.messagesOf(CODE)).toMatchObject([{ key: 'ack:101', to: '101' }]);
      });

      it('gets what was still to be said to the old one, and counts as answered by what was said', async () => {
        await openCase();
        await store.savePage([version('101', '100')], null);
        const change = events(edited('101', '100'));
        await store.commitEdit(await theEdit(), await found(), change, [], null, NOW);
        const [waiting] = await store.messagesOf(CODE);
        expect(waiting).toMatchObject({ to: '101', state: 'pending' });
        expect(await store.answersTo('101')).toBe(0);

        const row = await store.markSending(waiting?.id ?? 0, 'a text', HANDLE, NOW);
        await store.settle(row?.id ?? 0, 1, { kind: 'ok', postId: '900100' }, NOW);
        await store.savePage([version('102', '100')], null);
        const again = events(edited('102', '101'));
        await store.commitEdit(await theEdit(), await found(), again, [], null, NOW);
        expect(await store.messagesOf(CODE)).toMatchObject([{ to: '101', state: 'sent' }]);
        for (const id of ['100', '101', '102']) expect(await store.answersTo(id)).toBe(1);
      });

      it('of a post that is only about a case does not belong to its history', async () => {
        await openCase();
        await store.savePage([inboxRow('200')], null);
        await store.commitPost('200', null, decision({ disposition: 'status_told' }), [], null, NOW);
        await store.savePage([version('201', '200')], null);
        expect(await theEdit()).toMatchObject({ partOf: null });
      });

      it('that is the first one read of its post is found by the first id too', async () => {
        await store.savePage([version('101', '100')], null);
        expect(await store.postById('100')).toMatchObject({ post: { id: '101' } });
        expect(await store.savePage([inboxRow('100')], null)).toBe(0);
      });
    });

    describe('a quote or a retweet', () => {
      it('is about the case of a post in any version, of our answer, or of another quote of the same', async () => {
        await openCase();
        await store.savePage([version('101', '100')], null);
        expect(await store.caseAbout('100')).toEqual({ caseCode: CODE, what: 'post' });
        expect(await store.caseAbout('101')).toEqual({ caseCode: CODE, what: 'post' });
        const [ack] = await store.messagesOf(CODE);
        await store.markSending(ack?.id ?? 0, 'a text', HANDLE, NOW);
        await store.settle(ack?.id ?? 0, 1, { kind: 'ok', postId: '900100' }, NOW);
        expect(await store.caseAbout('900100')).toEqual({ caseCode: CODE, what: 'ours' });
        await openCase('300', OTHER_CODE, { quotedPostId: '250' });
        expect(await store.caseAbout('250')).toEqual({ caseCode: OTHER_CODE, what: 'quote' });
        expect(await store.caseAbout('999')).toBeNull();
      });

      it('that was counted is not kept: only that it was there', async () => {
        await openCase();
        const meaning = {
          intent: 'grievance',
          why: [{ token: 'secret', weight: 1 }],
          entities: {},
        } as unknown as Meaning;
        for (const id of ['200', '201']) {
          await store.savePage([inboxRow(id, { quotedPostId: '100', ownText: 'secret' })], null);
          await store.commitPost(id, null, decision({ disposition: 'echo' }), [], meaning, NOW);
        }
        expect(await store.echoes(CODE)).toBe(2);
        expect(await store.echoes(OTHER_CODE)).toBe(0);
        expect(await store.textOf('200')).toBeNull();
        expect(await store.postById('200')).toMatchObject({ post: { authorId: '', mentions: [] } });
        expect(JSON.stringify(await store.decided('200'))).not.toContain('secret');
        expect(await due(NOW + 30 * DAY)).toEqual(['100']);
      });
    });

    describe('the look whether posts are still there', () => {
      it('is due a day after they were read, the longest due first', async () => {
        await store.savePage([{ ...inboxRow('101'), receivedAt: NOW + HOUR }, inboxRow('100')], null);
        expect(await due(NOW + DAY - 1)).toEqual([]);
        expect(await due(NOW + DAY)).toEqual(['100']);
        expect(await due(NOW + DAY + HOUR)).toEqual(['100', '101']);
        expect(await store.toCheck(NOW + 2 * DAY, 1)).toEqual([
          { rootId: '100', postId: '100', handleId: HANDLE, missed: false },
        ]);
      });

      it('puts off those that are there, and those of which nothing was learnt', async () => {
        await store.savePage([inboxRow('100'), inboxRow('101')], null);
        await store.stillThere(['100'], NOW + 2 * DAY);
        await store.askAgain(['101'], NOW + DAY + HOUR);
        expect(await due(NOW + DAY)).toEqual([]);
        expect(await due(NOW + DAY + HOUR)).toEqual(['101']);
        expect(await due(NOW + 2 * DAY)).toEqual(['101', '100']);
        await store.stillThere([], NOW);
      });

      it('asks once more for what was missing, by the id of any version, until it is there again', async () => {
        await store.savePage([inboxRow('100')], null);
        await store.savePage([version('101', '100')], null);
        await store.missing('101', NOW, NOW + MINUTE);
        const expected = { rootId: '100', postId: '101', missed: true };
        expect(await store.toCheck(NOW + MINUTE, 10)).toMatchObject([expected]);
        await store.askAgain(['100'], NOW + HOUR);
        expect(await store.toCheck(NOW + HOUR, 10)).toMatchObject([expected]);
        await store.stillThere(['100'], NOW + DAY);
        expect(await store.toCheck(NOW + DAY, 10)).toMatchObject([{ missed: false }]);
      });
    });

    describe('a purge', () => {
      const SECRET = 'मेरे शब्द';
      const LEARNT = correctionOf('100');
      /** A case whose citizen and officer both wrote secrets, with a correction and a message. */
      async function written(): Promise<void> {
        await openCase('100', CODE, { ownText: SECRET, text: SECRET });
        const corrected = decision({ events: [correctedEvent()] });
        await store.commitTick(await found(), corrected, [], NOW, LEARNT);
        await store.savePage([inboxRow('150', { authorId: '31', ownText: SECRET, text: SECRET })], null);
        const claimed: CaseEvent = {
          type: 'claimed',
          at: NOW,
          officerId: '31',
          postId: '150',
          note: SECRET,
          dueAt: NOW + DAY,
        };
        await store.commitPost('150', await found(), decision({ events: [claimed] }), [], null, NOW);
      }
      const purge = (target: PurgeTarget, at = NOW + 9) => store.purge(target, at);

      it('of a post takes its words, its author and its mentions; ids, times and the case stay', async () => {
        await written();
        const before = await found();
        await store.savePage([version('101', '100', { ownText: SECRET, text: SECRET })], null);
        expect(await store.countHeld({ post: '101' })).toBe(1);
        expect(await purge({ post: '101' })).toEqual({ posts: 1, cases: [CODE] });
        expect(await store.postById('100')).toEqual({
          post: {
            ...inboxRow('100').post,
            authorId: '',
            text: '',
            ownText: '',
            mentions: [],
          },
          handleId: HANDLE,
          gone: true,
        });
        expect(await store.textOf('100')).toBeNull();
        expect(await store.edited(10)).toEqual([]);
        expect(await store.decided('100')).toMatchObject({ disposition: 'case_opened', caseCode: CODE });
        const { stage, openedAt, dueAt, authorId } = before;
        expect(await found()).toMatchObject({
          stage,
          openedAt,
          dueAt,
          authorId,
          version: before.version + 1,
        });
        expect((await store.events(CODE)).at(-1)).toEqual({ type: 'gone', at: NOW + 9, postId: '100' });
        expect(await found()).toEqual(replay(CODE, await store.events(CODE)));
      });

      it('takes what was learnt from it, and what is known of the author beside the message', async () => {
        await written();
        await store.settleCorrections([1], { state: 'learnt', model: 'abc' }, NOW);
        await purge({ post: '100' });
        expect(await store.corrections('learnt')).toEqual([]);
        const [row] = await store.corrections('refused');
        expect(row?.features).toEqual(new Uint8Array());
        expect(await store.messagesOf(CODE)).toMatchObject([{ to: '100', toAuthor: null }]);
      });

      it("of an officer's post takes the words out of the history, which bears no other change", async () => {
        await written();
        const before = await store.events(CODE);
        await purge({ post: '150' });
        const after = await store.events(CODE);
        const blank = before.map((event) => (event.type === 'claimed' ? { ...event, note: '' } : event));
        expect(after).toEqual([...blank, { type: 'gone', at: NOW + 9, postId: '150' }]);
        expect(await found()).toEqual(replay(CODE, after));
        for (const change of [
          `data = json_set(data, '$.note', 'other')`,
          `data = json_set(data, '$.note', '', '$.officerId', '32')`,
          `at = 5`,
          `type = 'confirmed'`,
        ])
          await expect(opened.raw(`update case_event set ${change} where type = 'claimed'`)).rejects.toThrow(
            'append-only',
          );
      });

      it('done twice is done once; of a post that is not there nothing', async () => {
        await written();
        await purge({ post: '100' });
        const version = (await found()).version;
        expect(await purge({ post: '100' }, NOW + 99)).toEqual({ posts: 0, cases: [] });
        expect(await purge({ post: '777' })).toEqual({ posts: 0, cases: [] });
        expect((await found()).version).toBe(version);
      });

      it('of a post nobody decided: nobody will', async () => {
        await store.savePage([inboxRow('100')], null);
        expect(await purge({ post: '100' })).toEqual({ posts: 1, cases: [] });
        expect(await store.undecided(10)).toEqual([]);
        expect(await store.decided('100')).toMatchObject({ disposition: 'gone', caseCode: null });
      });

      it('holds: a version that comes later is not taken, and X is asked no more', async () => {
        await written();
        await purge({ post: '100' });
        expect(await store.savePage([version('101', '100'), inboxRow('100')], null)).toBe(0);
        expect(await store.textOf('100')).toBeNull();
        expect(await due(NOW + 30 * DAY)).toEqual(['150']);
        await store.missing('100', NOW, NOW);
        expect(await due(NOW + 30 * DAY)).toEqual(['150']);
      });

      it('of an author leaves everybody else, also where there is much', async () => {
        await written();
        const rows = Array.from({ length: 250 }, (_, at) => inboxRow(String(2000 + at)));
        await store.savePage(rows, null);
        expect(await store.countHeld({ author: 'citizen' })).toBe(251);
        expect(await purge({ author: 'citizen' })).toEqual({ posts: 251, cases: [CODE] });
        expect(await store.countHeld({ author: 'citizen' })).toBe(0);
        expect(await store.textOf('150')).toBe(SECRET);
        expect(await store.undecided(1000)).toEqual([]);
      });

      it('of an author, or of all, unlearns also what was taught by words that were forgotten', async () => {
        for (const target of [{ author: 'citizen' }, 'all'] as const) {
          const [code, postId] = target === 'all' ? [OTHER_CODE, '500'] : [CODE, '400'];
          await openCase(postId, code);
          const [ack] = await store.messagesOf(code);
          await store.refuse(ack?.id ?? 0, 'stopped', NOW);
          const over = decision({ caseCode: code, events: [{ type: 'confirmed', at: NOW, postId }] });
          await store.commitTick(await found(code), over, [], NOW, correctionOf(postId));
          await store.forget(NOW + 1, NOW + 2 * DAY, 10);
          expect(await store.textOf(postId)).toBeNull();
          expect(await store.corrections('queued')).toHaveLength(1);
          expect(await purge(target)).toEqual({ posts: 0, cases: [] });
          expect(await store.corrections('queued')).toEqual([]);
        }
      });

      it('of an author forgets who was answered, also where the words went before', async () => {
        await written();
        const other = draftOf('status:1', { to: '5', toAuthor: 'citizen' });
        const told = decision({ disposition: 'status_told', drafts: [other] });
        await store.savePage([inboxRow('160', { authorId: 'other' })], null);
        await store.commitPost('160', null, told, [], null, NOW);
        await purge({ author: 'citizen' });
        const left = await store.messagesOf(CODE);
        expect(left.map(({ toAuthor }) => toAuthor)).toEqual([null, null]);
      });

      it('of all empties every post, and every case says so', async () => {
        await written();
        expect(await store.countHeld('all')).toBe(2);
        expect(await purge('all')).toEqual({ posts: 2, cases: [CODE] });
        expect(await store.countHeld('all')).toBe(0);
        for (const id of ['100', '150']) expect(await store.textOf(id)).toBeNull();
        expect((await store.events(CODE)).filter(({ type }) => type === 'gone')).toHaveLength(2);
      });
    });

    describe('what nobody needs to read', () => {
      const forget = (before = NOW) => store.forget(before, NOW + 2 * DAY, 100);
      const old = NOW - HOUR;
      async function decide(disposition: string, more: object = {}, at = old): Promise<void> {
        await store.savePage([inboxRow('200')], null);
        const noted = decision({ disposition, caseCode: null, ...more });
        expect(await store.commitPost('200', null, noted, [], null, at)).toBe(true);
      }

      it('is forgotten when it is due, without a word to anybody; ids and decisions stay', async () => {
        await decide('recorded_other', {}, NOW);
        expect(await store.forget(NOW, NOW + DAY - 1, 100)).toBe(0);
        expect(await store.forget(NOW, NOW + DAY, 100)).toBe(1);
        expect(await forget()).toBe(0);
        expect(await store.textOf('200')).toBeNull();
        expect(await store.postById('200')).toMatchObject({ gone: false, post: { authorId: '' } });
        expect(await store.decided('200')).toMatchObject({ disposition: 'recorded_other', at: NOW });
        expect(await due(NOW + 30 * DAY)).toEqual([]);
      });

      it('is also what is only about a case, however open', async () => {
        await openCase();
        await decide('bystander', { caseCode: CODE });
        expect(await forget()).toBe(1);
        expect(await store.textOf('100')).not.toBeNull();
      });

      it('is nothing that waits, has a new version, is still to be answered, or broke us lately', async () => {
        await store.savePage([inboxRow('100')], null);
        expect(await forget()).toBe(0);
        await decide('status_told', { drafts: [draftOf('status:200', { to: '200', caseCode: null })] });
        expect(await forget()).toBe(0);
        const [row] = await store.sendable(NOW, 1);
        await store.refuse(row?.id ?? 0, 'stopped', NOW);
        await store.savePage([version('201', '200')], null);
        expect(await forget()).toBe(0);
        await store.commitEdit(
          await theEdit(),
          null,
          decision({ disposition: 'failed', caseCode: null }),
          [],
          null,
          NOW,
        );
        expect(await forget(old)).toBe(0);
        expect(await forget(NOW)).toBe(1);
      });

      it.each(['open', 'claimed', 'disputed', 'in_progress'])(
        'nor is a post of a case that is %s',
        async (type) => {
          await store.savePage([inboxRow('100')], null);
          const first = { ...openedEvent('100'), at: old } as CaseEvent;
          const more = { type, at: old, postId: '150', officerId: '31', note: 'done', level: 2, dueAt: NOW };
          const events = type === 'open' ? [first] : [first, more as CaseEvent];
          await store.commitPost('100', null, decision({ events }), [], null, old);
          expect((await found()).stage).toBe(type);
          expect(await forget()).toBe(0);
        },
      );

      it('of a case that is over goes some time after the last thing that happened in it', async () => {
        await store.savePage([inboxRow('100')], null);
        const first = { ...openedEvent('100'), at: old } as CaseEvent;
        const confirmed: CaseEvent = { type: 'confirmed', at: NOW, postId: '150' };
        await store.commitPost('100', null, decision({ events: [first, confirmed] }), [], null, old);
        expect(await forget(NOW)).toBe(0);
        expect(await forget(NOW + 1)).toBe(1);
        expect(await found()).toMatchObject({ stage: 'confirmed', authorId: 'citizen' });
      });
    });
  });
}
