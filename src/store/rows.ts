import type { Selectable } from 'kysely';
import type { CorrectionRow, InboxRow, OutboxRow, OutboxState } from '../bot/store.js';
import type { CaseState } from '../cases/types.js';
import type { Tables } from './schema.js';

/** A stored case row as its state; and back. */
export function caseColumns(state: CaseState) {
  return {
    code: state.code,
    author_id: state.authorId,
    conversation_id: state.conversationId,
    stage: state.stage,
    department: state.department,
    district: state.district,
    level: state.level,
    opened_at: state.openedAt,
    due_at: state.dueAt,
    version: state.version,
    triage: state.triage ? 1 : 0,
    state: JSON.stringify(state),
  };
}

export function toCase(row: { state: string } | undefined): CaseState | null {
  return row === undefined ? null : (JSON.parse(row.state) as CaseState);
}

export function toOutbox(row: Selectable<Tables['outbox']>): OutboxRow {
  return {
    id: row.id,
    key: row.dedupe_key,
    kind: row.kind,
    caseCode: row.case_code,
    handleId: row.handle_id,
    to: row.reply_to,
    toAuthor: row.to_author,
    priority: row.priority,
    language: row.language as OutboxRow['language'],
    params: JSON.parse(row.params) as OutboxRow['params'],
    state: row.state as OutboxState,
    text: row.text,
    attempt: row.attempt,
    checks: row.checks,
    notBefore: row.not_before,
    createdAt: row.created_at,
    calledAt: row.called_at,
    postId: row.post_id,
    reason: row.reason,
  };
}

export function toCorrection(row: Selectable<Tables['correction']>): CorrectionRow {
  return {
    id: row.id,
    caseCode: row.case_code,
    postId: row.post_id,
    at: row.at,
    by: row.by,
    language: row.language as CorrectionRow['language'],
    before: { intent: row.before_intent, service: row.before_service },
    after: { intent: row.after_intent, service: row.after_service },
    features: new Uint8Array(Buffer.from(row.features, 'base64')),
    state: row.state as CorrectionRow['state'],
    model: row.model,
  };
}

export function toInbox(row: { body: string; handle_id: string; received_at: number }): InboxRow {
  return {
    post: JSON.parse(row.body) as InboxRow['post'],
    handleId: row.handle_id,
    receivedAt: row.received_at,
  };
}
