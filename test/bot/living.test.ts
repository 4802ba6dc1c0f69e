import { describe, expect, it } from 'vitest';
import { dispatch } from '../../src/bot/dispatch.js';
import { createSink } from '../../src/bot/intake.js';
import type { XPost } from '../../src/bot/ports.js';
import { processInbox } from '../../src/bot/process.js';
import { MINUTE } from '../../src/lib/instant.js';
import { ENERGY, HOME, makeDesk, meaning, NOW, type TestDesk, xPost } from './desk.js';

/** What a source brings, taken and decided. */
async function take(desk: TestDesk, ...posts: XPost[]): Promise<number> {
  await createSink(desk).take(posts, null);
  return processInbox(desk);
}
const decided = (desk: TestDesk, id: string) => desk.store.decided(id);
async function theCase(desk: TestDesk) {
  const [state, ...more] = await desk.store.cases({ limit: 10 });
  if (state === undefined || more.length > 0) throw new Error('expected one case');
  return state;
}
const types = async (desk: TestDesk) =>
  (await desk.store.events((await theCase(desk)).code)).map(({ type }) => type);
const reply = (id: string, more: Partial<XPost> = {}) =>
  xPost(id, { conversationId: '100', inReplyToPostId: '100', ...more });
const version = (id: string, more: Partial<XPost> = {}) =>
  xPost(id, { rootId: '100', conversationId: '100', ...more });
/** Understands each text as the test says. */
function reads(desk: TestDesk, texts: Record<string, Parameters<typeof meaning>[0]>): void {
  desk.interpret = (text) => meaning(texts[text] ?? {});
}
const NOTHING = { intent: 'other', service: null, department: null, district: null } as const;
const CLOSE = (code: string) =>
  ({ intent: 'other', command: { kind: 'close', code, note: 'line repaired' } }) as const;

describe('an edited post', () => {
  it('keeps its one acknowledgement; its case hears of it, and what is said next goes to the new version', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await dispatch(desk);
    expect(await take(desk, version('101', { ownText: 'more words' }))).toBe(1);
    await dispatch(desk);
    expect(desk.poster.calls).toHaveLength(1);
    expect(await types(desk)).toEqual(['opened', 'acknowledged', 'edited']);
    expect(await theCase(desk)).toMatchObject({ postId: '100', latestPostId: '101' });
    expect(await desk.store.textOf('100')).toBe('more words');
    expect(await decided(desk, '101')).toMatchObject({ disposition: 'case_opened' });
    expect(desk.changes.at(-1)).toMatchObject({ kind: 'post', postId: '101' });
    expect(await take(desk, version('101', { ownText: 'more words' }))).toBe(0);
  });

  it('before the acknowledgement went out: the new version gets it', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await take(desk, version('101'));
    await dispatch(desk);
    expect(desk.poster.calls).toMatchObject([{ to: '101' }]);
  });

  it('does not wait for the closing question under a version of what was answered', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await dispatch(desk);
    const { code } = await theCase(desk);
    await take(desk, version('101'));
    reads(desk, { done: CLOSE(code) });
    await take(desk, xPost('150', { authorId: '31', ownText: 'done' }));
    await dispatch(desk);
    expect((await desk.store.messagesOf(code)).map(({ kind, state, to }) => [kind, state, to])).toEqual([
      ['ack', 'sent', '100'],
      ['claimed', 'waiting', '101'],
      ['officer_done', 'sent', '150'],
    ]);
    reads(desk, { further: NOTHING });
    await take(desk, reply('160', { ownText: 'further' }));
    for (let round = 0; round < 2; round += 1) {
      desk.clock.at += 10 * MINUTE;
      await dispatch(desk);
    }
    expect(desk.poster.calls.at(-1)).toMatchObject({ to: '160', text: expect.stringContaining('claimed') });
  });

  it('with a command edited in: refused, written down, and nobody is answered', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    const { code } = await theCase(desk);
    reads(desk, { 'on our way': NOTHING, done: CLOSE(code) });
    await take(desk, xPost('150', { authorId: '31', ownText: 'on our way' }));
    await take(desk, xPost('151', { authorId: '31', rootId: '150', ownText: 'done' }));
    expect(await decided(desk, '150')).toMatchObject({
      disposition: 'refused_edited_command',
      caseCode: code,
    });
    expect((await theCase(desk)).stage).toBe('open');
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['100']);
  });

  it('that led to nothing leads to a case', async () => {
    const desk = await makeDesk();
    reads(desk, { hello: NOTHING });
    await take(desk, xPost('100', { ownText: 'hello' }));
    expect(await desk.store.cases({ limit: 10 })).toEqual([]);
    await take(desk, version('101', { ownText: 'no power' }));
    await dispatch(desk);
    expect(desk.poster.calls).toMatchObject([{ to: '101' }]);
    expect(await theCase(desk)).toMatchObject({ postId: '101', stage: 'acknowledged' });
  });

  it('that breaks us is set aside, and holds up nobody', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'), xPost('200'));
    desk.interpret = (text) => {
      if (text === 'poison') throw new Error('cannot be understood');
      return meaning();
    };
    const poison = version('101', { ownText: 'poison' });
    expect(await take(desk, poison, xPost('201', { rootId: '200', conversationId: '200' }))).toBe(2);
    expect(await decided(desk, '100')).toMatchObject({ disposition: 'case_opened', meaning: null });
    expect(await desk.store.edited(10)).toEqual([]);
    expect(await take(desk)).toBe(0);
  });
});

describe('one post naming three departments', () => {
  it('is one case, acknowledged once by the handle named first; the others take part', async () => {
    const desk = await makeDesk();
    const named = (handle: string, explicit = true) => ({ handle, explicit });
    const mentions = [named('sw_home'), named('sw_energy'), named('stranger'), named('sw_home')];
    reads(desk, { both: { department: null } });
    await take(desk, xPost('100', { mentions, ownText: 'both' }));
    await dispatch(desk);
    expect(await theCase(desk)).toMatchObject({ department: 'HOME', participants: ['ENERGY'] });
    expect(desk.poster.calls).toMatchObject([{ as: HOME.xUserId, to: '100' }]);
  });

  it('a handle that X only put before the reply was not called', async () => {
    const desk = await makeDesk();
    const mentions = [
      { handle: 'sw_home', explicit: false },
      { handle: 'sw_energy', explicit: true },
    ];
    await take(desk, xPost('100', { mentions }));
    expect(await theCase(desk)).not.toHaveProperty('participants');
  });
});

describe('a complaint that many pass on', () => {
  it('500 quotes: no new case, one acknowledgement, and all are counted', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    const quotes = Array.from({ length: 500 }, (_, at) =>
      xPost(String(1000 + at), { authorId: `reader${at}`, quotedPostId: '100', ownText: 'look at this' }),
    );
    expect(await take(desk, ...quotes)).toBe(500);
    await dispatch(desk);
    const { code } = await theCase(desk);
    expect(await desk.store.echoes(code)).toBe(500);
    expect(desk.poster.calls).toHaveLength(1);
    expect(await types(desk)).toEqual(['opened', 'acknowledged']);
    expect(await decided(desk, '1499')).toMatchObject({ disposition: 'echo', caseCode: code });
    expect(await desk.store.textOf('1499')).toBeNull();
  });

  it('an edited quote is the same quote: counted once, and its words are not kept; as a matter of its own it is a case', async () => {
    const desk = await makeDesk();
    reads(desk, { other: { district: 'AGRA' } });
    const quote = (id: string, ownText: string) =>
      xPost(id, { rootId: '200', authorId: 'reader', quotedPostId: '100', ownText });
    await take(desk, xPost('100'), quote('200', 'look'));
    const { code } = await theCase(desk);
    expect(await take(desk, quote('201', 'look here'))).toBe(1);
    expect(await desk.store.echoes(code)).toBe(1);
    expect(await desk.store.textOf('201')).toBeNull();
    expect(await desk.store.countHeld('all')).toBe(1);
    await createSink(desk).take([quote('202', 'other')], null);
    expect(await desk.store.countHeld({ author: 'reader' })).toBe(1);
    await processInbox(desk);
    expect(await desk.store.countHeld({ author: 'reader' })).toBe(1);
    expect(await decided(desk, '200')).toMatchObject({ disposition: 'case_opened' });
    expect(await desk.store.echoes(code)).toBe(0);
    expect(await desk.store.textOf('202')).toBe('other');
  });

  it('quotes of our own answer, and of a post that named nobody, are counted too', async () => {
    const desk = await makeDesk();
    const quote = (id: string, of: string) => xPost(id, { authorId: `reader${id}`, quotedPostId: of });
    await take(desk, quote('200', '50'), quote('201', '50'));
    await dispatch(desk);
    const ours = desk.poster.timeline[0]?.id ?? '';
    await take(desk, quote('202', ours), quote('203', '200'));
    expect(await desk.store.echoes((await theCase(desk)).code)).toBe(3);
  });

  it('retweets are counted, whoever brings them; those of anything else are not taken', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    const retweet = (id: string, of: string, more: Partial<XPost> = {}) =>
      xPost(id, { isRetweet: true, retweetedPostId: of, authorId: `reader${id}`, ...more });
    await take(desk, retweet('200', '100'), retweet('201', '100'), retweet('202', '99'));
    await take(desk, retweet('203', '100', { authorId: ENERGY.xUserId }));
    await dispatch(desk);
    expect(await desk.store.echoes((await theCase(desk)).code)).toBe(2);
    expect(await desk.store.counts()).toMatchObject({ mentions: 3, cases: 1 });
    expect(desk.poster.calls).toHaveLength(1);
  });
});

describe('several people in one conversation', () => {
  const other = { authorId: 'neighbour' };

  it('each speak about their own case, whichever is the newer', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await take(desk, reply('110', other));
    const [theirs, mine] = await desk.store.cases({ limit: 10 });
    expect(theirs?.authorId).toBe('neighbour');
    await take(desk, reply('120'), reply('130', { ...other, inReplyToPostId: '110' }));
    expect(await decided(desk, '120')).toMatchObject({ disposition: 'added', caseCode: mine?.code });
    expect(await decided(desk, '130')).toMatchObject({ disposition: 'added', caseCode: theirs?.code });
  });

  it('an officer works on the case of the post that is answered', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await take(desk, reply('110', other));
    const [theirs, mine] = await desk.store.cases({ limit: 10 });
    const officer = (id: string, to: string) => reply(id, { authorId: '31', inReplyToPostId: to });
    await take(desk, officer('120', '100'));
    expect(await decided(desk, '120')).toMatchObject({ disposition: 'in_progress', caseCode: mine?.code });
    await take(desk, officer('130', '110'));
    expect(await decided(desk, '130')).toMatchObject({ disposition: 'in_progress', caseCode: theirs?.code });
  });

  it('a no to our question about another case is not about their own', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await take(desk, reply('110', other));
    await dispatch(desk);
    const toMine = desk.poster.timeline.find(({ to }) => to === '100')?.id ?? '';
    reads(desk, { no: { ...NOTHING, verdict: 'no' } });
    const bare = { ...other, ownText: 'no', mentions: [] };
    await take(desk, reply('120', { ...bare, inReplyToPostId: toMine, inReplyToUserId: ENERGY.xUserId }));
    const mine = (await decided(desk, '100'))?.caseCode;
    expect(await decided(desk, '120')).toMatchObject({ disposition: 'bystander', caseCode: mine });
  });
});

describe('a further post of the citizen', () => {
  it('with a question we can answer is answered, once', async () => {
    const desk = await makeDesk();
    const answers = [
      { id: 'new', words: ['connection'], service: null, text: { en: '', hi: '', hinglish: '' } },
    ];
    desk.directory = { ...desk.directory, answers };
    await take(desk, xPost('100'));
    await dispatch(desk);
    reads(desk, { 'a new connection': { ...NOTHING, intent: 'query' } });
    await take(desk, reply('110', { ownText: 'a new connection' }));
    await dispatch(desk);
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to, text }) => [to, text.split(' ')[0]])).toEqual([
      ['100', 'ack'],
      ['110', 'answer'],
    ]);
    expect((await theCase(desk)).latestPostId).toBe('110');
  });

  it('in a new conversation with a new grievance is a new case', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'), xPost('200', { createdAt: NOW }));
    expect(await desk.store.cases({ limit: 10 })).toHaveLength(2);
    await dispatch(desk);
    expect(desk.poster.calls.map(({ to }) => to)).toEqual(['100', '200']);
  });
});
