import { decidePost } from '../../src/cases/decide.js';
import { evolve } from '../../src/cases/evolve.js';
import type { CasePolicy, CaseState, Grant, PostFacts, Understood } from '../../src/cases/types.js';
import { HOUR } from '../../src/lib/instant.js';

export const NOW = Date.UTC(2026, 10, 24, 6);

export const policy: CasePolicy = {
  maxAgeHours: 6,
  summon: 'explicit',
  intents: {
    grievance: 'case',
    emergency: 'case',
    query: 'answer',
    status: 'stage',
    appreciation: 'record',
    abuse_spam: 'record',
    other: 'record',
  },
  ladder: [
    { level: 1, hours: 168 },
    { level: 2, hours: 100 },
    { level: 3, hours: 50 },
  ],
  silenceDays: 7,
  defaultHours: 168,
  helplines: {
    general: '112',
    fire: '101',
    medical: '108',
    women: '1090',
    child: '1098',
    cyber: '1930',
    suicide: '14416',
    disaster: '1070',
    power: '1912',
  },
  messages: {},
};

export const meaning = (more: Partial<Understood> = {}): Understood => ({
  intent: 'grievance',
  needsHuman: false,
  emergency: false,
  danger: null,
  service: 'POWER_OUTAGE',
  department: 'ENERGY',
  district: 'LUCKNOW',
  language: 'hi',
  outside: null,
  verdict: null,
  stop: false,
  command: null,
  ...more,
});

export const close = (note = 'line repaired') =>
  meaning({ intent: 'other', command: { kind: 'close', code: CODE, note } });

export const CODE = '7KM2PQ4X';
export const ENERGY_LUCKNOW: Grant = { department: 'ENERGY', district: 'LUCKNOW', level: 1 };

export interface Given {
  post?: Partial<PostFacts['post']>;
  handle?: Partial<PostFacts['handle']>;
  more?: Partial<PostFacts>;
  meaning?: Understood;
}

export function facts({ post, handle, more, meaning: understood }: Given = {}): PostFacts {
  return {
    post: {
      id: '500',
      authorId: 'citizen',
      conversationId: '500',
      createdAt: NOW - 1000,
      summons: true,
      repliesToOurs: false,
      isQuote: false,
      isRetweet: false,
      ...post,
    },
    handle: { id: '900', department: 'ENERGY', ack: 'always', inactive: true, ...handle },
    meaning: understood ?? meaning(),
    grants: [],
    named: null,
    thread: null,
    echoed: null,
    participants: [],
    newest: null,
    proposed: null,
    serviceHours: 24,
    answer: null,
    newCode: CODE,
    ...more,
  };
}

/** A case as a citizen's first post opens it, then brought to a stage. */
export function opened(change: Partial<CaseState> = {}): CaseState {
  const decision = decidePost(facts({ post: { id: '100', conversationId: '100' } }), policy, NOW - HOUR);
  const state = decision.events.reduce<CaseState | null>((so, event) => evolve(so, CODE, event), null);
  if (state === null) throw new Error('no case was opened');
  return { ...state, ...change };
}
