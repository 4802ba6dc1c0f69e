import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ROOT } from '../compose.js';
import { caseCommands } from './case.js';
import { checkCommand } from './check.js';
import { classifyCommand } from './classify.js';
import { configCommand } from './config.js';
import { costCommand } from './cost.js';
import { doctorCommand } from './doctor.js';
import { handleCommands } from './handle.js';
import { planCommand } from './plan.js';
import { purgeCommand } from './purge.js';
import { rehearseCommand } from './rehearse.js';
import { replayCommand } from './replay.js';
import { sandboxCommand } from './sandbox.js';
import { startCommand } from './start.js';
import { storeCommands } from './store-commands.js';
import { trainCommand } from './train.js';

/** The command line: one file a verb. */
export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const program = new Command('sunwai')
    .description('The public grievance desk on X.')
    .version(version)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 2 something to mend (the message says what), 1 a fault of ours. `doctor` ends with 1 when somebody must act.\n',
    );
  startCommand(program);
  sandboxCommand(program);
  storeCommands(program);
  configCommand(program);
  handleCommands(program);
  doctorCommand(program);
  caseCommands(program);
  purgeCommand(program);
  costCommand(program);
  planCommand(program);
  classifyCommand(program);
  replayCommand(program);
  rehearseCommand(program);
  checkCommand(program);
  trainCommand(program);
  return program;
}
