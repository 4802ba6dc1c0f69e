import { describe, expect, it } from 'vitest';
import { idAt } from '../../src/lib/snowflake.js';
import { type RawPost, toPost } from '../../src/x/to-post.js';

const AT = Date.UTC(2026, 10, 24, 6);
const ID = idAt(AT, 7);

const raw = (text: string, more: Partial<RawPost> = {}): RawPost => ({
  id: ID,
  text,
  author_id: '7',
  created_at: '2026-11-24T06:00:00.000Z',
  conversation_id: ID,
  ...more,
});
const replyTo = (id: string) => [{ type: 'replied_to', id }];

describe('a post of X', () => {
  it('is its text and who made it, when, and where', () => {
    const post = toPost(raw('@SW_Energy बिजली नहीं है', { attachments: { media_keys: ['3_1'] } }));
    expect(post).toEqual({
      id: ID,
      rootId: ID,
      authorId: '7',
      text: '@SW_Energy बिजली नहीं है',
      ownText: '@SW_Energy बिजली नहीं है',
      createdAt: AT,
      conversationId: ID,
      inReplyToPostId: null,
      inReplyToUserId: null,
      isRetweet: false,
      quotedPostId: null,
      mentions: [{ handle: 'sw_energy', explicit: true }],
      hasMedia: true,
    });
  });

  it('was made when its id says, when X does not', () => {
    expect(toPost({ id: ID, text: 'x' }).createdAt).toBe(AT);
    expect(toPost(raw('x', { created_at: 'soon' })).createdAt).toBe(AT);
  });

  it('begins a conversation of its own, when X names none', () => {
    expect(toPost({ id: ID }).conversationId).toBe(ID);
  });

  it('is the same through all its edits', () => {
    expect(toPost(raw('x', { edit_history_tweet_ids: ['100', '101', ID] })).rootId).toBe('100');
    expect(toPost(raw('x', { edit_history_post_ids: ['100', ID] })).rootId).toBe('100');
  });

  it('is whole also when it is long, with the handles at its end', () => {
    const long = `${'बिजली '.repeat(80)}@sw_energy`;
    for (const name of ['note_tweet', 'note_post'] as const) {
      const post = toPost(raw(long.slice(0, 270), { [name]: { text: long } }));
      expect(post.text).toBe(long);
      expect(post.mentions).toEqual([{ handle: 'sw_energy', explicit: true }]);
    }
  });

  it('is read as it was written, although X sends some of it in code', () => {
    expect(toPost(raw('a &lt;b&gt; &amp; c &amp;lt;')).text).toBe('a <b> & c &lt;');
  });

  it('knows retweets, quotes and replies, by the old names and the new', () => {
    const quote = [{ type: 'quoted', id: '5' }, ...replyTo('4')];
    for (const name of ['referenced_tweets', 'referenced_posts'] as const) {
      expect(toPost(raw('x', { [name]: quote }))).toMatchObject({
        quotedPostId: '5',
        inReplyToPostId: '4',
        isRetweet: false,
      });
      expect(toPost(raw('RT x', { [name]: [{ type: 'retweeted', id: '6' }] }))).toMatchObject({
        isRetweet: true,
        quotedPostId: null,
        inReplyToPostId: null,
      });
    }
    expect(toPost(raw('x', { in_reply_to_user_id: '8' })).inReplyToUserId).toBe('8');
  });
});

describe('the handles X puts before a reply', () => {
  const reply = (text: string, range?: [number, number]) =>
    toPost(raw(text, { referenced_tweets: replyTo('4'), ...(range ? { display_text_range: range } : {}) }));

  it('are not what the author said', () => {
    const post = reply('@sw_energy @asha अब तक नहीं आई', [17, 30]);
    expect(post.ownText).toBe('अब तक नहीं आई');
    expect(post.mentions).toEqual([
      { handle: 'sw_energy', explicit: false },
      { handle: 'asha', explicit: false },
    ]);
  });

  it('are told from one the author wrote himself', () => {
    const post = reply('@asha @sw_energy यहाँ भी', [6, 24]);
    expect(post.ownText).toBe('@sw_energy यहाँ भी');
    expect(post.mentions).toContainEqual({ handle: 'sw_energy', explicit: true });
    expect(post.mentions).toContainEqual({ handle: 'asha', explicit: false });
  });

  it('end where X says, counted in whole characters', () => {
    // Each of the two signs is one character to X and two to JavaScript.
    expect(reply('🙏🙏 @sw_energy नमस्ते', [3, 22]).ownText).toBe('@sw_energy नमस्ते');
  });

  it('are known by their look when X does not say', () => {
    expect(reply('@sw_energy @asha yes').ownText).toBe('yes');
    expect(toPost(raw('@sw_energy yes')).ownText).toBe('@sw_energy yes');
  });
});

describe('a handle named', () => {
  const named = (text: string, more: Partial<RawPost> = {}) =>
    toPost(raw(text, more)).mentions.map(({ handle }) => handle);

  it.each([
    ['in any case, once', '@SW_Energy and @sw_energy', ['sw_energy']],
    ['beside any letters of another script', 'विभाग@sw_energy। देखें', ['sw_energy']],
    ['in brackets', '(@sw_energy)', ['sw_energy']],
    ['but not in an address', 'write to desk@sw_energy', []],
    ['but not when it is longer than any handle', '@a23456789012345678', []],
    ['but not a part of another', '@sw_energy_fake', ['sw_energy_fake']],
  ])('%s', (_name, text, handles) => {
    expect(named(text)).toEqual(handles);
  });

  it('counts as well when only X knows of it', () => {
    expect(named('hello', { entities: { mentions: [{ username: 'SW_Home' }, {}] } })).toEqual(['sw_home']);
  });
});
