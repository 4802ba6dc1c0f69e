import twitterText from 'twitter-text';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, freshFolder, type Running, start, until } from './program.js';
import { CODE, deskAt, sandboxAt } from './talk.js';

const ASHA = '9000000000000200001';
const IMRAN = '9000000000000200002';
const STRANGER = '9000000000000200011';
const LUCKNOW_ENGINEER = '9000000000000100001';
const KANPUR_ENGINEER = '9000000000000100002';
const LUCKNOW_POLICE = '9000000000000100010';
const FORMER_ENGINEER = '9000000000000100006';
const ENERGY = '9000000000000000072';
const SPORTS = '9000000000000000061';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const POWER_CUT = '3 दिन से बिजली नहीं आ रही, गोमती नगर लखनऊ';

const folder = freshFolder();
let program: Running;
let x: ReturnType<typeof sandboxAt>;
let desk: ReturnType<typeof deskAt>;

async function begin(): Promise<void> {
  program = await start(['start'], { folder });
  x = sandboxAt(program.url);
  desk = deskAt(program.url);
}

// Every step waits for what it wants to see, never longer than this; usually parts of a second.
vi.setConfig({ testTimeout: 90_000 });
beforeAll(begin);
afterAll(cleanUp);

/** Someone complains and is told the code. */
async function complaint(as = ASHA, text = `@sw_energy ${POWER_CUT}`) {
  const post = await x.post({ as, text });
  const reply = await x.answer(post.id);
  const { code } = await desk.decided(post.id);
  await desk.caseWhen(code ?? '', 'to be acknowledged', ({ stage }) => stage === 'acknowledged');
  return { post, reply, code: code ?? '' };
}

/** The officer says it is done, and the citizen is asked. */
async function claimed() {
  const opened = await complaint();
  const close = await x.post({
    as: LUCKNOW_ENGINEER,
    text: `@sw_energy #close ${opened.code} लाइन ठीक की`,
    replyTo: opened.post.id,
  });
  const sent = await desk.caseWhen(
    opened.code,
    'to be claimed and asked about',
    ({ stage, messages }) =>
      stage === 'claimed' && messages.some(({ kind, state }) => kind === 'claimed' && state === 'sent'),
  );
  const question = sent.messages.find(({ kind }) => kind === 'claimed')?.postId ?? '';
  return { ...opened, close, question };
}

/** Nothing was said to this post, although whatever was said later has been answered. */
async function expectNoAnswer(postId: string): Promise<void> {
  await complaint(IMRAN, '@sw_energy Kidwai Nagar Kanpur mein do din se bijli nahi aa rahi hai');
  expect(await x.answers(postId)).toEqual([]);
}

describe('a complaint from first word to last', () => {
  it('is acknowledged in its language, with a code, for the right department and district', async () => {
    const { post, reply, code } = await complaint();
    expect(await desk.decided(post.id)).toMatchObject({
      disposition: 'case_opened',
      intent: 'grievance',
      language: 'hi',
      department: { code: 'ENERGY' },
      district: { code: 'LUCKNOW' },
    });
    expect(reply.authorId).toBe(ENERGY);
    expect(CODE.exec(reply.text)?.[0]).toBe(code);
    expect(reply.text.match(/[\u0900-\u097f]/g)?.length ?? 0).toBeGreaterThan(20);
    expect(reply.text).not.toContain('गोमती');
    expect(twitterText.parseTweet(reply.text).weightedLength).toBeLessThanOrEqual(280);
    expect((await desk.case(code)).messages).toMatchObject([
      { kind: 'ack', state: 'sent', postId: reply.id },
    ]);
  });

  it('is closed only when the citizen says yes, and climbs when they say no', async () => {
    const { code, question, close } = await claimed();
    const asked = (await x.ledger()).find(({ id }) => id === question);
    // One answer per post: the question stands under the officer's, in the citizen's thread.
    expect(asked).toMatchObject({ replyTo: close.id, authorId: ENERGY, via: 'api' });
    expect(CODE.exec(asked?.text ?? '')?.[0]).toBe(code);

    await x.post({ as: ASHA, text: 'नहीं', replyTo: question });
    const disputed = await desk.caseWhen(code, 'to be disputed', ({ stage }) => stage === 'disputed');
    expect(disputed.level).toBe(2);
    expect(disputed.events.at(-1)).toMatchObject({ type: 'disputed', by: 'citizen' });

    const second = await claimed();
    const yes = await x.post({ as: ASHA, text: '@sw_energy हाँ, बिजली आ गई', replyTo: second.question });
    const done = await desk.caseWhen(second.code, 'to be confirmed', ({ stage }) => stage === 'confirmed');
    expect(done).toMatchObject({ level: 1, dueAt: null });
    expect((await x.answer(yes.id)).text).toContain(second.code);
  });

  it('is not decided by anybody else’s yes', async () => {
    const { code, question } = await claimed();
    const meddling = await x.post({ as: STRANGER, text: 'हाँ हो गया', replyTo: question });
    expect(await desk.decided(meddling.id)).toMatchObject({ disposition: 'bystander', code });
    expect((await desk.case(code)).stage).toBe('claimed');
  });
});

describe('#close by whoever may not', () => {
  let code: string;
  let postId: string;
  let before: Awaited<ReturnType<typeof desk.case>>;

  beforeAll(async () => {
    await x.account({
      id: LUCKNOW_POLICE,
      handle: 'sw_police_lko',
      name: 'Police, Lucknow',
      kind: 'officer',
    });
    const opened = await complaint();
    code = opened.code;
    postId = opened.post.id;
    before = await desk.case(code);
  });

  const words = () => `@sw_energy #close ${code} काम पूरा हुआ`;
  const unchanged = async () =>
    expect(await desk.case(code)).toEqual({ ...before, messages: expect.anything() });

  it.each([
    ['an officer of another district', KANPUR_ENGINEER],
    ['an officer of another department in that district', LUCKNOW_POLICE],
    ['a citizen', IMRAN],
    ['the very citizen who complained', ASHA],
    ['the look-alike of the sample world', '9000000000000200012'],
  ])('%s: recorded as refused, nothing changes', async (_who, as) => {
    const attempt = await x.post({ as, text: words() });
    expect(await desk.decided(attempt.id)).toMatchObject({ disposition: 'refused_not_authorised', code });
    await unchanged();
  });

  it('an officer whose office has ended', async () => {
    await x.account({
      id: FORMER_ENGINEER,
      handle: 'sw_xen_lko_old',
      name: 'Former engineer',
      kind: 'officer',
    });
    const attempt = await x.post({ as: FORMER_ENGINEER, text: words() });
    expect(await desk.decided(attempt.id)).toMatchObject({ disposition: 'refused_not_authorised', code });
    await unchanged();
  });

  it('a new account with nearly the officer’s handle and exactly their name', async () => {
    const { id } = await x.account({
      handle: 'sw_xen_Iko',
      name: 'Executive Engineer, Lucknow (sample)',
      kind: 'officer',
    });
    const attempt = await x.post({ as: id, text: words() });
    expect(await desk.decided(attempt.id)).toMatchObject({ disposition: 'refused_not_authorised', code });
    await unchanged();
  });

  it('the right officer, but quoting or reposting', async () => {
    const bait = await x.post({ as: STRANGER, text: words() });
    expect(await desk.decided(bait.id)).toMatchObject({ disposition: 'refused_not_authorised' });
    const repost = await x.post({ as: LUCKNOW_ENGINEER, text: words(), retweetOf: bait.id });
    const quoting = await x.post({ as: LUCKNOW_ENGINEER, text: words(), quote: bait.id });
    expect(await desk.decided(quoting.id)).toMatchObject({ disposition: 'refused_quoted_command', code });
    const remark = await x.post({ as: LUCKNOW_ENGINEER, text: '@sw_energy देखिए', quote: bait.id });
    expect((await desk.decided(remark.id)).disposition).toBe('officer_spoke');
    expect(await desk.knows(repost.id)).toBe(false);
    await unchanged();
  });

  it('the right officer, without a word on what was done', async () => {
    const attempt = await x.post({ as: LUCKNOW_ENGINEER, text: `@sw_energy #close ${code}` });
    expect(await desk.decided(attempt.id)).toMatchObject({ disposition: 'refused_no_words', code });
    await unchanged();
  });

  it('and the citizen never heard of any of it', async () => {
    expect(await x.answers(postId)).toHaveLength(1);
  });
});

describe('who asks, and who is left in peace', () => {
  it('tells anyone with the code stage and dates, and nobody’s name', async () => {
    const { code } = await complaint();
    const asked = await x.post({ as: STRANGER, text: `@sw_energy #status ${code}` });
    const { text } = await x.answer(asked.id);
    expect((await desk.decided(asked.id)).disposition).toBe('status_told');
    expect(text).toContain(code);
    expect(text).toMatch(/\d/);
    expect(text).not.toMatch(/asha|namoona|@|9000000000000200001|गोमती|engineer/i);
  });

  it('answers neither praise nor spam', async () => {
    const praise = await x.post({
      as: ASHA,
      text: '@sw_energy बहुत धन्यवाद, बिजली आ गई। आपकी टीम ने अच्छा काम किया',
    });
    const spam = await x.post({
      as: STRANGER,
      text: '@sw_energy Ghar baithe roz 5000 kamao! Free joining, abhi DM karo, link bio mein, limited offer 100% guarantee',
    });
    expect(await desk.decided(praise.id)).toMatchObject({ disposition: 'recorded_appreciation', code: null });
    expect(await desk.decided(spam.id)).toMatchObject({ disposition: 'recorded_abuse_spam', code: null });
    await expectNoAnswer(praise.id);
    expect(await x.answers(spam.id)).toEqual([]);
  });

  it('begins with the helpline when somebody is in danger', async () => {
    const fire = await x.post({
      as: IMRAN,
      text: '@sw_home Panki Kanpur mein godown mein abhi aag lagi hai, log andar phase hain, jaldi fire brigade bhejo',
    });
    const { text } = await x.answer(fire.id);
    expect(/\d+/.exec(text)?.[0]).toBe('101');
    expect(text.indexOf('101')).toBeLessThan(text.search(CODE));
    expect(text.indexOf('101')).toBeLessThan(40);
    expect(await desk.decided(fire.id)).toMatchObject({ emergency: true, intent: 'emergency' });
  });

  it('ignores reposts and what departments themselves post', async () => {
    const { post } = await complaint();
    const cases = (await desk.cases()).length;
    const repost = await x.post({ as: IMRAN, text: `RT @asha_namoona: ${post.text}`, retweetOf: post.id });
    const notice = await x.post({ as: ENERGY, text: '@sw_energy @sw_home: कल बिजली नहीं आएगी, लखनऊ' });
    await expectNoAnswer(repost.id);
    expect(await x.answers(notice.id)).toEqual([]);
    expect([await desk.knows(repost.id), await desk.knows(notice.id)]).toEqual([false, false]);
    // The one case more is the complaint by which we knew that time had passed.
    expect(await desk.cases()).toHaveLength(cases + 1);
  });

  it('answers for a department of its own voice only while nobody there speaks', async () => {
    const text =
      '@sw_sports Lucknow ke stadium mein khiladiyon ke liye paani aur light nahi hai, mahino se kharab';
    const awake = await x.post({ as: ASHA, text });
    expect((await desk.decided(awake.id)).disposition).toBe('case_opened');
    await x.dormant(SPORTS, true);
    const asleep = await until('the sleeping department to be answered for', async () => {
      const post = await x.post({ as: IMRAN, text });
      const { code } = await desk.decided(post.id);
      return (await desk.case(code ?? '')).messages.length > 0 && post;
    });
    expect((await x.answer(asleep.id)).authorId).toBe(SPORTS);
    expect(await x.answers(awake.id)).toEqual([]);
  });
});

describe('the clock and the night', () => {
  it('moves an untouched case up, and ends the waiting for a silent citizen without calling it solved', async () => {
    const untouched = await complaint();
    const silent = await claimed();
    await x.advance(8 * DAY);
    const climbed = await desk.caseWhen(untouched.code, 'to climb', ({ level }) => level === 2);
    expect(climbed.stage).toBe('acknowledged');
    expect(climbed.events.at(-1)).toMatchObject({ type: 'escalated', by: 'clock' });
    expect(climbed.dueAt ?? 0).toBeGreaterThan(untouched.post.createdAt + 8 * DAY);
    const closed = await desk.caseWhen(silent.code, 'to be given up', ({ stage }) => stage !== 'claimed');
    expect(closed).toMatchObject({ stage: 'unconfirmed', level: 1 });
  });

  it('keeps world and cases over a restart, and answers nothing that grew old in between', async () => {
    const { code, post } = await complaint();
    const [cases, ledger] = [await desk.cases(), await x.ledger()];
    expect(await program.stop()).toBe(0);

    // While the desk is down, X and its people go on.
    const alone = await start(['sandbox', '--ledger', 'var/sandbox.jsonl'], { folder });
    const meanwhile = sandboxAt(alone.url);
    const unread = await meanwhile.post({
      as: IMRAN,
      text: '@sw_energy Kanpur mein transformer jal gaya hai',
    });
    await meanwhile.advance(7 * HOUR);
    expect(await alone.stop()).toBe(0);

    await begin();
    const late = await desk.decided(unread.id);
    expect(late.disposition).toBe('case_opened');
    expect(await desk.case(late.code ?? '')).toMatchObject({ stage: 'open', messages: [] });
    expect((await x.ledger()).slice(0, ledger.length)).toEqual(ledger);
    const openedAt = (list: typeof cases) => Object.fromEntries(list.map((one) => [one.code, one.openedAt]));
    expect(openedAt(await desk.cases())).toMatchObject(openedAt(cases));
    await expectNoAnswer(unread.id);

    const asked = await x.post({ as: ASHA, text: `@sw_energy #status ${code}`, replyTo: post.id });
    expect((await x.answer(asked.id)).text).toContain(code);
    expect(await program.stop()).toBe(0);
  });
});
