import { pino } from 'pino';

/** What every room may log with: one line per decision, fields before the message, never a citizen's text. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const SECRET_FIELDS = [
  'authorization',
  'Authorization',
  'accessToken',
  'accessSecret',
  'appKey',
  'appSecret',
  'bearerToken',
  'token',
  'secret',
  'text',
];

/** JSON lines on stderr (stdout is for data). Anything that smells of a secret or of citizens' text is redacted. */
export function createLog(level: string): Log {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]);
  return pino(
    { level, redact: { paths, censor: '[hidden]' }, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
