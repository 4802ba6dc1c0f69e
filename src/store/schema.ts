import type { Generated } from 'kysely';

/** Column types are those both SQLite and PostgreSQL have: text, bigint (as number), integer. JSON is text. */
export interface Tables {
  /** `start_id`: where watching began; what lies before it is the handle's past and is never answered. */
  watermark: { handle_id: string; since_id: string; start_id: string };
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
    /** The newest version of an edited post, until it is decided; null: nothing new. */
    edit: string | null;
    /** X shows the post no more: body and author are purged. */
    gone_at: number | null;
    /** The post it quotes or retweets. */
    about_id: string | null;
    /** When X is next asked whether the post is still there; null: nothing of it is held. */
    check_at: number | null;
    /** X did not show it when it was last asked for; null: X did, or was not asked. */
    missed_at: number | null;
  };
  /** Ids of posts other than that of their first version. */
  post_version: { post_id: string; root_id: string };
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
    /** Author of the post replied to; null: not in the inbox. */
    to_author: string | null;
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
  account: {
    handle_id: string;
    condition: string;
    reason: string;
    since: number;
    until: number | null;
    summon: string | null;
    name: string | null;
    verified: string | null;
    followers: number | null;
    last_post_at: number | null;
    checked_at: number | null;
  };
  author_stop: { author_id: string; post_id: string; at: number };
  rate_window: { endpoint: string; credential: string; data: string };
  spend: { day: string; handle_id: string; item: string; count: number; micros: number };
  /** What was paid for already that UTC day. */
  billed: { day: string; item: string; resource_id: string };
  alarm: {
    id: Generated<number>;
    code: string;
    subject: string;
    detail: string;
    raised_at: number;
    cleared_at: number | null;
  };
  gap: { id: Generated<number>; handle_ids: string; from_at: number; until_at: number; at: number };
  setting: { name: string; value: string };
  credential: {
    x_user_id: string;
    handle: string;
    /** `oauth1` or `oauth2`. */
    kind: string;
    sealed: string;
    state: string;
    added_at: number;
    /** One caller renews it until then; null: nobody does. */
    renewing_until: number | null;
  };
  /** Events that X delivered in the last days. */
  activity_event: { event_uuid: string; at: number };
  /** How the rounds of each loop went. */
  loop_round: { name: string; ok_at: number | null; failed_at: number | null; error: string | null };
}
