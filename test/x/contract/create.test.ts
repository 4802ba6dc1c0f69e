import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/bot/ports.js';
import { createPoster } from '../../../src/x/poster.js';
import { clock, HANDLE, playX } from '../edge.js';
import { AS, clients, expecting, expectNoSecret } from './check.js';
import { EMPTY, FAILURES, STRANGE } from './shapes.js';

playX();
const poster = createPoster(clients, clock);
const TEXT = 'दर्ज: 7KM2-PQ4X & <3';
const onCreate = () =>
  expecting(AS.handle, 'POST', '/2/tweets', {
    body: { text: TEXT, reply: { in_reply_to_tweet_id: '500' } },
  });
const reply = () => poster.reply(HANDLE, '500', TEXT);

describe('POST /2/tweets', () => {
  it.each([['edit_history_tweet_ids'], ['edit_history_post_ids']])(
    'tells the id of what was posted, with %s',
    async (history) => {
      onCreate().reply(201, { data: { id: '1900000000000000001', text: TEXT, [history]: ['19'] } });
      expect(await reply()).toEqual({ kind: 'ok', postId: '1900000000000000001' });
    },
  );

  it('is posted also when X complains beside', async () => {
    onCreate().reply(201, { data: { id: '19' }, errors: [{ title: 'Not Found Error' }] });
    expect(await reply()).toEqual({ kind: 'ok', postId: '19' });
  });

  it('may be posted when X complains and names no id', async () => {
    onCreate().reply(200, { errors: [{ title: 'Not Found Error' }] });
    expect(await reply()).toEqual({ kind: 'unknown', detail: 'an answer without an id' });
  });

  it.each([...FAILURES, ...EMPTY])('answered with $name has one outcome', async (shape) => {
    shape.play(onCreate());
    const outcome: Outcome = await reply();
    expect(outcome).toEqual(shape.post);
    expectNoSecret(outcome);
  });

  it('may be posted when a page says that all is well', async () => {
    STRANGE.play(onCreate());
    expect(await reply()).toEqual({ kind: 'unknown', detail: 'an answer without an id' });
  });
});
