import { invalid, problemType, XProblem } from './problems.js';

/** A rule somebody wants. */
export interface Addition {
  value: string;
  tag?: string;
}

/** What a body of `POST /2/tweets/search/stream/rules` asks for: one of the two. */
export type RulesChange = { add: Addition[]; remove: null } | { add: null; remove: string[] };

const ID = /^\d{1,19}$/;

/** Throws for whatever X's schema does not know. */
export function readChange(body: unknown): RulesChange {
  const fields = object(body, '$', ['add', 'delete']);
  if ((fields.add === undefined) === (fields.delete === undefined)) {
    throw invalid({}, '$: exactly one of add and delete is required');
  }
  if (fields.add !== undefined) return { add: list(fields.add, '$.add').map(readAddition), remove: null };
  const { ids } = object(fields.delete, '$.delete', ['ids']);
  const remove = list(ids, '$.delete.ids');
  const wrong = remove.find((id) => typeof id !== 'string' || !ID.test(id));
  if (wrong !== undefined) throw invalid({}, `$.delete.ids: [${String(wrong)}] is not a rule id`);
  return { add: null, remove: remove as string[] };
}

function readAddition(entry: unknown, index: number): Addition {
  const path = `$.add[${index}]`;
  const { value, tag } = object(entry, path, ['value', 'tag']);
  if (typeof value !== 'string' || value.trim() === '') throw invalid({}, `${path}.value: is not valid`);
  if (tag === undefined) return { value };
  if (typeof tag !== 'string') throw invalid({}, `${path}.tag: is not valid`);
  return { value, tag };
}

/** The fields of an object X knows all names of. Throws X's 400 for anything else. */
export function object(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid({}, `${path}: an object is expected`);
  }
  const stray = Object.keys(value).find((name) => !known.includes(name));
  if (stray === undefined) return value as Record<string, unknown>;
  const rule = 'is not defined in the schema and the schema does not allow additional properties';
  throw invalid({}, `${path}.${stray}: ${rule}`);
}

function list(value: unknown, path: string): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw invalid({}, `${path}: a list of at least one is expected`);
}

/** One entry of `errors`: there is such a rule already, and this is its id. */
export function duplicateRule(value: string, id: string): object {
  return { value, id, title: 'DuplicateRule', type: problemType('duplicate-rules') };
}

export function ruleNotFound(id: string): object {
  return {
    errors: [{ parameters: { id: [id] }, message: `Rule ids [${id}] do not exist` }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: problemType('invalid-request'),
  };
}

/** 400: rules X cannot read. `sent` is X's time; `all` is how many rules were asked for. */
export function invalidRules(
  sent: string,
  all: number,
  wrong: readonly { value: string; detail: string }[],
): XProblem {
  const summary = { created: 0, not_created: all, valid: all - wrong.length, invalid: wrong.length };
  const errors = wrong.map(({ value, detail }) => ({
    value,
    details: [detail],
    title: 'UnprocessableEntity',
    type: problemType('invalid-rules'),
  }));
  return new XProblem(400, { meta: { sent, summary }, errors }, 'invalid');
}

export function ruleCap(most: number): XProblem {
  const detail = `Your client app has reached the maximum of ${most} rules.`;
  const body = { title: 'RulesCapExceeded', detail, type: problemType('rule-cap') };
  return new XProblem(400, body, 'invalid');
}

/** 429 and 409 of the stream itself. */
export function connectionProblem(issue: 'TooManyConnections' | 'RuleConfigurationIssue'): XProblem {
  const tooMany = issue === 'TooManyConnections';
  return new XProblem(tooMany ? 429 : 409, {
    title: 'ConnectionException',
    detail: tooMany
      ? 'This stream is currently at the maximum allowed connection limit.'
      : 'You must define rules using the POST /2/tweets/search/stream/rules endpoint before connecting to filtered stream.',
    connection_issue: issue,
    type: problemType('streaming-connection'),
  });
}

/** The last line of a stream that X ends itself. */
export const OPERATIONAL_DISCONNECT = {
  errors: [
    {
      title: 'operational-disconnect',
      disconnect_type: 'UpstreamOperationalDisconnect',
      detail: 'This stream has been disconnected upstream for operational reasons.',
      type: problemType('operational-disconnect'),
    },
  ],
};
