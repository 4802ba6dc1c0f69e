import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { SunwaiError } from '../lib/errors.js';
import { SECOND } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { describe } from '../lib/loop.js';
import type { ActivityIntake } from './activity-intake.js';
import { challengeAnswer, challengeSecrets, isSigned, type SigningSecrets } from './activity-signature.js';

export interface ReceiverOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  secrets: SigningSecrets;
  intake: Pick<ActivityIntake, 'receive' | 'forged'>;
  log: Log;
}

export interface ActivityReceiver {
  /** Where it listens, as seen from this machine. */
  url: string;
  /** With how many secrets a challenge can be answered. */
  readonly secrets: number;
  /** Answers challenges with this one of them from now on. @default 0 */
  answerWith(secret: number): void;
  close(): Promise<void>;
}

/** Behind the proxy that has the certificate, the public address must end in it. */
export const ACTIVITY_PATH = '/x/activity';

/** A post of 25,000 characters with all that X puts around it is far smaller. */
const LARGEST_BODY = 1024 * 1024;
/** X itself waits ten seconds. */
const LONGEST_REQUEST = 15 * SECOND;

/**
 * Takes what X sends by itself. Throws WEB-001 when the port is taken. Nothing but X's two requests is answered, and
 * nothing of a body is ever logged.
 */
export async function startActivityReceiver(options: ReceiverOptions): Promise<ActivityReceiver> {
  const { secrets, intake, log } = options;
  const challenges = challengeSecrets(secrets);
  let current = challenges[0] ?? '';
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    bodyLimit: LARGEST_BODY,
    requestTimeout: LONGEST_REQUEST,
  });

  // The bytes as they came: over them goes the signature.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.setErrorHandler<Error & { statusCode?: number }>((cause, _request, reply) => {
    const status = cause.statusCode ?? 500;
    if (status >= 500)
      log.error({ error: describe(cause) }, 'a request to the webhook could not be answered');
    return reply.code(status).send();
  });

  app.get(ACTIVITY_PATH, (request, reply) => {
    const { crc_token } = request.query as { crc_token?: unknown };
    const answer = challengeAnswer(crc_token, current);
    return answer === null ? reply.code(400).send() : { response_token: answer };
  });

  app.post(ACTIVITY_PATH, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSigned(body, request.headers, secrets)) {
      intake.forged();
      return reply.code(401).send();
    }
    try {
      // Stored first, which is two commits; the work, understanding and answering, comes after the 200.
      await intake.receive(body);
    } catch (error) {
      // Anything but 200 makes X deliver it again: nothing is lost while the store cannot take it.
      log.error({ error: describe(error) }, 'an event of X was not stored: X is asked to deliver it again');
      return reply.code(503).send();
    }
    return reply.code(200).send();
  });

  const port = await listen(app, options);
  return {
    url: `http://${options.host === '::1' ? '[::1]' : '127.0.0.1'}:${port}${ACTIVITY_PATH}`,
    secrets: challenges.length,
    answerWith(secret) {
      current = challenges[secret] ?? current;
    },
    close: () => app.close(),
  };
}

async function listen(app: FastifyInstance, { host, port }: ReceiverOptions): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    const detail = `something already listens on ${host}:${port}`;
    throw new SunwaiError({ code: 'WEB-001', where: `SUNWAI_ACTIVITY_PORT ${port}`, detail }, { cause });
  }
  return (app.server.address() as AddressInfo).port;
}
