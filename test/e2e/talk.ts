import type { Account, Post } from '../../src/sandbox/server.js';
import type { DeskCase, DeskPost } from '../../src/web/desk.js';
import { until } from './program.js';

export type { Account, DeskCase, DeskPost, Post };

export interface NewPost {
  as: string;
  text: string;
  replyTo?: string;
  retweetOf?: string;
  quote?: string;
}

/** The form in which people see a tracking code. */
export const CODE = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

async function ask<T>(url: string, body?: object): Promise<{ status: number; answer: T }> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  return { status: response.status, answer: (await response.json()) as T };
}

async function got<T>(url: string, body?: object): Promise<T> {
  const { status, answer } = await ask<T>(url, body);
  if (status >= 300) throw new Error(`${url} answered ${status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The sandbox, as its page talks to it: straight, or through the desk's own server. */
export function sandboxAt(url: string) {
  const ledger = async () => (await got<{ posts: Post[] }>(`${url}/sandbox/ledger`)).posts;
  return {
    ledger,
    post: (post: NewPost) => got<Post>(`${url}/sandbox/posts`, post),
    bulk: async (posts: NewPost[]) =>
      (await got<{ ids: string[] }>(`${url}/sandbox/posts/bulk`, { posts })).ids,
    account: (account: { id?: string; handle: string; name: string; kind: Account['kind'] }) =>
      got<Account>(`${url}/sandbox/accounts`, account),
    dormant: (id: string, dormant: boolean) =>
      got<Account>(`${url}/sandbox/accounts/${id}/dormant`, { dormant }),
    advance: (advanceMs: number) => got<{ now: number }>(`${url}/sandbox/clock`, { advanceMs }),
    fault: (kind: string, count: number) => got<object>(`${url}/sandbox/faults`, { kind, count }),
    /** What programs answered to this post. */
    answers: async (postId: string) =>
      (await ledger()).filter((post) => post.via === 'api' && post.replyTo === postId),
    /** The first such answer, waited for. */
    answer: (postId: string) =>
      until(`an answer to post ${postId}`, async () =>
        (await ledger()).find((post) => post.via === 'api' && post.replyTo === postId),
      ),
  };
}

/** What the desk understood. */
export function deskAt(url: string) {
  return {
    cases: async () => (await got<{ cases: DeskCase[] }>(`${url}/desk/cases?limit=200`)).cases,
    case: (code: string) => got<DeskCase>(`${url}/desk/cases/${code}`),
    /** The case once it is as wanted. */
    caseWhen: (code: string, what: string, holds: (found: DeskCase) => boolean) =>
      until(`case ${code} ${what}`, async () => {
        const found = await got<DeskCase>(`${url}/desk/cases/${code}`);
        return holds(found) && found;
      }),
    /** Whether this post was ever decided. */
    knows: async (postId: string) => (await ask(`${url}/desk/posts/${postId}`)).status === 200,
    /** The post once it is decided. */
    decided: (postId: string) =>
      until(`post ${postId} to be decided`, async () => {
        const { status, answer } = await ask<DeskPost>(`${url}/desk/posts/${postId}`);
        return status === 200 && answer;
      }),
  };
}
