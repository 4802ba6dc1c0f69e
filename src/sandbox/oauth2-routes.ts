import type { FastifyPluginCallback } from 'fastify';
import {
  authorizePage,
  CLIENTS,
  readWish,
  redirection,
  WrongLink,
  wrongLinkPage,
} from './oauth2-authorize.js';
import { type CodeFault, EXPIRES_IN, type Grant, type Grants } from './oauth2-grants.js';
import type { World } from './world.js';

const REDEMPTION = ['grant_type', 'code', 'code_verifier', 'redirect_uri', 'client_id', 'client_secret'];
const REFRESHMENT = ['grant_type', 'refresh_token', 'client_id', 'client_secret'];
const REVOCATION = ['token', 'token_type_hint', 'client_id', 'client_secret'];
const FAULTS: Record<CodeFault, string> = {
  code: 'Value passed for the authorization code was invalid.',
  verifier: 'Value passed for the code verifier did not match the code challenge.',
  redirect: 'Value passed for the redirect uri did not match the uri of the authorization code.',
};

type Fields = Record<string, unknown>;

/** RFC 6749's own shape of a refusal: not that of the rest of X. */
class OAuthProblem extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, description: string) {
    super(description);
    this.status = status;
    this.error = error;
  }
}

/** `/i/oauth2/authorize`, `/2/oauth2/token` and `/2/oauth2/revoke`: at x.com and at api.x.com, here one server. */
export function oauth2Routes(world: World, grants: Grants): FastifyPluginCallback {
  return (app, _options, done) => {
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof WrongLink)
        return reply.code(400).type('text/html').send(wrongLinkPage(error.message));
      const problem =
        error instanceof OAuthProblem ? error : new OAuthProblem(400, 'invalid_request', String(error));
      const answer = { error: problem.error, error_description: problem.message };
      return reply.code(problem.status).send(answer);
    });
    app.addContentTypeParser<string>(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(body))),
    );

    app.get('/i/oauth2/authorize', (request, reply) => {
      const wish = readWish(world, request.query as Fields);
      return reply.type('text/html').send(authorizePage(world, wish));
    });
    app.post('/i/oauth2/authorize', (request, reply) => {
      // A page of another site can send a form unasked; only ours may press the button.
      if (request.headers['sec-fetch-site'] === 'cross-site')
        throw new WrongLink('the form is of another site');
      const wish = readWish(world, (request.body ?? {}) as Fields);
      if (wish.as === null) throw new WrongLink('as: is missing');
      const { as, state: _, ...asked } = wish;
      if (world.account(as.id)?.revoked) world.changeStanding(as.id, { revoked: false });
      return reply.redirect(redirection(wish, grants.issueCode({ ...asked, userId: as.id })), 302);
    });

    app.post('/2/oauth2/token', (request, reply) => {
      const body = request.body;
      const type = typeof body === 'object' && body !== null ? (body as Fields).grant_type : undefined;
      reply.header('cache-control', 'no-store');
      if (type === 'authorization_code') {
        const fields = texts(body, REDEMPTION);
        const grant = grants.redeem({
          clientId: clientOf(request.headers.authorization, fields),
          code: needed(fields, 'code'),
          redirectUri: needed(fields, 'redirect_uri'),
          verifier: needed(fields, 'code_verifier'),
        });
        if (typeof grant === 'string') throw new OAuthProblem(400, 'invalid_request', FAULTS[grant]);
        return tokens(grant);
      }
      if (type !== 'refresh_token') {
        throw new OAuthProblem(
          400,
          'invalid_request',
          'Missing or unsupported value for the grant_type parameter.',
        );
      }
      const fields = texts(body, REFRESHMENT);
      const clientId = clientOf(request.headers.authorization, fields);
      const grant = grants.refresh(needed(fields, 'refresh_token'), clientId);
      if (grant === null) {
        throw new OAuthProblem(400, 'invalid_request', 'Value passed for the token was invalid.');
      }
      return tokens(grant);
    });
    app.post('/2/oauth2/revoke', (request) => {
      const fields = texts(request.body, REVOCATION);
      grants.revoke(needed(fields, 'token'), clientOf(request.headers.authorization, fields));
      // RFC 7009: a token nobody knows is as good as revoked.
      return { revoked: true };
    });
    done();
  };
}

function tokens({ access, refresh, scopes }: Grant): object {
  return {
    token_type: 'bearer',
    expires_in: EXPIRES_IN,
    access_token: access.text,
    scope: scopes.join(' '),
    ...(refresh !== null && { refresh_token: refresh.text }),
  };
}

/** The client that calls: by its secret in a Basic header, or, when it has none, by its name in the body. */
function clientOf(authorization: string | undefined, fields: Fields): string {
  if (authorization === undefined) {
    const clientId = needed(fields, 'client_id');
    if (CLIENTS.get(clientId) === null) return clientId;
    throw new OAuthProblem(401, 'unauthorized_client', 'Missing valid authorization header');
  }
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization) ?? [];
  const [clientId = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const known = CLIENTS.get(clientId);
  if (known == null || secret !== known || (fields.client_id ?? clientId) !== clientId) {
    throw new OAuthProblem(401, 'unauthorized_client', 'Missing valid authorization header');
  }
  return clientId;
}

function texts(body: unknown, known: readonly string[]): Fields {
  if (typeof body !== 'object' || body === null) {
    throw new OAuthProblem(400, 'invalid_request', 'The body is neither a form nor JSON.');
  }
  const stray = Object.keys(body).find((name) => !known.includes(name));
  if (stray === undefined) return body as Fields;
  throw new OAuthProblem(400, 'invalid_request', `The parameter [${stray}] is unknown.`);
}

function needed(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new OAuthProblem(400, 'invalid_request', `Missing required parameter [${name}].`);
}
