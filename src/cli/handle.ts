import type { Command } from 'commander';
import { handleConnectCommand } from './handle-connect.js';
import { handleImportCommand } from './handle-import.js';
import { handleListCommand } from './handle-list.js';
import { handleRekeyCommand } from './handle-rekey.js';
import { handleStateCommands } from './handle-state.js';
import { handleVerifyCommand } from './handle-verify.js';

export function handleCommands(program: Command): void {
  const handle = program
    .command('handle')
    .description("The departments' handles: their tokens, and what X says of them.");
  handleImportCommand(handle);
  handleConnectCommand(handle);
  handleListCommand(handle);
  handleVerifyCommand(handle);
  handleStateCommands(handle);
  handleRekeyCommand(handle);
}
