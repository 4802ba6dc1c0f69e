import type { Sink, WatchedHandle, XPost } from '../../src/bot/ports.js';
import { signatureOf } from '../../src/x/activity-signature.js';

export const APP_SECRET = 'sandbox-app-secret';
export const CLIENT_SECRET = 'a client secret';

export const ENERGY: WatchedHandle = {
  handle: 'sw_energy',
  xUserId: '9000000000000000031',
  department: 'ENERGY',
  district: null,
};
export const HOME: WatchedHandle = {
  handle: 'sw_home',
  xUserId: '9000000000000000001',
  department: 'HOME',
  district: null,
};

/** A post as it stands in an event. */
export function payload(more: object = {}): object {
  return {
    id: '2080765813578191303',
    text: '@sw_energy बिजली नहीं है',
    author_id: '9000000000000200001',
    created_at: '2026-07-24T21:23:23.000Z',
    conversation_id: '2080765813578191303',
    edit_history_tweet_ids: ['2080765813578191303'],
    display_text_range: [0, 24],
    entities: {
      mentions: [
        { start: 0, start_str: '0', end: 10, end_str: '10', username: 'sw_energy', id: ENERGY.xUserId },
      ],
    },
    public_metrics: { like_count: 0, like_count_str: '0' },
    ...more,
  };
}

export function envelope(more: object = {}): object {
  return {
    data: {
      event_uuid: '2080765813578191303',
      filter: { user_id: ENERGY.xUserId },
      event_type: 'post.mention.create',
      tag: 'sunwai',
      payload: payload(),
      includes: { users: [{ id: '9000000000000200001', username: 'asha_namoona' }] },
      ...more,
    },
  };
}

export const bytes = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));

/** A sink that keeps what it was given. */
export function keepingSink(handles: readonly WatchedHandle[] = [ENERGY, HOME]) {
  const posts: XPost[] = [];
  const moves: unknown[] = [];
  const sink: Sink = {
    handles: () => handles,
    marks: async () => new Map(),
    async take(taken, move) {
      posts.push(...taken);
      moves.push(move);
      return taken.length;
    },
    lost: async () => {},
  };
  return { sink, posts, moves };
}

/** Delivers bytes as X does; the status of the answer. */
export async function deliver(
  { url }: { url: string },
  body: Uint8Array | string,
  headers: Record<string, string> = { 'x-twitter-webhooks-signature': signatureOf(body, APP_SECRET) },
): Promise<number> {
  const response = await fetch(url, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}
