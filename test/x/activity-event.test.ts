import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../src/x/activity-event.js';
import { bytes, ENERGY, envelope, payload } from './activity-given.js';

const read = (more: object = {}) => readEvent(bytes(envelope(more)));

/** The post of an event with this payload. */
function postOf(more: object) {
  const event = read({ payload: payload(more) });
  if (event?.kind !== 'post') throw new Error(`not a post: ${event?.kind}`);
  return event.post;
}

describe('an event', () => {
  it('of a mention or a reply is a post, for the handle it is about', () => {
    for (const event_type of ['post.mention.create', 'post.reply.create']) {
      expect(read({ event_type })).toMatchObject({
        eventId: '2080765813578191303',
        kind: 'post',
        userId: ENERGY.xUserId,
        post: {
          id: '2080765813578191303',
          authorId: '9000000000000200001',
          text: '@sw_energy बिजली नहीं है',
          createdAt: Date.UTC(2026, 6, 24, 21, 23, 23),
          mentions: [{ handle: 'sw_energy', explicit: true }],
        },
      });
    }
  });

  it('means the same under either naming', () => {
    const note = { text: 'the whole of it' };
    const references = [{ type: 'replied_to', id: '7' }];
    const [id] = ['2080765813578191309'];
    const before = postOf({
      id,
      note_tweet: note,
      referenced_tweets: references,
      edit_history_tweet_ids: ['5', id],
    });
    const after = postOf({
      ...{ id, note_post: note, referenced_posts: references, edit_history_post_ids: ['5', id] },
      edit_history_tweet_ids: undefined,
    });
    expect(after).toEqual(before);
    expect(after).toMatchObject({ rootId: '5', text: 'the whole of it', inReplyToPostId: '7' });
  });

  it('names the post replied to in a field of its own, with the reference or without', () => {
    for (const name of ['in_reply_to_tweet_id', 'in_reply_to_post_id']) {
      expect(postOf({ [name]: '77' }).inReplyToPostId).toBe('77');
    }
    const quoting = [{ type: 'quoted', id: '8' }];
    const post = postOf({ in_reply_to_tweet_id: '77', referenced_tweets: quoting });
    expect(post).toMatchObject({ inReplyToPostId: '77', quotedPostId: '8' });
    const replying = [{ type: 'replied_to', id: '77' }];
    expect(postOf({ in_reply_to_tweet_id: '77', referenced_tweets: replying }).inReplyToPostId).toBe('77');
  });

  it('with null where nothing is said is as one that leaves it out', () => {
    const empty = {
      ...{ note_tweet: null, referenced_tweets: null, created_at: null, attachments: null },
      ...{ in_reply_to_user_id: null, in_reply_to_tweet_id: null, display_text_range: null },
    };
    const bare = Object.fromEntries(Object.keys(empty).map((name) => [name, undefined]));
    expect(postOf(empty)).toEqual(postOf(bare));
    const mentions = [
      { username: null, id: null },
      { username: 'sw_home', id: null },
    ];
    expect(postOf({ entities: { mentions } }).mentions.map(({ handle }) => handle)).toEqual([
      ...['sw_energy', 'sw_home'],
    ]);
    expect(postOf({ entities: { mentions: null }, note_tweet: { text: null, entities: null } })).toEqual(
      postOf({ entities: undefined }),
    );
  });

  it('tells of a withdrawn consent, and of a new name', () => {
    const revoked = (said: object) => read({ event_type: 'oauth.revoke', filter: {}, payload: said });
    expect(revoked({ user_id: '31', date_time: '2026-07-24T21:23:23+00:00', app_id: '1' })).toEqual({
      eventId: '2080765813578191303',
      kind: 'revoked',
      userId: '31',
      at: Date.UTC(2026, 6, 24, 21, 23, 23),
    });
    expect(revoked({ user_id: '31' })).toMatchObject({ kind: 'revoked', at: null });
    const renamed = (after: unknown) => read({ event_type: 'profile.update.handle', payload: { after } });
    for (const name of ['SW_Power', '@SW_Power'])
      expect(renamed(name)).toMatchObject({ kind: 'renamed', userId: ENERGY.xUserId, name: 'SW_Power' });
    for (const wrong of ['', 'a name', 'x'.repeat(16), '../x', 5, null]) expect(renamed(wrong)).toBeNull();
  });

  it('of any other type is none of our business, whatever it holds', () => {
    for (const event_type of ['post.create', 'like.create', 'profile.update.bio', 'a new one', '']) {
      expect(read({ event_type, payload: null })).toEqual({ eventId: '2080765813578191303', kind: 'other' });
    }
  });

  it('is not read when it lacks what must be there, or has it in another form', () => {
    for (const more of [
      { event_uuid: undefined },
      { event_uuid: 5 },
      { event_uuid: 'x'.repeat(65) },
      { event_uuid: '{"' },
      { filter: {} },
      { filter: { user_id: 31 } },
      { payload: undefined },
      { payload: [] },
      { payload: payload({ id: 5 }) },
      { payload: payload({ id: '-5' }) },
      { payload: payload({ author_id: undefined }) },
      { payload: payload({ text: ['x'] }) },
      { payload: payload({ referenced_tweets: [{ type: 'retweeted' }] }) },
      { payload: payload({ display_text_range: ['0', '5'] }) },
    ]) {
      expect(read(more)).toBeNull();
    }
    for (const text of ['', 'null', '[]', '{}', '{"data":[]}', '{"data":', '\u0000']) {
      expect(readEvent(Buffer.from(text))).toBeNull();
    }
  });

  it('can hold anything at any place without an error', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('post.mention.create', 'oauth.revoke'),
        (value, event_type) => {
          read({ event_type, payload: value });
          read({ event_type, filter: value, tag: value });
          read({
            payload: payload({ entities: value, note_tweet: value, attachments: value, created_at: value }),
          });
          readEvent(bytes(value));
        },
      ),
    );
  });
});
