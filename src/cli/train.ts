import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { BUILT_MODEL, directoryFolder, ROOT, readConfig } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import type { Directory } from '../directory/types.js';
import { encodeModel } from '../intents/model-bytes.js';
import { type TrainingRow, trainParts } from '../intents/train.js';
import { isLearnt } from '../learnt-model.js';
import { SunwaiError } from '../lib/errors.js';
import { systemClock } from '../lib/instant.js';
import { loadTraining } from '../model-file.js';
import { learn, showMeasures, unlearn } from './learn.js';
import { print, printJson, say } from './output.js';
import { progressLine } from './progress.js';
import { reportOf, showReport } from './training-report.js';
import { withStore } from './with-store.js';

interface TrainFlags {
  training: string;
  directory: string;
  out: string;
  withCorrections?: true;
  evaluation: string;
  rollback?: true;
  json?: true;
}

export function trainCommand(program: Command): void {
  program
    .command('train')
    .description('Build the model from the training text. The same text gives the same bytes.')
    .option('--training <folder>', 'training text', join(ROOT, 'data', 'training'))
    .option(
      '--directory <folder>',
      'whose service and district codes it uses',
      join(ROOT, 'data', 'directory'),
    )
    .option('--out <file>', 'the model file', BUILT_MODEL)
    .option('--with-corrections', 'learn what officers corrected, unless it answers worse than the build')
    .option(
      '--evaluation <folder>',
      'the frozen texts it is judged on',
      join(ROOT, 'data', 'training', 'test'),
    )
    .option('--rollback', 'put the model before the last --with-corrections back')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\n--with-corrections compares the model with the corrections, text by text, with the model as built, and refuses it when\n' +
        '  - the intents of a language, or the departments as a whole, lose beyond chance (sign test, p < 0.05) or over 2 points;\n' +
        '  - a department of 10 texts or more loses more than 2 texts, net;\n' +
        '  - more than 0.5 % of the emergencies (at least 1) are no longer found, net;\n' +
        '  - false alarms rise by more than 1 point;\n' +
        '  - emergencies that the model in use finds are lost beyond chance or over 2 points.\n' +
        '\nA running desk takes up another model at its next start. docs/learning.md has the whole story.\n' +
        '\nExample:\n  $ npx sunwai train\n  $ SUNWAI_LEARN=on npx sunwai train --with-corrections\n  $ npx sunwai train --rollback\n',
    )
    .action(async (flags: TrainFlags) => {
      if (flags.rollback === true) await rollback(flags);
      else if (flags.withCorrections === true) await withCorrections(flags);
      else build(flags);
    });
}

function build({ training, directory: folder, out, json }: TrainFlags): void {
  if (isLearnt(out))
    throw new SunwaiError({ code: 'MDL-003', where: out, detail: 'it holds what officers corrected' });
  // Not SUNWAI_DIRECTORY: a build must come out the same whatever this machine's settings are.
  const rows = rowsOf(training, loadDirectory(folder));
  const trained = trainParts(rows, {}, progressLine());
  const bytes = encodeModel(trained.parts);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, bytes);
  const report = reportOf(rows, trained, bytes.byteLength, out);
  if (json === true) printJson(report);
  else print(showReport(report));
}

async function withCorrections({ evaluation, json }: TrainFlags): Promise<void> {
  const config = readConfig();
  if (config.values.SUNWAI_LEARN !== 'on')
    throw new SunwaiError({ code: 'LRN-001', where: 'SUNWAI_LEARN', detail: 'it is off' });
  const directory = loadDirectory(directoryFolder(config));
  const rows = rowsOf(evaluation, directory);
  const files = { built: BUILT_MODEL, learnt: config.values.SUNWAI_MODEL };
  const lesson = await withStore((store) => learn(store, files, directory, rows, systemClock.now()));
  if (json === true) printJson(lesson);
  else if (lesson.measures.length > 0) print(showMeasures(lesson.measures));
  const { verdict, corrections, measures } = lesson;
  if (verdict === 'refused') {
    const lost = measures.filter(({ refusal }) => refusal !== null).map(({ name }) => name);
    throw new SunwaiError({ code: 'LRN-002', where: `${corrections} corrections`, detail: lost.join('; ') });
  }
  if (json === true) return;
  print(
    verdict === 'accepted'
      ? `learnt ${corrections} corrections: ${files.learnt}; a running desk uses it from its next start`
      : 'nothing to learn: no correction is queued',
  );
}

async function rollback({ json }: TrainFlags): Promise<void> {
  const { values } = readConfig();
  const files = { built: BUILT_MODEL, learnt: values.SUNWAI_MODEL };
  const refused = await withStore((store) => unlearn(store, files, systemClock.now()));
  const sentence = `the model before is back in ${files.learnt}; ${refused} corrections are marked refused; a running desk uses it from its next start`;
  say(json, { file: files.learnt, refused }, sentence);
}

function rowsOf(folder: string, directory: Directory): TrainingRow[] {
  const services = new Set([...directory.services.keys(), ...directory.outside.keys()]);
  return loadTraining(folder, services, new Set(directory.districts.keys()));
}
