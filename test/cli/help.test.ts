import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.js';

const COMMANDS = [
  'start',
  'sandbox',
  'migrate',
  'backup',
  'config',
  'handle import',
  'handle list',
  'handle connect',
  'handle verify',
  'handle pause',
  'handle resume',
  'handle remove',
  'handle rekey',
  'doctor',
  'case list',
  'case show',
  'case wrong',
  'purge',
  'cost',
  'plan',
  'classify',
  'replay',
  'rehearse',
  'check',
  'train',
];

/** Every command that does something, by the words one types for it. */
function verbs(command: Command, words: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((child) => {
    const path = [...words, child.name()];
    return child.commands.length > 0 ? verbs(child, path) : [[path.join(' '), child] as [string, Command]];
  });
}

function helpOf(command: Command): string {
  let shown = '';
  command.configureOutput({
    writeOut: (text) => {
      shown += text;
    },
  });
  command.outputHelp();
  return shown;
}

describe('help', () => {
  it('has the commands that are promised', () => {
    expect(
      verbs(createProgram())
        .map(([words]) => words)
        .sort(),
    ).toEqual([...COMMANDS].sort());
  });

  it.each(verbs(createProgram()))('%s shows an example of itself', (words, command) => {
    expect(helpOf(command)).toMatch(new RegExp(`Examples?:\\n[^]*sunwai ${words}`));
  });
});
