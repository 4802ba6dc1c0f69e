import type { Notice, XPost } from '../../src/bot/ports.js';
import type { InboxRow, NewCorrection } from '../../src/bot/store.js';
import type { CaseEvent, Decision, Draft } from '../../src/cases/types.js';
import { CODE, NOW } from '../cases/given.js';

export const HANDLE = '900';
export const OTHER_HANDLE = '901';

export function xPost(id: string, more: Partial<XPost> = {}): XPost {
  return {
    id,
    rootId: id,
    authorId: 'citizen',
    text: '@sw_energy बिजली नहीं है',
    ownText: '@sw_energy बिजली नहीं है',
    createdAt: NOW - 1000,
    conversationId: id,
    inReplyToPostId: null,
    inReplyToUserId: null,
    isRetweet: false,
    quotedPostId: null,
    mentions: [{ handle: 'sw_energy', explicit: true }],
    hasMedia: false,
    ...more,
  };
}

export function inboxRow(id: string, more: Partial<XPost> = {}): InboxRow {
  return { post: xPost(id, more), handleId: HANDLE, receivedAt: NOW };
}

export function openedEvent(postId: string, more: object = {}): CaseEvent {
  return {
    type: 'opened',
    at: NOW,
    authorId: 'citizen',
    postId,
    conversationId: postId,
    handleId: HANDLE,
    addressed: 'ENERGY',
    department: 'ENERGY',
    district: null,
    service: null,
    language: 'hi',
    intent: 'grievance',
    emergency: false,
    triage: false,
    dueAt: NOW + 1000,
    ...more,
  };
}

export function draftOf(key: string, more: Partial<Draft> = {}): Draft {
  return {
    key,
    kind: 'ack',
    caseCode: CODE,
    handleId: HANDLE,
    to: '100',
    toAuthor: 'citizen',
    language: 'hi',
    params: { code: CODE },
    priority: 1,
    ...more,
  };
}

export function notice(more: Partial<Notice> = {}): Notice {
  return {
    kind: 'emergency',
    caseCode: CODE,
    department: 'ENERGY',
    district: null,
    level: 1,
    at: NOW,
    officers: ['31'],
    ...more,
  };
}

export function decision(more: Partial<Decision> = {}): Decision {
  return { disposition: 'case_opened', caseCode: CODE, events: [], drafts: [], notices: [], ...more };
}

/** What opening a case for post 100 leads to. */
export function opening(code = CODE, postId = '100'): Decision {
  return decision({
    caseCode: code,
    events: [openedEvent(postId)],
    drafts: [draftOf(`ack:${postId}`, { caseCode: code, to: postId, params: { code } })],
  });
}

export function correctedEvent(more: object = {}): CaseEvent {
  return {
    type: 'corrected',
    at: NOW,
    by: '31',
    before: { intent: 'grievance', service: null, department: 'ENERGY', district: null },
    after: { intent: 'query', service: 'STREET_LIGHT', department: 'URBAN', district: 'AGRA' },
    ...more,
  };
}

/** What somebody taught about a post; bytes of every kind in its features. */
export function correctionOf(postId: string, more: Partial<NewCorrection> = {}): NewCorrection {
  return {
    by: '31',
    postId,
    language: 'hi',
    before: { intent: 'grievance', service: null },
    after: { intent: null, service: 'STREET_LIGHT' },
    features: Uint8Array.from({ length: 14 }, (_, at) => (at * 41) % 256),
    ...more,
  };
}
