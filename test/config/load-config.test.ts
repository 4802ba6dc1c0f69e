import { describe, expect, it } from 'vitest';
import { loadConfig, requireLive } from '../../src/config/load-config.js';
import { SETTINGS } from '../../src/config/settings.js';
import { SunwaiError } from '../../src/lib/errors.js';

/** The faults of a call that must fail, as `code where`. */
function faultsOf(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof SunwaiError) return error.faults.map(({ code, where }) => `${code} ${where}`);
    throw error;
  }
  throw new Error('nothing was wrong with it');
}

const LIVE = {
  X_BEARER_TOKEN: 'bearer-secret-1',
  X_APP_KEY: 'key-secret-2',
  X_APP_SECRET: 'app-secret-3',
  SUNWAI_SECRET_KEY: 'seal-secret-4',
};

describe('where a setting comes from', () => {
  it('is the environment before .env, and .env before the default', () => {
    const { values, origins } = loadConfig({ PORT: '9001' }, { PORT: '9002', HOST: '127.0.0.2' });
    expect(values).toMatchObject({ PORT: '9001', HOST: '127.0.0.2', LOG_LEVEL: 'info' });
    expect(origins).toMatchObject({ PORT: 'environment', HOST: '.env', LOG_LEVEL: 'default' });
  });

  it('takes an empty value for one that is not set', () => {
    const { values, origins } = loadConfig({ PORT: '' }, { PORT: '', LOG_LEVEL: '' });
    expect(values).toMatchObject({ PORT: '8080', LOG_LEVEL: 'info' });
    expect(origins.PORT).toBe('default');
  });

  it('has a value for every setting when nothing is set', () => {
    const { values } = loadConfig({}, {});
    expect(values).toEqual(Object.fromEntries(SETTINGS.map((setting) => [setting.name, setting.default])));
  });
});

describe('which X is meant', () => {
  it('is the sandbox when nothing is said', () => {
    expect(loadConfig({}, {}).mode).toBe('sandbox');
  });

  it.each(SETTINGS.map(({ name }) => name).filter((name) => name.startsWith('X_')))(
    'is the real one as soon as %s is set anywhere',
    (name) => {
      expect(loadConfig({ [name]: 'value' }, {}).mode).toBe('live');
      expect(loadConfig({}, { [name]: 'value' }).mode).toBe('live');
    },
  );

  it('is what SUNWAI_X says, whatever else is set', () => {
    expect(loadConfig({ ...LIVE, SUNWAI_X: 'sandbox' }, {}).mode).toBe('sandbox');
    expect(loadConfig({}, { SUNWAI_X: 'live' }).mode).toBe('live');
  });

  it('is never the sandbox by accident in production', () => {
    const NODE_ENV = 'production';
    expect(faultsOf(() => loadConfig({ NODE_ENV }, {}))).toEqual(['CFG-003 SUNWAI_X']);
    expect(loadConfig({ NODE_ENV, SUNWAI_X: 'sandbox' }, {}).mode).toBe('sandbox');
    expect(loadConfig({ NODE_ENV }, { X_BEARER_TOKEN: 'x' }).mode).toBe('live');
  });
});

describe('what the real X needs', () => {
  it('is named in full when it is missing', () => {
    expect(faultsOf(() => requireLive(loadConfig({ SUNWAI_X: 'live' }, {})))).toEqual([
      'CFG-002 X_BEARER_TOKEN',
      'CFG-002 X_APP_KEY',
      'CFG-002 X_APP_SECRET',
      'CFG-002 SUNWAI_SECRET_KEY',
    ]);
    const { X_APP_KEY: _, ...rest } = LIVE;
    expect(faultsOf(() => requireLive(loadConfig(rest, {})))).toEqual(['CFG-002 X_APP_KEY']);
  });

  it('is enough when the four are set', () => {
    expect(() => requireLive(loadConfig(LIVE, {}))).not.toThrow();
  });
});

describe('values that cannot be used', () => {
  it.each([
    ['SUNWAI_X', 'both'],
    ['DATABASE_URL', 'mysql://db'],
    ['DATABASE_URL', 'sqlite:'],
    ['SUNWAI_WATCH', 'search,telegraph'],
    ['SUNWAI_WATCH', 'search,search'],
    ['SUNWAI_WATCH', 'search,'],
    ['SUNWAI_STREAM_BACKFILL', '6'],
    ['SUNWAI_STREAM_BACKFILL', '1.5'],
    ['SUNWAI_POLL_SECONDS', '0'],
    ['SUNWAI_POLL_SECONDS', '-1'],
    ['SUNWAI_POLL_SECONDS', 'soon'],
    ['SUNWAI_POLL_SECONDS', 'Infinity'],
    ['SUNWAI_DAILY_BUDGET_USD', '-1'],
    ['SUNWAI_DAILY_BUDGET_USD', '1e9'],
    ['SUNWAI_DAILY_BUDGET_USD', '$5'],
    ['SUNWAI_WEBHOOK_URL', 'nowhere'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', '-1'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s', (name, value) => {
    expect(faultsOf(() => loadConfig({ [name]: value }, {}))).toEqual([`CFG-001 ${name}`]);
    expect(() => loadConfig({ [name]: value }, {})).toThrow(`"${value}"`);
  });

  it.each([
    ['SUNWAI_WATCH', 'search, mentions,stream,webhook'],
    ['SUNWAI_STREAM_BACKFILL', '5'],
    ['SUNWAI_POLL_SECONDS', '0.2'],
    ['PORT', '0'],
    ['PORT', '65535'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['SUNWAI_WEBHOOK_URL', 'https://example.org/hook'],
    ['LOG_LEVEL', 'silent'],
  ])('but not %s=%s', (name, value) => {
    expect(loadConfig({ [name]: value }, {}).values).toMatchObject({ [name]: value });
  });

  it('are all told at once', () => {
    const wrong = { PORT: 'x', LOG_LEVEL: 'x', NODE_ENV: 'production' };
    expect(faultsOf(() => loadConfig(wrong, {}))).toEqual([
      'CFG-001 PORT',
      'CFG-001 LOG_LEVEL',
      'CFG-003 SUNWAI_X',
    ]);
  });
});

describe('secrets', () => {
  it('are never told in an error', () => {
    const call = () => loadConfig({ ...LIVE, X_CLIENT_SECRET: 'client-secret-5', PORT: 'x' }, {});
    expect(call).toThrow(/^CFG-001 PORT/);
    expect(call).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret-') }));
  });

  it('are not told with an address either', () => {
    const call = () => loadConfig({ DATABASE_URL: 'postgres://desk:pass@word/1@db/sunwai' }, {});
    expect(call).toThrow('not "postgres://[hidden]@db/sunwai"');
    expect(call).toThrow(expect.objectContaining({ message: expect.not.stringContaining('pass') }));
  });
});
