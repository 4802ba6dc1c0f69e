import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ROOT } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import { encodeModel } from '../intents/model-bytes.js';
import { trainParts } from '../intents/train.js';
import { loadTraining } from '../model-file.js';
import { say } from './output.js';

interface TrainFlags {
  training: string;
  directory: string;
  out: string;
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
    .option('--out <file>', 'the model file', join(ROOT, 'dist', 'model.bin'))
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai train\n')
    .action(({ training, directory: folder, out, json }: TrainFlags) => {
      // Not SUNWAI_DIRECTORY: a build must come out the same whatever this machine's settings are.
      const directory = loadDirectory(folder);
      const services = new Set([...directory.services.keys(), ...directory.outside.keys()]);
      const rows = loadTraining(training, services, new Set(directory.districts.keys()));
      const bytes = encodeModel(trainParts(rows).parts);
      writeFileSync(out, bytes);
      const sentence = `model of ${rows.length} texts, ${(bytes.byteLength / 1024).toFixed(0)} KB`;
      say(json, { texts: rows.length, bytes: bytes.byteLength, file: out }, sentence);
    });
}
