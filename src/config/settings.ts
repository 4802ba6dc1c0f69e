/** One row per environment variable: its documentation, its default and its check are the same text. */
export interface Setting {
  name: string;
  meaning: string;
  /** What holds when it is not set; empty: nothing. */
  default: string;
  secret?: true;
  /** What is wrong with a value, or null. */
  fault?: (value: string) => string | null;
}

const oneOf =
  (...words: string[]) =>
  (value: string) =>
    words.includes(value) ? null : `must be one of ${words.join(', ')}`;

const positive = (value: string) =>
  Number(value) > 0 && Number.isFinite(Number(value)) ? null : 'must be a number above 0';

const amount = (value: string) =>
  /^\d{1,9}(\.\d{1,6})?$/.test(value) ? null : 'must be an amount like 25 or 12.50';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** X takes a public address without a port; in the sandbox it is one of this machine. */
const activityUrl = (value: string) => {
  const url = URL.canParse(value) && value.length <= 200 ? new URL(value) : null;
  const isPublic = url?.protocol === 'https:' && url.port === '';
  const isLocal = url?.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  return (isPublic || isLocal) && url?.username === '' && url.hash === ''
    ? null
    : 'must be https:// without a port, at most 200 characters (in the sandbox: http:// on a loopback address)';
};

const port = (value: string) =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? null : 'must be a whole number from 0 to 65535';

const SOURCES = ['search', 'mentions', 'stream', 'webhook'];

const someOf =
  (words: readonly string[]) =>
  (value: string): string | null => {
    const named = value.split(',').map((word) => word.trim());
    if (named.some((word) => !words.includes(word))) return `must be a list of ${words.join(', ')}`;
    return new Set(named).size === named.length ? null : 'must name each but once';
  };

export const SETTINGS = [
  {
    name: 'SUNWAI_X',
    meaning:
      'Which X: sandbox (an X of your own on this machine) or live (the real one). Not set: live as soon as any X_* variable is set, else sandbox.',
    default: '',
    fault: oneOf('sandbox', 'live'),
  },
  {
    name: 'SUNWAI_X_PLAN',
    meaning:
      "X's contract: self-serve (a handle answers only whoever named it) or enterprise (the nodal handle of policy.yaml may stand in for one that cannot answer).",
    default: 'self-serve',
    fault: oneOf('self-serve', 'enterprise'),
  },
  {
    name: 'X_API_BASE_URL',
    meaning: 'Where X answers. Another value than the default must be http:// on a loopback address.',
    default: 'https://api.x.com',
  },
  { name: 'X_BEARER_TOKEN', meaning: 'App-only bearer token: searching.', default: '', secret: true },
  { name: 'X_APP_KEY', meaning: 'OAuth 1.0a consumer key of the app.', default: '', secret: true },
  { name: 'X_APP_SECRET', meaning: 'OAuth 1.0a consumer secret of the app.', default: '', secret: true },
  {
    name: 'X_CLIENT_ID',
    meaning: 'OAuth 2.0 client id of the app: `sunwai handle connect`.',
    default: '',
    secret: true,
  },
  {
    name: 'X_CLIENT_SECRET',
    meaning: 'OAuth 2.0 client secret of the app; not set for a public client.',
    default: '',
    secret: true,
  },
  {
    name: 'DATABASE_URL',
    meaning: 'Where the desk remembers: sqlite:FILE.',
    default: 'sqlite:var/sunwai.db',
    fault: (value: string) => (/^sqlite:.+/.test(value) ? null : 'must be sqlite:FILE'),
  },
  {
    name: 'SUNWAI_DIRECTORY',
    meaning:
      'Folder with departments.csv, services.csv, districts.csv, officers.csv, holidays.csv, outside.csv, policy.yaml.',
    default: 'data/directory',
  },
  {
    name: 'SUNWAI_LEARN',
    meaning:
      'on: `sunwai train --with-corrections` may learn from what officers corrected (docs/learning.md).',
    default: 'off',
    fault: oneOf('on', 'off'),
  },
  {
    name: 'SUNWAI_MODEL',
    meaning:
      'File of the model with corrections. It is used instead of the built one when it is there and was grown from it.',
    default: 'var/model.bin',
  },
  {
    name: 'SUNWAI_SECRET_KEY',
    meaning: "32 bytes in base64: encrypts the handles' tokens at rest.",
    default: '',
    secret: true,
  },
  {
    name: 'SUNWAI_SECRET_KEY_NEW',
    meaning:
      'The key that takes its place: both open the tokens, this one encrypts them, and `sunwai handle rekey` moves all to it.',
    default: '',
    secret: true,
  },
  {
    name: 'SUNWAI_WATCH',
    meaning:
      "What brings the mentions, separated by commas: search (recent search), mentions (the timeline of each handle), stream (filtered stream), webhook (X Activity). Together they are each other's safety net; a post is taken once.",
    default: 'search',
    fault: someOf(SOURCES),
  },
  {
    name: 'SUNWAI_STREAM_BACKFILL',
    meaning:
      'Minutes, 0 to 5, that X sends again when the stream was away, where the plan has it. Without it search reads what was missed, and with it too.',
    default: '0',
    fault: (value: string) => (/^[0-5]$/.test(value) ? null : 'must be a whole number from 0 to 5'),
  },
  {
    name: 'SUNWAI_POLL_SECONDS',
    meaning: 'Pause between two searches for mentions; fractions allowed. In the sandbox 1 when not set.',
    default: '30',
    fault: positive,
  },
  {
    name: 'SUNWAI_DAILY_BUDGET_USD',
    meaning:
      'What may be spent at X in one UTC day, in US dollars; 0: no ceiling. Near it the league is read no more, then polling slows, then answers wait; emergencies are always answered.',
    default: '0',
    fault: amount,
  },
  {
    name: 'SUNWAI_WEBHOOK_URL',
    meaning: 'Where notices for officers are posted as JSON, signed. Not set: they are only logged.',
    default: '',
    fault: (value: string) => (URL.canParse(value) ? null : 'must be a URL'),
  },
  {
    name: 'SUNWAI_WEBHOOK_SECRET',
    meaning: "Key of the webhook's HMAC-SHA256 signature (header x-sunwai-signature).",
    default: '',
    secret: true,
  },
  {
    name: 'SUNWAI_ACTIVITY_URL',
    meaning:
      'Where X is to deliver events when SUNWAI_WATCH has webhook: a public https address that ends in /x/activity and leads to SUNWAI_ACTIVITY_PORT. In the sandbox that port itself when not set.',
    default: '',
    fault: activityUrl,
  },
  {
    name: 'SUNWAI_ACTIVITY_PORT',
    meaning: 'Port the receiver of those events listens on, at the address of HOST; 0 takes any free one.',
    default: '8081',
    fault: port,
  },
  { name: 'HOST', meaning: 'Address the page listens on, and the receiver of events.', default: '127.0.0.1' },
  { name: 'PORT', meaning: 'Port of the page; 0 takes any free one.', default: '8080', fault: port },
  {
    name: 'LOG_LEVEL',
    meaning: 'debug, info, warn, error or silent.',
    default: 'info',
    fault: oneOf('debug', 'info', 'warn', 'error', 'silent'),
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]['name'];
