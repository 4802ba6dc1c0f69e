import { join } from 'node:path';
import type { Command } from 'commander';
import { directoryFolder, LIMIT_LIST, PRICE_LIST, ROOT, readConfig } from '../compose.js';
import { loadLimits } from '../directory/limit-list.js';
import { loadDirectory } from '../directory/load-directory.js';
import { loadPrices } from '../directory/price-list.js';
import type { Directory } from '../directory/types.js';
import { type Fault, SunwaiError } from '../lib/errors.js';
import { loadParts } from '../model-file.js';
import { createRenderer } from '../replies/render.js';
import { loadTemplates } from '../templates-folder.js';
import { print, printJson } from './output.js';

export function checkCommand(program: Command): void {
  program
    .command('check')
    .description(
      'Check directory, policy, prices, templates and training text; name every fault with file and line.',
    )
    .option('--templates <folder>', 'templates to check', join(ROOT, 'templates'))
    .option('--training <folder>', 'training text to check', join(ROOT, 'data', 'training'))
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ SUNWAI_DIRECTORY=my-state npx sunwai check\n')
    .action(({ templates, training, json }: { templates: string; training: string; json?: true }) => {
      const folder = directoryFolder(readConfig());
      const faults: Fault[] = [];
      const directory = collect(faults, () => loadDirectory(folder, join(ROOT, 'data', 'answers')));
      collect(faults, () => loadPrices(PRICE_LIST));
      collect(faults, () => loadLimits(LIMIT_LIST));
      // Templates and training text are checked against the directory, so they wait until it can be read.
      const parts = directory === null ? NO_TEXTS : checkAgainst(directory, templates, training, faults);
      if (faults.length > 0) process.exitCode = 2;
      if (json === true) return printJson({ faults });
      for (const { code, where, detail } of faults) print(`${code} ${where}: ${detail}`);
      if (directory === null)
        return print(
          `${faults.length} fault(s); templates and training text wait until the directory is whole`,
        );
      if (faults.length > 0) return print(`${faults.length} fault(s)`);
      print(
        `No fault: ${directory.departments.size} departments, ${directory.districts.size} districts, ${directory.services.size} services, ` +
          `${directory.officers.length} officers, ${directory.answers.length} answers, ${parts.training} training texts, ${parts.test} test texts`,
      );
    });
}

const NO_TEXTS = { training: 0, test: 0 };

function checkAgainst(directory: Directory, templates: string, training: string, faults: Fault[]) {
  collect(faults, () => {
    const sources = loadTemplates(templates);
    faults.push(
      ...createRenderer({ templates: sources, directory, timezone: directory.policy.timezone }).check(),
    );
  });
  const services = new Set([...directory.services.keys(), ...directory.outside.keys()]);
  const parts = collect(faults, () => loadParts(training, services, new Set(directory.districts.keys())));
  return parts === null ? NO_TEXTS : { training: parts.training.length, test: parts.test.length };
}

function collect<T>(faults: Fault[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SunwaiError)) throw error;
    faults.push(...error.faults);
    return null;
  }
}
