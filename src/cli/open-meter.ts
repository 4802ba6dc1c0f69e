import { createMeter } from '../bot/budget.js';
import type { Meter } from '../bot/ports.js';
import { createSpending, type Spending } from '../bot/spending.js';
import type { Store } from '../bot/store.js';
import type { Config } from '../config/load-config.js';
import type { Price } from '../directory/price-list.js';
import type { Clock } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import { createRecorder, type Recorder } from '../x/meter-plugin.js';

/** What stands between the desk and X: limits, money, and the plugin that puts both before every call. */
export interface Metering {
  spending: Spending;
  meter: Meter;
  recorder: Recorder;
}

export async function openMeter(
  config: Config,
  store: Store,
  prices: readonly Price[],
  clock: Clock,
  log: Log,
): Promise<Metering> {
  const ceiling = ceilingOf(config);
  const spending = await createSpending({ store, prices, ceiling, clock, log });
  const meter = await createMeter({ store, spending, clock, log });
  return { spending, meter, recorder: createRecorder(meter, log) };
}

/** Millionths of a dollar that may be spent in a UTC day; 0: no ceiling. */
export function ceilingOf({ values }: Config): number {
  return Math.round(Number(values.SUNWAI_DAILY_BUDGET_USD) * 1_000_000);
}
