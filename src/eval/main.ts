import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_MODEL, createInterpreter, ROOT } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import { SunwaiError } from '../lib/errors.js';
import { loadParts, readModel } from '../model-file.js';
import { withCounts } from './datasheet.js';
import { evaluate } from './evaluate.js';
import { pagesOf } from './page.js';
import { settle } from './settle.js';

/**
 * `npm run eval`: reads the test part as the desk would, prints the page and writes it with its pictures and the
 * datasheet's counts. `--check` writes nothing and exits with 2 when a file is not what the evaluation says.
 */
function main(check: boolean): void {
  // The built model and our own directory, whatever the settings of this machine: the page must come out the same everywhere.
  const directory = loadDirectory(join(ROOT, 'data', 'directory'));
  const interpret = createInterpreter(directory, readModel(BUILT_MODEL).parts);
  const services = new Set([...directory.services.keys(), ...directory.outside.keys()]);
  const { training, test } = loadParts(
    join(ROOT, 'data', 'training'),
    services,
    new Set(directory.districts.keys()),
  );
  const evaluation = evaluate({ training, test, directory, interpret: (text) => interpret(text, null) });
  const datasheet = join(ROOT, 'docs', 'datasheet.md');
  const own = pagesOf(evaluation);
  const pages = {
    ...own,
    'datasheet.md': withCounts(readFileSync(datasheet, 'utf8'), { training, test }),
  };
  const changed = settle(pages, join(ROOT, 'docs'), check);
  if (!check) process.stdout.write(own['evaluation.md'] ?? '');
  for (const name of changed)
    process.stderr.write(
      check ? `docs/${name} is not what the evaluation says: run npm run eval\n` : `docs/${name} written\n`,
    );
  if (check && changed.length > 0) process.exitCode = 2;
}

try {
  main(process.argv.includes('--check'));
} catch (error) {
  if (!(error instanceof SunwaiError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
