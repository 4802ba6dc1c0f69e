/** X answers no. The body is in one of X's own shapes. */
export class XProblem extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(`${status}`);
    this.status = status;
    this.body = body;
  }
}

const TYPES = 'https://api.x.com/2/problems';

/** 400: a parameter or a field of the body that X does not take. */
export function invalid(parameters: Record<string, string[]>, message: string): XProblem {
  return new XProblem(400, {
    errors: [{ parameters, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${TYPES}/invalid-request`,
  });
}

export function unauthorized(): XProblem {
  return new XProblem(401, {
    title: 'Unauthorized',
    type: 'about:blank',
    status: 401,
    detail: 'Unauthorized',
  });
}

export function forbidden(detail: string): XProblem {
  return new XProblem(403, { detail, type: 'about:blank', title: 'Forbidden', status: 403 });
}

/** 403: known, but not by this kind of credential. */
export function wrongAuthentication(given: string, supported: string): XProblem {
  return new XProblem(403, {
    title: 'Unsupported Authentication',
    detail: `Authenticating with ${given} is forbidden for this endpoint.  Supported authentication types are [${supported}].`,
    type: `${TYPES}/unsupported-authentication`,
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

/** One entry of `errors` in an answer that is otherwise 200. */
export function notFound(resource: 'tweet' | 'user', parameter: string, value: string): object {
  return {
    value,
    detail: `Could not find ${resource} with ${parameter}: [${value}].`,
    title: 'Not Found Error',
    resource_type: resource,
    parameter,
    resource_id: value,
    type: `${TYPES}/resource-not-found`,
  };
}
