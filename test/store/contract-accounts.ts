import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountRow } from '../../src/bot/account-store.js';
import type { Store } from '../../src/bot/store.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { CODE, NOW } from '../cases/given.js';
import type { Candidate, Opened } from './contract.js';
import { decision, draftOf, HANDLE, inboxRow, OTHER_HANDLE, opening } from './given.js';

const FRESH: AccountRow = {
  handleId: HANDLE,
  condition: 'active',
  reason: '',
  since: NOW,
  until: null,
  summon: null,
  name: null,
  verified: null,
  followers: null,
  lastPostAt: null,
  checkedAt: null,
};

/** The sentences of src/bot/account-store.ts, credential-store.ts and health-store.ts, as tests. */
export function accountContract(candidates: readonly Candidate[]): void {
  describe.each(candidates)('$name: accounts', ({ open }) => {
    let opened: Opened;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.remove());

    /** A message for each key: the answer to the post of that id. */
    async function messages(...postIds: string[]): Promise<void> {
      for (const postId of postIds) {
        await store.savePage([inboxRow(postId)], null);
        const code = `CODE${postId.padStart(4, '0')}`;
        expect(await store.commitPost(postId, null, opening(code, postId), [], null, NOW)).toBe(true);
      }
    }

    async function sent(id: number, postId: string, at = NOW): Promise<void> {
      const row = await store.markSending(id, 'a text', HANDLE, at);
      await store.settle(id, row?.attempt ?? 0, { kind: 'ok', postId }, at);
    }

    const ids = async (at: number) => (await store.sendable(at, 10)).map(({ id }) => id);

    describe('a handle', () => {
      it('that nobody looked at has no row', async () => {
        expect(await store.account(HANDLE)).toBeNull();
        expect(await store.accounts()).toEqual(new Map());
      });

      it('starts active, and keeps what a change does not name', async () => {
        await store.saveAccount(HANDLE, { name: 'sw_energy', verified: 'government', checkedAt: NOW }, NOW);
        expect(await store.account(HANDLE)).toEqual({
          ...FRESH,
          name: 'sw_energy',
          verified: 'government',
          checkedAt: NOW,
        });
        const until = NOW + DAY;
        await store.saveAccount(
          HANDLE,
          { condition: 'limited', reason: 'full', since: NOW + 5, until },
          NOW + 5,
        );
        await store.saveAccount(HANDLE, { summon: 'explicit' }, NOW + 9);
        await store.saveAccount(HANDLE, { followers: 12, lastPostAt: NOW - 3 }, NOW + 9);
        const row: AccountRow = {
          ...FRESH,
          condition: 'limited',
          reason: 'full',
          since: NOW + 5,
          until,
          summon: 'explicit',
          name: 'sw_energy',
          verified: 'government',
          followers: 12,
          lastPostAt: NOW - 3,
          checkedAt: NOW,
        };
        expect(await store.account(HANDLE)).toEqual(row);
        await store.saveAccount(OTHER_HANDLE, {}, NOW);
        expect(await store.accounts()).toEqual(
          new Map([
            [HANDLE, row],
            [OTHER_HANDLE, { ...FRESH, handleId: OTHER_HANDLE }],
          ]),
        );
      });

      it('can have a field emptied again', async () => {
        await store.saveAccount(HANDLE, { until: NOW, summon: 'explicit', name: 'x' }, NOW);
        await store.saveAccount(HANDLE, { until: null, summon: null, name: null }, NOW);
        expect(await store.account(HANDLE)).toEqual(FRESH);
      });

      it('that may answer again has its waiting messages planned at once', async () => {
        await messages('100', '101');
        const [first = 0, second = 0] = await ids(NOW);
        await store.wait(first, 'needs_authorisation: paused', null, NOW);
        const row = await store.markSending(second, 'a text', HANDLE, NOW);
        const refused = { kind: 'refused', reason: 'auth', detail: '401', until: NOW + HOUR } as const;
        await store.settle(second, row?.attempt ?? 0, refused, NOW);
        expect(await ids(NOW + 1)).toEqual([]);
        await store.saveAccount(HANDLE, { name: 'sw_energy' }, NOW + 1);
        expect(await ids(NOW + 1)).toEqual([]);
        await store.saveAccount(HANDLE, { condition: 'active' }, NOW + 1);
        expect(await ids(NOW + 1)).toEqual([first, second]);
      });

      it('does not shorten what X itself asked to wait', async () => {
        await messages('100');
        const [id = 0] = await ids(NOW);
        const row = await store.markSending(id, 'a text', HANDLE, NOW);
        const refused = {
          kind: 'refused',
          reason: 'rate_limited',
          detail: '429',
          until: NOW + HOUR,
        } as const;
        await store.settle(id, row?.attempt ?? 0, refused, NOW);
        await store.saveAccount(HANDLE, { condition: 'active' }, NOW + 1);
        await store.saveCredentials([{ handle: 'sw_energy', xUserId: HANDLE, sealed: 's' }], NOW + 1);
        expect(await ids(NOW + 1)).toEqual([]);
        expect(await ids(NOW + HOUR)).toEqual([id]);
      });

      it('frees nobody else’s messages', async () => {
        await messages('100');
        const [id = 0] = await ids(NOW);
        await store.wait(id, 'needs_authorisation: paused', null, NOW);
        await store.saveAccount(OTHER_HANDLE, { condition: 'active' }, NOW + 1);
        expect(await ids(NOW + 1)).toEqual([]);
      });
    });

    describe('answers are counted', () => {
      it('by post, by author and by handle: those sent, and those that may have been', async () => {
        await messages('100', '101', '102', '103');
        const [a = 0, b = 0, c = 0] = await ids(NOW);
        await sent(a, '900001', NOW);
        const row = await store.markSending(b, 'a text', HANDLE, NOW + MINUTE);
        await store.settle(b, row?.attempt ?? 0, { kind: 'unknown', detail: 'ECONNRESET' }, NOW + MINUTE);
        await store.markSending(c, 'a text', HANDLE, NOW + HOUR);
        for (const postId of ['100', '101', '102']) expect(await store.answersTo(postId)).toBe(1);
        expect(await store.answersTo('103')).toBe(0);
        expect(await store.answersToAuthor('citizen', NOW)).toBe(3);
        expect(await store.answersToAuthor('citizen', NOW + 1)).toBe(0);
        expect(await store.answersToAuthor('somebody', NOW)).toBe(0);
        expect(await store.postsOf(HANDLE, NOW)).toBe(3);
        expect(await store.postsOf(HANDLE, NOW + MINUTE)).toBe(2);
        expect(await store.postsOf(OTHER_HANDLE, NOW)).toBe(0);
      });

      it('not when X refused them, nor before they were called', async () => {
        await messages('100');
        const [id = 0] = await ids(NOW);
        expect(await store.answersTo('100')).toBe(0);
        const row = await store.markSending(id, 'a text', HANDLE, NOW);
        const refused = { kind: 'refused', reason: 'gone', detail: '404' } as const;
        await store.settle(id, row?.attempt ?? 0, refused, NOW);
        expect(await store.answersTo('100')).toBe(0);
        expect(await store.answersToAuthor('citizen', NOW)).toBe(0);
        expect(await store.postsOf(HANDLE, NOW)).toBe(0);
      });
    });

    it('tells a post with the handle it was for', async () => {
      expect(await store.postById('100')).toBeNull();
      const row = inboxRow('100');
      await store.savePage([row], null);
      expect(await store.postById('100')).toEqual({ post: row.post, handleId: HANDLE, gone: false });
    });

    it('remembers for good who asked for quiet', async () => {
      await store.savePage([inboxRow('100')], null);
      expect(await store.hasStopped('citizen')).toBe(false);
      await opened.raw(`insert into author_stop (author_id, post_id, at) values ('citizen', '100', ${NOW})`);
      expect(await store.hasStopped('citizen')).toBe(true);
      expect(await store.hasStopped('somebody')).toBe(false);
    });

    describe('tokens', () => {
      const row = (handle: string, xUserId: string, sealed: string) => ({ handle, xUserId, sealed });

      it('are replaced as a whole by the newest grant', async () => {
        await store.saveCredentials([row('sw_energy', '1', 'old'), row('sw_home', '2', 'old')], NOW);
        expect(await store.revokeCredential('1', 'old')).toBe(true);
        expect(await store.credentials()).toMatchObject([
          { handle: 'sw_energy', xUserId: '1', sealed: 'old', state: 'revoked', addedAt: NOW },
          { handle: 'sw_home', xUserId: '2', state: 'active' },
        ]);
        // A fresh token revives; a handle that came back with another id replaces the old account.
        const fresh = { ...row('sw_energy', '1', 'new'), kind: 'oauth2' as const };
        await store.saveCredentials([fresh, row('sw_home', '3', 'new')], NOW + 1);
        expect(await store.credentials()).toEqual([
          { ...fresh, state: 'active', addedAt: NOW + 1 },
          { ...row('sw_home', '3', 'new'), kind: 'oauth1', state: 'active', addedAt: NOW + 1 },
        ]);
        await store.saveCredentials([row('sw_power', '1', 'newer')], NOW + 2);
        expect((await store.credentials()).map(({ handle }) => handle)).toEqual(['sw_home', 'sw_power']);
        expect(await store.credential('1')).toMatchObject({ handle: 'sw_power', kind: 'oauth1' });
        expect(await store.credential('2')).toBeNull();
      });

      it('may come in a table in which two accounts changed names', async () => {
        await store.saveCredentials([row('one', '1', 's'), row('two', '2', 's')], NOW);
        await store.saveCredentials([row('two', '1', 's'), row('one', '2', 's')], NOW + 1);
        expect(await store.credentials()).toMatchObject([
          { handle: 'one', xUserId: '2' },
          { handle: 'two', xUserId: '1' },
        ]);
      });

      it('set free what waited for one', async () => {
        await messages('100');
        const [id = 0] = await ids(NOW);
        await store.wait(id, 'needs_authorisation: no token', null, NOW);
        await store.saveCredentials([row('sw_energy', HANDLE, 's')], NOW + 1);
        expect(await ids(NOW + 1)).toEqual([id]);
      });

      it('are renewed by one caller at a time, whichever connection it has', async () => {
        await store.saveCredentials([row('sw_energy', '1', 'a'), row('sw_home', '2', 'a')], NOW);
        const other = await opened.again();
        const until = NOW + MINUTE;
        const rights = await Promise.all(
          [store, other, store].map((one) => one.beginRenewal('1', 'a', until, NOW)),
        );
        expect(rights.filter(Boolean)).toHaveLength(1);
        expect(await other.beginRenewal('2', 'a', until, NOW)).toBe(true);
        // Whoever had the right died: it passes on.
        expect(await other.beginRenewal('1', 'a', until, until - 1)).toBe(false);
        expect(await other.beginRenewal('1', 'a', until + MINUTE, until)).toBe(true);
        await other.endRenewal('1', 'a');
        expect(await store.beginRenewal('1', 'a', until, NOW)).toBe(true);
        expect(await store.replaceCredential('1', 'a', 'b')).toBe(true);
        expect(await store.credential('1')).toMatchObject({ sealed: 'b', state: 'active' });
        expect(await store.beginRenewal('1', 'a', until, NOW)).toBe(false);
        expect(await store.beginRenewal('1', 'b', until, NOW)).toBe(true);
      });

      it('that somebody put there meanwhile stay: neither overwritten nor revoked by what was old', async () => {
        await store.saveCredentials([row('sw_energy', '1', 'a')], NOW);
        await store.beginRenewal('1', 'a', NOW + MINUTE, NOW);
        await store.saveCredentials([row('sw_energy', '1', 'granted anew')], NOW + 1);
        expect(await store.replaceCredential('1', 'a', 'renewed')).toBe(false);
        expect(await store.revokeCredential('1', 'a')).toBe(false);
        expect(await store.credential('1')).toMatchObject({ sealed: 'granted anew', state: 'active' });
        expect(await store.beginRenewal('1', 'granted anew', NOW + MINUTE, NOW)).toBe(true);
      });

      it('that are revoked are not renewed', async () => {
        await store.saveCredentials([row('sw_energy', '1', 'a')], NOW);
        await store.revokeCredential('1', 'a');
        expect(await store.beginRenewal('1', 'a', NOW + MINUTE, NOW)).toBe(false);
      });

      it('are removed', async () => {
        await store.saveCredentials([row('sw_energy', '1', 'a'), row('sw_home', '2', 'a')], NOW);
        expect(await store.removeCredential('1')).toBe(true);
        expect(await store.removeCredential('1')).toBe(false);
        expect((await store.credentials()).map(({ handle }) => handle)).toEqual(['sw_home']);
      });

      it('are sealed anew all or none', async () => {
        await store.saveCredentials(
          [row('one', '1', 'a'), row('two', '2', 'b'), row('three', '3', 'c')],
          NOW,
        );
        const sealed = async () => (await store.credentials()).map((one) => one.sealed).sort();
        const broken = store.resealCredentials((old) => {
          if (old === 'c') throw new Error('another key');
          return `new ${old}`;
        }, NOW);
        await expect(broken).rejects.toThrow('another key');
        expect(await sealed()).toEqual(['a', 'b', 'c']);
        // One that is being renewed would be lost: its new token comes sealed with the old key.
        await store.beginRenewal('2', 'b', NOW + MINUTE, NOW);
        expect(await store.resealCredentials((old) => `new ${old}`, NOW)).toBeNull();
        expect(await sealed()).toEqual(['a', 'b', 'c']);
        expect(await store.resealCredentials((old) => `new ${old}`, NOW + MINUTE)).toBe(3);
        expect(await sealed()).toEqual(['new a', 'new b', 'new c']);
      });
    });

    describe('the state of things', () => {
      it('says of each loop when it last went well and of what it last failed', async () => {
        expect(await store.rounds()).toEqual([]);
        await store.saveRound('sweep', NOW, null);
        await store.saveRound('dispatch', NOW, 'Error: broken');
        await store.saveRound('dispatch', NOW + 5, null);
        await store.saveRound('dispatch', NOW + 9, 'Error: broken again');
        expect(await store.rounds()).toEqual([
          { name: 'dispatch', okAt: NOW + 5, failedAt: NOW + 9, error: 'Error: broken again' },
          { name: 'sweep', okAt: NOW, failedAt: null, error: null },
        ]);
      });

      it('counts messages by state and by the word of their reason, with the longest wait', async () => {
        await messages('100', '101', '102', '103', '104');
        const [a = 0, b = 0, c = 0, d = 0] = await ids(NOW);
        await store.wait(a, 'needs_authorisation: paused', null, NOW);
        await store.wait(b, 'needs_authorisation: no token', null, NOW);
        await store.wait(c, 'account_limit: 200 posts in 24 hours', NOW + HOUR, NOW);
        const row = await store.markSending(d, 'a text', HANDLE, NOW);
        await store.settle(d, row?.attempt ?? 0, { kind: 'unknown', detail: '500 no readable answer' }, NOW);
        expect(await store.openMessages()).toEqual([
          { state: 'pending', reason: '', count: 1, oldestAt: NOW },
          { state: 'unknown', reason: '', count: 1, oldestAt: NOW },
          { state: 'waiting', reason: 'account_limit', count: 1, oldestAt: NOW },
          { state: 'waiting', reason: 'needs_authorisation', count: 2, oldestAt: NOW },
        ]);
        expect(await store.messageStates()).toEqual({ pending: 1, unknown: 1, waiting: 3 });
        await store.refuse(a, 'not_summoned', NOW);
        await store.settle(d, 1, { kind: 'ok', postId: '900001' }, NOW);
        expect(await store.messageStates()).toEqual({ pending: 1, refused: 1, sent: 1, waiting: 2 });
        expect(await store.caseStages()).toEqual({ acknowledged: 1, open: 4 });
      });

      it('counts what is read and not decided, and notices nobody took', async () => {
        expect(await store.undecidedPosts()).toEqual({ count: 0, oldestAt: null });
        expect(await store.openNotices()).toEqual({ count: 0, oldestAt: null });
        await store.savePage([{ ...inboxRow('100'), receivedAt: NOW - HOUR }, inboxRow('101')], null);
        expect(await store.undecidedPosts()).toEqual({ count: 2, oldestAt: NOW - HOUR });
        const notice = {
          kind: 'triage',
          caseCode: CODE,
          level: 1,
          department: null,
          district: null,
        } as const;
        const made = [{ ...notice, at: NOW, officers: [] }];
        await store.commitPost('100', null, decision({ drafts: [draftOf('k')] }), made, null, NOW);
        expect(await store.undecidedPosts()).toEqual({ count: 1, oldestAt: NOW });
        expect(await store.openNotices()).toEqual({ count: 1, oldestAt: NOW });
      });

      it('keeps words beside the data', async () => {
        expect(await store.note('sandbox')).toBeNull();
        await store.saveNote('sandbox', 'http://127.0.0.1:1');
        await store.saveNote('sandbox', 'http://127.0.0.1:2');
        expect(await store.note('sandbox')).toBe('http://127.0.0.1:2');
      });
    });
  });
}
