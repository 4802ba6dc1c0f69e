import { expect, it } from 'vitest';
import { CITIZEN, ENERGY, OTHER, read, say, start, userClient } from './helpers.js';

const FIELDS =
  'tweet.fields=author_id,conversation_id,display_text_range,entities,in_reply_to_user_id,note_tweet,referenced_tweets';
const one = async (sandbox: { url: string }, id: string) =>
  (await read(sandbox, `/2/tweets?ids=${id}&${FIELDS}`)).body.data[0];

it('puts author and participants before a reply, outside of the display range, counted in code points', async () => {
  const sandbox = await start();
  const root = await say(sandbox, CITIZEN, '@sw_energy 😡😡 @sw_home @nobody_here बिजली नहीं');
  const reply = await say(sandbox, OTHER, '😡 @sw_energy same <here>', { replyTo: root });
  const text = '@asha_namoona @sw_energy @sw_home 😡 @sw_energy same &lt;here&gt;';
  expect(await one(sandbox, reply)).toEqual({
    id: reply,
    text,
    edit_history_tweet_ids: [reply],
    author_id: OTHER,
    conversation_id: root,
    in_reply_to_user_id: CITIZEN,
    referenced_tweets: [{ type: 'replied_to', id: root }],
    display_text_range: [34, [...text].length],
    entities: {
      mentions: [
        { start: 0, end: 13, username: 'asha_namoona', id: CITIZEN },
        { start: 14, end: 24, username: 'sw_energy', id: ENERGY },
        { start: 25, end: 33, username: 'sw_home', id: expect.any(String) },
        { start: 36, end: 46, username: 'sw_energy', id: ENERGY },
      ],
    },
  });
  const found = (await one(sandbox, root)).entities.mentions;
  expect(found.map(({ start, end }: { start: number; end: number }) => [start, end])).toEqual([
    [0, 10],
    [14, 22],
  ]);

  // Whoever replies is not named themselves; the prefix grows along the thread.
  const back = await say(sandbox, CITIZEN, 'yes', { replyTo: reply });
  expect((await one(sandbox, back)).text).toBe('@imran_namoona @sw_energy @sw_home yes');
  expect((await one(sandbox, back)).conversation_id).toBe(root);
});

it('has no prefix where one answers oneself alone', async () => {
  const sandbox = await start();
  const root = await say(sandbox, CITIZEN, 'first');
  const next = await say(sandbox, CITIZEN, 'second', { replyTo: root });
  expect(await one(sandbox, next)).toMatchObject({
    text: 'second',
    display_text_range: [0, 6],
    in_reply_to_user_id: CITIZEN,
  });
});

it('leaves accounts out of the prefix when asked, but never the author replied to', async () => {
  const sandbox = await start();
  const root = await say(sandbox, CITIZEN, '@sw_energy @sw_home help');
  const { data } = await userClient(sandbox, ENERGY).v2.reply('noted', root, {
    reply: { in_reply_to_tweet_id: root, exclude_reply_user_ids: [CITIZEN, '9000000000000000001'] },
  });
  expect(data.text).toBe('@asha_namoona noted');
});

it('keeps long posts whole in note_tweet', async () => {
  const sandbox = await start();
  const words = `@sw_energy ${'बिजली '.repeat(80)}@sw_home`;
  const id = await say(sandbox, CITIZEN, words);
  const post = await one(sandbox, id);
  expect(post.note_tweet.text).toBe(words);
  expect(post.note_tweet.entities.mentions).toHaveLength(2);
  expect(post.entities.mentions).toHaveLength(1);
  expect(post.text).toMatch(/…$/);
  expect([...post.text].length).toBeLessThanOrEqual(280);
  expect(post.display_text_range).toEqual([0, [...post.text].length]);
});
