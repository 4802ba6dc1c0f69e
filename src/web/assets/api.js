/** An answer that was not a success; `message` may be shown. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

async function orNull(promise) {
  try {
    return await promise;
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 404) return null;
    throw cause;
  }
}

const enc = encodeURIComponent;
export const api = {
  state: () => call('GET', '/sandbox/state'),
  post: (body) => call('POST', '/sandbox/posts', body),
  advance: (advanceMs) => call('POST', '/sandbox/clock', { advanceMs }),
  dormant: (id, dormant) => call('POST', `/sandbox/accounts/${enc(id)}/dormant`, { dormant }),
  understood: (postId) => orNull(call('GET', `/desk/posts/${enc(postId)}`)),
  cases: () => call('GET', '/desk/cases?limit=50').then((answer) => answer.cases),
  case: (code) => orNull(call('GET', `/desk/cases/${enc(code)}`)),
};
