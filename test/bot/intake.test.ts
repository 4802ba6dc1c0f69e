import { describe, expect, it } from 'vitest';
import { readMentions } from '../../src/bot/intake.js';
import { idAt } from '../../src/lib/snowflake.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk, xPost } from './desk.js';

/** Ids of posts made some seconds after the desk began. */
const id = (seconds: number) => idAt(NOW + seconds * 1_000);
const forHome = { mentions: [{ handle: 'sw_home', explicit: true }] };
const marks = async (desk: TestDesk) =>
  Object.fromEntries(await desk.store.watermarks([ENERGY.xUserId, HOME.xUserId]));
const stored = async (desk: TestDesk) => (await desk.store.undecided(100)).map(({ post }) => post.id).sort();

describe('the first start', () => {
  it('begins now: what was said before is not even asked for', async () => {
    const desk = await makeDesk();
    expect(await readMentions(desk)).toBe(0);
    expect(desk.source.reads).toEqual([
      { handles: ['sw_energy', 'sw_home'], sinceId: idAt(NOW), token: null },
    ]);
    desk.clock.at += 60_000;
    await readMentions(desk);
    expect(desk.source.reads.at(-1)?.sinceId).toBe(idAt(NOW));
  });

  it('of one handle more does not answer its past, although the others are read from further back', async () => {
    const desk = await makeDesk();
    await desk.store.startWatermarks([ENERGY.xUserId], id(-3600));
    desk.source.pages.push({
      posts: [xPost(id(9), forHome), xPost(id(-10), forHome), xPost(id(-20))],
      nextToken: null,
      newestId: id(9),
    });
    expect(await readMentions(desk)).toBe(2);
    expect(desk.source.reads[0]?.sinceId).toBe(id(-3600));
    expect(await stored(desk)).toEqual([id(-20), id(9)]);
  });
});

describe('reading', () => {
  it('turns all pages from the same mark, and moves it to the newest of the first page at the end', async () => {
    const desk = await makeDesk();
    desk.source.pages.push(
      { posts: [xPost(id(4)), xPost(id(3))], nextToken: 'two', newestId: id(4) },
      { posts: [xPost(id(2)), xPost(id(1), forHome)], nextToken: null, newestId: id(2) },
    );
    expect(await readMentions(desk)).toBe(4);
    expect(desk.source.reads.map(({ sinceId, token }) => [sinceId, token])).toEqual([
      [idAt(NOW), null],
      [idAt(NOW), 'two'],
    ]);
    expect(await marks(desk)).toEqual({ [ENERGY.xUserId]: id(4), [HOME.xUserId]: id(4) });
    expect(await stored(desk)).toEqual([1, 2, 3, 4].map(id));
    const rows = await desk.store.undecided(100);
    expect(rows.find(({ post }) => post.id === id(1))?.handleId).toBe(HOME.xUserId);
  });

  it('broken off between two pages moves no mark, and loses and doubles nothing the next time', async () => {
    const desk = await makeDesk();
    const first = { posts: [xPost(id(4)), xPost(id(3))], nextToken: 'two', newestId: id(4) };
    desk.source.pages.push(first, new Error('broken off'));
    await expect(readMentions(desk)).rejects.toThrow('broken off');
    expect(await marks(desk)).toEqual({ [ENERGY.xUserId]: idAt(NOW), [HOME.xUserId]: idAt(NOW) });
    expect(await stored(desk)).toEqual([3, 4].map(id));

    desk.source.pages.push(first, { posts: [xPost(id(2))], nextToken: null, newestId: id(2) });
    expect(await readMentions(desk)).toBe(1);
    expect(await stored(desk)).toEqual([2, 3, 4].map(id));
    expect(await marks(desk)).toMatchObject({ [ENERGY.xUserId]: id(4) });
  });

  it('that finds nothing leaves the marks', async () => {
    const desk = await makeDesk();
    await readMentions(desk);
    await readMentions(desk);
    expect(await marks(desk)).toEqual({ [ENERGY.xUserId]: idAt(NOW), [HOME.xUserId]: idAt(NOW) });
  });

  it('keeps nothing that is none of our business, and still goes on from there', async () => {
    const desk = await makeDesk();
    const others = [
      xPost(id(3), { isRetweet: true }),
      xPost(id(2), { authorId: HOME.xUserId }),
      xPost(id(1), { mentions: [] }),
    ];
    desk.source.pages.push({ posts: others, nextToken: null, newestId: id(3) });
    expect(await readMentions(desk)).toBe(0);
    expect(await marks(desk)).toMatchObject({ [ENERGY.xUserId]: id(3) });
  });

  it('keeps each group its own mark', async () => {
    const desk = await makeDesk();
    desk.source.groupSize = 1;
    desk.source.pages.push(
      { posts: [xPost(id(2))], nextToken: null, newestId: id(2) },
      { posts: [], nextToken: null, newestId: null },
    );
    await readMentions(desk);
    expect(await marks(desk)).toEqual({ [ENERGY.xUserId]: id(2), [HOME.xUserId]: idAt(NOW) });
  });

  it('reads the other groups when X refuses one, and says so only when it refused all', async () => {
    const desk = await makeDesk();
    desk.source.groupSize = 1;
    desk.source.pages.push(new Error('refused'), {
      posts: [xPost(id(2), forHome)],
      nextToken: null,
      newestId: id(2),
    });
    expect(await readMentions(desk)).toBe(1);
    expect(await marks(desk)).toEqual({ [ENERGY.xUserId]: idAt(NOW), [HOME.xUserId]: id(2) });
    desk.source.pages.push(new Error('refused'), new Error('refused too'));
    await expect(readMentions(desk)).rejects.toThrow('refused');
  });

  it('takes a post and its edit for one', async () => {
    const desk = await makeDesk();
    const edited = xPost(id(2), { rootId: id(1) });
    desk.source.pages.push({ posts: [edited, xPost(id(1))], nextToken: null, newestId: id(2) });
    expect(await readMentions(desk)).toBe(1);
  });
});
