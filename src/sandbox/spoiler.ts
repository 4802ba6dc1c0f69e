import { notFound } from './problems.js';
import type { ReadFault } from './standing-faults.js';

/** As many pages are remembered, to be told again. */
const MOST_REMEMBERED = 1_000;

type Answer = Record<string, unknown> & { data?: unknown; errors?: object[]; meta?: object };

/** Turns good answers into bad ones. */
export class Spoiler {
  /** The last page of each walk through pages. */
  readonly #pages = new Map<string, string>();

  /** `fault` null: the answer stays as it is. */
  spoil(
    fault: { kind: ReadFault; draw: () => number } | null,
    caller: string,
    url: string,
    answer: string,
  ): string {
    const { walk, token } = placeOf(url);
    const key = `${caller} ${walk}`;
    const before = this.#pages.get(key);
    if (this.#pages.size >= MOST_REMEMBERED) this.#pages.clear();
    this.#pages.set(key, answer);
    if (fault === null) return answer;
    if (fault.kind === 'empty_body') return '';
    if (fault.kind === 'cut_json') return answer.slice(0, Math.ceil(answer.length / 2));
    if (fault.kind === 'repeat_page') {
      if (token === null || before === undefined) return answer;
      this.#pages.set(key, before);
      return repeated(before, token);
    }
    const body = JSON.parse(answer) as Answer;
    if (fault.kind === 'out_of_order') return JSON.stringify({ ...body, ...shuffled(body.data, fault.draw) });
    const unrelated = notFound('tweet', 'referenced_tweets.id', '20');
    return JSON.stringify({ ...body, errors: [...(body.errors ?? []), unrelated] });
  }
}

/** The page before once more; what follows is the page that was asked for. */
function repeated(page: string, token: string): string {
  const body = JSON.parse(page) as Answer;
  return JSON.stringify({ ...body, meta: { ...body.meta, next_token: token } });
}

/** Of an answer without a list nothing changes. */
function shuffled(data: unknown, draw: () => number): { data?: unknown[] } {
  if (!Array.isArray(data)) return {};
  const list: unknown[] = [...data];
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(draw() * (index + 1));
    [list[index], list[other]] = [list[other], list[index]];
  }
  return { data: list };
}

/** All but the token says which walk it is. */
function placeOf(url: string): { walk: string; token: string | null } {
  const { pathname, searchParams } = new URL(url, 'http://sandbox');
  const token = searchParams.get('next_token') ?? searchParams.get('pagination_token');
  searchParams.delete('next_token');
  searchParams.delete('pagination_token');
  return { walk: `${pathname}?${searchParams}`, token };
}
