import closeWithGrace from 'close-with-grace';
import { type Command, InvalidArgumentError } from 'commander';
import { directoryFolder, readConfig } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import { openSandbox } from './open-sandbox.js';
import { say } from './output.js';

export function sandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description(
      'Run only the local X, apart from the bot: its ledger outlives the bot and tells what was really posted.',
    )
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', portNumber, 0)
    .option('--ledger <file>', 'keep everything posted in this file')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai sandbox --port 9700 --ledger var/ledger.jsonl\n')
    .action(async ({ port, ledger, json }: { port: number; ledger?: string; json?: true }) => {
      const config = readConfig();
      const sandbox = await openSandbox(loadDirectory(directoryFolder(config)), port, ledger ?? null);
      say(json, { url: sandbox.url }, `SANDBOX X at ${sandbox.url}`);
      closeWithGrace({ delay: 5_000, logger: false }, () => sandbox.close());
    });
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('must be 0 to 65535');
  return port;
}
