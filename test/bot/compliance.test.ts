import { describe, expect, it } from 'vitest';
import { checkPosts } from '../../src/bot/compliance.js';
import { dispatch } from '../../src/bot/dispatch.js';
import { createSink } from '../../src/bot/intake.js';
import type { XPost } from '../../src/bot/ports.js';
import { processInbox } from '../../src/bot/process.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { makeDesk, meaning, NOW, type TestDesk, xPost } from './desk.js';

async function take(desk: TestDesk, ...posts: XPost[]): Promise<void> {
  await createSink(desk).take(posts, null);
  await processInbox(desk);
  for (const post of posts) desk.posts.shown.set(post.id, post);
}
/** What X shows is not there any more. */
function remove(desk: TestDesk, id: string): void {
  desk.posts.shown.delete(id);
  desk.posts.gone.add(id);
}
async function later(desk: TestDesk, ms: number): Promise<number> {
  desk.clock.at += ms;
  return checkPosts(desk);
}
const codeOf = async (desk: TestDesk, id: string) => (await desk.store.decided(id))?.caseCode ?? '';
const types = async (desk: TestDesk, id: string) =>
  (await desk.store.events(await codeOf(desk, id))).map(({ type }) => type);
const isGone = async (desk: TestDesk, id: string) => (await desk.store.postById(id))?.gone;
const noted = { intent: 'other', service: null } as const;

describe('the look whether posts are still there', () => {
  it('asks for each post once a day, a hundred at a time, the longest due first', async () => {
    const desk = await makeDesk();
    await take(desk, ...Array.from({ length: 150 }, (_, at) => xPost(String(1000 + at))));
    expect(await later(desk, DAY - 1)).toBe(10 * MINUTE);
    expect(desk.posts.asked).toEqual([]);
    expect(await later(desk, 1)).toBe(10 * MINUTE);
    expect(desk.posts.asked.map(({ length }) => length)).toEqual([100, 50]);
    expect(new Set(desk.posts.asked.flat()).size).toBe(150);
    await later(desk, DAY - 1);
    expect(desk.posts.asked).toHaveLength(2);
    await later(desk, 1);
    expect(desk.posts.asked).toHaveLength(4);
  });

  it('spreads what is due over the rounds, and comes sooner while more is', async () => {
    const desk = await makeDesk();
    await take(desk, ...Array.from({ length: 350 }, (_, at) => xPost(String(1000 + at))));
    expect(await later(desk, DAY)).toBeLessThan(MINUTE);
    expect(desk.posts.asked).toHaveLength(3);
    expect(await checkPosts(desk)).toBe(10 * MINUTE);
    expect(desk.posts.asked.at(-1)).toHaveLength(50);
  });

  it('purges what X does not show twice in a row: the case keeps its code, dates and stage', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'), xPost('200'));
    await dispatch(desk);
    const code = await codeOf(desk, '100');
    const before = await desk.store.caseByCode(code);
    remove(desk, '100');
    await later(desk, DAY);
    expect(await isGone(desk, '100')).toBe(false);
    desk.changes.length = 0;
    await later(desk, 10 * MINUTE);
    expect(desk.posts.asked.at(-1)).toEqual(['100']);
    expect(await isGone(desk, '100')).toBe(true);
    expect(await desk.store.textOf('100')).toBeNull();
    expect(await desk.store.textOf('200')).not.toBeNull();
    expect(await types(desk, '100')).toEqual(['opened', 'acknowledged', 'gone']);
    const { stage, openedAt, dueAt } = before ?? {};
    expect(await desk.store.caseByCode(code)).toMatchObject({ stage, openedAt, dueAt });
    expect(desk.changes).toEqual([{ kind: 'case', code }]);
    await later(desk, DAY);
    expect(desk.posts.asked.flat().filter((id) => id === '100')).toHaveLength(2);
  });

  it('lets a bad moment of the index pass', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    desk.posts.gone.add('100');
    desk.posts.shown.delete('100');
    await later(desk, DAY);
    desk.posts.gone.delete('100');
    desk.posts.shown.set('100', xPost('100'));
    await later(desk, 10 * MINUTE);
    remove(desk, '100');
    await later(desk, DAY);
    expect(await isGone(desk, '100')).toBe(false);
    expect(await types(desk, '100')).toEqual(['opened']);
  });

  it('purges nothing that X does not speak of, and asks for it again; nobody else is held up', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'), xPost('200'));
    desk.posts.shown.delete('100');
    await later(desk, DAY);
    await later(desk, HOUR - 1);
    expect(desk.posts.asked).toHaveLength(1);
    await later(desk, 1);
    expect(desk.posts.asked.at(-1)).toEqual(['100']);
    expect(await isGone(desk, '100')).toBe(false);
  });

  it('that fails changes nothing', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    desk.clock.at += DAY;
    const lookUp = desk.posts.lookUp;
    desk.posts.lookUp = () => Promise.reject(new Error('X is away'));
    await expect(checkPosts(desk)).rejects.toThrow('X is away');
    desk.posts.lookUp = lookUp;
    await checkPosts(desk);
    expect(desk.posts.asked).toEqual([['100']]);
  });

  it('finds a new version that no source brought, and asks for that one from then on', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    const version = xPost('101', {
      rootId: '100',
      conversationId: '100',
      ownText: 'other words',
      mentions: [],
    });
    desk.posts.shown.set('100', version);
    desk.posts.shown.set('101', version);
    await later(desk, DAY);
    await processInbox(desk);
    expect(await types(desk, '100')).toEqual(['opened', 'edited']);
    expect(await desk.store.textOf('100')).toBe('other words');
    await later(desk, DAY);
    expect(desk.posts.asked).toEqual([['100'], ['101']]);
  });

  it('a post that nobody decided yet is looked for too, and never decided when it is gone', async () => {
    const desk = await makeDesk();
    await createSink(desk).take([xPost('100')], null);
    remove(desk, '100');
    await later(desk, DAY);
    await later(desk, 10 * MINUTE);
    expect(await processInbox(desk)).toBe(0);
    expect(await desk.store.decided('100')).toMatchObject({ disposition: 'gone' });
    expect(await desk.store.counts()).toMatchObject({ cases: 0 });
  });
});

describe('an answer that X refuses because the post is gone', () => {
  it('has the post looked for at once, and purged when X still does not show it', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    remove(desk, '100');
    desk.poster.next.push({ kind: 'refused', reason: 'gone', detail: '404 not found' });
    await dispatch(desk);
    await checkPosts(desk);
    expect(desk.posts.asked).toEqual([['100']]);
    expect(await isGone(desk, '100')).toBe(true);
    expect(await types(desk, '100')).toEqual(['opened', 'gone']);
  });

  it('purges nothing that X shows after all', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    desk.poster.next.push({ kind: 'refused', reason: 'gone', detail: '404 not found' });
    await dispatch(desk);
    await checkPosts(desk);
    expect(await isGone(desk, '100')).toBe(false);
    await later(desk, DAY - 1);
    expect(desk.posts.asked).toHaveLength(1);
  });
});

describe('nothing is answered that is gone', () => {
  it('also what waited', async () => {
    const desk = await makeDesk();
    await take(desk, xPost('100'));
    await desk.store.purge({ post: '100' }, NOW);
    await dispatch(desk);
    expect(desk.poster.calls).toEqual([]);
    expect(await desk.store.messagesOf(await codeOf(desk, '100'))).toMatchObject([
      { state: 'refused', reason: 'gone' },
    ]);
  });
});

describe('what nobody needs to read any more', () => {
  it('is not looked for: a post without a case is forgotten after a day, those of an open case never', async () => {
    const desk = await makeDesk();
    desk.interpret = (text) => meaning(text === 'thanks' ? noted : {});
    await take(desk, xPost('100'), xPost('200', { ownText: 'thanks' }));
    await dispatch(desk);
    await later(desk, DAY - 1);
    expect(await desk.store.textOf('200')).toBe('thanks');
    await later(desk, 1);
    expect(await desk.store.textOf('200')).toBeNull();
    expect(await isGone(desk, '200')).toBe(false);
    await later(desk, 30 * DAY);
    expect(await desk.store.textOf('100')).not.toBeNull();
    expect(desk.posts.asked).toEqual([['100'], ['100']]);
  });
});
