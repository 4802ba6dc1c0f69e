import { randomBytes } from 'node:crypto';
import type { AccountReader, MissingAccount, TokenOwner, XAccount } from '../../src/bot/account-ports.js';
import { createHandleBook } from '../../src/bot/address.js';
import type { Desk } from '../../src/bot/desk.js';
import { createPollSource, everyRound } from '../../src/bot/poll-source.js';
import type {
  MentionReader,
  Notice,
  Notifier,
  Outcome,
  Page,
  Poster,
  PostReader,
  WatchedHandle,
  XPost,
} from '../../src/bot/ports.js';
import { createSpending } from '../../src/bot/spending.js';
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
      answersPerAuthor: 100,
      nodal: null,
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
  /** Handles without a token. */
  readonly mute = new Set<string>();
  #ids = 5000;

  async mayPostAs(as: string): Promise<boolean> {
    return !this.mute.has(as);
  }

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

/** An X that shows the posts a test lays ready; of others it says nothing, or that they are gone. */
export class FakePosts implements PostReader {
  readonly asked: string[][] = [];
  readonly shown = new Map<string, XPost>();
  readonly gone = new Set<string>();

  async lookUp(ids: readonly string[]) {
    this.asked.push([...ids]);
    return {
      shown: ids.flatMap((id) => this.shown.get(id) ?? []),
      gone: ids.filter((id) => this.gone.has(id)),
    };
  }
}

/** An X that shows the accounts a test lays ready; without being told it speaks of none. */
export class FakeAccounts implements AccountReader {
  readonly shown = new Map<string, XAccount | MissingAccount>();
  /** By handle; absent: there is no token. */
  readonly owners = new Map<string, TokenOwner | 'refused'>();
  readonly asked: string[][] = [];

  async byId(ids: readonly string[]) {
    this.asked.push([...ids]);
    return new Map([...this.shown].filter(([id]) => ids.includes(id)));
  }

  async byName(names: readonly string[]) {
    this.asked.push([...names]);
    const found = new Map<string, XAccount | MissingAccount>(names.map((name) => [name, 'not_found']));
    for (const account of this.shown.values()) {
      if (typeof account === 'object' && found.has(account.name.toLowerCase()))
        found.set(account.name.toLowerCase(), account);
    }
    return found;
  }

  async ownerOf(handleId: string) {
    return this.owners.get(handleId) ?? null;
  }
}

/** Reads all handles in one group and gives the pages a test lays ready. */
export class FakeReader implements MentionReader {
  readonly reads: { handles: string[]; sinceId: string; token: string | null }[] = [];
  readonly pages: ((Page & { lostUntil?: number | null }) | Error)[] = [];
  groupSize = 100;

  groups(handles: readonly WatchedHandle[]): WatchedHandle[][] {
    const groups: WatchedHandle[][] = [];
    for (let at = 0; at < handles.length; at += this.groupSize)
      groups.push(handles.slice(at, at + this.groupSize));
    return groups;
  }

  async read(group: readonly WatchedHandle[], sinceId: string, token: string | null) {
    this.reads.push({ handles: group.map(({ handle }) => handle), sinceId, token });
    const page = this.pages.shift() ?? { posts: [], nextToken: null, newestId: null };
    if (page instanceof Error) throw page;
    return { lostUntil: null, ...page };
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
  accounts: FakeAccounts;
  posts: FakePosts;
  source: FakeReader;
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
  const source = new FakeReader();
  return {
    store: memory,
    source,
    sources: [
      createPollSource('search', source, everyRound(600_000), { overlapMs: 0, clock, log: silentLog }),
    ],
    plan: 'self-serve',
    accountLimits: null,
    spending: await createSpending({ store: memory, prices: [], ceiling: 0, clock, log: silentLog }),
    poster: new FakeX(),
    accounts: new FakeAccounts(),
    posts: new FakePosts(),
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
