import { answer, type Post, plain, QUARTER, refused, type Shape, typed, waits } from './shape.js';

function forbidden(name: string, detail: string, post: Post): Shape {
  return answer(name, 403, plain(403, 'Forbidden', detail), 'X-003', detail, post);
}

function aboutTheCaller(kind: string, title: string, detail: string, more: object = {}): Shape[] {
  return typed(kind, 403, title, detail, more).map((body) =>
    answer(`${body.type}`, 403, body, 'X-003', detail, refused('auth', QUARTER)),
  );
}

const WRONG = 'The query parameter [max_results] is out of bounds.';
const NO_CREDITS = 'Your enrolled account does not have any credits to fulfill this request.';
const TWICE = 'You are not allowed to create a Tweet with duplicate content.';
const GONE = 'You attempted to reply to a Tweet that is deleted or not visible to you.';
const UNSUMMONED = [
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
  'You can only reply to or quote posts where you are mentioned or are the author.',
];

/** X answers no, and nothing was done. */
export const REFUSALS: readonly Shape[] = [
  ...typed('invalid-request', 400, 'Invalid Request', 'One or more parameters to your request was invalid.', {
    errors: [{ parameters: { max_results: ['1'] }, message: WRONG }],
  }).map((body) => answer(body.type, 400, body, 'X-003', WRONG, refused('invalid'))),
  answer('deleted target', 400, plain(400, 'Bad Request', GONE), 'X-003', GONE, refused('gone')),
  answer(
    'about:blank',
    401,
    plain(401, 'Unauthorized', 'Unauthorized'),
    'X-001',
    'Unauthorized',
    refused('auth', QUARTER),
  ),
  ...typed('credits', 402, 'CreditsDepleted', NO_CREDITS).map((body) =>
    answer(body.type, 402, body, 'PAY-001', NO_CREDITS, waits),
  ),
  answer('without a word', 402, '', 'PAY-001', 'no readable answer', waits),
  ...typed('spend-cap-reached', 403, 'Forbidden', 'The cap of this account is reached.').map((body) =>
    answer(body.type, 403, body, 'PAY-001', body.detail, waits),
  ),
  forbidden('duplicate', TWICE, refused('duplicate')),
  answer(
    'duplicate, in the old way',
    403,
    { errors: [{ code: 187, message: 'Status is a duplicate.' }] },
    'X-003',
    'Status is a duplicate.',
    refused('duplicate'),
  ),
  ...UNSUMMONED.map((detail) => forbidden('not summoned', detail, refused('not_allowed'))),
  forbidden('not summoned, in words of some day', 'This is not for you.', refused('not_allowed')),
  forbidden('deleted target', GONE, refused('gone')),
  ...aboutTheCaller(
    'unsupported-authentication',
    'Unsupported Authentication',
    'Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.',
  ),
  ...aboutTheCaller('client-forbidden', 'Client Forbidden', 'This app must be attached to a Project.', {
    reason: 'client-not-enrolled',
    client_id: '77',
  }),
  ...aboutTheCaller(
    'oauth1-permissions',
    'Forbidden',
    'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
  ),
  ...aboutTheCaller('user-suspended', 'Forbidden', 'The user used for authentication is suspended'),
  ...typed('resource-not-found', 404, 'Not Found Error', 'Could not find tweet with id: [500].').map((body) =>
    answer(body.type, 404, body, 'X-003', body.detail, refused('gone')),
  ),
  answer('about:blank', 404, plain(404, 'Not Found', 'Not Found'), 'X-003', 'Not Found', refused('gone')),
  answer('conflict', 409, plain(409, 'Conflict', 'Rules'), 'X-003', 'Rules', refused('invalid')),
];
