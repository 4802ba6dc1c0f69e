/** Every message Sunwai can post; each has a template per language: templates/<lang>/<kind>.hbs. */
export const MESSAGE_KINDS = [
  'ack', // grievance: code, department, district or the question for it, when it moves up
  'ack_emergency', // helpline number first, then the code
  'ack_query', // code and "a person will answer"
  'answer', // code and a ready answer
  'triage', // unsure: code, a person will read it
  'outside', // not the state's: the right door, and the code
  'status', // stage and dates of a case
  'status_unknown', // asks for the code
  'code_unknown', // this code is not known
  'claimed', // an officer says it is done: is it?
  'confirmed', // thanks, closed
  'disputed', // thanks, open again, one level up, by when
  'officer_done', // to the officer: claimed, the citizen is asked
  'officer_refused', // to anyone who may not close or correct it
  'officer_needs_words', // #close without saying what was done
  'officer_no_change', // #close on a case that is already claimed or over
  'officer_corrected', // to the officer: #wrong is done, and where the case is now
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What a template may use. Codes are resolved to names by the renderer; instants to words in the state's time. */
export interface MessageParams {
  code?: string;
  department?: string | null;
  district?: string | null;
  service?: string | null;
  /** When it moves up by itself, or the deadline of the present stage. */
  dueAt?: number | null;
  /** The ladder level it moves up to, or is at. */
  level?: number | null;
  /** The level above, to which it goes at `dueAt`. */
  nextLevel?: number | null;
  stage?: string;
  openedAt?: number;
  /** When it was asked: the only thing that tells apart two answers that know of no case. */
  askedAt?: number;
  helpline?: string;
  /** Id of the ready answer. */
  answer?: string;
  /** Code of the outside door. */
  outside?: string | null;
}

/** The languages there are templates for. */
export const LANGUAGES = ['en', 'hi', 'hinglish'] as const;

/** Every stage a case can be in, as templates know them. */
export const STAGES = [
  'open',
  'acknowledged',
  'in_progress',
  'transferred',
  'claimed',
  'confirmed',
  'disputed',
  'unconfirmed',
  'rejected',
] as const;

export interface Message {
  kind: MessageKind;
  language: (typeof LANGUAGES)[number];
  params: MessageParams;
}
