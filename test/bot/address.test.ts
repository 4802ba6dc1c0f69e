import { describe, expect, it } from 'vitest';
import { addressee, createHandleBook } from '../../src/bot/address.js';
import { ENERGY, HOME, xPost } from './desk.js';

const book = createHandleBook([ENERGY, HOME]);
const post = (more: Parameters<typeof xPost>[1]) => xPost('500', { mentions: [], ...more });
const named = (handle: string, explicit: boolean) => ({ handle, explicit });

describe('whom a post is for', () => {
  it('is the handle its author named', () => {
    const mentions = [named('somebody', true), named('sw_energy', true)];
    expect(addressee(post({ mentions }), book)).toEqual({ handle: ENERGY, summons: true });
  });

  it('is the first of ours that was named, in any case of letters', () => {
    const mentions = [named('SW_Home', true), named('sw_energy', true)];
    expect(addressee(post({ mentions }), book)).toEqual({ handle: HOME, summons: true });
  });

  it('is the named one before one that X put before the reply, and before the one replied to', () => {
    const mentions = [named('sw_energy', false), named('sw_home', true)];
    expect(addressee(post({ mentions, inReplyToUserId: ENERGY.xUserId }), book)).toEqual({
      handle: HOME,
      summons: true,
    });
  });

  it('is the one replied to, when none was named; that is no summons', () => {
    const mentions = [named('sw_home', false), named('sw_energy', false)];
    expect(addressee(post({ mentions, inReplyToUserId: ENERGY.xUserId }), book)).toEqual({
      handle: ENERGY,
      summons: false,
    });
  });

  it('is one that X put before the reply, when there is no other', () => {
    const mentions = [named('asha', false), named('sw_home', false)];
    expect(addressee(post({ mentions, inReplyToUserId: '7' }), book)).toEqual({
      handle: HOME,
      summons: false,
    });
  });

  it.each([
    ['a retweet', { isRetweet: true, mentions: [named('sw_energy', true)] }],
    ['a post of a department itself', { authorId: HOME.xUserId, mentions: [named('sw_energy', true)] }],
    ['a post that names others', { mentions: [named('somebody', true)] }],
    ['a reply to others', { inReplyToUserId: '7' }],
  ])('is nobody: %s', (_name, more) => {
    expect(addressee(post(more), book)).toBeNull();
  });
});
