import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import { createHandleBook } from './bot/address.js';
import type { Desk } from './bot/desk.js';
import type { Notifier, Poster, Source, WatchedHandle } from './bot/ports.js';
import type { Store } from './bot/store.js';
import { parseCode, type RandomBytes } from './cases/code.js';
import { type Config, loadConfig } from './config/load-config.js';
import { loadDirectory } from './directory/load-directory.js';
import type { Directory } from './directory/types.js';
import { interpret } from './intents/interpret.js';
import { buildGazetteer } from './intents/place.js';
import type { Meaning } from './intents/types.js';
import { SunwaiError } from './lib/errors.js';
import type { Clock } from './lib/instant.js';
import type { Log } from './lib/log.js';
import { loadModel } from './model-file.js';
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
  interpret(text: string, handleDepartment: string | null): Meaning;
}

/** Reads the directory, the templates and the model. Throws SunwaiError with every fault before anything starts. */
export function loadKnowledge(config: Config): Knowledge {
  const directory = loadDirectory(directoryFolder(config), join(ROOT, 'data', 'answers'));
  const renderer = createRenderer({
    templates: loadTemplates(join(ROOT, 'templates')),
    directory,
    timezone: directory.policy.timezone,
  });
  const faults = renderer.check();
  if (faults.length > 0) throw new SunwaiError(faults);
  const model = loadModel(join(ROOT, 'dist', 'model.bin'));
  const gazetteer = buildGazetteer(directory.districts.values(), directory.elsewhere);
  return {
    directory,
    renderer,
    interpret: (text, handleDepartment) =>
      interpret(text, {
        model,
        gazetteer,
        services: directory.services,
        handleDepartment,
        handleDistrict: null,
        parseCode,
      }),
  };
}

/** SUNWAI_DIRECTORY from the working folder; the default one from the package. */
export function directoryFolder({ values, origins }: Config): string {
  const folder =
    origins.SUNWAI_DIRECTORY === 'default' ? join(ROOT, values.SUNWAI_DIRECTORY) : values.SUNWAI_DIRECTORY;
  return relative(process.cwd(), folder) || '.';
}

/** Handles of all departments that have an account. */
export function watchedHandles(directory: Directory): WatchedHandle[] {
  return [...directory.departments.values()].flatMap(({ handle, xUserId, code }) =>
    handle === '' || xUserId === '' ? [] : [{ handle, xUserId, department: code }],
  );
}

export interface Edges {
  store: Store;
  source: Source;
  poster: Poster;
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
