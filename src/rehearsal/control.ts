import type { SandboxReport } from './judge.js';

/** A post to be scheduled in the sandbox. */
export interface ScheduledPost {
  as: string;
  text: string;
  at: number;
  replyTo?: string;
}

/** The sandbox's control side, as far as a rehearsal needs it. */
export interface Control {
  schedule(posts: readonly ScheduledPost[]): Promise<string[]>;
  advance(ms: number): Promise<void>;
  report(): Promise<SandboxReport>;
  reset(): Promise<void>;
  account(id: string, change: Record<string, unknown>): Promise<void>;
  fault(body: Record<string, unknown>): Promise<void>;
  stream(body: Record<string, unknown>): Promise<void>;
}

/** Throws what the sandbox answered when it refuses: a rehearsal on a false stage proves nothing. */
export function controlOf(sandboxUrl: string): Control {
  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${sandboxUrl}/sandbox/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the sandbox refused ${method} ${path}: ${text.slice(0, 300)}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }
  return {
    async schedule(posts) {
      const { ids } = await call<{ ids: string[] }>('POST', 'posts/bulk', { posts });
      return ids;
    },
    advance: (ms) => call('POST', 'clock', { advanceMs: ms }),
    report: () => call('GET', 'report'),
    reset: () => call('POST', 'report/reset', {}),
    account: (id, change) => call('POST', `accounts/${id}`, change),
    fault: (body) => call('POST', 'faults', body),
    stream: (body) => call('POST', 'stream', body),
  };
}
