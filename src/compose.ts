import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import type { AccountReader } from './bot/account-ports.js';
import { createHandleBook } from './bot/address.js';
import type { Desk } from './bot/desk.js';
import type { Notifier, Poster, PostReader, Source, WatchedHandle } from './bot/ports.js';
import type { Store } from './bot/store.js';
import { parseCode, type RandomBytes } from './cases/code.js';
import { type Config, loadConfig } from './config/load-config.js';
import { loadDirectory } from './directory/load-directory.js';
import { officeHandles } from './directory/look-up.js';
import { loadPrices, type Price } from './directory/price-list.js';
import type { Directory } from './directory/types.js';
import { interpret } from './intents/interpret.js';
import { type ModelParts, makeModel } from './intents/model.js';
import { buildGazetteer } from './intents/place.js';
import { modelInUse } from './learnt-model.js';
import { type Fault, SunwaiError } from './lib/errors.js';
import type { Clock } from './lib/instant.js';
import type { Log } from './lib/log.js';
import { createRenderer, type Renderer } from './replies/render.js';
import { loadTemplates } from './templates-folder.js';

/** The folder the package stands in: templates, data and the model are found from here, whatever the working folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Settings from the environment and from `.env` in the working folder. */
export function readConfig(): Config {
  return loadConfig(process.env, readEnvFile());
}

function readEnvFile(): Record<string, string> {
  try {
    return parse(readFileSync('.env', 'utf8'));
  } catch {
    return {};
  }
}

/** What is the same in every mode: who is responsible, what posts mean, how we answer. */
export interface Knowledge {
  directory: Directory;
  renderer: Renderer;
  interpret: Interpreter;
  prices: readonly Price[];
}

/** What a text means, when a handle that speaks for these was addressed. */
export type Interpreter = Desk['interpret'];

/** What X charges. */
export const PRICE_LIST = join(ROOT, 'data', 'prices.csv');

/** What X's pages say of its limits. */
export const LIMIT_LIST = join(ROOT, 'data', 'limits.csv');

/** The model that `npm run build` makes. */
export const BUILT_MODEL = join(ROOT, 'dist', 'model.bin');

/**
 * Reads the directory, the templates and the model. Throws SunwaiError with every fault before anything starts; `warn`
 * hears of what does not keep it from starting.
 */
export function loadKnowledge(config: Config, warn: (fault: Fault) => void): Knowledge {
  const directory = loadDirectory(directoryFolder(config), join(ROOT, 'data', 'answers'));
  const renderer = createRenderer({
    templates: loadTemplates(join(ROOT, 'templates')),
    directory,
    timezone: directory.policy.timezone,
  });
  const faults = renderer.check();
  if (faults.length > 0) throw new SunwaiError(faults);
  const { parts, fault } = modelInUse(BUILT_MODEL, config.values.SUNWAI_MODEL);
  if (fault !== null) warn(fault);
  const prices = loadPrices(PRICE_LIST);
  return { directory, renderer, interpret: createInterpreter(directory, parts), prices };
}

/** `interpret` with everything it needs bound to it. */
export function createInterpreter(directory: Directory, parts: ModelParts): Interpreter {
  const model = makeModel(parts);
  const gazetteer = buildGazetteer(directory.districts.values(), directory.elsewhere, directory);
  return (text, to, hasMedia = false) =>
    interpret(text, {
      model,
      gazetteer,
      services: directory.services,
      handleDepartment: to?.department ?? null,
      handleDistrict: to?.district ?? null,
      hasMedia,
      parseCode,
    });
}

/** SUNWAI_DIRECTORY from the working folder; the default one from the package. */
export function directoryFolder({ values, origins }: Config): string {
  const folder =
    origins.SUNWAI_DIRECTORY === 'default' ? join(ROOT, values.SUNWAI_DIRECTORY) : values.SUNWAI_DIRECTORY;
  return relative(process.cwd(), folder) || '.';
}

/** Every handle that can be watched and answered from, the departments' own and those of districts. */
export function watchedHandles(directory: Directory): WatchedHandle[] {
  return officeHandles(directory).filter(({ xUserId }) => xUserId !== '');
}

export interface Edges {
  store: Store;
  sources: readonly Source[];
  plan: Desk['plan'];
  accountLimits: Desk['accountLimits'];
  spending: Desk['spending'];
  poster: Poster;
  accounts: AccountReader;
  posts: PostReader;
  notifiers: readonly Notifier[];
  clock: Clock;
  log: Log;
  changed: Desk['changed'];
  random?: RandomBytes;
}

/** A desk: the knowledge and the edges put together. */
export function composeDesk({ directory, renderer, interpret }: Knowledge, edges: Edges): Desk {
  return {
    random: (count) => randomBytes(count),
    ...edges,
    directory,
    policy: directory.policy,
    handles: createHandleBook(watchedHandles(directory)),
    interpret,
    renderer,
  };
}
