import { describe, expect, it } from 'vitest';
import { createSink, type Overlap, readGroups, startWatching } from '../../src/bot/intake.js';
import { SunwaiError } from '../../src/lib/errors.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/instant.js';
import { idAt } from '../../src/lib/snowflake.js';
import { ENERGY, HOME, makeDesk, NOW, type TestDesk, xPost } from './desk.js';

/** Ids of posts made some seconds after the desk began. */
const id = (seconds: number) => idAt(NOW + seconds * 1_000);
const forHome = { mentions: [{ handle: 'sw_home', explicit: true }] };
const marks = async (desk: TestDesk) =>
  Object.fromEntries(await createSink(desk).marks([ENERGY.xUserId, HOME.xUserId]));
/** One round over all groups: how many posts were new. `readAt`: what is remembered from round to round. */
async function readMentions(
  desk: TestDesk,
  overlapMs = 0,
  readAt: Overlap['readAt'] = new Map(),
): Promise<number> {
  await startWatching(desk);
  const sink = createSink(desk);
  const added = await readGroups(
    sink,
    desk.source,
    desk.source.groups(sink.handles()),
    { ms: overlapMs, readAt },
    desk,
  );
  return added.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
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

describe('the overlap', () => {
  it('asks again for the last minutes below the mark, and takes what X showed late', async () => {
    const desk = await makeDesk();
    await startWatching(desk);
    desk.clock.at += 10 * MINUTE;
    desk.source.pages.push({ posts: [xPost(id(500))], nextToken: null, newestId: id(500) });
    expect(await readMentions(desk, 2 * MINUTE)).toBe(1);

    const late = xPost(id(400), forHome);
    desk.source.pages.push({ posts: [xPost(id(500)), late], nextToken: null, newestId: id(500) });
    expect(await readMentions(desk, 2 * MINUTE)).toBe(1);
    expect(desk.source.reads.map(({ sinceId }) => sinceId)).toEqual([id(-120), id(380)]);
    expect(await stored(desk)).toEqual([id(400), id(500)]);
    expect(await marks(desk)).toEqual({ [ENERGY.xUserId]: id(500), [HOME.xUserId]: id(500) });
  });

  it('reads again only what may have been shown late since the last round', async () => {
    const desk = await makeDesk();
    const readAt: Overlap['readAt'] = new Map();
    await startWatching(desk);
    desk.clock.at += 10 * MINUTE;
    desk.source.pages.push({ posts: [xPost(id(500))], nextToken: null, newestId: id(500) });
    await readMentions(desk, 2 * MINUTE, readAt);
    desk.clock.at += 1_000;
    await readMentions(desk, 2 * MINUTE, readAt);
    // Read at 600 s: what was written before 480 s was there to be seen.
    expect(desk.source.reads.at(-1)?.sinceId).toBe(id(480));
    desk.clock.at += HOUR;
    await readMentions(desk, 2 * MINUTE, readAt);
    desk.clock.at += 1_000;
    await readMentions(desk, 2 * MINUTE, readAt);
    // An hour later not even the newest one is asked for again: nothing below it can still be shown.
    expect(desk.source.reads.at(-1)?.sinceId).toBe(id(500));
  });

  it('of a group that was not read to its end does not shrink', async () => {
    const desk = await makeDesk();
    const readAt: Overlap['readAt'] = new Map();
    desk.source.pages.push({ posts: [], nextToken: 'two', newestId: null }, new Error('broken off'));
    await readMentions(desk, 2 * MINUTE, readAt).catch(() => null);
    expect(readAt.size).toBe(0);
  });

  it('does not reach into the past from before the handle was watched', async () => {
    const desk = await makeDesk();
    desk.source.pages.push({ posts: [xPost(id(5)), xPost(id(-60))], nextToken: null, newestId: id(5) });
    expect(await readMentions(desk, 2 * MINUTE)).toBe(1);
    expect(await stored(desk)).toEqual([id(5)]);
  });

  it('never moves a mark back, when all that is found was found before', async () => {
    const desk = await makeDesk();
    desk.source.pages.push(
      { posts: [xPost(id(50))], nextToken: null, newestId: id(50) },
      { posts: [xPost(id(20))], nextToken: null, newestId: id(20) },
    );
    await readMentions(desk);
    await readMentions(desk, 2 * MINUTE);
    expect(await marks(desk)).toMatchObject({ [ENERGY.xUserId]: id(50) });
  });
});

describe('a handle that nobody writes to', () => {
  it('keeps its mark within what X can show, far behind the clock', async () => {
    const desk = await makeDesk();
    await startWatching(desk);
    desk.clock.at += DAY + HOUR;
    await readMentions(desk, 2 * MINUTE);
    expect(await marks(desk)).toMatchObject({ [HOME.xUserId]: idAt(desk.clock.at - 12 * HOUR) });
  });

  it('loses nothing and says so in no alarm, for weeks', async () => {
    const desk = await makeDesk();
    for (let day = 0; day < 30; day += 1) {
      desk.clock.at += DAY;
      await readMentions(desk, 2 * MINUTE);
    }
    expect(await desk.store.gaps()).toEqual([]);
    for (const { sinceId } of desk.source.reads.slice(1))
      expect(BigInt(sinceId)).toBeGreaterThan(BigInt(idAt(desk.clock.at - 31 * DAY)));
    expect(desk.source.reads.at(-1)?.sinceId).toBe(idAt(desk.clock.at - DAY - 12 * HOUR - 2 * MINUTE));
  });
});

describe('what X cannot show any more', () => {
  const page = (lostUntil: number | null, nextToken: string | null = null) => ({
    posts: [],
    nextToken,
    newestId: null,
    lostUntil,
  });

  it('is told once, as the interval from the mark on, and the mark moves past it', async () => {
    const desk = await makeDesk();
    await startWatching(desk);
    desk.clock.at += 9 * DAY;
    const reach = desk.clock.at - 7 * DAY;
    desk.source.pages.push(page(reach, 'two'), page(reach + 1));
    await readMentions(desk, 2 * MINUTE);
    expect(await desk.store.gaps()).toEqual([
      { handleIds: [ENERGY.xUserId, HOME.xUserId], from: NOW, until: reach + 1, at: desk.clock.at },
    ]);
    await readMentions(desk, 2 * MINUTE);
    expect(await desk.store.gaps()).toHaveLength(1);
  });

  it('is not what was only to be read a second time', async () => {
    const desk = await makeDesk();
    desk.source.pages.push(page(NOW - MINUTE));
    await readMentions(desk, 2 * MINUTE);
    expect(await desk.store.gaps()).toEqual([]);
  });
});

describe('when X misbehaves', () => {
  const failure = (code: 'X-001' | 'X-002' | 'X-003' | 'X-004' | 'PAY-001') =>
    new SunwaiError({ code, where: 'reading', detail: 'no' });
  const many = Array.from({ length: 6 }, (_, at) => ({
    ...ENERGY,
    handle: `sw_${at}`,
    xUserId: String(900 + at),
  }));
  const deskOfMany = async () => {
    const desk = await makeDesk({ handles: many });
    desk.source.groupSize = 1;
    return desk;
  };

  it.each(['X-001', 'X-004', 'PAY-001'] as const)(
    '%s holds for all groups: none is asked for in vain',
    async (code) => {
      const desk = await deskOfMany();
      desk.source.pages.push({ posts: [], nextToken: null, newestId: null }, failure(code));
      expect(await readMentions(desk)).toBe(0);
      expect(desk.source.reads).toHaveLength(2);
    },
  );

  it('three groups without an answer end the round, three that are refused do not', async () => {
    const down = await deskOfMany();
    down.source.pages.push(failure('X-002'), failure('X-002'), failure('X-002'));
    await expect(readMentions(down)).rejects.toMatchObject({ code: 'X-002' });
    expect(down.source.reads).toHaveLength(3);

    const refused = await deskOfMany();
    refused.source.pages.push(failure('X-003'), failure('X-003'), failure('X-003'));
    await readMentions(refused);
    expect(refused.source.reads).toHaveLength(6);
  });

  it('a page that comes again is only a detour', async () => {
    const desk = await makeDesk();
    desk.source.pages.push(
      { posts: [xPost(id(4))], nextToken: 'two', newestId: id(4) },
      { posts: [xPost(id(4))], nextToken: 'two', newestId: id(4) },
      { posts: [xPost(id(3))], nextToken: null, newestId: id(3) },
    );
    expect(await readMentions(desk)).toBe(2);
    expect(await marks(desk)).toMatchObject({ [ENERGY.xUserId]: id(4) });
  });

  it('a page that always leads to itself is given up, and the mark stays', async () => {
    const desk = await makeDesk();
    desk.source.pages.push(
      ...Array.from({ length: 50 }, () => ({ posts: [xPost(id(4))], nextToken: 'two', newestId: id(4) })),
    );
    await expect(readMentions(desk)).rejects.toMatchObject({ code: 'X-002' });
    expect(desk.source.reads.length).toBeLessThan(10);
    expect(await marks(desk)).toMatchObject({ [ENERGY.xUserId]: idAt(NOW) });
  });
});
