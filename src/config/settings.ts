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

const port = (value: string) =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? null : 'must be a whole number from 0 to 65535';

export const SETTINGS = [
  {
    name: 'SUNWAI_X',
    meaning:
      'Which X: sandbox (an X of your own on this machine) or live (the real one). Not set: live as soon as any X_* variable is set, else sandbox.',
    default: '',
    fault: oneOf('sandbox', 'live'),
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
    meaning: 'OAuth 2.0 client id; kept for connecting handles.',
    default: '',
    secret: true,
  },
  {
    name: 'X_CLIENT_SECRET',
    meaning: 'OAuth 2.0 client secret; kept for connecting handles.',
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
    name: 'SUNWAI_POLL_SECONDS',
    meaning: 'Pause between two searches for mentions; fractions allowed. In the sandbox 1 when not set.',
    default: '30',
    fault: positive,
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
  { name: 'HOST', meaning: 'Address the page listens on.', default: '127.0.0.1' },
  { name: 'PORT', meaning: 'Port of the page; 0 takes any free one.', default: '8080', fault: port },
  {
    name: 'LOG_LEVEL',
    meaning: 'debug, info, warn, error or silent.',
    default: 'info',
    fault: oneOf('debug', 'info', 'warn', 'error', 'silent'),
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]['name'];
