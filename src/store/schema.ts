import type { Generated } from 'kysely';

/** Column types are those both SQLite and PostgreSQL have: text, bigint (as number), integer. JSON is text. */
export interface Tables {
  watermark: { handle_id: string; since_id: string };
  inbox: {
    root_id: string;
    post_id: string;
    author_id: string;
    handle_id: string;
    created_at: number;
    received_at: number;
    body: string;
    decided_at: number | null;
    disposition: string | null;
    case_code: string | null;
    meaning: string | null;
  };
  grievance_case: {
    code: string;
    author_id: string;
    conversation_id: string;
    stage: string;
    department: string;
    district: string | null;
    level: number;
    opened_at: number;
    due_at: number | null;
    version: number;
    /** 1: a person must read it first. */
    triage: number;
    state: string;
  };
  case_event: { case_code: string; seq: number; at: number; type: string; data: string };
  outbox: {
    id: Generated<number>;
    dedupe_key: string;
    kind: string;
    case_code: string | null;
    handle_id: string;
    reply_to: string;
    language: string;
    params: string;
    priority: number;
    state: string;
    text: string | null;
    attempt: number;
    checks: number;
    not_before: number;
    created_at: number;
    called_at: number | null;
    settled_at: number | null;
    post_id: string | null;
    reason: string | null;
  };
  notice: {
    id: Generated<number>;
    body: string;
    created_at: number;
    not_before: number;
    attempts: number;
    done_at: number | null;
  };
  /** No text: labels, and hashed features in base64. A null label of `after` was not said. */
  correction: {
    id: Generated<number>;
    case_code: string;
    post_id: string;
    at: number;
    by: string;
    language: string;
    before_intent: string;
    before_service: string | null;
    after_intent: string | null;
    after_service: string | null;
    features: string;
    state: string;
    settled_at: number | null;
    model: string | null;
  };
  handle_activity: { handle_id: string; last_human_at: number | null; checked_at: number };
  setting: { name: string; value: string };
  credential: { x_user_id: string; handle: string; sealed: string; state: string; added_at: number };
}
