import type { CaseEvent, CaseState, Stage } from './types.js';

/** The case after one more event. The first event must be `opened`. Pure: replaying the events gives the stored case. */
export function evolve(state: CaseState | null, code: string, event: CaseEvent): CaseState {
  if (event.type === 'opened') {
    return {
      code,
      stage: 'open',
      authorId: event.authorId,
      postId: event.postId,
      latestPostId: event.postId,
      conversationId: event.conversationId,
      handleId: event.handleId,
      department: event.department,
      district: event.district,
      service: event.service,
      language: event.language,
      intent: event.intent,
      emergency: event.emergency,
      triage: event.triage,
      level: 1,
      openedAt: event.at,
      updatedAt: event.at,
      dueAt: event.dueAt,
      outside: null,
      ...(event.participants === undefined ? {} : { participants: event.participants }),
      version: 1,
    };
  }
  if (state === null) throw new Error(`case ${code} has no first event`);
  return { ...state, ...change(state, event), updatedAt: event.at, version: state.version + 1 };
}

function change(state: CaseState, event: Exclude<CaseEvent, { type: 'opened' }>): Partial<CaseState> {
  switch (event.type) {
    case 'acknowledged':
      return state.stage === 'open' ? { stage: 'acknowledged' } : {};
    case 'transferred':
      return { stage: 'transferred', department: event.to };
    case 'located':
      return { district: event.district, latestPostId: event.postId, ...dangerOf(event) };
    case 'added':
      return { latestPostId: event.postId, ...dangerOf(event) };
    case 'edited':
      // An older post's new version is not what the citizen said last.
      return {
        ...(event.was === state.latestPostId ? { latestPostId: event.postId } : {}),
        ...dangerOf(event),
      };
    case 'gone':
      return event.postId === state.latestPostId ? { latestPostId: state.postId } : {};
    case 'in_progress':
      return { stage: 'in_progress' };
    case 'claimed':
      return { stage: 'claimed', dueAt: event.dueAt };
    case 'confirmed':
      return { stage: 'confirmed', dueAt: null, latestPostId: event.postId };
    case 'disputed':
      return { stage: 'disputed', level: event.level, dueAt: event.dueAt, latestPostId: event.postId };
    case 'unconfirmed':
      return { stage: 'unconfirmed', dueAt: null };
    case 'escalated':
      return { level: event.level, dueAt: event.dueAt };
    case 'overdue':
      return { dueAt: null };
    case 'rejected':
      return { stage: 'rejected', dueAt: null, outside: event.outside };
    case 'corrected':
      // Neither stage nor clock: what a machine misread costs the citizen no day. A person has read it now.
      return { ...event.after, emergency: event.after.intent === 'emergency', triage: false };
  }
}

function dangerOf({ danger }: { danger?: true }): Partial<CaseState> {
  return danger === true ? { emergency: true } : {};
}

/** The case that a whole history makes; null for an empty one. */
export function replay(code: string, events: readonly CaseEvent[]): CaseState | null {
  return events.reduce<CaseState | null>((state, event) => evolve(state, code, event), null);
}

/** The stages in which somebody owes the citizen work. */
export const WORKING: readonly Stage[] = ['open', 'acknowledged', 'in_progress', 'transferred', 'disputed'];

export function isWorking(stage: Stage): boolean {
  return WORKING.includes(stage);
}
