import { MINUTE, SECOND } from '../../../src/lib/instant.js';
import { NOW } from '../edge.js';
import { beLate } from './late.js';
import { REFUSALS } from './refusals.js';
import { answer, type Post, plain, RESET, refused, type Shape, typed, UNKNOWN, waits } from './shape.js';

export type { Shape } from './shape.js';

const SAID = 'Too Many Requests';
const limits = (prefix: string, remaining: number, reset: number) => ({
  [`${prefix}-limit`]: '100',
  [`${prefix}-remaining`]: String(remaining),
  [`${prefix}-reset`]: String(reset / 1_000),
});
const WINDOW = limits('x-rate-limit', 0, RESET);
const TOLD = { until: RESET, headers: WINDOW };
const LIMITED: Shape[] = [
  answer('with headers', 429, plain(429, SAID, SAID), 'X-004', SAID, refused('rate_limited', RESET), TOLD),
  answer(
    'with headers of a day beside',
    429,
    plain(429, SAID, SAID),
    'X-004',
    SAID,
    refused('rate_limited', RESET),
    { until: RESET, headers: { ...WINDOW, ...limits('x-app-limit-24hour', 9, NOW + 60 * MINUTE) } },
  ),
  answer(
    'in the old way',
    429,
    { errors: [{ code: 88, message: 'Rate limit exceeded' }] },
    'X-004',
    'Rate limit exceeded',
    refused('rate_limited', RESET),
    TOLD,
  ),
  answer('without headers', 429, plain(429, SAID, SAID), 'X-004', SAID, waits),
  answer('with half of the headers', 429, plain(429, SAID, SAID), 'X-004', SAID, waits, {
    headers: { 'x-rate-limit-limit': '100' },
  }),
  answer('with a page', 429, '<html>slow down</html>', 'X-004', 'no readable answer', waits),
  ...typed('usage-capped', 429, 'UsageCapExceeded', 'Usage cap exceeded: Monthly product cap').map((body) =>
    answer(body.type, 429, body, 'X-004', body.detail, waits),
  ),
];

const PAGE = '<html><h1>Over capacity</h1></html>';
const BROKEN: Shape[] = [500, 502, 503, 504].flatMap((status) => [
  answer('with a page', status, PAGE, 'X-002', 'no readable answer', UNKNOWN),
  answer('without a word', status, '', 'X-002', 'no readable answer', UNKNOWN),
  answer('with a reason', status, plain(status, 'Sorry', 'Try later'), 'X-002', 'Try later', UNKNOWN),
]);

function noAnswer(name: string, detail: string, play: Shape['play'], post: Post = UNKNOWN): Shape {
  const read = { code: 'X-002', detail, until: null } as const;
  return { name, play, status: null, read, post: { ...post, detail } };
}
const onTheLine = (code: string, post?: Post) =>
  noAnswer(
    code,
    code,
    (call) => void call.replyWithError(Object.assign(new Error(`the line: ${code}`), { code })),
    post,
  );
const CUT = 'Request failed with partial response with HTTP code 200 (parse error)';
const LINE: Shape[] = [
  onTheLine('ECONNRESET'),
  onTheLine('ECONNREFUSED', refused('unreachable', NOW + 10 * SECOND)),
  noAnswer('no answer in time', 'Request timeout.', beLate),
  noAnswer('200 with half an answer', CUT, (call) => {
    call.reply(200, '{"data":[{"id":"19', { 'content-type': 'application/json' });
  }),
];

/** Everything that is no answer, whatever was asked. */
export const FAILURES: readonly Shape[] = [...REFUSALS, ...LIMITED, ...BROKEN, ...LINE];

/** X says that all is well, and nothing else. */
export const EMPTY: readonly Shape[] = ['application/json', 'text/plain', 'text/html'].map((type) => ({
  name: `200 without a word, as ${type}`,
  play: (call) => void call.reply(200, '', { 'content-type': type }),
  status: 200,
  read: { code: 'X-002', detail: 'an answer without data', until: null },
  post: { kind: 'unknown', detail: 'an answer without an id' },
}));

/** A page of somebody else, with the sign that all is well. */
export const STRANGE: Shape = answer('with a page', 200, PAGE, 'X-002', 'an answer without data', UNKNOWN);
