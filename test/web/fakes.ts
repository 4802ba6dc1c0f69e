import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desk, DeskCase, DeskChange, DeskPost } from '../../src/web/desk.js';

const named = (code: string, nameEn: string, nameHi: string) => ({ code, nameEn, nameHi });
const ENERGY = named('ENERGY', 'Energy', 'ऊर्जा विभाग');
const KANPUR = named('KANPUR_NAGAR', 'Kanpur Nagar', 'कानपुर नगर');

export const CODE = '7KM2-PQ4X';

export function deskPost(postId: string, more: Partial<DeskPost> = {}): DeskPost {
  return {
    postId,
    disposition: 'case_opened',
    code: CODE,
    intent: 'grievance',
    confidence: 0.94,
    needsHuman: false,
    emergency: false,
    language: 'hi',
    service: named('POWER_TRANSFORMER', 'Burnt transformer or low voltage', 'ट्रांसफार्मर खराब या कम वोल्टेज'),
    department: ENERGY,
    departments: [
      { ...ENERGY, confidence: 0.91 },
      { ...named('URBAN', 'Urban Development', 'नगर विकास विभाग'), confidence: 0.05 },
      { ...named('RURAL', 'Rural Development', 'ग्रामीण विकास विभाग'), confidence: 0.02 },
    ],
    district: KANPUR,
    districtFrom: 'text',
    outside: null,
    entities: {
      since: { amount: 3, unit: 'days', from: null },
      dates: [],
      numbers: [{ kind: 'reference', tail: '0123' }],
      amounts: [],
      script: 'devanagari',
      media: true,
    },
    why: [
      { token: 'ट्रांसफार्मर', weight: 3.2 },
      { token: 'बिजली', weight: 2.4 },
      { token: 'तीन दिन', weight: 1.1 },
      { token: 'धन्यवाद', weight: -0.6 },
    ],
    ...more,
  };
}

export function deskCase(now: number, more: Partial<DeskCase> = {}): DeskCase {
  return {
    code: CODE,
    stage: 'open',
    department: ENERGY,
    district: KANPUR,
    service: named('POWER_TRANSFORMER', 'Burnt transformer or low voltage', 'ट्रांसफार्मर खराब या कम वोल्टेज'),
    level: 1,
    levelName: { en: 'District office', hi: 'ज़िला कार्यालय' },
    openedAt: now,
    dueAt: now + 48 * 3_600_000,
    emergency: false,
    triage: false,
    participants: [],
    echoes: 0,
    events: [
      { at: now, type: 'opened', by: 'citizen', detail: 'Complaint recorded', detailHi: 'शिकायत दर्ज हुई' },
      {
        at: now + 1000,
        type: 'acknowledged',
        by: 'desk',
        detail: 'The citizen was told the code',
        detailHi: 'नागरिक को कोड बताया गया',
      },
    ],
    messages: [{ kind: 'ack', state: 'sent', postId: null, reason: null }],
    ...more,
  };
}

/** A desk made of two maps. */
export class FakeDesk implements Desk {
  readonly posts = new Map<string, DeskPost>();
  readonly byCode = new Map<string, DeskCase>();
  readonly listeners = new Set<(change: DeskChange) => void>();

  post(postId: string): Promise<DeskPost | null> {
    return Promise.resolve(this.posts.get(postId) ?? null);
  }
  cases(limit: number): Promise<DeskCase[]> {
    return Promise.resolve([...this.byCode.values()].reverse().slice(0, limit));
  }
  case(code: string): Promise<DeskCase | null> {
    return Promise.resolve(this.byCode.get(code) ?? null);
  }
  onChange(listener: (change: DeskChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  emit(change: DeskChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

interface FakePost {
  id: string;
  authorId: string;
  text: string;
  createdAt: number;
  conversationId: string;
  replyTo: string | null;
  retweetOf: null;
  quote: null;
  via: 'api' | 'page';
}

const account = (
  id: string,
  handle: string,
  name: string,
  kind: string,
  about = '',
  department: string | null = null,
  district: string | null = null,
) => ({
  id,
  handle,
  name,
  kind,
  department,
  district,
  about,
  dormant: false,
  lastPostAt: null,
});

/** The control side of a sandbox, as small as the page allows. */
export class FakeSandbox {
  offset = 0;
  readonly accounts = [
    account('1', 'EnergyDeskUP', 'Energy Department', 'department', 'ऊर्जा विभाग', 'ENERGY'),
    account('2', 'UrbanDeskUP', 'Urban Development Department', 'department', 'नगर विकास विभाग', 'URBAN'),
    account('3', 'PoliceDeskUP', 'Police', 'department', 'पुलिस', 'POLICE'),
    account(
      '11',
      'asha_kanpur',
      'Asha Verma',
      'citizen',
      'Lives in Kanpur; her power has been out for three days.',
    ),
    account('12', 'imran_bly', 'इमरान', 'citizen', 'बरेली में रहते हैं'),
    account('21', 'passerby', 'Some One', 'stranger', 'Not an officer of anything.'),
    account(
      '31',
      'ee_kanpur',
      'R. K. Gupta',
      'officer',
      'Executive engineer, Energy, Kanpur Nagar',
      'ENERGY',
      'KANPUR_NAGAR',
    ),
    account('32', 'energy_head', 'S. Mishra', 'officer', 'Head of Energy, every district', 'ENERGY'),
  ];
  readonly posts: FakePost[] = [];
  readonly samples = [
    {
      id: 'transformer',
      label: 'Burnt transformer',
      labelHi: 'जला ट्रांसफार्मर',
      as: '11',
      handle: 'EnergyDeskUP',
      text: 'कानपुर के किदवई नगर में तीन दिन से बिजली नहीं है, ट्रांसफार्मर जल गया है',
    },
    {
      id: 'hinglish',
      label: 'Dirty water, in Latin letters',
      labelHi: 'गंदा पानी (रोमन में)',
      as: '12',
      handle: 'UrbanDeskUP',
      text: 'Bareilly me ganda paani aa raha hai 5 din se',
    },
    {
      id: 'fire',
      label: 'Emergency',
      labelHi: 'आपात स्थिति',
      as: '12',
      handle: 'PoliceDeskUP',
      text: 'Civil Lines me aag lagi hai, jaldi madad bhejo',
    },
  ];
  /** Every request's method, path and headers. */
  readonly requests: IncomingMessage[] = [];
  onPost: (post: FakePost) => void = () => {};
  readonly #streams = new Set<ServerResponse>();
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  now(): number {
    return Date.now() + this.offset;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get streams(): number {
    return this.#streams.size;
  }

  emit(event: string, data: object): void {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  add(authorId: string, text: string, replyTo: string | null, via: 'api' | 'page'): FakePost {
    const id = String(1000 + this.posts.length);
    const parent = this.posts.find((post) => post.id === replyTo);
    const post: FakePost = {
      id,
      authorId,
      text,
      createdAt: this.now(),
      conversationId: parent?.conversationId ?? id,
      replyTo,
      retweetOf: null,
      quote: null,
      via,
    };
    this.posts.unshift(post);
    this.emit('post', post);
    this.onPost(post);
    return post;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(request);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
    const json = (status: number, data: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
    };
    const path = `${request.method} ${request.url}`;
    const dormant = /^POST \/sandbox\/accounts\/(\d+)\/dormant$/.exec(path);
    if (path === 'GET /sandbox/state') {
      json(200, {
        now: this.now(),
        offset: this.offset,
        accounts: this.accounts,
        posts: this.posts,
        samples: this.samples,
      });
    } else if (path === 'POST /sandbox/posts') {
      if (sent.text === '') json(400, { error: 'text is empty' });
      else
        json(
          201,
          this.add(String(sent.as), String(sent.text), (sent.replyTo as string | undefined) ?? null, 'page'),
        );
    } else if (path === 'POST /sandbox/clock') {
      this.offset += Number(sent.advanceMs);
      this.emit('clock', { now: this.now(), offset: this.offset });
      json(200, { now: this.now(), offset: this.offset });
    } else if (dormant) {
      const found = this.accounts.find((item) => item.id === dormant[1]);
      if (found) found.dormant = Boolean(sent.dormant);
      json(200, found ?? {});
    } else if (path === 'GET /sandbox/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 500\n\n');
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
    } else json(404, { error: 'no such page' });
  }
}
