import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RateWindow, SpendRow } from '../../src/bot/spend-store.js';
import type { Store } from '../../src/bot/store.js';
import { HOUR, MINUTE } from '../../src/lib/instant.js';
import { NOW } from '../cases/given.js';
import type { Candidate, Opened } from './contract.js';
import { HANDLE, OTHER_HANDLE } from './given.js';

const DAY = '2026-11-24';

const windowOf = (more: Partial<RateWindow> = {}): RateWindow => ({
  endpoint: 'create',
  credential: HANDLE,
  limit: 100,
  remaining: 7,
  resetAt: NOW + MINUTE,
  appDay: { limit: 10_000, remaining: 9_000, resetAt: NOW + 24 * HOUR },
  userDay: null,
  seenAt: NOW,
  ...more,
});

const row = (more: Partial<SpendRow> = {}): SpendRow => ({
  day: DAY,
  handleId: '',
  item: 'post_read',
  count: 3,
  micros: 15_000,
  ...more,
});

/** What every store must do for limits, money and alarms: the sentences of src/bot/spend-store.ts, as tests. */
export function spendContract(candidates: readonly Candidate[]): void {
  describe.each(candidates)('$name', ({ open }) => {
    let opened: Opened;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.remove());

    describe('windows of limits', () => {
      it('are none at first', async () => {
        expect(await store.rateWindows()).toEqual([]);
      });

      it('come back as they were saved, in another process too', async () => {
        await store.saveRateWindow(windowOf());
        await store.saveRateWindow(windowOf({ endpoint: 'search', credential: 'app', appDay: null }));
        const again = await (await opened.again()).rateWindows();
        expect(again.sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1))).toEqual([
          windowOf(),
          windowOf({ endpoint: 'search', credential: 'app', appDay: null }),
        ]);
      });

      it('are one for each endpoint and credential: the last one saved', async () => {
        await store.saveRateWindow(windowOf());
        await store.saveRateWindow(windowOf({ remaining: 6 }));
        await store.saveRateWindow(windowOf({ credential: OTHER_HANDLE }));
        const windows = await store.rateWindows();
        expect(windows.map(({ credential, remaining }) => [credential, remaining]).sort()).toEqual([
          [HANDLE, 6],
          [OTHER_HANDLE, 7],
        ]);
      });
    });

    describe('what was paid for today', () => {
      it('is each id once, by item and day', async () => {
        expect(await store.firstToday(DAY, 'post_read', ['1', '2'])).toEqual(['1', '2']);
        expect(await store.firstToday(DAY, 'post_read', ['2', '3'])).toEqual(['3']);
        expect(await store.firstToday(DAY, 'user_read', ['2', '3'])).toEqual(['2', '3']);
        expect(await store.firstToday('2026-11-25', 'post_read', ['1'])).toEqual(['1']);
      });

      it('counts an id that is named twice in one answer once', async () => {
        expect(await store.firstToday(DAY, 'post_read', ['1', '1', '1'])).toEqual(['1']);
      });

      it('is nothing when nothing was read', async () => {
        expect(await store.firstToday(DAY, 'post_read', [])).toEqual([]);
      });

      it('takes more ids than one statement can hold', async () => {
        const ids = Array.from({ length: 2_345 }, (_, at) => String(at));
        expect(await store.firstToday(DAY, 'post_read', ids)).toHaveLength(2_345);
        expect(await store.firstToday(DAY, 'post_read', [...ids, 'new'])).toEqual(['new']);
      });

      it('is kept over midnight, and no longer', async () => {
        await store.firstToday('2026-11-23', 'post_read', ['1']);
        await store.firstToday('2026-11-24', 'post_read', ['2']);
        // A request of yesterday whose answer is written down after one of today.
        expect(await store.firstToday('2026-11-23', 'post_read', ['1'])).toEqual([]);
        await store.firstToday('2026-11-25', 'post_read', ['3']);
        expect(await store.firstToday('2026-11-23', 'post_read', ['1'])).toEqual(['1']);
      });

      it('is settled among those who read at once: each id is paid for by one', async () => {
        const ids = Array.from({ length: 300 }, (_, at) => String(at));
        const firsts = await Promise.all([1, 2, 3].map(() => store.firstToday(DAY, 'post_read', ids)));
        const later = await (await opened.again()).firstToday(DAY, 'post_read', ids);
        expect([...firsts, later].flat().sort()).toEqual([...ids].sort());
      });
    });

    describe('spending', () => {
      it('adds up by day, handle and item', async () => {
        await store.addSpend(row());
        await store.addSpend(row({ count: 2, micros: 10_000 }));
        await store.addSpend(row({ handleId: HANDLE }));
        await store.addSpend(row({ item: 'user_read', micros: 30_000 }));
        await store.addSpend(row({ day: '2026-11-25' }));
        expect(await store.spend(DAY)).toEqual([
          row({ count: 5, micros: 25_000 }),
          row({ item: 'user_read', micros: 30_000 }),
          row({ handleId: HANDLE }),
          row({ day: '2026-11-25' }),
        ]);
      });

      it('is told from a day on, oldest first', async () => {
        for (const day of ['2026-12-01', '2026-11-24', '2026-11-30']) await store.addSpend(row({ day }));
        expect((await store.spend('2026-11-25')).map(({ day }) => day)).toEqual(['2026-11-30', '2026-12-01']);
      });

      it('is the sum of whatever was added, by however many at once', async () => {
        const bought = fc.record({
          handleId: fc.constantFrom('', HANDLE, OTHER_HANDLE),
          item: fc.constantFrom('post_read', 'user_read'),
          count: fc.nat(100),
          micros: fc.nat(1_000_000),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(bought, { maxLength: 12 }), async (purchases) => {
            const before = await store.spend('');
            await Promise.all(purchases.map((purchase) => store.addSpend(row(purchase))));
            const sum = (rows: readonly { micros: number }[]) =>
              rows.reduce((total, { micros }) => total + micros, 0);
            expect(sum(await store.spend('')) - sum(before)).toBe(sum(purchases));
          }),
          { numRuns: 20 },
        );
      });

      it('may be more money than a 32-bit number holds', async () => {
        await store.addSpend(row({ micros: 9_000_000_000 }));
        await store.addSpend(row({ micros: 9_000_000_000 }));
        expect(await store.spend(DAY)).toMatchObject([{ micros: 18_000_000_000 }]);
      });
    });

    describe('alarms', () => {
      const raise = (code = 'PAY-001', subject = 'app', at = NOW) =>
        store.raiseAlarm(code, subject, `detail at ${at}`, at);

      it('stand once for each kind and subject, with what was said first', async () => {
        expect(await raise()).toBe(true);
        expect(await raise('PAY-001', 'app', NOW + 1)).toBe(false);
        expect(await raise('PAY-001', HANDLE)).toBe(true);
        expect(await raise('PAY-002', 'app')).toBe(true);
        expect(await store.alarms()).toEqual(
          [
            ['PAY-002', 'app'],
            ['PAY-001', HANDLE],
            ['PAY-001', 'app'],
          ].map(([code, subject]) => ({
            code,
            subject,
            detail: `detail at ${NOW}`,
            raisedAt: NOW,
            clearedAt: null,
          })),
        );
      });

      it('are cleared once, and stand no more', async () => {
        await raise();
        await raise('PAY-001', HANDLE);
        expect(await store.clearAlarm('PAY-001', 'app', NOW + 1)).toBe(true);
        expect(await store.clearAlarm('PAY-001', 'app', NOW + 2)).toBe(false);
        expect(await store.clearAlarm('PAY-002', 'app', NOW + 2)).toBe(false);
        expect((await store.alarms()).map(({ subject }) => subject)).toEqual([HANDLE]);
      });

      it('can be raised again', async () => {
        await raise();
        await store.clearAlarm('PAY-001', 'app', NOW + 1);
        expect(await raise('PAY-001', 'app', NOW + 2)).toBe(true);
        expect(await store.alarms()).toMatchObject([{ raisedAt: NOW + 2 }]);
      });

      it('are raised by one of two who see the same at once', async () => {
        const other = await opened.again();
        const raised = await Promise.all([
          raise(),
          other.raiseAlarm('PAY-001', 'app', 'the other', NOW),
          raise(),
        ]);
        expect(raised.filter(Boolean)).toHaveLength(1);
        expect(await store.alarms()).toHaveLength(1);
      });
    });

    describe('gaps', () => {
      it('are kept, newest first', async () => {
        const first = { handleIds: [HANDLE, OTHER_HANDLE], from: NOW - HOUR, until: NOW, at: NOW };
        const second = { handleIds: [HANDLE], from: NOW, until: NOW + 1, at: NOW + 1 };
        await store.addGap(first);
        await store.addGap(second);
        expect(await (await opened.again()).gaps()).toEqual([second, first]);
      });
    });
  });
}
