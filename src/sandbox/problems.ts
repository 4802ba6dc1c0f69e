import type { Violation } from './report.js';

/** X answers no. The body is in one of X's own shapes. */
export class XProblem extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** What the caller should have known better than to ask. */
  readonly violation: Violation | null;

  constructor(status: number, body: Record<string, unknown>, violation: Violation | null = null) {
    super(`${status}`);
    this.status = status;
    this.body = body;
    this.violation = violation;
  }
}

/** Only its last part means anything: X answered with another host before. */
export function problemType(name: string): string {
  return `https://api.x.com/2/problems/${name}`;
}

/** 400: a parameter or a field of the body that X does not take. */
export function invalid(parameters: Record<string, string[]>, message: string): XProblem {
  const body = {
    errors: [{ parameters, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: problemType('invalid-request'),
  };
  return new XProblem(400, body, 'invalid');
}

export function unauthorized(): XProblem {
  return new XProblem(401, {
    title: 'Unauthorized',
    type: 'about:blank',
    status: 401,
    detail: 'Unauthorized',
  });
}

export function forbidden(detail: string, violation: Violation | null = null): XProblem {
  return new XProblem(403, { detail, type: 'about:blank', title: 'Forbidden', status: 403 }, violation);
}

/** 403: whoever calls is suspended. */
export function suspendedCaller(): XProblem {
  const detail = 'The user used for authentication is suspended';
  return new XProblem(403, { detail, title: 'Forbidden', status: 403, type: problemType('user-suspended') });
}

/** 402: no credits are left. */
export function creditsDepleted(): XProblem {
  const detail = 'Your enrolled account does not have any credits to fulfill this request.';
  return new XProblem(402, { title: 'CreditsDepleted', detail, type: problemType('credits') });
}

/** 403: known, but not by this kind of credential. */
export function wrongAuthentication(given: string, supported: string): XProblem {
  return new XProblem(403, {
    title: 'Unsupported Authentication',
    detail: `Authenticating with ${given} is forbidden for this endpoint.  Supported authentication types are [${supported}].`,
    type: problemType('unsupported-authentication'),
    status: 403,
  });
}

export function tooMany(): XProblem {
  const detail = 'Too Many Requests';
  return new XProblem(429, { title: 'Too Many Requests', detail, type: 'about:blank', status: 429 });
}

export function noSuchPath(): XProblem {
  return new XProblem(404, { title: 'Not Found', type: 'about:blank', status: 404, detail: 'Not Found' });
}

type Resource = 'tweet' | 'user';

/** One entry of `errors` in an answer that is otherwise 200. */
export function notFound(resource: Resource, parameter: string, value: string): object {
  const detail = `Could not find ${resource} with ${parameter}: [${value}].`;
  return missing(resource, parameter, value, detail, 'Not Found Error', 'resource-not-found');
}

/** Such an entry for what is there but not for this caller. */
export function notAuthorized(resource: Resource, parameter: string, value: string): object {
  const what = resource === 'tweet' ? 'Tweet' : 'user';
  const detail = `Sorry, you are not authorized to see the ${what} with ${parameter}: [${value}].`;
  return missing(resource, parameter, value, detail, 'Authorization Error', 'not-authorized-for-resource');
}

/** Such an entry for a suspended account. */
export function suspendedUser(parameter: string, value: string): object {
  const detail = `User has been suspended: [${value}].`;
  return missing('user', parameter, value, detail, 'Forbidden', 'resource-not-found');
}

function missing(
  resource: Resource,
  parameter: string,
  value: string,
  detail: string,
  title: string,
  type: string,
): object {
  const common = { resource_type: resource, parameter, resource_id: value, type: problemType(type) };
  return { value, detail, title, ...common };
}
