import { type Fault, SunwaiError } from '../lib/errors.js';
import { SETTINGS, type Setting, type SettingName } from './settings.js';

export type Origin = 'environment' | '.env' | 'default';

export interface Config {
  mode: 'sandbox' | 'live';
  values: Record<SettingName, string>;
  origins: Record<SettingName, Origin>;
}

type Variables = Record<string, string | undefined>;

/**
 * Reads the settings from the environment, then `.env`, then defaults, and settles which X is meant.
 * Throws one SunwaiError with every fault found. An empty value counts as not set.
 */
export function loadConfig(environment: Variables, envFile: Variables): Config {
  const faults: Fault[] = [];
  const values = {} as Config['values'];
  const origins = {} as Config['origins'];
  for (const setting of SETTINGS as readonly Setting[]) {
    const name = setting.name as SettingName;
    const { value, origin } = lookUp(setting, environment, envFile);
    values[name] = value;
    origins[name] = origin;
    const fault = value === '' || origin === 'default' ? null : (setting.fault?.(value) ?? null);
    if (fault !== null)
      faults.push({
        code: 'CFG-001',
        where: name,
        detail: `${fault}${setting.secret ? '' : `, not "${withoutPassword(value)}"`}`,
      });
  }
  const mode = modeOf(values, origins);
  if (mode === 'sandbox' && values.SUNWAI_X === '' && environment.NODE_ENV === 'production') {
    faults.push({
      code: 'CFG-003',
      where: 'SUNWAI_X',
      detail: 'NODE_ENV is production and nothing says which X',
    });
  }
  if (faults.length > 0) throw new SunwaiError(faults);
  return { mode, values, origins };
}

/** A database's or a webhook's address may carry a name and a password. */
function withoutPassword(value: string): string {
  return value.replace(/\/\/.*@/, '//[hidden]@');
}

function lookUp(
  setting: Setting,
  environment: Variables,
  envFile: Variables,
): { value: string; origin: Origin } {
  const set = environment[setting.name];
  if (set !== undefined && set !== '') return { value: set, origin: 'environment' };
  const filed = envFile[setting.name];
  if (filed !== undefined && filed !== '') return { value: filed, origin: '.env' };
  return { value: setting.default, origin: 'default' };
}

function modeOf(values: Config['values'], origins: Config['origins']): Config['mode'] {
  if (values.SUNWAI_X === 'sandbox' || values.SUNWAI_X === 'live') return values.SUNWAI_X;
  const touched = SETTINGS.some(({ name }) => name.startsWith('X_') && origins[name] !== 'default');
  return touched ? 'live' : 'sandbox';
}

/** Everything the real X needs. Throws CFG-002 naming all that is missing. */
export function requireLive({ values }: Config): void {
  const needed = ['X_BEARER_TOKEN', 'X_APP_KEY', 'X_APP_SECRET', 'SUNWAI_SECRET_KEY'] as const;
  const missing = needed.filter((name) => values[name] === '');
  if (missing.length > 0) {
    throw new SunwaiError(
      missing.map((where) => ({ code: 'CFG-002', where, detail: 'it is not set' }) as const),
    );
  }
}
