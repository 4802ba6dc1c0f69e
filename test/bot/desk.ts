import { randomBytes } from 'node:crypto';
import { createHandleBook } from '../../src/bot/address.js';
import type { Desk } from '../../src/bot/desk.js';
import type { Notice, Notifier, Outcome, Page, Poster, Source, WatchedHandle } from '../../src/bot/ports.js';
import type { Store } from '../../src/bot/store.js';
import type { AckRule, Department, Directory, Officer } from '../../src/directory/types.js';
import type { Meaning } from '../../src/intents/types.js';
import { silentLog } from '../../src/lib/log.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { policy as casePolicy, NOW, meaning as understood } from '../cases/given.js';
import { xPost } from '../store/given.js';

export { NOW, xPost };

export const ENERGY: WatchedHandle = {
  handle: 'sw_energy',
  xUserId: '900',
  department: 'ENERGY',
  district: null,
};
export const HOME: WatchedHandle = { handle: 'sw_home', xUserId: '901', department: 'HOME', district: null };

const officer = (xUserId: string, more: Partial<Officer> = {}): Officer => ({
  xUserId,
  name: `Officer ${xUserId}`,
  department: 'ENERGY',
  district: null,
  level: 1,
  validFrom: 0,
  validUntil: null,
  ...more,
});
/** Officers of several places and levels, and one whose office has ended. */
export const OFFICERS = [
  officer('31', { district: 'LUCKNOW' }),
  officer('32', { level: 2 }),
  officer('33', { district: 'KANPUR_NAGAR' }),
  officer('34', { validUntil: NOW }),
  officer('35', { department: 'HOME' }),
];

export function meaning(more: Partial<Meaning> = {}): Meaning {
  return {
    ...understood(),
    confidence: 0.9,
    departments: [],
    districtFrom: 'text',
    districtCandidates: [],
    why: [],
    ...more,
  } as Meaning;
}

function department({ handle, xUserId, department: code }: WatchedHandle, ack: AckRule): Department {
  return { code, nameEn: code, nameHi: code, handle, xUserId, ack };
}

function directory(ack: AckRule): Directory {
  return {
    departments: new Map([ENERGY, HOME].map((handle) => [handle.department, department(handle, ack)])),
    services: new Map(),
    districts: new Map(),
    officers: OFFICERS,
    outside: new Map(),
    answers: [],
    policy: {
      ...casePolicy,
      state: { nameEn: 'State', nameHi: 'राज्य' },
      timezone: 'Asia/Kolkata',
      inactiveDays: 14,
      ladder: casePolicy.ladder.map((rung) => ({ ...rung, nameEn: '', nameHi: '', nameHinglish: '' })),
    },
    holidays: new Set(),
  };
}

/** An X that says what a test tells it to; without being told it takes every post. */
export class FakeX implements Poster {
  readonly calls: { as: string; to: string; text: string }[] = [];
  readonly looks: { as: string; to: string; marker: string }[] = [];
  /** Outcomes of the next calls; a function makes its own. */
  readonly next: (Outcome | (() => Promise<Outcome>))[] = [];
  /** What the timelines show, newest first. */
  readonly timeline: { id: string; as: string; to: string; text: string }[] = [];
  readonly unreadable = new Set<string>();
  lastHumanAt: number | null = null;
  #ids = 5000;

  async reply(as: string, to: string, text: string): Promise<Outcome> {
    this.calls.push({ as, to, text });
    const told = this.next.shift();
    if (typeof told === 'function') return told();
    if (told !== undefined) return told;
    return { kind: 'ok', postId: this.show(as, to, text) };
  }

  /** A post that is really there. */
  show(as: string, to: string, text: string): string {
    this.#ids += 1;
    const id = String(this.#ids);
    this.timeline.unshift({ id, as, to, text });
    return id;
  }

  async findReply(as: string, to: string, marker: string): Promise<string | null> {
    this.looks.push({ as, to, marker });
    if (this.unreadable.has(as)) throw new Error('the timeline cannot be read');
    const found = this.timeline.find(
      (post) => post.as === as && post.to === to && post.text.includes(marker),
    );
    return found?.id ?? null;
  }

  async lastHumanPostAt(as: string): Promise<number | null> {
    if (this.unreadable.has(as)) throw new Error('the timeline cannot be read');
    return this.lastHumanAt;
  }

  /** The texts of all calls, in order. */
  get texts(): string[] {
    return this.calls.map(({ text }) => text);
  }
}

/** A source with all handles in one group that gives the pages a test lays ready. */
export class FakeSource implements Source {
  readonly reads: { handles: string[]; sinceId: string; token: string | null }[] = [];
  readonly pages: (Page | Error)[] = [];
  groupSize = 100;

  groups(handles: readonly WatchedHandle[]): WatchedHandle[][] {
    const groups: WatchedHandle[][] = [];
    for (let at = 0; at < handles.length; at += this.groupSize)
      groups.push(handles.slice(at, at + this.groupSize));
    return groups;
  }

  async read(group: readonly WatchedHandle[], sinceId: string, token: string | null): Promise<Page> {
    this.reads.push({ handles: group.map(({ handle }) => handle), sinceId, token });
    const page = this.pages.shift() ?? { posts: [], nextToken: null, newestId: null };
    if (page instanceof Error) throw page;
    return page;
  }
}

export class FakeNotifier implements Notifier {
  readonly name = 'fake';
  readonly got: { notice: Notice; id: string }[] = [];
  tries = 0;
  broken = false;

  async notify(notice: Notice, id: string): Promise<void> {
    this.tries += 1;
    if (this.broken) throw new Error('nobody answers');
    this.got.push({ notice, id });
  }
}

export interface TestDesk extends Desk {
  clock: { at: number; now(): number };
  poster: FakeX;
  source: FakeSource;
  notifier: FakeNotifier;
  changes: { kind: string; code: string | null }[];
}

/** A desk on a database in memory, with an X, a clock and words of the test's own. */
export async function makeDesk({
  ack = 'always',
  handles = [ENERGY, HOME],
  store,
}: {
  ack?: AckRule;
  handles?: WatchedHandle[];
  store?: Store;
} = {}): Promise<TestDesk> {
  const memory = store ?? openStore('sqlite::memory:');
  await memory.migrate();
  const notifier = new FakeNotifier();
  const changes: TestDesk['changes'] = [];
  const clock = {
    at: NOW,
    now() {
      return this.at;
    },
  };
  return {
    store: memory,
    source: new FakeSource(),
    poster: new FakeX(),
    notifier,
    notifiers: [notifier],
    directory: directory(ack),
    policy: casePolicy,
    handles: createHandleBook(handles),
    interpret: () => meaning(),
    // The wording shows in the text, so that tests see when another one was taken.
    renderer: {
      render: ({ kind, params }, variant) => `${kind} ${params.code ?? ''} (wording ${variant})`,
      check: () => [],
    },
    clock,
    random: randomBytes,
    log: silentLog,
    changes,
    changed: (change) => void changes.push(change),
  };
}
