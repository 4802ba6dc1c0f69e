import { describe, expect, it } from 'vitest';
import { propose } from '../../src/bot/corrections.js';
import { processInbox } from '../../src/bot/process.js';
import { showCode } from '../../src/cases/code.js';
import { hashFeatures } from '../../src/intents/hashed-features.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { ENERGY, makeDesk, meaning, NOW, type TestDesk, xPost } from './desk.js';

const WORDS = 'ट्रांसफार्मर तीन दिन से जला पड़ा है';

/** A desk that knows two services, with a case of the citizen's words. */
async function deskWithCase() {
  const desk = await makeDesk();
  const service = (code: string, department: string) =>
    [code, { code, nameEn: code, nameHi: code, department, hours: 24 }] as const;
  Object.assign(desk.directory, {
    services: new Map([service('POWER_OUTAGE', 'ENERGY'), service('WOMEN_SAFETY', 'HOME')]),
    districts: new Map([['LUCKNOW', {}]]),
    outside: new Map([['OUT_RAILWAYS', {}]]),
  });
  desk.interpret = () => meaning({ service: 'POWER_OUTAGE' });
  await read(desk, xPost('100', { ownText: WORDS }));
  const [opened] = await desk.store.cases({ limit: 1 });
  if (opened === undefined) throw new Error('no case was opened');
  return { desk, code: opened.code };
}

async function read(desk: TestDesk, post: ReturnType<typeof xPost>): Promise<void> {
  await desk.store.savePage([{ post, handleId: ENERGY.xUserId, receivedAt: NOW }], null);
  await processInbox(desk);
}

/** A #wrong by this account. */
async function wrong(desk: TestDesk, code: string, authorId: string, corrections: Record<string, string>) {
  desk.interpret = () =>
    meaning({ intent: 'other', command: { kind: 'wrong', code, note: '', corrections } });
  await read(desk, xPost('700', { authorId, conversationId: '700', ownText: `#wrong ${showCode(code)}` }));
  return (await desk.store.decided('700'))?.disposition;
}

describe('#wrong on X', () => {
  it("by the case's officer moves the case, tells the new owner's officers, and queues hashes of the post", async () => {
    const { desk, code } = await deskWithCase();
    const before = await desk.store.caseByCode(code);
    expect(await wrong(desk, code, '31', { service: 'women_safety' })).toBe('corrected');
    expect(await desk.store.caseByCode(code)).toMatchObject({
      department: 'HOME',
      service: 'WOMEN_SAFETY',
      stage: 'transferred',
      dueAt: before?.dueAt,
    });
    expect(await desk.store.corrections('queued')).toMatchObject([
      {
        caseCode: code,
        postId: '100',
        by: '31',
        before: { intent: 'grievance', service: 'POWER_OUTAGE' },
        after: { intent: null, service: 'WOMEN_SAFETY' },
        features: hashFeatures(tokensOf(WORDS)),
      },
    ]);
    const notices = (await desk.store.pendingNotices(NOW, 10)).map(({ notice }) => notice);
    expect(notices).toMatchObject([{ kind: 'transferred', department: 'HOME', officers: ['35'] }]);
    // Neither the citizen nor anybody else is written to.
    expect((await desk.store.messagesOf(code)).map(({ kind }) => kind)).toEqual(['ack', 'officer_corrected']);
  });

  it.each([
    ['an ex-officer', '34'],
    ["another department's officer", '35'],
    ["another district's officer", '33'],
    ['the citizen', 'citizen'],
  ])('by %s is refused, recorded, and queues nothing', async (_who, authorId) => {
    const { desk, code } = await deskWithCase();
    expect(await wrong(desk, code, authorId, { service: 'WOMEN_SAFETY' })).toBe('refused_not_authorised');
    expect(await desk.store.caseByCode(code)).toMatchObject({ department: 'ENERGY', version: 1 });
    expect(await desk.store.corrections('queued')).toEqual([]);
  });

  it('of a post that is not in the inbox any more corrects the case and queues nothing', async () => {
    const { desk, code } = await deskWithCase();
    desk.store.textOf = async () => null;
    expect(await wrong(desk, code, '31', { service: 'WOMEN_SAFETY' })).toBe('corrected');
    expect(await desk.store.corrections('queued')).toEqual([]);
  });
});

describe('what was typed', () => {
  it('is looked up in any case, with dashes too; what is not known is named', async () => {
    const { desk } = await deskWithCase();
    const look = (typed: Record<string, string>) => propose(desk.directory, typed);
    expect(
      look({ intent: 'QUERY', service: 'power-outage', department: 'Home', district: 'lucknow' }),
    ).toEqual({
      intent: 'query',
      service: { code: 'POWER_OUTAGE', department: 'ENERGY' },
      department: 'HOME',
      district: 'LUCKNOW',
      unknown: [],
    });
    expect(look({ service: 'out_railways' })).toEqual({
      service: { code: 'OUT_RAILWAYS', department: null },
      unknown: [],
    });
    const names = { intent: 'anger', service: 'X', department: 'constructor', district: '', stage: 'open' };
    expect(look(names)).toEqual({ unknown: Object.keys(names) });
  });
});
