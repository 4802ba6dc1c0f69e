import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createSink } from '../../src/bot/intake.js';
import type { Sink, XAnswer, XCall } from '../../src/bot/ports.js';
import type { AccountNews, DeliveryStore } from '../../src/bot/webhook-ports.js';
import { DAY } from '../../src/lib/instant.js';
import type { Log } from '../../src/lib/log.js';
import { type ActivityIntake, createActivityIntake } from '../../src/x/activity-intake.js';
import { type ActivityReceiver, startActivityReceiver } from '../../src/x/activity-receiver.js';
import { signatureOf } from '../../src/x/activity-signature.js';
import { makeDesk, ENERGY as WATCHED } from '../bot/desk.js';
import {
  APP_SECRET,
  bytes,
  CLIENT_SECRET,
  deliver,
  ENERGY,
  envelope,
  keepingSink,
  payload,
} from './activity-given.js';

const NOW = Date.UTC(2026, 10, 24, 6);
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** A store of deliveries that can be broken, in the order its methods are called. */
class FakeDeliveries implements DeliveryStore {
  readonly known = new Map<string, number>();
  /** Errors of the calls to come; null: it succeeds. */
  readonly faults: (Error | null)[] = [];

  async wasDelivered(id: string): Promise<boolean> {
    this.#fail();
    return this.known.has(id);
  }

  async saveDelivery(id: string, at: number, since: number): Promise<void> {
    this.#fail();
    this.known.set(id, at);
    for (const [old, when] of this.known) if (when < since) this.known.delete(old);
  }

  #fail(): void {
    const fault = this.faults.shift();
    if (fault != null) throw fault;
  }
}

interface Given {
  url: string;
  receiver: ActivityReceiver;
  intake: ActivityIntake;
  deliveries: FakeDeliveries;
  news: string[];
  billed: { call: XCall; answer: XAnswer }[];
  /** Everything that was logged, as text. */
  logged: string[];
  clock: { at: number; now(): number };
}

interface Setup {
  sink?: Sink | null;
  secrets?: { clientSecret: string; appSecret: string };
  store?: DeliveryStore;
  record?: () => Promise<void>;
}

async function listening({ sink = keepingSink().sink, secrets, store, record }: Setup = {}): Promise<Given> {
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const clock = {
    at: NOW,
    now() {
      return this.at;
    },
  };
  const deliveries = new FakeDeliveries();
  const told: string[] = [];
  const news: AccountNews = {
    revoked: async (id, at) => void told.push(`revoked ${id} ${at}`),
    renamed: async (id, name) => void told.push(`renamed ${id} ${name}`),
  };
  const billed: Given['billed'] = [];
  const meter = {
    heldUntil: async () => null,
    record: record ?? (async (call: XCall, answer: XAnswer) => void billed.push({ call, answer })),
  };
  const intake = createActivityIntake({ store: store ?? deliveries, news, meter, clock, log });
  intake.setSink(sink);
  const receiver = await startActivityReceiver({
    host: '127.0.0.1',
    port: 0,
    secrets: secrets ?? { clientSecret: '', appSecret: APP_SECRET },
    intake,
    log,
  });
  closings.push(() => receiver.close());
  return { url: receiver.url, receiver, intake, deliveries, news: told, billed, logged, clock };
}

const challenge = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
};

describe('what X asks', () => {
  it('is answered with the token signed, by the secret that is on', async () => {
    const { url, receiver } = await listening({
      secrets: { clientSecret: CLIENT_SECRET, appSecret: APP_SECRET },
    });
    const answerTo = async (token: string) =>
      JSON.parse((await challenge(`${url}?crc_token=${token}&nonce=5`)).body).response_token;
    expect(await answerTo('abc')).toBe(signatureOf('abc', CLIENT_SECRET));
    expect(await answerTo('a%2Bb%3D')).toBe(signatureOf('a+b=', CLIENT_SECRET));
    receiver.answerWith(1);
    expect(await answerTo('abc')).toBe(signatureOf('abc', APP_SECRET));
    receiver.answerWith(2);
    expect(await answerTo('abc')).toBe(signatureOf('abc', APP_SECRET));
  });

  it('is nothing else than a challenge and an event', async () => {
    const { url } = await listening();
    const forged = encodeURIComponent(JSON.stringify(envelope()));
    for (const query of ['', '?crc_token=', `?crc_token=${forged}`, '?crc_token=a&crc_token=b'])
      expect(await challenge(url + query)).toEqual({ status: 400, body: '' });
    const elsewhere = [
      '/',
      '/x',
      '/x/activity/',
      '/X/activity',
      '/x/activity/5',
      '/x/activity%00',
      '/health',
    ];
    for (const path of elsewhere) {
      for (const method of ['GET', 'POST']) {
        const response = await fetch(new URL(path, url), { method });
        expect([path, response.status, await response.text()]).toEqual([path, 404, '']);
      }
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])
      expect((await fetch(`${url}?crc_token=a`, { method })).status).toBe(404);
  });

  it('goes nowhere when the port is taken', async () => {
    const { receiver, intake } = await listening();
    const port = Number(new URL(receiver.url).port);
    const secrets = { clientSecret: '', appSecret: APP_SECRET };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    await expect(startActivityReceiver({ host: '127.0.0.1', port, secrets, intake, log })).rejects.toThrow(
      `WEB-001 SUNWAI_ACTIVITY_PORT ${port}`,
    );
  });
});

describe('an event', () => {
  it('is stored before it is answered, billed to its handle, and moves no mark', async () => {
    const { sink, posts, moves } = keepingSink();
    let stored: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      stored = resolve;
    });
    const slow: Sink = { ...sink, take: async (...given) => held.then(() => sink.take(...given)) };
    const { url, billed, deliveries } = await listening({ sink: slow });
    let answered = 0;
    const answer = deliver({ url }, bytes(envelope())).then((status) => {
      answered = status;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([answered, posts.length]).toEqual([0, 0]);
    stored();
    await answer;
    expect(answered).toBe(200);
    expect(posts.map(({ id, ownText }) => [id, ownText])).toEqual([
      ['2080765813578191303', '@sw_energy बिजली नहीं है'],
    ]);
    expect(moves).toEqual([null]);
    expect(billed).toMatchObject([
      {
        call: { endpoint: 'webhooks', credential: ENERGY.xUserId },
        answer: { status: 200, postIds: ['2080765813578191303'], userIds: [] },
      },
    ]);
    expect([...deliveries.known]).toEqual([['2080765813578191303', NOW]]);
  });

  it('is read whatever the content type says', async () => {
    const { sink, posts } = keepingSink();
    const { url } = await listening({ sink });
    const types = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'application/x-y'];
    for (const [at, type] of types.entries()) {
      const body = bytes(envelope({ event_uuid: `${at}` }));
      const signature = signatureOf(body, APP_SECRET);
      const headers = { 'content-type': type, 'x-twitter-webhooks-signature': signature };
      expect(await deliver({ url }, body, headers)).toBe(200);
    }
    expect(posts).toHaveLength(types.length);
  });

  it('that X did not sign is nobody’s, and costs nothing', async () => {
    const { sink, posts } = keepingSink();
    const { url, intake, billed, deliveries, logged } = await listening({ sink });
    const body = bytes(envelope());
    const header = 'x-twitter-webhooks-signature';
    const wrong: Record<string, string>[] = [
      {},
      { [header]: '' },
      { [header]: signatureOf(body, 'not the secret') },
      { [header]: signatureOf(`${body} `, APP_SECRET) },
      { [header]: signatureOf(body, APP_SECRET).replace('sha256=', '') },
      { 'x-twitter-webhooks-signature-oauth2': signatureOf(body, APP_SECRET) },
      { 'x-twitter-webhooks-signature-oauth2': signatureOf(body, '') },
    ];
    for (const headers of wrong) expect(await deliver({ url }, body, headers)).toBe(401);
    expect(await deliver({ url }, '', {})).toBe(401);
    expect([posts, billed, [...deliveries.known], logged]).toEqual([[], [], [], []]);
    expect(intake.counts).toMatchObject({ forged: wrong.length + 1, taken: 0 });
  });

  it('delivered again is taken once, however often and at the same time', async () => {
    const desk = await makeDesk({ handles: [{ ...WATCHED, xUserId: ENERGY.xUserId }] });
    closings.push(() => desk.store.close());
    const { url, intake, billed } = await listening({ sink: createSink(desk), store: desk.store });
    const body = bytes(envelope());
    expect(await Promise.all(Array.from({ length: 5 }, () => deliver({ url }, body)))).toEqual(
      Array(5).fill(200),
    );
    expect(await deliver({ url }, body)).toBe(200);
    expect(await desk.store.undecided(10)).toHaveLength(1);
    // The same post in an event of its own, for another reason: it is one post all the same.
    const reply = bytes(envelope({ event_uuid: '7', event_type: 'post.reply.create' }));
    expect(await deliver({ url }, reply)).toBe(200);
    expect(await desk.store.undecided(10)).toHaveLength(1);
    const before = { billed: billed.length, taken: intake.counts.taken };
    expect(await deliver({ url }, reply)).toBe(200);
    expect({ billed: billed.length, taken: intake.counts.taken }).toEqual(before);
  });

  it('is remembered for a week', async () => {
    const { sink, posts } = keepingSink();
    const { url, clock, deliveries } = await listening({ sink });
    const body = bytes(envelope({ event_uuid: '1' }));
    const another = (uuid: string) => deliver({ url }, bytes(envelope({ event_uuid: uuid })));
    await deliver({ url }, body);
    clock.at += 7 * DAY;
    await another('2');
    expect(await deliver({ url }, body)).toBe(200);
    expect(posts).toHaveLength(2);
    clock.at += 1;
    await another('3');
    expect([...deliveries.known.keys()]).toEqual(['2', '3']);
  });

  it('that the store cannot take is asked for again, and then stored once', async () => {
    const desk = await makeDesk({ handles: [{ ...WATCHED, xUserId: ENERGY.xUserId }] });
    closings.push(() => desk.store.close());
    const sink = createSink(desk);
    let broken = true;
    const sometimes: Sink = {
      ...sink,
      async take(...given) {
        if (broken) throw new Error('SQLITE_FULL: the disk is full');
        return sink.take(...given);
      },
    };
    const { url, intake, deliveries, logged, billed } = await listening({ sink: sometimes });
    const body = bytes(envelope());
    expect(await deliver({ url }, body)).toBe(503);
    expect([billed, [...deliveries.known]]).toEqual([[], []]);
    broken = false;
    // Stored, but not remembered: the whole is done again, and is the same.
    deliveries.faults.push(null, new Error('SQLITE_BUSY'));
    expect(await deliver({ url }, body)).toBe(503);
    expect(await deliver({ url }, body)).toBe(200);
    expect(await deliver({ url }, body)).toBe(200);
    expect(await desk.store.undecided(10)).toHaveLength(1);
    expect(intake.counts).toMatchObject({ failed: 2, taken: 1, repeated: 1 });
    expect(logged.join()).toContain('SQLITE_FULL');
  });

  it('before the desk takes posts, or after it stopped, is asked for again', async () => {
    const { sink, posts } = keepingSink();
    const { url, intake } = await listening({ sink: null });
    expect(await deliver({ url }, bytes(envelope()))).toBe(503);
    intake.setSink(sink);
    expect(await deliver({ url }, bytes(envelope()))).toBe(200);
    intake.setSink(null);
    expect(await deliver({ url }, bytes(envelope({ event_uuid: '2' })))).toBe(503);
    expect(posts).toHaveLength(1);
  });

  it('is not asked for again because the books could not be kept', async () => {
    const { sink, posts } = keepingSink();
    const record = async () => {
      throw new Error('the books are closed');
    };
    const { url, logged } = await listening({ sink, record });
    expect(await deliver({ url }, bytes(envelope()))).toBe(200);
    expect([posts.length, logged.length]).toEqual([1, 1]);
  });

  it('tells of a withdrawn consent or a new name, each once', async () => {
    const { url, news } = await listening();
    const revoked = bytes(
      envelope({ event_uuid: '1', event_type: 'oauth.revoke', filter: {}, payload: { user_id: '31' } }),
    );
    const renamed = bytes(
      envelope({ event_uuid: '2', event_type: 'profile.update.handle', payload: { after: 'sw_power' } }),
    );
    for (const body of [revoked, renamed, revoked, renamed]) expect(await deliver({ url }, body)).toBe(200);
    expect(news).toEqual(['revoked 31 null', `renamed ${ENERGY.xUserId} sw_power`]);
  });

  it('of no use is taken without a word, and one that cannot be read is counted', async () => {
    const { sink, posts } = keepingSink();
    const { url, intake, deliveries, logged } = await listening({ sink });
    expect(await deliver({ url }, bytes(envelope({ event_type: 'like.create' })))).toBe(200);
    expect(logged).toEqual([]);
    for (const text of ['', 'no json', '{"for_user_id":"5"}', '{"data":{"event_uuid":"1"}}'])
      expect(await deliver({ url }, text)).toBe(200);
    expect(intake.counts).toMatchObject({ other: 1, unreadable: 4, taken: 0 });
    expect([posts, [...deliveries.known]]).toEqual([[], []]);
    expect(logged).toHaveLength(4);
  });

  it('leaves none of its words in the log, whatever becomes of it', async () => {
    const words = 'मेरा नाम नमूना, 9876543210';
    const said = payload({ text: words, note_tweet: { text: words } });
    const broken: Sink = {
      ...keepingSink().sink,
      take: async () => {
        throw new Error('the disk is full');
      },
    };
    const { url, logged } = await listening({ sink: broken });
    const bodies: Buffer[] = [
      bytes(envelope({ payload: said })),
      bytes(envelope({ payload: { ...said, id: words } })),
      bytes(envelope({ event_uuid: words, payload: said })),
      bytes(envelope({ event_type: words, payload: said })),
      bytes(words),
      Buffer.from(`{"data": ${words}`),
    ];
    for (const body of bodies) {
      await deliver({ url }, body);
      await deliver({ url }, body, { 'x-twitter-webhooks-signature': words.replace(/[^\x20-\x7e]/g, '') });
    }
    await challenge(`${url}?crc_token=${encodeURIComponent(words)}`);
    expect(logged.length).toBeGreaterThan(3);
    expect(logged.join('\n')).not.toMatch(/नमूना|9876543210|2080765813578191303/);
  });

  it('is of a size that a post can have', async () => {
    const { sink, posts } = keepingSink();
    const { url } = await listening({ sink });
    const long = bytes(envelope({ payload: payload({ note_tweet: { text: 'क'.repeat(25_000) } }) }));
    expect(await deliver({ url }, long)).toBe(200);
    expect(posts[0]?.text).toHaveLength(25_000);
    expect(await deliver({ url }, Buffer.alloc(1024 * 1024 + 1, 32))).toBe(413);
  });
});

describe('ten thousand bodies of any kind', () => {
  it('leave it as it was', async () => {
    const { sink, posts } = keepingSink();
    const { url, intake } = await listening({ sink });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    closings.push(async () => agent.destroy());
    const { hostname, port, pathname } = new URL(url);
    const send = (body: Uint8Array, headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const call = request({ agent, hostname, port, path: pathname, method: 'POST', headers }, (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        });
        call.on('error', reject);
        call.end(body);
      });

    const event = fc.record(
      {
        event_uuid: fc.oneof(
          fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
          fc.jsonValue(),
        ),
        event_type: fc.oneof(
          fc.constantFrom(
            'post.mention.create',
            'post.reply.create',
            'oauth.revoke',
            'profile.update.handle',
          ),
          fc.jsonValue(),
        ),
        filter: fc.oneof(fc.constant({ user_id: ENERGY.xUserId }), fc.jsonValue()),
        payload: fc.oneof(
          fc.constant(payload()),
          fc.dictionary(
            fc.constantFrom(...Object.keys(payload()), 'note_post', 'user_id', 'after'),
            fc.jsonValue(),
          ),
          fc.jsonValue(),
        ),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      event.map((data) => bytes({ data })),
    );
    const kind = fc.constantFrom('signed', 'signed', 'unsigned', 'wrongly');
    const cases = fc.sample(fc.tuple(body, kind), { numRuns: 10_000, seed: 7 });
    const signatures = {
      signed: (raw: Uint8Array) => ({ 'x-twitter-webhooks-signature': signatureOf(raw, APP_SECRET) }),
      wrongly: (raw: Uint8Array) => ({ 'x-twitter-webhooks-signature': signatureOf(raw, 'another') }),
      unsigned: () => ({}),
    };
    const statuses = await Promise.all(
      cases.map(async ([raw, how]) => [how, await send(raw, signatures[how](raw))].join(' ')),
    );
    expect(new Set(statuses)).toEqual(new Set(['signed 200', 'unsigned 401', 'wrongly 401']));
    const sum = Object.values(intake.counts).reduce((total, count) => total + count);
    expect(sum).toBe(cases.length);
    expect(intake.counts).toMatchObject({ failed: 0 });
    expect(intake.counts.taken).toBeGreaterThan(0);
    const before = posts.length;
    expect(await deliver({ url }, bytes(envelope({ event_uuid: 'afterwards' })))).toBe(200);
    expect(posts).toHaveLength(before + 1);
  }, 120_000);
});
